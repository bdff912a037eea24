"""Countries and bodies by all their names, and names that stand for neither."""

from __future__ import annotations

import pytest
from loccit.text.places import Place, place


@pytest.mark.parametrize(
    ("name", "first", "kind", "form"),
    [
        # From CLDR.
        ("Norway", "Norway", "country", "name"),
        ("Bosnia & Herzegovina", "Bosnia & Herzegovina", "country", "name"),
        ("Trinidad and Tobago", "Trinidad & Tobago", "country", "name"),
        # From the lexicon.
        ("Holland", "Netherlands", "country", "name"),
        ("Ivory Coast", "Côte d’Ivoire", "country", "name"),
        ("Côte d'Ivoire", "Côte d’Ivoire", "country", "name"),
        ("Scotland", "Scotland", "country", "name"),
        ("Dutch", "Netherlands", "country", "demonym"),
        ("Danes", "Denmark", "country", "demonym"),
        ("Oslo", "Norway", "country", "capital"),
        ("UN", "United Nations", "body", "name"),
        ("European Union", "European Union", "body", "name"),
        ("European", "European Union", "body", "name"),
        # However it is written.
        ("U.S.", "United States", "country", "name"),
        ("NORWAY", "Norway", "country", "name"),
    ],
)
def test_a_place_by_its_names(name: str, first: str, kind: str, form: str) -> None:
    assert place(name) == Place(first, kind, form)


@pytest.mark.parametrize(
    "name",
    ["", "norway", "us", "Us", "Who", "World", "Eurozone", "Outlying Oceania", "Unknown Region",
     "Western Europe", "Pseudo-Accents", "Utopia"],
)  # fmt: skip
def test_what_is_no_place(name: str) -> None:
    assert place(name) is None
