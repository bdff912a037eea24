"""The documents of an index as the page shows them: a table, and search results."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ...index.cleaning.hygiene import examine_hygiene
from ...index.generations.current import current_generation
from ...index.search import Index
from ...rag.types import hit_to_dict
from .sources import passage_cards

HEADERS = ["Document", "Title", "Date", "Passages", "Characters", "Left out"]


def rows(folder: Path) -> list[list[str | int]]:
    """A row for each document, sorted by name; see ``HEADERS``.

    Raises:
        IndexFolderError: if there is no usable index.
    """
    return _rows(folder, current_generation(folder))


@lru_cache(maxsize=1)
def _rows(folder: Path, generation: Path) -> list[list[str | int]]:
    """The rows of a generation, cached."""
    return [
        [
            document.name,
            document.title or "",
            document.date or "",
            document.chunks,
            document.kept,
            sum(len(part.text) for part in document.left_out),
        ]
        for document in examine_hygiene(folder).documents
    ]


def found_passages(index: Index, words: str, most: int = 8) -> str:
    """The passages that match a query best, as HTML."""
    if not words.strip():
        return ""
    return passage_cards([hit_to_dict(hit) for hit in index.search(words.strip(), most)])
