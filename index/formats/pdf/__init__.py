"""PDF: from drawn characters to lines, columns, tables and blocks in reading order."""
