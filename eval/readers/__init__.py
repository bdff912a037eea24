"""Datasets in the forms that they come in: a file for each form, and one that tells them apart."""
