"""The metadata that an index lists for each document."""

from __future__ import annotations

from typing import NamedTuple


class Listed(NamedTuple):
    """A document's name and metadata.

    Attributes:
        name: of the document.
        title: as stated, if any.
        author: as stated, if any.
        date: as stated, if any, in ISO 8601.
        first: id of its first chunk, if any.
        is_table: whether it consists of rows and has no opening sentence.
    """

    name: str
    title: str | None
    author: str | None
    date: str | None
    first: int | None
    is_table: bool = False
