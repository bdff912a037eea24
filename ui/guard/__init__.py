"""Who may ask the server for what, how often, and how much of it at once."""
