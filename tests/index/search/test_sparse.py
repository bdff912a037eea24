"""Lexical search against the formula of BM25, and against what people type."""

from __future__ import annotations

import math
import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.index import IndexDamaged
from loccit.index.stores.tantivy_store import TantivyStore, write
from loccit.text.tokens import tokenize, topic_tokens
from oracles import any_text

K1, B = 1.2, 0.75

WORDS = (
    "ferry harbour island bridge lantern copper willow granite river pilot anchor walnut".split()
)

TEXTS = [
    "The ferry leaves the harbour at noon.",
    "A second ferry, the copper one, waits.",
    "Willow and walnut grow on the island, and the island is small.",
    "Harbour, harbour, harbour: the pilot knows no other word.",
    "Nothing here speaks of boats.",
    "Order PPR-9087 replaces order PPR-9001.",
    "PPR stands for pump, and there are 9087 of them.",
    "The U.S.-Iran talks resumed; Iran’s envoy left.",
    "60-percent material and 60 percent of the vote.",
    "The city of 北京 lies far from the harbour.",
]


def build(folder: Path, texts: list[str], language: str = "en") -> TantivyStore:
    write(folder / "lexical", texts, language)
    return TantivyStore(folder / "lexical", language)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TantivyStore:
    return build(tmp_path_factory.mktemp("sparse"), TEXTS)


def bm25(index: TantivyStore, texts: list[str], question: str) -> list[tuple[int, float]]:
    """Robertson and Zaragoza's formula over the index's own stems."""
    bags = [Counter(index.stems(tokenize(text))) for text in texts]
    lengths = [sum(bag.values()) for bag in bags]
    mean = sum(lengths) / len(lengths)
    scores: dict[int, float] = {}
    for stem in dict.fromkeys(index.stems(topic_tokens(question))):
        holding = sum(stem in bag for bag in bags)
        idf = math.log(1 + (len(bags) - holding + 0.5) / (holding + 0.5))
        for number, bag in enumerate(bags):
            if tf := bag[stem]:
                norm = K1 * (1 - B + B * lengths[number] / mean)
                scores[number] = scores.get(number, 0.0) + idf * tf * (K1 + 1) / (tf + norm)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


@pytest.mark.parametrize(
    "question",
    [
        "ferry",
        "the harbour ferry",
        "harbour pilot island",
        "Where do willows grow?",
        "PPR-9087",
        "What did Iran say?",
        "60-percent material",
        "ferry ferry ferry",
        "boats of 北京",
    ],
)
def test_scores_follow_the_formula(index: TantivyStore, question: str) -> None:
    hits = index.search(question, 100)
    wanted = dict(bm25(index, TEXTS, question))
    assert {id_ for id_, _ in hits} == wanted.keys()
    assert all(score == pytest.approx(wanted[id_], rel=1e-4) for id_, score in hits)


@settings(max_examples=12)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20), min_size=2, max_size=12),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
)
def test_scores_of_any_texts_follow_the_formula(bags: list[list[str]], asked: list[str]) -> None:
    texts = [" ".join(bag) for bag in bags]
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = build(Path(folder), texts)
        held = [word for word in asked if any(word in bag for bag in bags)]
        hits = index.search(" ".join(held), 100)
        wanted = bm25(index, texts, " ".join(held))
    assert dict(hits) == pytest.approx(dict(wanted), rel=1e-4)


def test_the_best_comes_first_and_ties_go_to_the_lower_id(tmp_path: Path) -> None:
    index = build(tmp_path, ["ferry island"] * 30 + ["ferry ferry"] + ["bridge"])
    ids = [id_ for id_, _ in index.search("ferry", 100)]
    assert ids == [30, *range(30)]


@pytest.mark.parametrize("k", [1, 5, 10, 29])
def test_ties_at_the_cut_go_to_the_lower_id(tmp_path: Path, k: int) -> None:
    index = build(tmp_path, ["ferry island"] * 30)
    assert [id_ for id_, _ in index.search("ferry", k)] == list(range(k))


def test_equal_texts_give_equal_results(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    first, second = build(tmp_path / "one", TEXTS), build(tmp_path / "other", TEXTS)
    for text in TEXTS:
        assert first.search(text, 100) == second.search(text, 100)


# Words.


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("PPR-9087", 5),
        ("ppr‑9087", 5),
        ("What is PPR-9001?", 5),
        ("What does Iran want?", 7),
        ("U.S.-Iran", 7),
        ("the envoy of Iran", 7),
        ("60-percent", 8),
        ("北京", 9),
        ("islands", 2),
        ("HARBOURS", 3),
    ],
)
def test_the_fitting_text_ranks_first(index: TantivyStore, question: str, first: int) -> None:
    assert index.search(question, 3)[0][0] == first


