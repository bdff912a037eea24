"""Read a question and passages together: which sentences answer, and where."""
