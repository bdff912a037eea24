"""What an index says of each document without opening it."""

from __future__ import annotations

from typing import NamedTuple


class Listed(NamedTuple):
    """A document's name and what it states of itself; ``first`` is its first chunk, if any.

    ``is_table`` is true of a file of rows, which has no opening sentence.
    """

    name: str
    title: str | None
    author: str | None
    date: str | None
    first: int | None
    is_table: bool = False
