"""The quality of retrieval, evidence, short answers, follow-ups and disagreement."""
