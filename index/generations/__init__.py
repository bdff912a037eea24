"""The generations of an index: each is written next to the current one and replaces it."""
