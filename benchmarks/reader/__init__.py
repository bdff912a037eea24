"""Trains the reader that finds the sentences which answer a question."""
