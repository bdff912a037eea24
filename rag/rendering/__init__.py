"""Answers and search results as text for people."""
