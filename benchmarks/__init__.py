"""Measurements of quality, claims, hygiene and speed, and the fits of the package's numbers."""
