"""What tells contents apart: their SHA-256."""

from __future__ import annotations

import hashlib
from pathlib import Path


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(content: bytes) -> str:
    """SHA-256 of a source's bytes: its identity, whatever it is called."""
    return hashlib.sha256(content).hexdigest()
