"""Readers of dataset formats, and their detection."""
