"""Cut documents into chunks, and build the encoder input of each."""
