"""Verify each sentence that a chat model writes against the passages that it was shown."""
