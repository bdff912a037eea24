"""The words that the readers know, one file a language: data, with what each list is for.

A list is a string of entries. It is named by its table and key, as in ``"names.titles"``, and the
code that reads it knows its form: ``words`` apart by white space; ``phrases``, or ``groups`` of
words that belong together, apart by commas or line ends; or patterns, read by ``alternation`` and
``lines``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, reduce
from importlib.resources import files
from types import MappingProxyType
from typing import Any

LANGUAGE = "en"


@cache
def words(*paths: str) -> frozenset[str]:
    """The words of one or more lists, apart by white space, as a set."""
    return frozenset(word for path in paths for word in _text(path).split())


def any_word(*paths: str) -> str:
    """A pattern without captures for any word of one or more lists."""
    return f"(?:{'|'.join(sorted(words(*paths))) or '(?!)'})"


@cache
def phrases(path: str) -> tuple[str, ...]:
    """The entries of a list, apart by commas or line ends, in order."""
    return tuple(entry.strip() for entry in re.split("[,\n]", _text(path)) if entry.strip())


@cache
def groups(path: str) -> tuple[tuple[str, ...], ...]:
    """The entries of a list, each split at ``|``, or at white space where it has none."""
    return tuple(
        tuple(part.strip() for part in entry.split("|")) if "|" in entry else tuple(entry.split())
        for entry in phrases(path)
    )


@cache
def lines(path: str) -> tuple[str, ...]:
    """The lines of a list, in order."""
    return tuple(line.strip() for line in _text(path).splitlines() if line.strip())


@cache
def table(path: str) -> Mapping[str, Any]:
    """A table of the file, read-only: names to numbers, strings or tables.

    Raises:
        KeyError: if the language has no such table.
    """
    entry = _entry(path)
    if not isinstance(entry, dict):
        raise KeyError(f"{path!r} in {LANGUAGE}.toml is a list; expected a table")
    return MappingProxyType(entry)


def alternation(*paths: str) -> str:
    """The patterns of one or more lists, apart by ``|`` or line ends, as one without captures."""
    patterns = "|".join(line for path in paths for line in lines(path))
    return f"(?:{patterns or '(?!)'})"


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
