"""What a sentence is cited to: the passages that it names, else another; the fewest sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from fakes import FakeEncoder
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.rag.prose.events import LineKind, ReplySentence
from loccit.rag.prose.gate.gate import Gate
from loccit.rag.prose.gate.outcomes import Dropped, Outcome, Shown

from benchmarks.claims.passages import passages

Judge = Callable[..., Outcome]
Verdict = Callable[..., str]

QUAY = (
    "Boats lie at the north quay. Dogs are welcome there. "
    "Fuel is sold on the pontoon by Ida Brandvold."
)
SCHOOL = "The school has 340 pupils. Lunch costs 3 euros. Its head is Karl Lund."
TOWN = ("Aberle", "Brovik", "Calder", "Dunmore", "Estrup", "Falken")


def _quotes(outcome: Outcome) -> list[tuple[int, str]]:
    assert isinstance(outcome, Shown), outcome
    return [(span.passage, span.quote) for span in outcome.citations]


def test_the_passage_that_is_named_is_cited(judge: Judge) -> None:
    outcome = judge("The pupils of the school number 340.", QUAY, SCHOOL, cites=[2])
    assert _quotes(outcome) == [(2, "The school has 340 pupils.")]
    assert isinstance(outcome, Shown)
    assert not outcome.recited


def test_another_passage_is_cited_instead(judge: Judge) -> None:
    outcome = judge("The pupils of the school number 340.", QUAY, SCHOOL, cites=[1])
    assert _quotes(outcome) == [(2, "The school has 340 pupils.")]
    assert isinstance(outcome, Shown)
    assert outcome.recited


def test_both_passages_that_are_named_are_cited(judge: Judge) -> None:
    outcome = judge("Dogs are welcome there.", QUAY, QUAY, cites=[1, 2])
    assert _quotes(outcome) == [(1, "Dogs are welcome there."), (2, "Dogs are welcome there.")]


def test_two_passages_are_not_joined(verdict: Verdict) -> None:
    claim = "Fuel is sold on the pontoon, and the school has 340 pupils."
    assert verdict(claim, QUAY, SCHOOL) not in {"shown", "note"}


def test_the_fewest_sentences_are_cited(judge: Judge) -> None:
    outcome = judge("Ida Brandvold sells fuel on the pontoon.", QUAY)
    assert _quotes(outcome) == [(1, "Fuel is sold on the pontoon by Ida Brandvold.")]
    outcome = judge("The school has 340 pupils and lunch costs 3 euros.", SCHOOL)
    assert _quotes(outcome) == [(1, "The school has 340 pupils."), (1, "Lunch costs 3 euros.")]


def test_a_pronoun_follows_the_reply(verdict: Verdict) -> None:
    source = "The choir of Ehrlau was founded in 1902. The choir of Lund was founded in 1931."
    claim = "It was founded in 1902."
    assert verdict(claim, source, shown=["The choir of Ehrlau is mixed."]) == "shown"
    assert verdict(claim, source, shown=["The museum is open daily."]) == "reference"


def test_without_passages_nothing_is_shown(verdict: Verdict) -> None:
    assert verdict("The north quay is free.") == "support"


class Foreign:
    """A reader that understands nothing."""

    name, reads_sentences = "foreign", True

    def understands(self, question: str, passage: str) -> bool:
        return False

    def read(
        self, question: str, chunks: Sequence[object], preceding: Sequence[str]
    ) -> list[object]:
        return []


@pytest.mark.parametrize(
    ("claim", "code"), [("Der Kai ist frei.", ""), ("Der Kai kostet nichts.", "fragment")]
)
def test_a_foreign_sentence_is_shown_only_as_it_stands(claim: str, code: str) -> None:
    prompt = passages(["Der Kai ist frei. Diesel kostet Geld."])
    outcome = Gate(prompt, "", FakeEncoder(), Foreign()).judge(_sentence(claim))  # type: ignore[arg-type]
    assert outcome.code == code if isinstance(outcome, Dropped) else not code


def _sentence(text: str) -> ReplySentence:
    return ReplySentence(text, (1,), LineKind.PARAGRAPH, "next")


_numbers = st.integers(3, 9999)
_texts = st.lists(
    st.builds(
        "{} has {} wells and {} a mill.".format,
        st.sampled_from(TOWN),
        _numbers,
        st.sampled_from(("needs", "never had", "may get", "no longer has")),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda text: text.split()[0],
)


@given(_texts, st.data())
def test_a_sentence_of_a_passage_is_cited_to_its_characters(
    texts: list[str], data: st.DataObject
) -> None:
    (passage,) = passages([" ".join(texts)])
    claim = data.draw(st.sampled_from(texts))
    outcome = Gate([passage], "", FakeEncoder()).judge(_sentence(claim))
    assert isinstance(outcome, Shown)
    (span,) = outcome.citations
    assert passage.hit.chunk.text[span.start : span.end] == span.quote == claim


@settings(max_examples=25)
@given(_texts, st.data())
def test_another_number_or_name_is_never_shown(texts: list[str], data: st.DataObject) -> None:
    claim = data.draw(st.sampled_from(texts))
    name, number = claim.split()[0], claim.split()[2]
    stated = {text.split()[2] for text in texts} | {text.split()[0] for text in texts}
    other = data.draw(
        st.one_of(_numbers.map(str), st.sampled_from(TOWN)).filter(lambda o: o not in stated)
    )
    changed = claim.replace(number if other.isdecimal() else name, other)
    outcome = Gate(passages([" ".join(texts)]), "", FakeEncoder()).judge(_sentence(changed))
    assert isinstance(outcome, Dropped)
