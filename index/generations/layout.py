"""File names in a generation."""

from __future__ import annotations

RECORDS, DENSE, LEXICAL, SENTENCES = "records.sqlite", "dense.faiss", "lexical", "sentences.npy"
