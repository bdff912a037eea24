"""Score sentences as evidence for an answer, and select the ones to quote."""
