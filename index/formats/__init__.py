"""The readers: one format a file, each from bytes or text to blocks with their places."""
