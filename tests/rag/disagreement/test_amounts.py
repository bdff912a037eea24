"""Amounts with what they count, and the names that a text is about or quotes."""

from __future__ import annotations

import pytest
from loccit.rag.disagreement.amounts import kinds_apart, read_amounts
from loccit.rag.disagreement.entities import only_in, subjects_and_sources
from loccit.text.words import stem


def counted(text: str) -> list[set[str]]:
    return [set(amount.counted) for amount in read_amounts(text)[0]]


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("12 jurors", {"juror"}),
        ("12 old cherry trees", {"old", "cherry", "tree"}),
        ("12 old sweet cherry trees", {"old", "sweet", "cherry"}),  # three words are read
        ("12 of the jurors", {"juror"}),
        ("12 the jurors", {"juror"}),
        ("12-page letter", {"page", "letter"}),
        ("12 cities", {"city"}),
        ("12 gas", {"gas"}),
        ("12 cats", {"cat"}),
        ("12 jurors in the hall", {"juror"}),
        ("12 in the hall", set()),
        ("12 ships/day", {"ship", "day"}),
        ("12, jurors", set()),
        ("12 5 jurors", set()),
        ("12", set()),
        ("12 metres", set()),
    ],
)
def test_the_nouns_that_a_number_counts(text: str, nouns: set[str]) -> None:
    assert counted(text)[0] == {stem(noun) for noun in nouns}


def test_ordinals_are_apart_and_all_is_blanked() -> None:
    text = "The 3rd boat, IR-6, took 12 men 40 km once."
    amounts, ordinals, plain = read_amounts(text)
    assert [amount.quantity.value for amount in amounts] == [12, 40]
    assert ordinals == {3}
    assert plain == "The     boat,     , took    men    km once."


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        ("12 jurors", "15 jurors", 1),
        ("12 jurors", "15 judges", 0),
        ("12 jurors", "15", 0),
        ("12 people", "15 persons", 1),
        ("1 wolf", "15 wolves", 1),
        ("12 men", "15 women", 0),
        ("12", "15", 1),
        ("12 metres", "15 metres", 1),
        ("12 metres", "15 kg", 0),
        ("12 metres", "15 jurors", 0),
        ("12 metres", "15", 0),
        ("12 jurors and 5 euros", "15 jurors and 9 euros", 2),
        ("12 jurors and 5 euros", "12 jurors and 9 euros", 1),
        ("12 jurors and 15 jurors", "15 jurors", 0),
        ("12 jurors and 15 jurors", "20 jurors", 1),
        ("about 200 jurors", "203 jurors", 0),
        ("203 jurors", "about 200 jurors", 0),
        ("no number", "12 jurors", 0),
        ("12 jurors and 15 old jurors", "15 jurors", 0),
        ("12 jurors and 15 old jurors", "20 jurors", 1),
        ("12 jurors and 15 jurors of 30 judges", "12 jurors of 40 judges", 1),
    ],
)
def test_of_how_many_kinds_amounts_differ(first: str, second: str, kinds: int) -> None:
    ours, theirs = read_amounts(first)[0], read_amounts(second)[0]
    assert kinds_apart(ours, theirs) == kinds
    assert kinds_apart(theirs, ours) == kinds


SOURCES = [
    *(f"The mill has 340 people, {words} Tomas Reik." for words in (
        "according to", "According to the", "reported by", "said by", "cited by", "estimated by",
        "counted by the", "stated by")),
    *(f"{words} Tomas Reik show 340 people." for words in (
        "figures from", "Figures of the", "data from the", "Data by", "counts of", "Counts by",
        "a count by", "estimates by", "Estimates from", "an estimate of", "a report by",
        "Reports from")),
    *(f"By now Tomas Reik{words} 340 people." for words in (
        " says", " say", ", who said", " which reports", " later reported", " also estimates",
        " now estimated", " puts it at", " claims", " claimed", " states", " stated",
        " counts", " counted", " had told of", " tells of", " writes of", " have said", " wrote of",
        " announced", " announces")),
]  # fmt: skip
SUBJECTS = [
    *(f"The mill is run {words} Tomas Reik." for words in (
        "by", "according with", "from", "by the figures, then by", "as data for")),
    *(f"By now Tomas Reik{words} 340 people." for words in (
        " leads", " sayings of", " or says", " counters", " never said", " has")),
]  # fmt: skip


@pytest.mark.parametrize("text", SOURCES)
def test_a_name_that_a_statement_is_attributed_to_is_a_source(text: str) -> None:
    subjects, sources = subjects_and_sources(text)
    assert [name.text for name in sources] == ["Tomas Reik"]
    assert "Tomas Reik" not in [name.text for name in subjects]


@pytest.mark.parametrize("text", SUBJECTS)
def test_a_name_that_a_statement_is_about_is_a_subject(text: str) -> None:
    subjects, sources = subjects_and_sources(text)
    assert [name.text for name in subjects] == ["Tomas Reik"]
    assert not sources


def test_a_title_alone_is_no_name_and_a_country_is_one() -> None:
    subjects, _ = subjects_and_sources("Then the President met the Queen of Norway in France.")
    assert [name.text for name in subjects][-1] == "France"
    assert all(name.words or name.place for name in subjects)
    assert "President" not in [name.text for name in subjects]


def test_words_far_before_a_name_make_it_no_source() -> None:
    assert subjects_and_sources("according to the Tomas Reik")[1]
    assert not subjects_and_sources(f"according to the {' ' * 40}Tomas Reik")[1]


def test_names_of_one_side_only() -> None:
    ours = subjects_and_sources("By now Tomas Reik met Ida Maurer in Orm.")[0]
    theirs = subjects_and_sources("By now Reik met Ann Lee in Orm.")[0]
    assert [name.text for name in only_in(ours, iter(theirs))] == ["Ida Maurer"]
    assert [name.text for name in only_in(theirs, iter(ours))] == ["Ann Lee"]
    assert only_in(ours, []) == ours
    assert only_in([], theirs) == []
