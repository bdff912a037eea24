"""Identity by content: SHA-256 digests."""

from __future__ import annotations

import hashlib
from pathlib import Path


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(content: bytes) -> str:
    """SHA-256 of bytes, hexadecimal: the identity of a source, whatever its name."""
    return hashlib.sha256(content).hexdigest()
