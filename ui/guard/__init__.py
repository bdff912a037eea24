"""Access control, rate limits and other protection of the server."""
