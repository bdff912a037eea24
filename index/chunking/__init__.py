"""Documents into slices, and what is embedded of each."""
