"""How well the judge of claims itself judges, and systems of known faults."""
