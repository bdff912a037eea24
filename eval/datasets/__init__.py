"""Questions with what is right, and the documents they are about."""
