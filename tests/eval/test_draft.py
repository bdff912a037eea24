"""Drafts: true slices of the documents, refused until a person completes them."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import Write
from fakes import FakeEncoder
from loccit.eval import DatasetError
from loccit.eval.datasets.corpus import Corpus
from loccit.eval.datasets.dataset import parse_lines, resolve
from loccit.eval.datasets.draft import draft_examples
from loccit.index import Index, build_index
from loccit.rag.short.spans import values_in


@pytest.fixture(scope="module")
def corpus(fake_index: Index) -> Corpus:
    return Corpus(fake_index)


def lines(drafts: list[dict[str, Any]]) -> str:
    return "\n".join(map(json.dumps, drafts))


@pytest.mark.parametrize("most", [1, 4, 5, 6, 30, 61])
def test_as_many_as_asked_for_and_every_fifth_is_unanswerable(corpus: Corpus, most: int) -> None:
    drafts = draft_examples(corpus, most)
    assert len(drafts) == most
    assert [draft["answerable"] for draft in drafts] == [
        number % 5 != 0 for number in range(1, most + 1)
    ]
    assert len({draft["id"] for draft in drafts}) == most


def test_quotes_are_slices_and_hold_the_answers(corpus: Corpus) -> None:
    for draft in draft_examples(corpus, 40):
        if not draft["answerable"]:
            assert draft["evidence"] == draft["answers"] == []
            continue
        (gold,) = draft["evidence"]
        text = corpus.text(gold["document"])
        assert gold["quote"] in text
        assert gold["quote"][0].isupper() or not gold["quote"][0].isalpha()
        assert not gold["quote"].rstrip().endswith(("?", ":"))
        assert draft["answers"]
        assert all(answer in " ".join(gold["quote"].split()) for answer in draft["answers"])


def test_a_draft_is_refused_until_its_question_is_written(corpus: Corpus) -> None:
    drafts = draft_examples(corpus, 10)
    for draft in drafts:
        with pytest.raises(DatasetError, match="Complete the drafts"):
            parse_lines(json.dumps(draft), "drafts")
    completed = [{**draft, "question": "When did it happen?"} for draft in drafts]
    dataset = resolve(parse_lines(lines(completed), "drafts"), corpus)
    assert [example.id for example in dataset.examples] == [draft["id"] for draft in drafts]
    for example in dataset.examples:
        for gold in example.evidence:
            assert corpus.text(gold.document)[gold.start : gold.end] == gold.quote


def test_drafts_are_the_same_each_time_and_spread_evenly(corpus: Corpus) -> None:
    drafts = draft_examples(corpus, 30)
    assert lines(drafts) == lines(draft_examples(Corpus(corpus.index), 30))
    of = Counter(draft["evidence"][0]["document"] for draft in drafts if draft["evidence"])
    assert max(of.values()) - min(of.values()) <= 1
    few = [draft["evidence"][0]["document"] for draft in draft_examples(corpus, 4)]
    assert len(set(few)) == 4
    assert few == sorted(few, key=corpus.names.index)


def index_of(write: Write, tmp_path: Path, *texts: str) -> Corpus:
    for number, text in enumerate(texts):
        write(f"docs/{number}.txt", text)
    build_index([tmp_path / "docs"], tmp_path / "index", encoder=FakeEncoder())
    return Corpus(Index.open(tmp_path / "index", FakeEncoder()))


def test_sentences_that_lean_on_others_or_state_nothing_are_no_drafts(
    write: Write, tmp_path: Path
) -> None:
    fact = "The harbour at Vik was opened by Ada Brandt in 1874."
    text = (
        f"The Harbour\n\n{fact} It cost the town 40,000 crowns in all. "
        "When did Ole Lund come to the town of Vik? However, Ole Lund left the town in 1901. "
        "There is nothing more to say of the place today."
    )
    corpus = index_of(write, tmp_path, text, f"A copy says the same.\n\n{fact}")
    drafts = draft_examples(corpus, 9)
    assert [draft["evidence"][0]["quote"] for draft in drafts] == [fact]
    assert set(drafts[0]["answers"]) == {"Ada Brandt", "1874", "Vik"}


def test_what_states_nothing_is_refused(write: Write, tmp_path: Path) -> None:
    corpus = index_of(write, tmp_path, "There is nothing here that anybody could ever ask about.")
    with pytest.raises(DatasetError, match="understood alone"):
        draft_examples(corpus, 5)
    with pytest.raises(DatasetError, match="0 drafts"):
        draft_examples(corpus, 0)


def test_values_lie_apart_in_a_sentence(corpus: Corpus) -> None:
    for name in corpus.names[:6]:
        text = corpus.text(name)
        for span_in_text in corpus.sentences(name):
            sentence = text[span_in_text.start : span_in_text.end]
            spans = sorted(span for values in values_in(sentence).values() for span in values)
            assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
            assert all(span.of(sentence).strip() for span in spans)
