"""The verifier: what is verbatim holds, what is changed is found, what is reworded passes."""

from __future__ import annotations

import random

import numpy as np
import pytest
from conftest import ROOT
from fakes import FakeEncoder
from hypothesis import example, given, settings
from hypothesis import strategies as st
from loccit.eval.judging.cast import collect_names
from loccit.eval.judging.mutation import mutations
from loccit.eval.judging.variation import variations
from loccit.rag import Problem, Verdict, split_claims, verify_claim

PASSAGE = (
    "The survey of 3 May 2018 asked 1,250 people in Norway about the new harbour. According to "
    "the mayor, Ines Dahl, 87 percent of the residents supported it and 12 percent opposed it. "
    "The harbour cost about 4.2 billion dollars and took three years to build. Work may resume in "
    "June 2021 unless the court stops it. Denmark did not pay for the harbour. Norway sold the old "
    "ships to Sweden. Most ferries carry more than 300 tonnes. The International Maritime Agency "
    "(IMA) refused to license the second pier. Mohammad Javad Zarif visited it before Anna Holm. "
    "Inspectors keep records for 20 years and samples for 25 years. Two ships were damaged."
)
TRUE = [
    "On May 3, 2018 the survey asked 1250 people in Norway about the new harbour.",
    "In May 2018, 1,250 people in Norway were asked about the new harbour.",
    "According to mayor Ines Dahl, 87% of residents supported it and 12% opposed it.",
    "Dahl said that 87 per cent of the residents supported it.",
    "The harbour cost roughly $4.2bn and took 3 years to build.",
    "Building the harbour took three years and cost about $4.2 billion.",
    "Work might resume in June 2021 unless the court stops it.",
    "Denmark didn't pay for the harbour.",
    "The old ships were sold to Sweden by Norway.",
    "Most of the ferries carry over 300 tonnes.",
    "The IMA did not license the second pier.",
    "The agency declined to license the second pier.",
    "Zarif visited it before Anna Holm.",
    "Records are kept for 20 years by inspectors, and samples for 25.",
]
FALSE = [
    ("On May 3, 2018 the survey asked 1350 people in Norway about the new harbour.", "number"),
    ("According to mayor Ines Dahl, 12% of residents supported it and 87% opposed it.", "number"),
    ("According to mayor Ines Dahl, 12 percent of the residents supported it.", "number"),
    ("Inspectors keep records for 25 years and samples for 20 years.", "number"),
    ("The survey of 3 May 2017 asked 1,250 people in Norway about the new harbour.", "date"),
    ("The survey of 5 May 2018 asked 1,250 people in Norway about the new harbour.", "date"),
    ("The harbour cost about 4.2 million dollars and took three years to build.", "unit"),
    ("The harbour cost about 4.2 billion euros and took three years to build.", "unit"),
    ("The harbour took three months to build.", "unit"),
    ("The survey asked 1,250 people in Finland about the new harbour.", "name"),
    ("The survey asked 1,250 people in Denmark about the new harbour.", "name"),
    ("Sweden sold the old ships to Norway.", "name"),
    ("Denmark paid for the harbour.", "negation"),
    ("Norway did not sell the old ships to Sweden.", "negation"),
    ("The International Maritime Agency agreed to license the second pier.", "negation"),
    ("87 percent of the residents supported it and 12 percent opposed it.", "qualifier"),
    ("Work may resume in June 2021.", "qualifier"),
    ("Work will resume in June 2021 unless the court stops it.", "qualifier"),
    ("All ferries carry more than 300 tonnes.", "qualifier"),
    ("Most ferries carry 300 tonnes.", "qualifier"),
]


def bag(texts: object) -> np.ndarray:
    """The fake encoder as a function from texts to unit vectors."""
    return FakeEncoder().encode_questions(list(texts))  # type: ignore[call-overload]


@pytest.mark.parametrize("claim", TRUE)
def test_a_true_retelling_is_supported(claim: str) -> None:
    assert verify_claim(claim, [PASSAGE]).problems == ()


@pytest.mark.parametrize(("claim", "kind"), FALSE)
def test_a_false_claim_has_the_problem_that_it_has(claim: str, kind: str) -> None:
    verdict = verify_claim(claim, [PASSAGE])
    assert kind in {problem.kind for problem in verdict.problems}
    assert not verdict.supported
    assert all(problem.text for problem in verdict.problems)


def test_a_verbatim_sentence_is_supported_in_full() -> None:
    for start, end in split_claims(PASSAGE):
        assert verify_claim(PASSAGE[start:end], [PASSAGE]) == Verdict(1.0)
    assert verify_claim(PASSAGE, [PASSAGE]) == Verdict(1.0)
    assert verify_claim("  Denmark did\nnot pay for the harbour", ["", PASSAGE]) == Verdict(1.0)


def test_quote_marks_and_white_space_do_not_matter() -> None:
    source = "He called it “the\u00a0people’s harbour”, and left."
    assert verify_claim('He called it "the people\'s harbour", and left.', [source]).support == 1.0


def test_a_clause_is_verbatim_only_without_what_turns_it_round() -> None:
    source = "The pier is wet; the bridge is closed, and the tower leans."
    assert verify_claim("The bridge is closed.", [source]) == Verdict(1.0)
    denied = "It is not so that the pier is wet; the bridge, unless it rains, is closed."
    assert not verify_claim("The pier is wet.", [denied]).supported


def test_support_ranks_and_is_lowered_by_problems() -> None:
    good = verify_claim(TRUE[0], [PASSAGE]).support
    bad = verify_claim(FALSE[0][0], [PASSAGE]).support
    unrelated = verify_claim("Penguins breed on the southern ice in winter.", [PASSAGE])
    assert good > bad > 0
    assert good > unrelated.support
    assert not unrelated.supported


