"""Errors that are no ``Exception``: panics of libraries written in Rust."""

from __future__ import annotations


def is_panic(error: BaseException) -> bool:
    """Whether an error is a panic of a library written in Rust, which is no ``Exception``."""
    return type(error).__name__ == "PanicException"
