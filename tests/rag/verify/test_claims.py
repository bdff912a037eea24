"""Claims and sentences of sources: where they are split, and what is one form of a text."""

from __future__ import annotations

import pytest
from loccit.rag import Problem, Verdict, verify_claim
from loccit.rag.verify.claims import plain, source_sentences, split_claims
from loccit.rag.verify.verbatim import is_verbatim

BESIDE = (
    "if|unless|until|provided|according|allegedly|reportedly|may|might|could|would|only|some|most|"
    "except|deny|denies|denied|refused|fail|failed|say|says|said|claim|claimed|state|states|stated|"
    "believe|believed|argue|argued|suspect|suspected|told|wrote|writes|hold|holds|whether|that|"
    "false|doubt|doubted|rumour|rumored|hope|hopes|hoped|fear|feared|plan|planned|propose|proposal"
)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("", []),
        (" \n\t", []),
        ("Cats eat. Dogs sleep.", ["Cats eat.", "Dogs sleep."]),
        ("Cats eat\nDogs sleep", ["Cats eat", "Dogs sleep"]),
        ("  Cats eat.  \n\n  Dogs sleep!  ", ["Cats eat.", "Dogs sleep!"]),
        # An abbreviation ends no sentence before what cannot begin one.
        ("U.S. firms left. Cats eat.", ["U.S. firms left.", "Cats eat."]),
        ("Ships of the U.S. sank. Cats eat.", ["Ships of the U.S. sank.", "Cats eat."]),
        ("He met J. K. Dahl. Cats eat.", ["He met J. K. Dahl.", "Cats eat."]),
        ("Ships of the U.S.\nfirms left.", ["Ships of the U.S.", "firms left."]),
        # Marks without letters count only before the first claim.
        ("... Cats eat. ...", ["... Cats eat."]),
        ("1) Cats eat.", ["1) Cats eat."]),
        ("- Cats eat.\n- Dogs sleep.", ["- Cats eat.", "Dogs sleep."]),
        ("Cats eat.\n---\nDogs sleep.", ["Cats eat.", "Dogs sleep."]),
    ],
)
def test_where_an_answer_is_split(text: str, claims: list[str]) -> None:
    assert [text[start:end] for start, end in split_claims(text)] == claims


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It’s ‘so’ ʼtis ´x` ’", "It's 'so' 'tis 'x' '"),
        ("“a” „b“ «c»", '"a" "b" "c"'),
        ("a‐b a‑b a−b", "a-b a-b a-b"),
        ("a – b — c", "a – b – c"),
        (" a \u00a0 b\n\tc ", "a b c"),
        ("ﬁre ２", "fire 2"),
        ("the har-\n bour", "the harbour"),
        ("the har- \n\t bour", "the harbour"),
        ("North-\nSea", "North- Sea"),
        ("a , b . c ; d : e ! f ?", "a, b. c; d: e! f?"),
        ("( a ) , \"b\" . it 's, does n't", '( a ), "b". it\'s, does not'),
        ("a ,b", "a ,b"),
        ("- , b", "- , b"),
        ("can't Can't cannot Cannot", "can not Can not can not Can not"),
        ("won't Won't shan't Shan't", "will not Will not shall not Shall not"),
        ("isn't didn’t", "is not did not"),
    ],
)
def test_texts_that_differ_in_form_alone_are_one(text: str, expected: str) -> None:
    assert plain(text) == expected
    assert plain(expected) == expected


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Cats\neat. Dogs sleep.", ("Cats eat.", "Dogs sleep.")),
        ("Cats eat\n\nDogs sleep", ("Cats eat", "Dogs sleep")),
        ("Cats eat\n \t\nDogs sleep", ("Cats eat", "Dogs sleep")),
        *((f"Cats eat\n {bullet} Dogs sleep", ("Cats eat", f"{bullet} Dogs sleep"))
          for bullet in ("-", "*", "•", "‣", "1.", "12)")),
        ("Cats eat\n-Dogs sleep", ("Cats eat -Dogs sleep",)),
        ("Cats eat\n123. Dogs sleep", ("Cats eat 123.", "Dogs sleep")),
    ],
)  # fmt: skip
def test_the_sentences_of_a_source(text: str, sentences: tuple[str, ...]) -> None:
    assert source_sentences(text) == sentences


BRIDGE = "The pier is wet, the old bridge is closed; the tower leans."


@pytest.mark.parametrize(
    ("claim", "sources", "expected"),
    [
        ("", ["Cats eat."], False),
        (" . ", ["Cats eat."], False),
        ("Cats eat.", [], False),
        ("Cats eat", ["Dogs sleep.", "Cats eat!"], True),
        ("cats eat", ["Cats eat."], False),
        # Several sentences, from the start of one to the end of another.
        ("Cats eat. Dogs sleep.", ["Hens run. Cats eat. Dogs sleep. Owls fly."], True),
        ("Cats eat. Dogs sleep.", ["Cats eat. Dogs sleep."], True),
        ("Cats eat. Dogs sleep.", ["They say: Cats eat. Dogs sleep."], True),
        ("Cats eat. Dogs sleep.", ['"Hens run!" Cats eat. Dogs sleep.'], True),
        ("Cats eat. Dogs sleep.", ["(Hens run?) Cats eat. Dogs sleep."], True),
        ("Cats eat. Dogs sleep.", ["Big Cats eat. Dogs sleep."], False),
        ("Cats eat. Dogs sleep.", ["Cats eat. Dogs sleep late."], False),
        ("Cats eat. Dogs sleep.", ["Big Cats eat. Dogs sleep. Cats eat. Dogs sleep."], True),
        ("Cats eat. Dogs sleep.", ["Cats eat."], False),
        # A whole clause, of three words or more, between marks.
        ("The old bridge is closed.", [BRIDGE], True),
        ("The pier is wet.", [BRIDGE], True),
        ("The tower leans.", [BRIDGE], True),
        ("Tower leans.", [BRIDGE], False),
        ("Old bridge is closed.", [BRIDGE], False),
        ("The old bridge is", [BRIDGE], False),
        ("It rains.", ["It rains, the old bridge is closed."], False),
        *(("The old bridge is closed.", [f"Look{mark}the old bridge is closed."], True)
          for mark in (", ", "; ", ": ", " – ", " (", ' "', ". ", "! ", "? ", ".\" ", ",")),
        *(("The old bridge is closed.", [f"Look{mark}the old bridge is closed."], False)
          for mark in (" ", " - ", " and ")),
        *(("The old bridge is closed.", [f"The old bridge is closed{mark}look."], True)
          for mark in (", ", "; ", ": ", "– ", " (", ") ", '" ')),
        *(("The old bridge is closed.", [f"The old bridge is closed{mark}look."], False)
          for mark in (" ", " and ", "-")),
    ],
)  # fmt: skip
def test_what_is_quoted_whole(claim: str, sources: list[str], expected: bool) -> None:
    assert is_verbatim(claim, sources) is expected


@pytest.mark.parametrize("word", BESIDE.split("|"))
def test_a_clause_beside_words_that_turn_it_round_is_not_quoted_whole(word: str) -> None:
    claim = "The old bridge is closed."
    assert is_verbatim(claim, ["Here it comes, the old bridge is closed, and so it goes."])
    assert not is_verbatim(claim, [f"Here it {word} comes, the old bridge is closed."])
    assert not is_verbatim(claim, [f"The old bridge is closed, {word} it rains."])


def test_a_verdict_has_the_problems_of_all_sentences_and_the_support_of_the_weakest() -> None:
    sources = ["The red cat ate forty fish. The old dog chewed nine bones."]
    true, false = "The red cat ate forty fish.", "The old dog chewed eight bones."
    wrong = "The red cat ate fifty fish."
    verdicts = [verify_claim(claim, sources) for claim in (true, false, wrong)]
    together = verify_claim(" ".join((true, false, wrong, false)), sources)
    assert verdicts[0] == Verdict(1.0)
    assert together.problems == (Problem("number", "eight"), Problem("number", "fifty"))
    assert together.support == min(verdict.support for verdict in verdicts)
    assert together.support == round(together.support, 6)


def test_exchanged_values_and_opposites_are_looked_for_only_without_plainer_problems() -> None:
    sources = ["Norway sold 40 old ships to Sweden."]
    swapped = verify_claim("Sweden sold 40 old ships to Norway.", sources)
    assert [problem.kind for problem in swapped.problems] == ["name"]
    changed = verify_claim("Sweden sold 41 old ships to Norway.", sources)
    assert [problem.kind for problem in changed.problems] == ["number"]
    fare = ["The fare did not rise in winter."]
    denied = verify_claim("The fare rose and fell in winter.", fare)
    assert [problem.text for problem in denied.problems] == ["not rise winter"]


def test_a_claim_without_problems_and_support_lacks_support() -> None:
    claim = "Penguins breed on southern ice."
    assert verify_claim(claim, ["Cats eat fish."]).problems == (Problem("support", claim),)
    assert verify_claim("Cats", ["Is it cats?"]) == Verdict(0.0, (Problem("support", "Cats"),))
