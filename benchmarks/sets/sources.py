"""The public sets as ``sources.toml`` describes them: names, licences, addresses and digests."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import NamedTuple

_DESCRIBED = Path(__file__).with_name("sources.toml")


class SetSource(NamedTuple):
    """A public set.

    Attributes:
        name: its folder's name.
        title: what it holds.
        licence: as its source states it.
        address: where it is published.
        files: the SHA-256, in hex, of each file by its path below the folder of the sets.
    """

    name: str
    title: str
    licence: str
    address: str
    files: dict[str, str]


def set_sources() -> list[SetSource]:
    """All public sets, in the order of ``sources.toml``."""
    described = tomllib.loads(_DESCRIBED.read_text(encoding="utf-8"))
    return [SetSource(name, **fields) for name, fields in described.items()]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_state(path: Path, digest: str) -> str:
    """``ok``, ``missing`` or ``different``."""
    if not path.is_file():
        return "missing"
    return "ok" if sha256_of(path) == digest else "different"
