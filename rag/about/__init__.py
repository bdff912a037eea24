"""Questions about the documents themselves: titles, authors, dates, openings, changes."""
