"""Which sentences a claim is about: weights, shares and groups, against small oracles."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.rag.verify.check import examine
from loccit.rag.verify.claims import plain
from loccit.rag.verify.score import FEATURES, features, least_support, score
from loccit.rag.verify.sources import Sources, held, read_sources, scopes, share
from loccit.rag.verify.types import Problem
from loccit.text.reading import Facts, read_facts
from loccit.text.words import read_words

WORDS = st.lists(st.sampled_from("cats dogs hens owls rats cows goats the of".split()), min_size=1)


def facts(text: str) -> Facts:
    return read_facts(plain(text))


def groups(claim: str, *texts: str) -> list[list[str]]:
    sources = read_sources(texts)
    return [[part.text for part in group] for group in scopes(facts(claim), sources)]


def test_a_rare_word_weighs_more_and_a_stop_word_little() -> None:
    sources = read_sources(("Cats sleep. Cats eat. Cats play. The cats and dogs fight.",))
    weights = {word.text: sources.weight(word) for word in read_words("cats dogs owls the")}
    assert weights == pytest.approx(
        {"cats": 1.0, "dogs": 1 + math.log(4), "owls": 1 + math.log(5), "the": 0.1}
    )
    assert read_sources(()).rarity == {}


@given(WORDS, st.lists(WORDS.map(" ".join), min_size=1, max_size=4))
def test_a_share_is_the_weight_of_the_words_that_are_there(
    words: list[str], sentences: list[str]
) -> None:
    sources = read_sources(tuple(f"{sentence}." for sentence in sentences))
    claim, parts = read_facts(" ".join(words)), sources.sentences[:2]
    there = {word for part in parts for word in part.text.strip(".").split()}
    weights = {word.text: sources.weight(word) for word in claim.words}
    expected = sum(weights[word] for word in words if word in there)
    total = sum(weights[word] for word in words)
    assert share(claim, parts, sources) == pytest.approx(expected / total)
    assert share(claim, parts, sources, []) == 0.0


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("ships", "a ship", 1.0),
        ("production", "they produce", 0.8),
        ("vessel", "a ship", 0.8),
        ("vessel", "a crane", 0.0),
    ],
)
def test_a_word_is_held_itself_or_by_its_root_or_a_synonym(
    word: str, text: str, expected: float
) -> None:
    part = read_facts(text)
    assert held(read_words(word)[0], part.stems, part.roots) == expected


FEED = "Cats eat fish."


@pytest.mark.parametrize(
    ("claim", "texts", "expected"),
    [
        ("Cats eat fish.", [], []),
        ("Cats eat fish.", ["Do cats eat fish?", 'Do cats eat fish?")', "Cats drink milk."],
         [["Cats drink milk."]]),
        # Another sentence is tried as well if it scores four fifths of the best.
        (FEED, ["Cats eat fish.", "Cats eat fish now."],
         [["Cats eat fish."], ["Cats eat fish now."]]),
        (FEED, ["Cats eat fish.", "Cats eat birds."], [["Cats eat fish."]]),
        # Three sentences are tried.
        (FEED, [f"Cats eat fish {time}." for time in ("now", "daily", "often", "alone")],
         [["Cats eat fish now."], ["Cats eat fish daily."], ["Cats eat fish often."]]),
        # A further sentence must add two words of the claim.
        ("Cats eat fish and dogs chew bones.", ["Cats eat fish often.", "Dogs chew things."],
         [["Cats eat fish often."], ["Cats eat fish often.", "Dogs chew things."]]),
        ("Cats eat fish and dogs chew bones.", ["Cats eat fish often.", "Dogs drink water."],
         [["Cats eat fish often."]]),
        ("Cats eat fish and dogs sleep.", ["Cats eat fish often.", "Dogs sleep outdoors."],
         [["Cats eat fish often."], ["Cats eat fish often.", "Dogs sleep outdoors."]]),
        ("Cats eat fish and dogs.", ["Cats eat fish often.", "Dogs chew dogs."],
         [["Cats eat fish often."]]),
        # Words that are held by a synonym are not looked for elsewhere.
        ("Cats start, and ships sail.", ["Cats begin and vessels sail.", "Start the ships."],
         [["Cats begin and vessels sail."]]),
        # Three sentences together at most.
        ("Red cats eat raw fish; dogs chew bones; owls hunt mice; pigs dig roots.",
         ["Red cats eat raw fish.", "Dogs chew bones.", "Owls hunt mice.", "Pigs dig roots."],
         [["Red cats eat raw fish."], ["Red cats eat raw fish.", "Dogs chew bones."],
          ["Red cats eat raw fish.", "Dogs chew bones.", "Owls hunt mice."]]),
        # Names and numbers are no reason to look elsewhere.
        ("Old cats ate fish; Ada Lund had 40.", ["Old cats ate fish.", "Ada Lund: 40."],
         [["Old cats ate fish."]]),
    ],
)  # fmt: skip
def test_the_groups_of_sentences_that_a_claim_may_be_about(
    claim: str, texts: list[str], expected: list[list[str]]
) -> None:
    assert groups(claim, *texts) == expected


@pytest.mark.parametrize(("words", "is_tried"), [(8, True), (7, False)])
def test_four_fifths_of_the_best_score_are_nearly_the_best(words: int, is_tried: bool) -> None:
    # All words of the claim are equally rare: the shares are 1 and words / 10.
    claim = "ants bees cats dogs eels fish goats hens lice mice".split()
    best, second = " ".join(claim), " ".join(claim[:words])
    sentences = read_facts(best), read_facts(second)
    sources = Sources(sentences, dict.fromkeys(sentences[0].roots, 1.0))
    assert ((sentences[1],) in scopes(sentences[0], sources)) is is_tried


def test_the_group_with_the_fewest_problems_counts_and_of_equal_ones_the_nearest() -> None:
    claim = facts("In 1990 the cats ate forty fish.")
    sources = read_sources(("In 1990 the cats ate fifty fish. The cats ate forty fish in 1990.",))
    examined = examine(claim, sources)
    assert examined is not None
    assert [part.text for part in examined[0]] == ["The cats ate forty fish in 1990."]
    assert examined[1] == ()
    assert examine(claim, read_sources(())) is None
    near = read_sources(("Cats ate fish. Cats ate fish outdoors.",))
    examined = examine(facts("Cats ate fish outdoors."), near)
    assert examined is not None
    assert [part.text for part in examined[0]] == ["Cats ate fish outdoors."]


def row(claim: str, source: str, *problems: Problem) -> dict[str, float]:
    sources = read_sources((source,))
    values = features(facts(claim), sources.sentences[:1], problems, sources, None)
    return dict(zip(FEATURES, values, strict=False))


SOURCE = "Ada Lund painted the harbour. The Norwegian cats ate fish."


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Ada Lund painted the harbour.",
         {"scope_share": 1, "whole_share": 1, "uncovered": 0, "speaker": 0, "names": 1,
          "length": math.log(6)}),
        ("Cats ate fish.", {"scope_share": 0, "whole_share": 1, "uncovered": 0}),
        ("Dogs chewed bones in 1990.", {"scope_share": 0, "whole_share": 0,
                                        "uncovered": math.log(4), "length": math.log(6)}),
        ("I painted the harbour.", {"speaker": 1}),
        ("Your harbour.", {"speaker": 1}),
        ("They say Ada Holm painted it.", {"names": 0.5}),
        ("They say Anna Holm painted it.", {"names": 0}),
        ("They say Norway and Ada Lund came.", {"names": 1}),
        ("They say Denmark and Ada Lund came.", {"names": 2 / 3}),
        ("It was in 1990.", {"scope_share": 0}),
    ],
)  # fmt: skip
def test_the_features_of_a_claim(claim: str, expected: dict[str, float]) -> None:
    values = row(claim, SOURCE)
    assert {name: values[name] for name in expected} == pytest.approx(expected)
    assert list(values) == list(FEATURES[:-1])


@pytest.mark.parametrize("word", "I me my mine we us our you your yours myself".split())
def test_a_speaker_is_one_whom_the_source_lacks(word: str) -> None:
    claim = f"Cats, {word}, fish."
    assert row(claim, SOURCE)["speaker"] == 1
    assert row(claim, claim)["speaker"] == 0
    assert row("They saw cats.", claim)["speaker"] == 0


@pytest.mark.parametrize("kind", ["number", "date", "unit", "name"])
def test_problems_are_counted_as_hard_and_soft(kind: str) -> None:
    hard = Problem(kind, "x")  # type: ignore[arg-type]
    soft = Problem("negation", "x"), Problem("qualifier", "x")
    values = row("Cats.", SOURCE, hard, hard, *soft, Problem("qualifier", "y"))
    assert (values["hard"], values["soft"]) == pytest.approx((math.log(3), math.log(4)))


def test_the_cosine_is_that_of_the_claim_and_the_sentences() -> None:
    sources = read_sources((SOURCE,))
    texts: list[str] = []

    def encode(batch: object) -> np.ndarray:
        texts.extend(batch)  # type: ignore[call-overload]
        return np.array([[0.6, 0.8], [1.0, 0.0]], dtype=np.float32)

    values = features(facts("Cats."), sources.sentences, (), sources, encode)
    assert values[-1] == pytest.approx(0.6)
    assert len(values) == len(FEATURES)
    assert texts == ["Cats.", SOURCE]


# The fitted numbers: what any fit of them must do, whatever their exact values.

SUPPORTED = {
    "scope_share": 1.0, "whole_share": 1.0, "uncovered": 0.0, "speaker": 0.0, "names": 1.0,
    "hard": 0.0, "soft": 0.0, "length": math.log(11), "cosine": 0.9,
}  # fmt: skip
WORSE = {
    "scope_share": 0.0, "whole_share": 0.0, "uncovered": math.log(6), "speaker": 1.0, "names": 0.0,
    "hard": math.log(2), "soft": math.log(2), "cosine": 0.0,
}  # fmt: skip


def support(values: dict[str, float], is_encoded: bool) -> float:
    names = FEATURES if is_encoded else FEATURES[:-1]
    return score([values[name] for name in names], is_encoded)


@pytest.mark.parametrize("is_encoded", [False, True])
def test_each_feature_that_speaks_against_a_claim_lowers_its_support(is_encoded: bool) -> None:
    assert support(SUPPORTED, is_encoded) > least_support(is_encoded)
    assert support(SUPPORTED | WORSE, is_encoded) < least_support(is_encoded)
    for name in FEATURES if is_encoded else FEATURES[:-1]:
        if name != "length":
            changed = SUPPORTED | {name: WORSE[name]}
            assert support(changed, is_encoded) < support(SUPPORTED, is_encoded) - 0.01, name
    only_names = SUPPORTED | WORSE | {"names": 1.0, "speaker": 0.0, "hard": 0.0, "soft": 0.0}
    assert support(only_names, is_encoded) < least_support(is_encoded)
    longer = SUPPORTED | {"length": math.log(41)}
    assert support(longer, is_encoded) > support(SUPPORTED, is_encoded)


@given(st.lists(st.floats(-3, 3), min_size=8, max_size=8))
def test_support_is_a_probability_that_grows_with_the_score(values: list[float]) -> None:
    supports = [score([value, *values[1:]], False) for value in (-5.0, 0.0, 5.0)]
    assert 0 < supports[0] < supports[1] < supports[2] < 1
    odds = [math.log(probability / (1 - probability)) for probability in supports]
    assert odds[2] - odds[1] == pytest.approx(odds[1] - odds[0])


def test_a_row_has_one_value_for_each_weight() -> None:
    for is_encoded in (False, True):
        with pytest.raises(ValueError, match="zip"):
            score([1.0], is_encoded)
