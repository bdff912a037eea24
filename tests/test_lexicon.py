"""The lexicon's readers, over a language of four lists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loccit.text import lexicon

LANGUAGE = {
    "fish": {
        "names": "\n  cod  eel\n\nperch\n",
        "kinds": "cod | Gadus morhua | cods\neel eels\n",
        "legs": {"crab": 10},
    }
}


@pytest.fixture(autouse=True)
def language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    readers = (lexicon.words, lexicon.lines, lexicon.groups, lexicon.table)
    for reader in readers:
        reader.cache_clear()
    monkeypatch.setattr(lexicon, "_language", lambda: LANGUAGE)
    yield
    for reader in readers:
        reader.cache_clear()


def test_a_list_is_read_by_words_lines_and_groups() -> None:
    assert lexicon.words("fish.names") == {"cod", "eel", "perch"}
    assert lexicon.lines("fish.names") == ("cod  eel", "perch")
    assert lexicon.groups("fish.kinds") == (("cod", "Gadus morhua", "cods"), ("eel", "eels"))
    assert lexicon.alternation("fish.names") == "(?:cod  eel|perch)"
    assert lexicon.table("fish.legs") == {"crab": 10}


def test_a_list_is_no_table_and_a_table_no_list() -> None:
    with pytest.raises(KeyError, match="expected a table"):
        lexicon.table("fish.names")
    with pytest.raises(KeyError, match="expected a list"):
        lexicon.words("fish.legs")
    with pytest.raises(KeyError):
        lexicon.words("fish.fins")
