"""Where sources state different things."""
