"""A short answer: a span of a cited sentence, or none rather than a wrong one."""
