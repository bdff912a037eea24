"""Which hits a reader reads, and what stands for those that it does not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from loccit.index import Index, build_index
from loccit.index.types import Chunk, Hit
from loccit.rag.asking.question import Question
from loccit.rag.evidence.features import FEATURES, READ, WITH_READER, features, find_evidence
from loccit.rag.reader.premise import LEAST_DENIES, denier
from loccit.rag.reader.read_hits import LOWEST, read_hits
from loccit.rag.reader.types import ReadSentence


class FakeReader:
    """Scores a sentence by the words of the question in it; knows no text with "ß"."""

    name = "fake"
    reads_sentences = True

    def __init__(self, scores: dict[str, float] | None = None) -> None:
        self.read_texts: list[str] = []
        self.preceding: list[str] = []
        self.asked: list[str] = []
        self.scores = scores or {}

    def understands(self, question: str, passage: str) -> bool:
        return "ß" not in question + passage

    def read(
        self, question: str, chunks: Sequence[Chunk], preceding: Sequence[str]
    ) -> list[list[ReadSentence]]:
        self.asked.append(question)
        self.read_texts += [chunk.text for chunk in chunks]
        self.preceding += preceding
        return [
            [
                self._say(chunk.text[s.start - chunk.start : s.end - chunk.start])
                for s in chunk.sentences
            ]
            for chunk in chunks
        ]

    def _say(self, sentence: str) -> ReadSentence:
        score = next((score for word, score in self.scores.items() if word in sentence), -3.0)
        return ReadSentence(score, None, score, denies=-score)


def sentences_of(chunk: Chunk) -> list[str]:
    spans = [(s.start - chunk.start, s.end - chunk.start) for s in chunk.sentences]
    return [chunk.text[start:end] for start, end in spans]


def index_of(folder: Path, texts: dict[str, str]) -> Index:
    documents = folder / "texts"
    documents.mkdir()
    for name, text in texts.items():
        (documents / name).write_text(text, encoding="utf-8")
    build_index([documents], folder / "index", encoder=FakeEncoder())
    return Index.open(folder / "index", FakeEncoder())


@pytest.fixture
def index(tmp_path: Path) -> Index:
    numbers = [f"{word} mill grinds wheat number {n}." for n, word in enumerate("abcdefghijklmn")]
    return index_of(tmp_path, {f"{n:02}.txt": text for n, text in enumerate(numbers)})


def asked(index: Index, text: str = "Which mill grinds wheat?", joined: str = "") -> Question:
    vector = np.ones(index.encoder.dimension, dtype=np.float32)
    return Question(text, vector / np.linalg.norm(vector), index, joined)


def hits_of(index: Index, count: int) -> list[Hit]:
    return index.search("mill grinds wheat", count, fold=False)


def test_all_hits_are_read_in_order_and_keep_their_scores(index: Index) -> None:
    reader, hits = FakeReader({"number 3": -1.0}), hits_of(index, 9)
    readings = read_hits(asked(index), hits, reader)
    assert readings is not None
    assert reader.read_texts == [hit.chunk.text for hit in hits]
    assert list(readings) == [hit.chunk_id for hit in hits]
    scores = {hit.chunk.text: readings[hit.chunk_id][0].score for hit in hits}
    assert all(score == (-1.0 if "number 3" in text else -3.0) for text, score in scores.items())


def test_a_sure_answer_settles_the_question(index: Index) -> None:
    hits = hits_of(index, 12)
    reader = FakeReader({hits[1].chunk.text: 9.5})
    readings = read_hits(asked(index), hits, reader)
    assert readings is not None
    assert len(reader.read_texts) == 4  # those read together with it
    assert [readings[hit.chunk_id][0].score for hit in hits[4:]] == [LOWEST] * 8


def test_a_follow_up_is_read_behind_the_question_before_it(index: Index) -> None:
    reader = FakeReader()
    read_hits(asked(index, joined="Who mills? And where?"), hits_of(index, 2), reader)
    assert reader.asked == ["Who mills? And where?"]


def test_another_language_is_not_read(tmp_path: Path) -> None:
    index = index_of(
        tmp_path, {"a.txt": "The mill grinds wheat.", "b.txt": "Die große mill, ß wheat."}
    )
    first, second = sorted(hits_of(index, 2), key=lambda hit: hit.chunk.document)
    reader = FakeReader()
    assert read_hits(asked(index), [second, first], reader) is None
    assert read_hits(asked(index, "Wie groß ist die mill?"), [first], reader) is None
    assert not reader.read_texts
    readings = read_hits(asked(index), [first, second], reader)
    assert readings is not None
    assert reader.read_texts == [first.chunk.text]
    assert {said.score for said in readings[second.chunk_id]} == {LOWEST}
    assert read_hits(asked(index), [], reader) is None


def test_each_chunk_is_read_with_the_sentence_before_it(tmp_path: Path) -> None:
    text = " ".join(
        f"Sentence {n} tells of the mill and of the wheat that it grinds." for n in range(30)
    )
    index = index_of(tmp_path, {"a.txt": text, "b.txt": "Another text."})
    (listed, _) = index.listing()
    hits = list(index.passages(listed))
    assert len(hits) > 2
    reader = FakeReader()
    read_hits(asked(index), hits, reader)
    last = [hit.chunk.sentences[-1] for hit in hits]
    whole = index.document("a.txt").text
    assert reader.preceding == ["", *(whole[s.start : s.end] for s in last[:-1])]
    (_, other) = index.listing()
    assert index.preceding(next(iter(index.passages(other))).chunk_id) == ""


def test_what_was_read_is_six_features_within_bounds(index: Index) -> None:
    hits = hits_of(index, 3)
    reader = FakeReader({hits[0].chunk.text: 40.0, hits[1].chunk.text: 2.0})
    question = asked(index)
    readings = read_hits(question, hits, reader)
    assert readings
    rows = [features(question, hit, readings)[0, len(FEATURES) :] for hit in hits]
    assert rows[0].tolist() == pytest.approx([12.0, 12.0, 0.0, 12.0, 12.0, 3.0], abs=0.01)
    assert rows[1].tolist() == pytest.approx([2.0, 2.0, 0.0, -12.0, 12.0, 3.0], abs=0.01)
    assert len(rows[0]) == len(READ)


def test_the_reader_has_weights_of_its_own(index: Index) -> None:
    hits, question = hits_of(index, 5), asked(index)
    best = hits[3].chunk.text
    evidence = find_evidence(question, hits, FakeReader({best: 7.0}))
    assert evidence[0].text == best
    assert evidence[0].reading is not None
    assert WITH_READER.ranking[WITH_READER.ranked.index("read")] > 0
    assert all(sentence.reading is None for sentence in find_evidence(question, hits))


def test_where_nothing_is_read_only_the_usual_number_of_hits_is_searched(tmp_path: Path) -> None:
    index = index_of(
        tmp_path, {f"{n}.txt": f"Die große mill {n} ß wheat grinds." for n in range(6)}
    )
    hits = hits_of(index, 6)
    evidence = find_evidence(asked(index), hits, FakeReader(), unread=2)
    assert {sentence.hit.rank for sentence in evidence} <= {1, 2}


def test_the_likeliest_denial_is_shown_from_its_bound_on(index: Index) -> None:
    hits, question = hits_of(index, 3), asked(index)
    for shift, is_shown in ((0.01, True), (-0.01, False)):
        reader = FakeReader({hits[1].chunk.text: -(LEAST_DENIES + shift), "mill": 20.0})
        denying = denier(find_evidence(question, hits, reader))
        assert (denying is not None) is is_shown
        assert denying is None or denying.text == hits[1].chunk.text
    assert denier(find_evidence(question, hits)) is None


def test_a_ranker_orders_passages_and_leaves_sentences_to_the_other_features(index: Index) -> None:
    hits, question = hits_of(index, 5), asked(index)
    best = hits[3].chunk
    ranker = FakeReader(dict.fromkeys(sentences_of(best), 9.0))
    ranker.reads_sentences = False
    evidence = find_evidence(question, hits, ranker)
    assert evidence[0].hit.chunk_id == hits[3].chunk_id
    assert all(sentence.reading is None for sentence in evidence)
    ranker.scores = {"": -9.0}
    unlikely = find_evidence(question, hits, ranker)
    assert max(sentence.support for sentence in unlikely) < evidence[0].support
