"""Leave out boilerplate, and recognise repeated and duplicate text."""
