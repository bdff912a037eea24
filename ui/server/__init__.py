"""The HTTP interface, and the program that serves it and the page."""
