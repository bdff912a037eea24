"""What a follow-up leaves out, and what the talk before it gives for that."""
