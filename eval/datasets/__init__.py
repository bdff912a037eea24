"""Datasets of questions with their correct answers, and the documents that they are about."""
