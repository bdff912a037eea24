"""What a sentence must not get wrong, each held against the passage."""
