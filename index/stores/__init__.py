"""What is searched: vectors, words, and both joined."""
