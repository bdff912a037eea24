"""Answers and passages against what is right, with the error of each figure."""
