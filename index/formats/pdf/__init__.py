"""PDF: from characters on pages to lines, columns, tables and blocks in reading order."""
