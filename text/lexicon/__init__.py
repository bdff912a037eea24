"""The words that the readers know, one file a language: data, with what each list is for.

A list is a string of entries: words apart by white space, or one entry a line where an entry has
several words or is a pattern. It is named by its table and key, as in ``"names.titles"``.
"""

from __future__ import annotations

import tomllib
from functools import cache, reduce
from importlib.resources import files
from typing import Any

LANGUAGE = "en"


@cache
def words(path: str) -> frozenset[str]:
    """The words of a list, apart by white space, as a set."""
    return frozenset(_text(path).split())


@cache
def lines(path: str) -> tuple[str, ...]:
    """The entries of a list, one a line, in order."""
    return tuple(line.strip() for line in _text(path).splitlines() if line.strip())


@cache
def groups(path: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a list, each split at ``|``, or at white space where it has none."""
    return tuple(
        tuple(part.strip() for part in line.split("|")) if "|" in line else tuple(line.split())
        for line in lines(path)
    )


@cache
def table(path: str) -> dict[str, Any]:
    """A table of the file: names to numbers, strings or lists.

    Raises:
        KeyError: if the language has no such table.
    """
    entry = _entry(path)
    if not isinstance(entry, dict):
        raise KeyError(f"{path!r} in {LANGUAGE}.toml is a list; expected a table")
    return dict(entry)


def alternation(path: str) -> str:
    """The lines of a list, each a pattern or several apart by ``|``, as one without captures."""
    return f"(?:{'|'.join(lines(path))})"


def _text(path: str) -> str:
    entry = _entry(path)
    if not isinstance(entry, str):
        raise KeyError(f"{path!r} in {LANGUAGE}.toml is a table; expected a list")
    return entry


def _entry(path: str) -> Any:
    return reduce(lambda table, key: table[key], path.split("."), _language())


@cache
def _language() -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(f"{LANGUAGE}.toml").read_text(encoding="utf-8"))
