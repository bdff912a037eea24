"""The word lists of the lexicon: their forms, and that each is read by some module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from conftest import ROOT
from loccit.text import lexicon

PACKAGES = ("text", "index", "rag", "eval", "ui")


def list_paths(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for name, entry in table.items():
        if isinstance(entry, dict):
            yield from list_paths(entry, f"{prefix}{name}.")
        elif isinstance(entry, str):
            yield prefix + name


PATHS = sorted(list_paths(lexicon._language()))


@cache
def strings_and_templates() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """The strings of the package, and its f-strings that begin with a table, as patterns."""
    strings: set[str] = set()
    templates: set[str] = set()
    for path in (path for name in PACKAGES for path in (ROOT / name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                templates.add("".join(map(template_part, node.values)))
    tables = tuple(rf"{name}\." for name in lexicon._language())
    return frozenset(strings), tuple(
        re.compile(template) for template in templates if template.startswith(tables)
    )


def template_part(node: ast.expr) -> str:
    return re.escape(str(node.value)) if isinstance(node, ast.Constant) else r"(\w+)"


def is_read(path: str) -> bool:
    """Whether the package names a list, or its table and what an f-string puts for the rest."""
    strings, templates = strings_and_templates()
    tables = [path[: match.start()] for match in re.finditer(r"\.", path)]
    if path in strings or any("." in table and table in strings for table in tables):
        return True
    return any(
        all(
            part in strings or path[: match.start(number) - 1] in strings
            for number, part in enumerate(match.groups(), 1)
        )
        for template in templates
        if (match := template.fullmatch(path))
    )


@pytest.mark.parametrize("path", PATHS)
def test_every_list_is_read(path: str) -> None:
    assert is_read(path)


@pytest.mark.parametrize("path", ["words.fish", "falsifying.fish", "documents.whole.fish"])
def test_a_list_that_no_module_names_is_found(path: str) -> None:
    assert not is_read(path)


def test_lists_are_read_in_each_form(monkeypatch: pytest.MonkeyPatch) -> None:
    language = {"a": {"list": "one two\nthree, four|five", "empty": "", "more": "six"}}
    monkeypatch.setattr(lexicon, "_language", lambda: language)
    assert lexicon.words("a.more", "a.empty") == {"six"}
    assert lexicon.phrases("a.list") == ("one two", "three", "four|five")
    assert lexicon.groups("a.list") == (("one", "two"), ("three",), ("four", "five"))
    assert lexicon.lines("a.list") == ("one two", "three, four|five")
    assert re.fullmatch(lexicon.any_word("a.more"), "six")
    for text in ("six", "one two", "five"):
        assert re.fullmatch(lexicon.alternation("a.more", "a.list"), text)
    assert not re.search(lexicon.any_word("a.empty"), "")
    assert not re.search(lexicon.alternation("a.empty"), "")
    with pytest.raises(TypeError):
        lexicon.table("a")["more"] = "seven"  # type: ignore[index]
    with pytest.raises(KeyError, match="expected a list"):
        lexicon.words("a")
    with pytest.raises(KeyError, match="expected a table"):
        lexicon.table("a.list")
