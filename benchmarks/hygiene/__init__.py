"""What boilerplate and near-duplicates cost, and what cleaning removes."""
