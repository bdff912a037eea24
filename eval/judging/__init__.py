"""The verifier evaluated on falsified and reworded sentences, and systems that try to cheat."""
