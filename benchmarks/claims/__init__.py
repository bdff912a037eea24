"""The quality of the claim verifier."""
