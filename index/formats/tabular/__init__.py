"""Tables of values that commas or tabs part."""
