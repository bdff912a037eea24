"""Questions asked of some documents only: by date and by name, against brute force."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np
import pytest
from conftest import Write
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Filter, Index, UsageError, build_index
from loccit.rag import ChatInput, RagConfig, answer_question

DATES = [None, "2019", "2020-01", "2020-02-29", "2020-03", "2020-12-31", "2021", "2021-01-01"]


def days(date: str) -> tuple[str, str]:
    """First and last day that a date may mean, months taken as 31 days long."""
    year, month, day = [*date.split("-"), None, None][:3]
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or '31'}"


def admits(filter_: Filter, name: str, date: str | None) -> bool:
    """What ``Filter.admits`` says, from its description."""
    fits = filter_.within is None or fnmatchcase(name, filter_.within)
    if filter_.after is None and filter_.before is None:
        return fits
    if date is None:
        return False
    first, last = days(date)
    late = filter_.after is None or days(filter_.after)[0] <= first
    return fits and late and (filter_.before is None or last < days(filter_.before)[0])


dates = st.sampled_from(DATES)
patterns = st.sampled_from([None, "a/*", "*.txt", "?/1.txt", "[ab]/*", "nowhere/*", "a/1.txt"])
filters = st.builds(Filter, dates, dates, patterns)


@given(filters, st.sampled_from(["a/1.txt", "b/1.txt", "c.html"]), dates)
def test_a_filter_admits_what_its_description_says(
    filter_: Filter, name: str, date: str | None
) -> None:
    assert filter_.admits(name, date) == admits(filter_, name, date)


@pytest.mark.parametrize(
    ("date", "after", "before"),
    [
        ("2020", {"2019", "2020", "2020-01", "2020-01-01"}, {"2021", "2021-01-01"}),
        ("2020-06", {"2020", "2020-06", "2020-06-01"}, {"2020-07", "2021"}),
        ("2020-06-15", {"2020-06", "2020-06-15"}, {"2020-06-16", "2020-07"}),
    ],
)
def test_bounds_of_each_precision(date: str, after: set[str], before: set[str]) -> None:
    bounds = {"2019", "2020", "2020-01", "2020-01-01", "2020-06", "2020-06-01", "2020-06-15",
              "2020-06-16", "2020-07", "2021", "2021-01-01"}  # fmt: skip
    late = {bound for bound in bounds if Filter(after=bound).admits("x", date)}
    early = {bound for bound in bounds if Filter(before=bound).admits("x", date)}
    assert (late >= after, early >= before) == (True, True)
    assert not late & early, "a whole span is on one side of a day at most"


@pytest.mark.parametrize("date", ["20", "2020-13", "2020-00", "2020-1-1", "2020-02-32", "May", ""])
def test_what_is_no_date_is_refused(date: str) -> None:
    with pytest.raises(UsageError, match="expected a year, a month or a day"):
        Filter(after=date)


def test_other_keys_and_values_are_refused() -> None:
    with pytest.raises(UsageError, match="'author'"):
        Filter.from_dict({"author": "x"})
    with pytest.raises(UsageError, match="2020"):
        Filter.from_dict({"after": 2020})  # type: ignore[dict-item]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """A document for each date in two folders, all about ships, in words of their own."""
    folder = tmp_path_factory.mktemp("filters")
    for number, date in enumerate(DATES):
        path = folder / "docs" / "ab"[number % 2] / f"{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        stated = f'<meta name="date" content="{date}">' if date else ""
        text = " ".join(f"Ship {number}-{n} brought load {n} to quay {number}." for n in range(15))
        path.write_text(f"<html><head>{stated}</head><body><p>{text}</p></body></html>")
    encoder = FakeEncoder()
    build_index([folder / "docs"], folder / "index", encoder=encoder)
    return Index.open(folder / "index", encoder)


@given(filters)
def test_search_finds_what_brute_force_finds(index: Index, filter_: Filter) -> None:
    dates_ = {name: index.document(name).metadata.date for name in index.names}
    assert set(dates_.values()) == set(DATES)
    wanted = {name for name, date in dates_.items() if admits(filter_, name, date)}
    total = index.manifest.counts["chunks"]
    question = "Which ship brought load 3 to quay 2?"
    hits = index.search(question, total, within=filter_, fold=False)
    everything = index.search(question, total, fold=False)
    expected = {hit.chunk_id for hit in everything if hit.chunk.document in wanted}
    assert {hit.chunk_id for hit in hits} == expected
    assert index.admitted(filter_) == len(wanted)
    if hits:
        dense = [hit.chunk_id for hit in hits if hit.channel != "lexical"]
        scores = index.chunk_vectors(dense) @ index.encode_question(question)
        best = index.chunk_vectors(sorted(expected)) @ index.encode_question(question)
        assert np.isclose(scores.max(), best.max())


@pytest.mark.parametrize(
    ("chosen", "documents"),
    [
        ({"in": "a/*"}, {"a/0.html", "a/2.html", "a/4.html", "a/6.html"}),
        ({"after": "2021"}, {"a/6.html", "b/7.html"}),
        ({"before": "2020", "in": "b/*"}, {"b/1.html"}),
    ],
)
def test_an_answer_cites_admitted_documents_alone(
    index: Index, chosen: dict[str, str], documents: set[str]
) -> None:
    asked = ChatInput("Which ship brought load 3?", filters=chosen)
    answer = answer_question(index, asked, RagConfig(threshold=0, hits=50))
    assert {hit.chunk.document for hit in answer.hits} == documents
    assert answer.citations
    assert {citation.document for citation in answer.citations} <= documents


def test_where_no_document_is_left_the_answer_says_so(index: Index) -> None:
    asked = ChatInput("Which ship brought load 3?", filters={"in": "nowhere/*"})
    answer = answer_question(index, asked)
    assert (answer.abstained, answer.hits) == (True, ())
    assert answer.reason is not None
    assert answer.reason.code == "no_documents"


def test_a_copy_inside_the_filter_is_found_though_its_original_is_outside(
    write: Write, tmp_path: Path, fake_encoder: FakeEncoder
) -> None:
    sentence = "The harbour master opened the western gate for the grain ships in March."
    write("docs/a/original.txt", sentence)
    write("docs/b/copy.txt", sentence)
    build_index([tmp_path / "docs"], tmp_path / "index", encoder=fake_encoder)
    index = Index.open(tmp_path / "index", fake_encoder)
    answers = {
        pattern: [
            hit.chunk.document for hit in index.search(sentence, 5, within=Filter(within=pattern))
        ]
        for pattern in ("*", "a/*", "b/*")
    }
    assert answers == {"*": ["a/original.txt"], "a/*": ["a/original.txt"], "b/*": ["b/copy.txt"]}
    asked = ChatInput("Who opened the western gate?", filters={"in": "b/*"})
    cited = answer_question(index, asked, RagConfig(threshold=0)).citations
    assert [citation.document for citation in cited] == ["b/copy.txt"]
