"""The evaluation's word lists: each changes something that is made or read."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from loccit.text import lexicon

MODULES = [
    "loccit.eval.system",
    "loccit.eval.datasets.draft",
    *(
        f"loccit.eval.judging.{name}"
        for name in ("vocabulary", "negations", "cast", "mutation", "variation")
    ),
]
TEXTS = {
    "number_words": "The court heard three cases.",
    "large_number_words": "The trip took twenty days.",
    "ordinals": "The third round ended.",
    "numbered": "The court cited Article 5 today.",
    "hedges": "The fleet has about 300 ships.",
    "unit_swaps": "The trip took 12 days.",
    "swapped_units": "It lost 5 percent of the grain and then 12 percent of the oil.",
    "one_way_verbs": "France blamed Norway.",
    "approximations": "The fleet has roughly 300 ships.",
    "bounds": "The fleet has at least 300 ships.",
    "approximated": "The fleet lost nearly half of the ships.",
    "bounded": "The fleet lost at least half of the ships.",
    "partial_subjects": "Many ships sank.",
    "partial": "The storm sank some ships.",
    "limiting_adverbs": "The ships usually sink.",
    "conditions": "The money is paid unless a judge objects.",
    "saying": "The minister said that the ship sank.",
    "speaker_words": "The president said that the ship sank.",
    "regular_verbs": "The court accepted the plan.",
    "irregular_verbs": "The court gave a date.",
    "third_person_verbs": "The court requires a date.",
    "auxiliaries": "The court will sit.",
    "perfect_auxiliaries": "The court has ended the case.",
    "participles": "The court has begun a case.",
    "blocks_negation": "The court is only open in May.",
    "never_ends_subject": "The newly accepted plan works.",
    "opens_clause": "The officials who all accepted the plan sat.",
    "clause_words": "On 3 May 2019 the court that sat ended.",
    "short_names": "Ships left the United States.",
    "lead_ins": "Meanwhile the ships left.",
    "common_openers": "Officials left because the court sat.",
    "organisation_nouns": "Ships left the Harbour Council.",
    "impersonal_name_words": "Grand Harbour said so.",
    "roles": "The envoy Ada Lund left.",
    "titles": "Chancellor Ada Lund said so.",
    "name_particles": "Jan van Dyck said so.",
    "deeds": "Ada Lund visited the port.",
    "demonyms": "A ship left for France.",
    "with_article": "Ships left the United States for France.",
    "other_country_names": "Ships left for Turkey.",
    "cities": "The ships stayed in Oslo.",
}
OTHER_TEXTS = {
    "drafting.dependent_openings": "However the ship left Oslo for Rome.",
    "drafting.pronouns": "The ship and its crew left Oslo for Rome.",
    "refusals.negations": "The documents do not say that.",
    "refusals.verbs": "The documents do not say that.",
    "refusals.participles": "That is not stated.",
}
ALL_TEXTS = {**{f"falsifying.{name}": text for name, text in TEXTS.items()}, **OTHER_TEXTS}


@contextmanager
def fresh_modules() -> Iterator[Any]:
    """The modules imported again, so that they read the lexicon as it is now."""
    before = {name: importlib.import_module(name) for name in MODULES}
    for name in MODULES:
        del sys.modules[name]
    clear()
    try:
        yield {name.rpartition(".")[2]: importlib.import_module(name) for name in MODULES}
    finally:
        sys.modules.update(before)
        for name, module in before.items():
            folder, _, stem = name.rpartition(".")
            setattr(sys.modules[folder], stem, module)
        clear()


def clear() -> None:
    for read in (lexicon.words, lexicon.lines, lexicon.groups, lexicon.table):
        read.cache_clear()


def everything(text: str) -> list[Any]:
    """All that is made of a text: names, mutations, variations; how it fits as draft and answer."""
    with fresh_modules() as modules:
        cast, mutation = modules["cast"], modules["mutation"]
        names = cast.collect_names([text])
        listed = (names.people, names.countries, names.cities, names.organisations)
        countries = [name for name in ("France", "Norway") if name in cast.COUNTRIES]
        everyone = cast.Names(
            ("Ada Lund", "Ines Dahl"), tuple(countries), ("Oslo", "Rome"), ("the Port Council",)
        )
        changes = [
            *mutation.mutations(text, everyone),
            *modules["variation"].variations(text, everyone),
        ]
        draft, system = modules["draft"], modules["system"]
        return [
            listed,
            *((change.kind, change.text) for change in changes),
            (draft._is_fit(text), draft._worth(text, {kind: [] for kind in draft._HINTS})),
            system.as_response(text).status,
        ]


def test_every_list_has_a_text() -> None:
    assert ALL_TEXTS.keys() == {
        f"{table}.{name}"
        for table in ("falsifying", "drafting", "refusals")
        for name in lexicon.table(table)
    }


@pytest.mark.parametrize("path", ALL_TEXTS)
def test_an_emptied_list_changes_what_is_made(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = everything(ALL_TEXTS[path])
    table, _, name = path.partition(".")
    language = lexicon._language()
    # A pattern that never matches, so that a list of patterns is as empty as one of words.
    emptied = {
        **language,
        table: {**language[table], name: "" if table == "falsifying" else "(?!)"},
    }
    monkeypatch.setattr(lexicon, "_language", lambda: emptied)
    assert everything(ALL_TEXTS[path]) != whole
