"""The fits that make every fitted number of the package."""
