"""Chat models: their settings, their clients, asking them, and what that may cost."""