@given(any_text)
def test_no_question_raises(index: TantivyStore, text: str) -> None:
    found = index.search(text, 100)
    assert all(score > 0 for _, score in found)


def test_a_text_is_found_by_its_own_words(tmp_path: Path) -> None:
    texts = [
        "c++ [x] AND (",
        "naïve “café”",
        "北京🙂",
        "a_b/c-d",
        "it’s 3.67 %",
        "ſtraße",
        "…",
        "ﬁn",
    ]
    index = build(tmp_path, texts)
    for number, text in enumerate(texts):
        assert [id_ for id_, _ in index.search(text, 100)] == ([number] if tokenize(text) else [])


@pytest.mark.parametrize(
    "question",
    [
        "c++ [x] AND (",
        "text:ferry^2",
        "ferry*",
        '"ferry',
        "-ferry +harbour",
        "ferry~",
        "{a TO b}",
        "\\",
        "NOT",
        "a:b:c",
        "/.*/",
        "?",
        "",
        "   ",
        "🙂",
        "\0",
        "ferry\u2028harbour",
        "x" * 70_000,
    ],
)
def test_signs_of_a_query_language_mean_nothing(index: TantivyStore, question: str) -> None:
    found = index.search(question, 5)
    assert bool(found) == ("ferry" in question)


def test_a_word_of_any_length_can_be_written(tmp_path: Path) -> None:
    index = build(tmp_path, ["x" * 100_000 + " ferry", "bridge"])
    assert [id_ for id_, _ in index.search("ferry", 5)] == [0]


def test_a_text_without_the_words_never_comes_back(index: TantivyStore) -> None:
    assert index.search("zeppelin", 100) == []


@pytest.mark.parametrize("k", [0, -3])
def test_nothing_asked_is_nothing_found(index: TantivyStore, k: int) -> None:
    assert index.search("ferry", k) == []


def test_kin_that_the_stemmer_leaves_apart_are_found(tmp_path: Path) -> None:
    index = build(tmp_path, ["The resumption of talks.", "A bridge.", "The ferry."])
    assert [id_ for id_, _ in index.search("Will they resume?", 5)] == [0]


def test_a_word_that_is_held_has_no_kin_added(index: TantivyStore) -> None:
    assert index.variants("harbour") == ["harbour"]
    assert index.variants("zeppelin") == ["zeppelin"]


def test_each_language_has_its_stemmer(tmp_path: Path) -> None:
    index = build(tmp_path, ["Die Häuser am Hafen.", "Ein Boot."], "de")
    assert [id_ for id_, _ in index.search("Haus Häusern", 5)] == [0]


# Files.


def test_counts_are_those_of_the_texts(index: TantivyStore) -> None:
    assert len(index) == len(TEXTS)
    assert index.document_frequency("harbour") == 3
    assert index.document_frequency("zeppelin") == 0


def test_no_texts_give_an_empty_index(tmp_path: Path) -> None:
    index = build(tmp_path, [])
    assert len(index) == 0
    assert index.search("ferry", 5) == []


def test_writing_leaves_no_lock_behind(tmp_path: Path) -> None:
    write(tmp_path / "lexical", TEXTS, "en")
    assert [path.name for path in (tmp_path / "lexical").iterdir() if "lock" in path.name] == []


def test_an_index_that_may_only_be_read_is_searched_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lexical"
    write(folder, TEXTS, "en")
    before = sorted(path.name for path in folder.iterdir())
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    found = TantivyStore(folder, "en").search("ferry", 5)
    assert [id_ for id_, _ in found] == [0, 1]
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize("damage", ["missing", "empty", "meta"])
def test_an_unreadable_folder_is_refused_with_what_to_do(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "lexical"
    if damage != "missing":
        folder.mkdir()
    if damage == "meta":
        (folder / "meta.json").write_text("{}")
    with pytest.raises(IndexDamaged, match="rebuild it with `loccit index`"):
        TantivyStore(folder, "en")


def test_a_missing_segment_is_refused(tmp_path: Path) -> None:
    build(tmp_path, TEXTS)
    for path in (tmp_path / "lexical").glob("*.term"):
        path.unlink()
    with pytest.raises(IndexDamaged):
        TantivyStore(tmp_path / "lexical", "en")
