"""Values that have changed places: contexts and their weights, the bounds, and who did what."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.rag.verify.claims import plain, source_sentences
from loccit.rag.verify.swaps import (
    _READERS,
    _context,
    _cosine,
    _swapped,
    _Value,
    role_problems,
)
from loccit.text.reading import read_facts
from loccit.text.spans import Taken

WEIGHTS = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.1, 1), max_size=5)


@given(WEIGHTS, WEIGHTS)
def test_cosines(first: dict[str, float], second: dict[str, float]) -> None:
    rows = np.array([[weights.get(key, 0.0) for key in "abcdef"] for weights in (first, second)])
    lengths = np.linalg.norm(rows, axis=1)
    expected = rows[0] @ rows[1] / lengths.prod() if lengths.all() else 0.0
    assert math.isclose(_cosine(first, second), expected, abs_tol=1e-9)


def test_a_context_is_the_six_nearest_words_on_either_side() -> None:
    text = "Pigs cats dogs hens owls rats cows X goats bees ants lice mice fish eels"
    facts, at = read_facts(text), text.index("X")
    before = {"cow": 1, "rat": 2 / 3, "owl": 1 / 2, "hen": 2 / 5, "dog": 1 / 3, "cat": 2 / 7}
    after = {"goat": 1, "bee": 2 / 3, "ant": 1 / 2, "lice": 2 / 5, "mice": 1 / 3, "fish": 2 / 7}
    context, sided = _context(facts, at, at + 1, Taken(len(text)))
    assert context == pytest.approx(before | after)
    assert sided == pytest.approx(
        {f"<{root}": weight for root, weight in before.items()}
        | {f">{root}": weight for root, weight in after.items()}
    )
    skipped = Taken(len(text), [(at - 5, at - 1)])
    without, _ = _context(facts, at, at + 1, skipped)
    assert without == pytest.approx({root: context[root] for root in context if root != "cow"})


def test_a_word_on_both_sides_counts_where_it_is_nearest() -> None:
    text = "cats dogs X owls cats"
    at = text.index("X")
    context, sided = _context(read_facts(text), at, at + 1, Taken(len(text)))
    assert context == pytest.approx({"dog": 1, "cat": 2 / 3, "owl": 1})
    assert sided["<cat"] == sided[">cat"] == pytest.approx(2 / 3)


def test_synonyms_and_words_of_one_root_are_one_in_a_context() -> None:
    texts = ["the ship negotiated X", "the vessel negotiator X"]
    contexts = [
        _context(read_facts(text), text.index("X"), len(text), Taken(len(text))) for text in texts
    ]
    assert contexts[0] == contexts[1]


def test_values_of_one_sort_are_no_context_of_each_other() -> None:
    facts = read_facts("Norway owed 40 cats to Sweden, 50 dogs in May 2018, owls in June 2019.")
    readers = dict(_READERS)
    for kind, same_sort, context in (
        ("name", {"norway", "sweden"}, {"40", "owe", "cat"}),
        ("number", {"40", "50"}, {"sweden", "owe", "cat"}),
        ("date", {"may", "june", "2018", "2019"}, {"sweden", "50", "dog"}),
    ):
        roots = {root for value in readers[kind](facts) for root in value.context}
        assert not roots & same_sort
        assert context <= roots


def value(key: str, context: dict[str, float], sort: str = "", at: int = 0) -> _Value:
    sided = {f"<{root}": weight for root, weight in context.items()}
    return _Value(key, sort, key, at, at + 1, context, sided)


APART = read_facts("a rusty b rusty c")


def blend(share: float) -> dict[str, float]:
    """A context with this cosine to "a": 1."""
    return {"a": share, "b": math.sqrt(1 - share**2)}


@pytest.mark.parametrize(("share", "is_swapped"), [(0.3, False), (0.32, True)])
def test_two_exchanged_contexts_must_fit_better_in_sum(share: float, is_swapped: bool) -> None:
    side = math.sqrt(1 - 0.2**2 - share**2)
    ours = [value("x", {"a": 1.0}, at=0), value("y", {"b": 1.0}, at=8)]
    theirs = [
        value("x", {"a": 0.2, "b": share, "c": side}, at=0),
        value("y", {"b": 0.2, "a": share, "d": side}, at=8),
    ]
    assert (_swapped(ours, theirs, APART, APART) == "x") is is_swapped


@pytest.mark.parametrize(("share", "is_swapped"), [(0.21, False), (0.23, True)])
def test_the_margin_of_an_exchange(share: float, is_swapped: bool) -> None:
    ours = [value("x", {"a": 1.0}, at=0), value("y", {"d": 1.0}, at=8)]
    theirs = [value("x", {"e": 1.0}, at=0), value("y", blend(share), at=8)]
    assert (_swapped(ours, theirs, APART, APART) == "x") is is_swapped
    for number in (0, 1):
        sorts = [value._replace(sort="second" if at == number else "") for at, value in
                 enumerate(ours)]  # fmt: skip
        assert _swapped(sorts, theirs, APART, APART) is None
    row = read_facts("a the and b")
    assert _swapped(ours, theirs, row, APART) is None
    assert _swapped(ours, theirs, APART, row) is None


@pytest.mark.parametrize(
    ("fit", "rival", "is_swapped"),
    [(0.0, 0.34, False), (0.0, 0.36, True), (0.5, 0.71, False), (0.5, 0.73, True)],
)
def test_a_value_left_out_must_fit_well_and_better(
    fit: float, rival: float, is_swapped: bool
) -> None:
    ours = [value("x", {"a": 1.0})]
    theirs = [value("x", blend(fit)), value("z", blend(rival))]
    assert (_swapped(ours, theirs, APART, APART) == "x") is is_swapped
    for sorts in (("", "second"), ("second", "")):
        ours_sorted = [ours[0]._replace(sort=sorts[0])]
        theirs_sorted = [theirs[0], theirs[1]._replace(sort=sorts[1])]
        assert _swapped(ours_sorted, theirs_sorted, APART, APART) is None


def test_a_value_that_stands_twice_is_compared_with_none() -> None:
    ours = [value("x", {"a": 1.0})]
    theirs = [value("x", {"b": 1.0}), value("z", {"a": 1.0})]
    assert _swapped(ours, theirs, APART, APART) == "x"
    assert _swapped(2 * ours, theirs, APART, APART) is None
    assert _swapped(ours, [theirs[0], *theirs], APART, APART) is None


def test_sides_count_unless_one_sentence_alone_is_passive() -> None:
    # Half of the likeness is by side: 0.7 in all without it, so no rival of 0.35 with it.
    ours = [value("x", {"a": 1.0})]
    turned = value("z", blend(0.6))._replace(sided={">a": 1.0})
    theirs = [value("x", {"b": 1.0}), turned]
    active, passive = read_facts("the cook ate it"), read_facts("it was eaten by the cook")
    assert _swapped(ours, theirs, active, active) is None
    assert _swapped(ours, theirs, passive, passive) is None
    assert _swapped(ours, theirs, passive, active) == "x"
    assert _swapped(ours, theirs, active, passive) == "x"


@pytest.mark.parametrize(
    "voice",
    ["is eaten", "are opened", "was opened", "were often opened", "be given", "been taken",
     "being very badly damaged", "WAS OPENED", "opened by", "eaten by"],
)  # fmt: skip
def test_the_passive_voice_turns_the_sides(voice: str) -> None:
    ours = [value("x", {"a": 1.0})]
    turned = value("z", blend(0.6))._replace(sided={">a": 1.0})
    theirs = [value("x", {"b": 1.0}), turned]
    assert _swapped(ours, theirs, read_facts(f"it {voice} it"), APART) == "x"


@pytest.mark.parametrize(
    ("source", "claim", "problems"),
    [
        ("Norway sold old ships to Sweden.", "Norway sold old ships to Sweden.", []),
        ("Norway sold old ships to Sweden.", "Sweden sold old ships to Norway.", ["name Sweden"]),
        ("Norway sold old ships to Sweden.", "Old ships were sold to Sweden by Norway.", []),
        ("Norway sold old ships to Sweden.", "Norway sold old ships.", []),
        ("Norway sold old ships; Sweden bought cattle.", "Sweden sold old ships.",
         ["name Sweden"]),
        ("Norway, Sweden and Denmark paid.", "Sweden, Denmark and Norway paid.", []),
        ("Norwegians sold old ships to Sweden.", "Sweden sold old ships to Norway.",
         ["name Sweden"]),
        ("Ada Lund paid the cook; Bo Dahl painted the old pier.",
         "Lund painted the old pier; Dahl paid the cook.", ["name Lund"]),
        ("Cats cost 40 dollars and dogs 50 dollars.", "Cats cost 50 dollars and dogs 40 dollars.",
         ["number 50 dollars"]),
        ("Cats cost 40 dollars and dogs 50 euros.", "Cats cost 50 euros and dogs 40 dollars.", []),
        ("Cats cost 2 weeks of pay and dogs 3 weeks.", "Cats cost 21 days of pay and dogs 14 days.",
         ["number 21 days"]),
        ("The harbour opened in May 2018 and the school closed in June 2019.",
         "The harbour opened in June 2019 and the school closed in May 2018.", ["date June 2019"]),
        ("The harbour opened on 3 May 2018 and the school closed on 4 June 2018.",
         "The harbour opened on 4 June and the school closed on 3 May.", ["date 4 June"]),
        ("The harbour opened in 2018 and the school closed in 2019.",
         "The harbour opened in 2019.", ["date 2019"]),
        # The third cat is no number, and international bodies are not exchanged.
        ("The third cat ate 40 mice; the fifth dog ate 50 rats.",
         "The fifth cat ate 40 mice; the third dog ate 50 rats.", []),
        ("The European Union sold old ships; the United Nations bought cattle.",
         "The United Nations sold old ships; the European Union bought cattle.", []),
        # One of each kind at most, from whichever sentence.
        ("It rained. Norway sold 40 ships to Sweden for 50 tugs. Norway sold 40 ships to Sweden.",
         "Sweden sold 50 ships to Norway for 40 tugs.", ["number 50", "name Sweden"]),
    ],
)  # fmt: skip
def test_values_that_have_changed_places(source: str, claim: str, problems: list[str]) -> None:
    scope = [read_facts(sentence) for sentence in source_sentences(source)]
    swaps = role_problems(read_facts(plain(claim)), scope)
    assert [f"{problem.kind} {problem.text}" for problem in swaps] == problems
