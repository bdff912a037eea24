"""Which contradicting sentences are cited beside the chosen ones, and in which order."""

from __future__ import annotations

import pytest
from loccit.rag.disagreement.cite_both import add_rivals
from loccit.rag.reader.types import Evidence
from loccit.text.spans import Span
from notes import Notes

QUESTION = "How many people does the mill employ?"
THRESHOLD = 0.5


def rivals(
    notes: Notes, chosen: list[Evidence], others: list[Evidence], most: int = 4
) -> tuple[list[str], list[tuple[int, int]]]:
    """The texts that are cited, and the pairs of them."""
    asked = notes.question(QUESTION)
    sentences, pairs = add_rivals(asked, chosen, [*chosen, *others], most, THRESHOLD)
    return [sentence.text for sentence in sentences], pairs


@pytest.mark.parametrize(
    ("support", "order", "is_cited"),
    [(0.5, 0.0, True), (0.49, 0.0, False), (0.9, -6.5, True), (0.9, -6.6, False)],
)
def test_a_rival_is_well_supported_and_not_far_behind_the_best(
    support: float, order: float, is_cited: bool
) -> None:
    notes = Notes()
    first = notes.sentence("The mill employs 340 people.", "a.md")
    rival = notes.sentence("The mill employs 285 people.", "b.md", support=support, order=order)
    texts, pairs = rivals(notes, [first], [rival])
    assert texts == ([first.text, rival.text] if is_cited else [first.text])
    assert pairs == ([(0, 1)] if is_cited else [])


def test_of_several_rivals_the_most_alike_is_cited() -> None:
    notes = Notes()
    first = notes.sentence("The mill employs 340 people.", "a.md")
    far = notes.sentence("The mill employs 285 good people today.", "b.md", cosine=0.7)
    near = notes.sentence("The mill employs 500 people.", "c.md")
    assert rivals(notes, [first], [far, near]) == ([first.text, near.text], [(0, 1)])


def test_chosen_sentences_without_a_rival_do_not_hide_those_with_one() -> None:
    notes = Notes()
    plain = notes.sentence("A mill is a house.", "a.md")
    first = notes.sentence("The mill employs 340 people.", "a.md", start=50)
    rival = notes.sentence("The mill employs 285 people.", "b.md")
    expected = [plain.text, first.text, rival.text]
    assert rivals(notes, [plain, first], [rival]) == (expected, [(1, 2)])


def test_a_rival_that_is_cited_already_is_not_cited_twice() -> None:
    notes = Notes()
    first = notes.sentence("The mill employs 340 people.", "a.md")
    second = notes.sentence("The mill employs 285 people.", "b.md")
    copy = notes.sentence("A mill employs 285 people!", "c.md")
    assert rivals(notes, [first, second], [copy]) == ([first.text, second.text], [(0, 1)])


def test_nothing_changes_without_a_contradiction() -> None:
    notes = Notes()
    first = notes.sentence("The mill employs 340 people.", "b.md")
    second = notes.sentence("A mill is a house.", "a.md", date="2021")
    assert rivals(notes, [first, second], []) == ([first.text, second.text], [])
    assert rivals(notes, [first, second], [], most=1) == ([first.text, second.text], [])


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (("2019", "2021", "2020"), "bca"),
        (("2019", None, "2020-05"), "cab"),
        ((None, None, None), "abc"),
        (("2020-06", "2020", "2020-06-01"), "cab"),
    ],
)
def test_disagreeing_documents_come_first_and_the_newest_at_the_front(
    dates: tuple[str | None, ...], order: str
) -> None:
    notes = Notes()
    plain = notes.sentence("A mill is a house.", "d.md", date="2030")
    numbers = zip("abc", (340, 285, 500), dates, strict=True)
    stated = {
        name: notes.sentence(f"The mill employs {number} people.", f"{name}.md", date=date)
        for name, number, date in numbers
    }
    texts, pairs = rivals(notes, [plain, *stated.values()], [])
    assert texts == [*(stated[name].text for name in order), plain.text]
    assert pairs == [(0, 1), (0, 2), (1, 2)]


def test_sentences_of_a_document_stay_in_its_order() -> None:
    notes = Notes()
    later = notes.sentence("A mill is a house.", "a.md", start=90)
    first = notes.sentence("The mill employs 340 people.", "a.md", start=20)
    rival = notes.sentence("The mill employs 285 people.", "b.md", start=5)
    assert rivals(notes, [later, first], [rival]) == (
        [first.text, later.text, rival.text],
        [(0, 2)],
    )


@pytest.mark.parametrize(
    ("most", "numbers", "pairs"),
    [
        (1, [340], []),
        (2, [340, 285], [(0, 1)]),
        (3, [340, 285, 500], [(0, 1), (0, 2), (1, 2)]),
        (4, [340, 285, 500, None], [(0, 1), (0, 2), (1, 2)]),
        (5, [340, 285, 500, None], [(0, 1), (0, 2), (1, 2)]),
    ],
)
def test_pairs_are_cited_whole_and_others_while_there_is_room(
    most: int, numbers: list[int | None], pairs: list[tuple[int, int]]
) -> None:
    notes = Notes()
    first, second, third = (
        notes.sentence(f"The mill employs {number} people.", f"{number}.md")
        for number in (340, 285, 500)
    )
    plain = notes.sentence("A mill is a house.", "z.md")
    texts = {340: first.text, 285: second.text, 500: third.text, None: plain.text}
    expected = ([texts[number] for number in numbers], pairs)
    assert rivals(notes, [first, second, third, plain], [], most) == expected


def test_a_pair_is_told_only_if_both_are_cited() -> None:
    notes = Notes()
    first, fourth = (
        notes.sentence(f"The mill employs {number} people.", "a.md", start=number)
        for number in (340, 500)
    )
    second, third = (
        notes.sentence(f"The mill employs {number} people.", "b.md", start=number)
        for number in (285, 340)
    )
    texts, pairs = rivals(notes, [first, second, third, fourth], [], most=3)
    assert texts == [first.text, fourth.text, second.text]
    assert pairs == [(0, 2), (1, 2)]


def test_names_of_columns_are_cited_with_a_row_of_theirs_only() -> None:
    notes = Notes()
    header = notes.sentence("name\tpeople", "c.md", number=-1, start=0)
    row = notes.sentence("mill\tmany", "c.md", start=40, header=Span(0, len(header.text)))
    first = notes.sentence("The mill employs 340 people.", "a.md")
    rival = notes.sentence("The mill employs 285 people.", "b.md")
    both = [first.text, rival.text]
    chosen = [first, header, row]
    assert rivals(notes, chosen, [rival], 4)[0] == [*both, header.text, row.text]
    assert rivals(notes, chosen, [rival], 3)[0] == both
    assert rivals(notes, [first, header], [rival], 4)[0] == both
