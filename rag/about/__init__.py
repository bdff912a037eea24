"""Answer questions about the documents themselves: what, by whom, of when, what changed."""
