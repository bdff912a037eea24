"""Word documents and EPUB books."""
