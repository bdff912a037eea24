"""Answers that are quoted from the documents, and the citations of all answers."""
