"""Scores of single responses, and figures over all of them with their intervals."""
