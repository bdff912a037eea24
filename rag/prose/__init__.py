"""Ask a chat model for prose, and verify what it writes before any of it is shown."""
