"""Read the sentences of a reply and of passages: clauses, verbs, what stands for what."""
