"""What is measured of answers in prose."""
