"""Names of files for the documents that a dataset brings along."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator

_SIGNS = frozenset('/\\:*?"<>|')
"""What one file system or another takes for more than a part of a name."""
_MOST_BYTES = 120
"""Of a name before its suffix; file systems take 255."""


def file_names(ids: Iterable[str]) -> Iterator[str]:
    """A file name for each id, in order: no two are one, also where case is not told apart."""
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
    """The id without what leads out of a folder, hides a file or steers a terminal."""
    composed = unicodedata.normalize("NFC", id_)
    plain = "".join("_" if _is_unsafe(letter) else letter for letter in composed)
    return plain.encode()[:_MOST_BYTES].decode("utf-8", "ignore").strip(" .") or "_"


def _is_unsafe(letter: str) -> bool:
    category = unicodedata.category(letter)
    return letter in _SIGNS or category.startswith("C") or category in ("Zl", "Zp")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
