"""The evaluation's word lists: each changes something that is made or read."""

from __future__ import annotations

import copy
import importlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from operator import getitem
from typing import Any

import pytest
from loccit.text import lexicon
from loccit.text.vocabulary import any_of

MODULES = [
    "loccit.eval.system",
    "loccit.eval.datasets.draft",
    *(
        f"loccit.eval.judging.{name}"
        for name in ("vocabulary", "negations", "cast", "mutation", "variation")
    ),
]
OWN_TEXTS = {
    "falsifying.numbered": "The court cited Article 5 today.",
    "falsifying.unit_swaps": "The trip took 12 days.",
    "falsifying.swapped_units": "It lost 5 percent of the grain and then 12 percent of the oil.",
    "falsifying.one_way_verbs": "France blamed Norway.",
    "falsifying.bounds": "The fleet has at least 300 ships.",
    "falsifying.fractions": "The fleet lost nearly half of the ships.",
    "falsifying.partial": "The storm sank some ships.",
    "falsifying.limiting_adverbs": "The ships usually sink.",
    "falsifying.conditions": "The money is paid unless a judge objects.",
    "falsifying.speaker_words": "The president said that the ship sank.",
    "falsifying.past_verbs": "The court accepted the plan.",
    "falsifying.third_person_verbs": "The court requires a date.",
    "falsifying.irregular_third_persons": "The court does not have a plan.",
    "falsifying.auxiliaries": "The court will sit.",
    "falsifying.participles": "The court has begun a case.",
    "falsifying.blocks_negation": "The court is only open in May.",
    "falsifying.never_ends_subject": "The newly accepted plan works.",
    "falsifying.opens_clause": "The officials who all accepted the plan sat.",
    "falsifying.clause_words": "On 3 May 2019 the court that sat ended.",
    "falsifying.short_names": "Ships left the United States.",
    "falsifying.lead_ins": "Meanwhile the ships left.",
    "falsifying.impersonal_name_words": "Grand Harbour said so.",
    "falsifying.roles": "The adviser Ada Lund left.",
    "falsifying.deeds": "Ada Lund visited the port.",
    "falsifying.written_names": "Ships left the United States for France.",
    "falsifying.cities": "The ships stayed in Hamburg.",
    "drafting.dependent_openings": "There the ship left Oslo for Rome.",
    "refusals.negations": "The documents do not say that.",
    "refusals.verbs": "The documents do not say that.",
    "refusals.participles": "That is not stated.",
}
SHARED_TEXTS = {
    "words.third_person": "She left Oslo for Rome on a ship.",
    "words.first_and_second_person": "We left Oslo for Rome on a ship.",
    "words.demonstratives": "These ships all left Oslo for Rome.",
    "words.connectives": "However the ship left Oslo for Rome.",
    "words.auxiliaries": "The court might not sit.",
    "words.saying": "The minister said that the ship sank.",
    "words.irregular": "The court gave a date.",
    "names.titles": "Chancellor Ada Lund said so.",
    "names.title_modifiers": "Northern Lights said so.",
    "names.particles": "Jan van Dyck said so.",
    "names.organisations": "Ships left the Harbour Council.",
    "names.institutions": "Harbour Festival said so.",
    "names.demonyms": "A ship left for France.",
    "names.capitals": "The ships stayed in Oslo.",
    "negation.negating": "The court will no doubt sit.",
    "quantities.hedges.about": "The fleet has about 300 ships.",
    "quantities.hedges.least": "The fleet has above 300 ships.",
    "quantities.hedges.most": "The fleet has within 300 ships.",
    "questions.references": "The former ship left Oslo for Rome.",
}
TEXTS = OWN_TEXTS | SHARED_TEXTS
"""A text for each list of the evaluation, and for those that it shares with the reader."""


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
    for read in (lexicon.words, lexicon.phrases, lexicon.groups, lexicon.lines, lexicon.table):
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
    assert OWN_TEXTS.keys() == {
        f"{table}.{name}"
        for table in ("falsifying", "drafting", "refusals")
        for name in lexicon.table(table)
    }


def test_any_of_no_words_matches_nothing() -> None:
    assert not re.search(any_of([]), "any text")


@pytest.mark.parametrize("path", TEXTS)
def test_an_emptied_list_changes_what_is_made(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = everything(TEXTS[path])
    emptied = copy.deepcopy(lexicon._language())
    *tables, name = path.split(".")
    reduce(getitem, tables, emptied)[name] = ""
    monkeypatch.setattr(lexicon, "_language", lambda: emptied)
    assert everything(TEXTS[path]) != whole
