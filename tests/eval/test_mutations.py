"""Mutations and variations: each differs, names its change, and is what it says."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from conftest import ROOT
from loccit.eval.judging.cast import Names, collect_names
from loccit.eval.judging.mutation import Mutation, mutations
from loccit.eval.judging.variation import variations
from loccit.index import Index

NAMES = Names(
    people=("Ada Lund", "Hassan Rouhani", "Ines Dahl"),
    countries=("France", "Iran", "Norway", "the United States"),
    cities=("Geneva", "Vienna"),
    organisations=("the Gulf Council", "the State Department"),
)
SENTENCES = [
    "On 8 May 2018 Hassan Rouhani said that about 87 percent of 1,250 ships may leave Vienna.",
    "The United States did not sell 300 kg of fuel to France in June 2019.",
    "Most parties signed the deal in three weeks, because the court cannot act.",
    "The State Department released two prisoners on 3 March 2020.",
    "France blamed Iran for 5 percent of the loss and for 12 percent of the delay.",
    "The money, 4.2 billion dollars, is released unless a judge objects.",
]


def of_kind(kind: str, sentence: str) -> list[Mutation]:
    return [mutation for mutation in mutations(sentence, NAMES) if mutation.kind == kind]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_changes_one_place_and_says_which(sentence: str) -> None:
    changes = [*mutations(sentence, NAMES), *variations(sentence, NAMES)]
    assert changes
    for change in changes:
        old, new = change.changed
        assert change.text != sentence
        assert old != new
        assert old in sentence
        assert new.lower() in change.text.lower()
    assert len({change.text for change in mutations(sentence, NAMES)}) == len(
        mutations(sentence, NAMES)
    )


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("number", SENTENCES[0]),
        ("number", SENTENCES[3]),
        ("date", SENTENCES[0]),
        ("unit", SENTENCES[1]),
        ("unit", SENTENCES[5]),
        ("entity", SENTENCES[0]),
        ("entity", SENTENCES[1]),
        ("swap", SENTENCES[4]),
        ("negation", SENTENCES[1]),
        ("negation", SENTENCES[3]),
        ("qualifier", SENTENCES[0]),
        ("qualifier", SENTENCES[5]),
    ],
)
def test_a_sentence_that_offers_it_is_mutated(kind: str, sentence: str) -> None:
    assert of_kind(kind, sentence)


def test_they_are_what_they_say() -> None:
    (denied,) = of_kind("negation", SENTENCES[3])
    assert denied.text == "The State Department did not release two prisoners on 3 March 2020."
    (taken_back,) = of_kind("negation", SENTENCES[1])
    assert taken_back.text == "The United States sold 300 kg of fuel to France in June 2019."
    texts = {change.text for change in of_kind("swap", SENTENCES[4])}
    assert "Iran blamed France for 5 percent of the loss and for 12 percent of the delay." in texts
    (unit,) = of_kind("unit", SENTENCES[1])
    assert unit.changed == ("kg", "tonnes")


def test_they_depend_on_the_sentence_alone() -> None:
    once = [mutations(sentence, NAMES) for sentence in SENTENCES]
    assert once == [mutations(sentence, NAMES) for sentence in reversed(SENTENCES)][::-1]
    assert not mutations("Did 300 ships leave on 3 May 2018?", NAMES)
    assert not variations("Did 300 ships leave on 3 May 2018?", NAMES)


def test_traps() -> None:
    assert not of_kind("date", "The court may not act.")
    assert not of_kind("number", "Resolution 2231 and the IR-6 are named in GOV/2021/28.")
    assert not of_kind("negation", "No site that was closed is open.")
    assert not of_kind("qualifier", "The plan of May 2018 was signed.")
    for change in of_kind("entity", "Ada Lund met a French envoy in the United States."):
        assert "an French" not in change.text
        assert "the the" not in change.text


@pytest.mark.parametrize(
    "sentence",
    [
        "The axis does not y along it.",
        f"The fleet has {'9' * 320} ships in port.",
        f"The fleet weighs 0.{'9' * 320} tonnes in port.",
        "There were ſix ſhips in port.",
        "There were sıx ships \ud800 and 300 boats in port.",
    ],
)
def test_no_sentence_is_too_odd(sentence: str) -> None:
    for change in [*mutations(sentence, NAMES), *variations(sentence, NAMES)]:
        assert change.text != sentence


def test_what_is_put_in_is_english() -> None:
    (has,) = of_kind("negation", "Iran does not have oil.")
    assert has.text == "Iran has oil."
    assert not of_kind("qualifier", "The United States may not leave Vienna.")
    (leaves,) = of_kind("qualifier", "The ships may leave Vienna.")
    assert leaves.text == "The ships leave Vienna."


@pytest.mark.parametrize(
    "amount", ["1,234.50 million", "$4.5 million", "US$4.5 million", "€4.5 million", "3-4 million"]
)
def test_part_of_an_amount_is_not_rewritten(amount: str) -> None:
    changes = variations(f"The fleet lost {amount} dollars in port.", NAMES)
    assert "money" not in {change.kind for change in changes}


def test_no_pattern_is_compiled_for_an_absent_name(monkeypatch: pytest.MonkeyPatch) -> None:
    patterns: list[str] = []
    finditer, search = re.finditer, re.search

    def recorded(pattern: str) -> str:
        patterns.append(pattern)
        return pattern

    monkeypatch.setattr(re, "finditer", lambda form, *rest: finditer(recorded(form), *rest))
    monkeypatch.setattr(re, "search", lambda form, *rest: search(recorded(form), *rest))
    names = Names(("Zora Quill", "Ada Lund"), ("Iran",), ("Vienna",), ("the Quill Council",))
    assert mutations(SENTENCES[4], names)
    variations(SENTENCES[4], names)
    tried = "\n".join(patterns)
    assert "Iran" in tried
    for word in ("Quill", "Lund", "Vienna"):
        assert word not in tried


def test_variations_are_what_they_say() -> None:
    texts = {change.kind: change.text for change in variations(SENTENCES[0], NAMES)}
    assert texts["date format"].startswith("On May 8, 2018 Hassan Rouhani")
    assert texts["coarser date"].startswith("In May 2018 Hassan")
    assert texts["short name"].startswith("On 8 May 2018 Rouhani said")
    assert texts["lead-in dropped"].startswith("Hassan Rouhani said that about 87")
    reworded = {change.kind: change.text for change in variations(SENTENCES[2], NAMES)}
    assert reworded["contraction"].endswith("the court can't act.")
    assert reworded["number format"].startswith("Most parties signed the deal in 3 weeks")
    assert reworded["clause order"].startswith("Because the court cannot act, ")
    assert (
        "$4.2bn"
        in {change.kind: change.text for change in variations(SENTENCES[5], NAMES)}["money"]
    )


def test_names_are_sorted_by_kind() -> None:
    names = collect_names(
        ["President Ada Lund told the Harbour Council in Vienna that France, not Iran, pays."]
    )
    assert names.people == ("Ada Lund",)
    assert names.countries == ("France", "Iran")
    assert names.cities == ("Vienna",)
    assert names.organisations == ("the Harbour Council",)


def test_a_name_is_never_swapped_for_one_in_the_sentence() -> None:
    for sentence in SENTENCES:
        for change in of_kind("entity", sentence):
            word = re.findall(r"[A-Z][a-z]+", change.changed[1])[-1]
            assert word not in sentence


def test_paraphrases_quote_the_corpus_exactly(corpus_index: Index) -> None:
    lines = (ROOT / "eval/data/paraphrases.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    for row in rows:
        assert row["quote"] in corpus_index.document(row["document"]).text
        assert row["paraphrase"] not in row["quote"]
        assert ("false" in row) == ("kind" in row)
    halves = {(row["document"], row["half"]) for row in rows}
    assert len(halves) == len({name for name, _ in halves})
    counted = Counter(row["half"] for row in rows)
    assert min(counted.values()) >= 75
    assert sum("false" in row for row in rows) >= 60
