"""The web chat: what people see in a browser."""
