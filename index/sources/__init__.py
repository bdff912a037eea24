"""Files and what is packed in them, found, read and parsed within limits."""
