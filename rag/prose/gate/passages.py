"""The passages of a prompt, as the gate takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ....index.search import Index
from ....index.types import Hit


class NumberedPassage(NamedTuple):
    """A passage of a prompt.

    Attributes:
        number: its number in the prompt, 0 to 999.
        hit: the passage, with its document's name, title and heading.
        columns: for each sentence of it the column names, apart by tabs, if it is a table's row,
            else ``""``.
        preceding: the sentence before it in its document; ``""`` for none.
    """

    number: int
    hit: Hit
    columns: tuple[str, ...]
    preceding: str = ""


def numbered(index: Index, hits: Sequence[Hit]) -> list[NumberedPassage]:
    """Search results as the passages of a prompt, numbered from 1.

    Args:
        index: what they were searched in.
        hits: the results.
    """
    return [
        NumberedPassage(
            number,
            hit,
            tuple(index.columns(hit.chunk, sentence) for sentence in hit.chunk.sentences),
            index.preceding(hit.chunk_id),
        )
        for number, hit in enumerate(hits, start=1)
    ]
