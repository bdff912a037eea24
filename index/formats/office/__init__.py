"""Word documents and books."""
