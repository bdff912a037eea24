"""Mutation testing of the rules: how many changed programs the tests notice."""
