"""What a question asks, alone and after others."""
