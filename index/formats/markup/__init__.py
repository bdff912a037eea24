"""Pages and Markdown."""