def test_no_claim_and_no_source() -> None:
    for claim, sources in (
        ("", [PASSAGE]),
        ("  \n", [PASSAGE]),
        ("It rained.", []),
        ("Yes.", [""]),
    ):
        verdict = verify_claim(claim, sources)
        assert verdict.support == 0.0
        assert [problem.kind for problem in verdict.problems] == ["support"]


def test_of_several_sentences_each_must_hold() -> None:
    both = f"{TRUE[0]} {FALSE[0][0]}"
    verdict = verify_claim(both, [PASSAGE])
    assert verdict.problems == verify_claim(FALSE[0][0], [PASSAGE]).problems
    assert verdict.support == verify_claim(FALSE[0][0], [PASSAGE]).support
    assert isinstance(verdict.problems[0], Problem)


def test_two_sources_bear_out_what_neither_does_alone() -> None:
    sources = ["The bridge opened in March 2019.", "Its architect, Ada Lund, lives in Bergen."]
    claim = "The bridge opened in March 2019; its architect Ada Lund lives in Bergen."
    assert verify_claim(claim, sources).supported


NOTATION = (
    "From May 7-19, 2021 the ministers met in Geneva. The dam cost $4.2bn and opened in Q3 2022. "
    "In the valley live 1.2m people. Rents rose 12,5 percent. On 12/05/2020 the gate failed."
)


@pytest.mark.parametrize(
    ("claim", "kinds"),
    [
        ("The dam cost 4.2 billion dollars and opened in the third quarter of 2022.", set()),
        ("The dam cost 4.2 billion dollars and opened in the first quarter of 2022.", {"date"}),
        ("The dam cost 4.2 million dollars and opened in Q3 2022.", {"unit"}),
        ("The ministers met in Geneva from 7 May 2021 to 19 May 2021.", set()),
        ("The ministers met in Geneva from 7 May 2020 to 19 May 2020.", {"date"}),
        ("In the valley live 1,200,000 people.", set()),
        ("In the valley live 1.3 million people.", {"number"}),
        ("Rents rose 12.5%.", set()),
        ("Rents rose 125%.", {"number"}),
        ("On 12 May 2020 the gate failed.", set()),
        ("On 12 June 2020 the gate failed.", {"date"}),
    ],
)
def test_other_notation_is_no_problem_and_another_value_is(claim: str, kinds: set[str]) -> None:
    assert {one.kind for one in verify_claim(claim, [NOTATION]).problems} == kinds


def test_it_is_the_same_every_time_and_with_an_encoder_too() -> None:
    claims = [*TRUE, *(claim for claim, _ in FALSE)]
    once = [verify_claim(claim, [PASSAGE], bag) for claim in claims]
    random.Random(0).shuffle(order := list(range(len(claims))))
    again = {n: verify_claim(claims[n], [PASSAGE], bag) for n in order}
    assert once == [again[n] for n in range(len(claims))]
    assert all(0.0 <= verdict.support <= 1.0 for verdict in once)
    assert all(not verdict.supported for verdict in once[len(TRUE) :])


def test_mutations_of_the_corpus_are_found_and_variations_pass() -> None:
    text = (ROOT / "corpus/timeline-2002-2013.txt").read_text(encoding="utf-8")
    sentences = [" ".join(text[a:b].split()) for a, b in split_claims(text.replace("\n", " "))]
    sentences = [sentence for sentence in sentences if len(sentence) > 40][:25]
    passage, names = " ".join(sentences), collect_names(sentences)
    mutated = [mutation for each in sentences for mutation in mutations(each, names)]
    same = [variation for each in sentences for variation in variations(each, names)]
    exact = [
        mutation for mutation in mutated if mutation.kind in {"number", "date", "unit", "negation"}
    ]
    missed = [mutation for mutation in exact if verify_claim(mutation.text, [passage]).supported]
    wrong = [
        variation for variation in same if not verify_claim(variation.text, [passage]).supported
    ]
    assert len(exact) > 40
    assert len(missed) <= 0.05 * len(exact), missed
    assert len(wrong) <= 0.05 * len(same), wrong


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_claims_are_in_order_apart_and_hold_every_letter(text: str) -> None:
    spans = split_claims(text)
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))
    outside = "".join(
        text[a:b] for a, b in zip(ends, [*(start for start, _ in spans), len(text)], strict=True)
    )
    assert not any(letter.isalnum() for letter in outside)
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)


@pytest.mark.parametrize("claim", ["\ud800 rain", "The rain \udfff stops."])
def test_a_lone_surrogate_in_a_claim_or_a_source_is_no_crash(claim: str) -> None:
    assert len(split_claims(claim)) == 1
    assert verify_claim(claim, [claim]).supported
    assert not verify_claim("The boat sank.", [claim]).supported


def test_claims_count_code_points() -> None:
    text = "• Emoji 😀 come first. U.S. firms left! 日本語です。二つ目です。\n\n1) Last one"
    assert [text[start:end] for start, end in split_claims(text)] == [
        "• Emoji 😀 come first.",
        "U.S. firms left!",
        "日本語です。",
        "二つ目です。",
        "1) Last one",
    ]


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 9999), st.integers(2, 9999))
@example(1980, 1980)
@example(1980, 1981)
def test_a_changed_number_is_never_supported(number: int, changed: int) -> None:
    source = f"The library lent {number:,} books to schools last winter. It has a garden."
    verdict = verify_claim(f"Last winter the library lent {changed} books to schools.", [source])
    assert verdict.supported == (number == changed)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_gets_a_verdict(claim: str, source: str) -> None:
    verdict = verify_claim(claim, [source, source + claim])
    assert 0.0 <= verdict.support <= 1.0
