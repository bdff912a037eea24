"""What a filter admits of an index; these functions keep no reference to the index itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..text.tokens import tokenize
from .filters import Filter
from .generations.records import Records
from .stores.base import Ids, LexicalStore


def names_within(records: Records, within: Filter) -> frozenset[str]:
    """Names of the documents with chunks that a filter admits."""
    return frozenset(name for name, date, *_ in records.extents() if within.admits(name, date))


def ids_within(
    records: Records, names_of: Callable[[Filter], frozenset[str]], within: Filter
) -> Ids:
    """Ids of the chunks whose documents a filter admits, ascending."""
    names = names_of(within)
    ranges = [
        np.arange(first, last + 1) for name, _, first, last in records.extents() if name in names
    ]
    return np.concatenate([*ranges, np.zeros(0, dtype=np.int64)]).astype(np.int64)


def stem_set(lexical: LexicalStore, text: str) -> frozenset[str]:
    """All stems of a text."""
    return frozenset(lexical.stems(tokenize(text)))
