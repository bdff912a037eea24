"""Verify claims against source texts: exact checks, then a fitted score."""
