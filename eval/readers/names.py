"""File names for the documents of a dataset."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator

_RESERVED = frozenset('/\\:*?"<>|')
"""Characters with a special meaning in the names of some file systems."""
_MOST_BYTES = 120
"""Of a name without its suffix; file systems allow 255."""


def file_names(ids: Iterable[str]) -> Iterator[str]:
    """A file name for each id, in order; unique also on case-insensitive file systems."""
    taken: set[str] = set()
    for number, document_id in enumerate(ids):
        stem = plain = _safe(document_id)
        while _folded(stem) in taken:
            mark = hashlib.sha256(
                f"{number} {stem} {document_id}".encode("utf-8", "replace")
            ).hexdigest()
            stem = f"{plain}-{mark[:8]}"
        taken.add(_folded(stem))
        yield f"{stem}.txt"


def _safe(id_: str) -> str:
    """The id without path separators, leading or trailing dots and what does not print."""
    composed = unicodedata.normalize("NFC", id_)
    plain = "".join("_" if _is_unsafe(letter) else letter for letter in composed)
    return plain.encode()[:_MOST_BYTES].decode("utf-8", "ignore").strip(" .") or "_"


def _is_unsafe(letter: str) -> bool:
    return letter in _RESERVED or not letter.isprintable()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
