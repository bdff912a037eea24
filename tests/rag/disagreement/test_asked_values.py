"""Two sentences that a reader has read contradict each other by their short answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from loccit.rag.disagreement.asked_values import asked_value
from loccit.rag.disagreement.bounds import BOUNDS
from loccit.rag.disagreement.pairs import contradicts
from loccit.rag.reader.types import Evidence, ReadSentence
from loccit.text.spans import Span
from notes import Notes

SURE = (BOUNDS["read"], BOUNDS["read_short"])


def read(evidence: Evidence, short: str, odds: tuple[float, float] = SURE) -> Evidence:
    """A sentence with the short answer that a reader sees in it."""
    start = evidence.sentence.start + evidence.text.index(short)
    return replace(
        evidence, reading=ReadSentence(odds[0], Span(start, start + len(short)), odds[1])
    )


def clash(
    question: str, first: tuple[str, str], second: tuple[str, str], dates: tuple[str, ...] = ()
) -> bool:
    """Whether two sentences with a short answer each contradict each other, in either order."""
    notes = Notes()
    asked = notes.question(question)
    day, other_day = dates or (None, None)
    ours = read(notes.sentence(first[0], "a.md", date=day), first[1])
    theirs = read(notes.sentence(second[0], "b.md", date=other_day), second[1])
    verdict = contradicts(asked, ours, theirs)
    assert verdict == contradicts(asked, theirs, ours)
    return verdict


COST = "What does a ticket cost?"
OPEN = "When did the mill open?"
LEAD = "Who leads the union?"


@pytest.mark.parametrize(
    ("question", "first", "second", "expected"),
    [
        (COST, ("For a ticket 12 euros are due.", "12 euros"),
         ("Passengers without a pass pay 15 euros at the pier.", "15 euros"), True),
        (COST, ("For a ticket 12 euros are due.", "12 euros"),
         ("Passengers pay €12 at the pier.", "€12"), False),
        # Words around a number say that it is rounded, and what it counts.
        (COST, ("A ticket costs about 200 crowns.", "200 crowns"),
         ("Passengers pay 203 crowns.", "203 crowns"), False),
        ("How large is the fleet?", ("It has 24 ships.", "24"),
         ("Its sailors are many: 900 sailors.", "900"), False),
        (OPEN, ("Its doors opened in 1884.", "1884"), ("Work began there in 1891.", "1891"), True),
        (OPEN, ("Its doors opened in May 1884.", "May 1884"), ("Work began in 1884.", "1884"),
         False),
        (LEAD, ("The union is led by Tomas Reik.", "Tomas Reik"),
         ("At its head stands Ida Maurer.", "Ida Maurer"), True),
        (LEAD, ("The union is led by Tomas Reik.", "Tomas Reik"),
         ("At its head stands Mr Reik.", "Mr Reik"), False),
        ("What is the capital?", ("The capital is Miresk.", "Miresk"),
         ("Ministers sit in Tolvana.", "Tolvana"), True),
        # Words that are no names may say the same.
        ("What does it study?", ("It studies worms of the sea.", "worms of the sea"),
         ("Its subject is marine life.", "marine life"), False),
        # Several names may be right, and so may values of two years.
        ("Who signed the treaty?", ("Ida Maurer signed it.", "Ida Maurer"),
         ("Tomas Reik put his name under it.", "Tomas Reik"), False),
        (COST, ("In 1914 a ticket cost six euros.", "six euros"),
         ("In 1920 passengers paid eleven euros.", "eleven euros"), False),
    ],
)  # fmt: skip
def test_values_are_compared_however_the_sentences_are_worded(
    question: str, first: tuple[str, str], second: tuple[str, str], expected: bool
) -> None:
    assert clash(question, first, second) is expected


def test_a_sentence_that_leans_on_another_is_compared_too() -> None:
    notes = Notes()
    asked = notes.question(LEAD)
    ours = notes.sentence("The union is led by Tomas Reik.", "a.md")
    theirs = notes.sentence("It is led by Ida Maurer.", "b.md", number=1)
    assert not contradicts(asked, ours, theirs)
    assert contradicts(asked, read(ours, "Tomas Reik"), read(theirs, "Ida Maurer"))


@pytest.mark.parametrize("lowered", [0, 1])
def test_an_unsure_short_answer_is_none(lowered: int) -> None:
    evidence = Notes().sentence("The mill opened in 1884.", "a.md")
    odds = [value - 0.01 * (number == lowered) for number, value in enumerate(SURE)]
    assert asked_value(read(evidence, "1884")) is not None
    assert asked_value(read(evidence, "1884", (odds[0], odds[1]))) is None
    assert asked_value(evidence) is None
