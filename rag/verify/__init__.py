"""Whether a claim follows from source texts: exact checks, then a fitted score."""
