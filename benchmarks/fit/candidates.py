"""The sentences that answers are chosen from, with their features and which of them are right."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from loccit.index import Filter, Hit, Index, Sentence, build_index, open_encoder
from loccit.index.config import DEFAULT_ENCODER
from loccit.rag import RagConfig
from loccit.rag.asking.followups import make_standalone
from loccit.rag.asking.question import Question
from loccit.rag.evidence.features import features
from loccit.rag.evidence.retrieve import retrieve
from loccit.rag.reader.base import PassageReader
from loccit.rag.reader.open import open_reader
from loccit.rag.reader.read_hits import read_hits

from ..quality.answers import holds
from ..quality.subjects import overlap, place_of
from ..sets.collections import Asked, Half
from ..sets.subjects import Question as OwnQuestion
from ..sets.subjects import Quoted, subjects
from .record import ROOT, ExampleSet

Rows = npt.NDArray[np.float64]
CONFIG = RagConfig()
_STRAYS = 40
"""Questions of each kind that a subject's documents do not touch."""


class Candidates(NamedTuple):
    """The sentences of one question's hits.

    Attributes:
        question: as it stands alone.
        rows: their features, shape (n, 14).
        right: which hold the answer, shape (n,).
        places: of each, its chunk's id, its document, and whether it is a table's row.
    """

    question: str
    rows: Rows
    right: npt.NDArray[np.bool_]
    places: list[tuple[int, str, bool]]


Holds = Callable[[Hit, Sentence], bool]
"""Whether a sentence of a hit holds the answer."""


def candidates(
    index: Index, asked: Iterable[Asked], reader: PassageReader | None = None
) -> list[Candidates]:
    """The declarative sentences of each question's hits; where a reader reads, of those it read."""
    most = max(CONFIG.hits, CONFIG.windows) if reader else CONFIG.hits
    collected = []
    for item in asked:
        vector = index.encode_question(item.text)
        question = Question(item.text, vector, index)
        within = Filter(within=item.within) if item.within else None
        hits = index.search(item.text, most, vector, within)

        def is_right(hit: Hit, sentence: Sentence, item: Asked = item) -> bool:
            document = index.document(hit.chunk.document)
            place = document.to_source(sentence.start, sentence.end)
            text = document.text[sentence.start : sentence.end]
            return holds(item, document.name, place.start, place.end, text)

        if (scored := _scored(question, hits, reader, is_right)) is not None:
            collected.append(scored)
    return collected


def _scored(
    question: Question, hits: Sequence[Hit], reader: PassageReader | None, is_right: Holds
) -> Candidates | None:
    """The sentences of hits; ``None`` if there are none, or the reader reads none."""
    readings = read_hits(question, hits, reader, math.inf) if reader else None
    if reader and readings is None:
        return None
    rows, right, places = [], [], []
    for hit in hits:
        scored = features(question, hit, readings)
        for sentence, row in zip(hit.chunk.sentences, scored, strict=True):
            if not sentence.interrogative:
                rows.append(row)
                right.append(is_right(hit, sentence))
                is_row = sentence.header is not None
                places.append((hit.chunk_id, hit.chunk.document, is_row))
    if not rows:
        return None
    return Candidates(question.text, np.array(rows), np.array(right, dtype=bool), places)


def shipped_reader() -> PassageReader:
    """The reader that the defaults name."""
    reader = open_reader(CONFIG.reader)
    if reader is None:
        raise ValueError("the defaults name no reader; expected the one that is shipped")
    return reader


class Retrieved(NamedTuple):
    """A question of our own and the chunks that it is answered from."""

    asked: OwnQuestion
    question: Question
    hits: list[Hit]


def own_retrieved(half: Half = "fit") -> Iterator[Retrieved]:
    """Our own questions, of the fit half those that calibrate.

    The index of each is open until the next is taken.
    """
    encoder = open_encoder(DEFAULT_ENCODER)
    for subject in subjects(half, "calibrate" if half == "fit" else None):
        with tempfile.TemporaryDirectory() as folder:
            build_index([subject.documents], folder, encoder=encoder)
            index = Index.open(folder, encoder)
            for asked in subject.questions:
                alone = make_standalone(asked.text, asked.history)
                joined = alone.joined if alone.joined != alone.text else ""
                question = Question(alone.text, index.encode_question(alone.text), index, joined)
                yield Retrieved(asked, question, retrieve(question, alone, CONFIG.windows))
            index.close()


def stray_candidates(reader: PassageReader, topics: Sequence[Asked]) -> list[Candidates]:
    """The sentences of each calibrating subject for questions that are not its own.

    Half of them are of the next subject, half of other sets: the documents of a subject are few,
    so that all that they share with a question is its form.

    Args:
        reader: reads them.
        topics: questions of other sets.
    """
    encoder = open_encoder(DEFAULT_ENCODER)
    asked = list(subjects("fit", "calibrate"))
    collected = []
    for number, subject in enumerate(asked):
        neighbour = asked[(number + 1) % len(asked)]
        alone = [question.text for question in neighbour.questions if not question.history]
        texts = [*alone[:: max(1, len(alone) // _STRAYS)][:_STRAYS]]
        texts += [topic.text for topic in topics[number :: len(asked)][:_STRAYS]]
        with tempfile.TemporaryDirectory() as folder:
            build_index([subject.documents], folder, encoder=encoder)
            index = Index.open(folder, encoder)
            for text in texts:
                vector = index.encode_question(text)
                hits = index.search(text, CONFIG.windows, vector)
                scored = _scored(Question(text, vector, index), hits, reader, lambda *_: False)
                if scored is not None:
                    collected.append(scored)
            index.close()
    return collected


def own_candidates(reader: PassageReader, half: Half = "fit") -> dict[str, list[Candidates]]:
    """The sentences of our own questions: answerable ones, twins and false premises."""
    collected: dict[str, list[Candidates]] = {"own": [], "twins": [], "false premises": []}
    for asked, question, hits in own_retrieved(half):
        kind = "own" if asked.answerable else "twins"
        kind = "false premises" if asked.contradicted_by else kind
        scored = _scored(question, hits, reader, quotes(question.index, asked.evidence))
        if scored is not None:
            collected[kind].append(scored)
    return collected


def own_examples() -> ExampleSet:
    """Our own questions that calibrate, for the provenance of what was fitted on them."""
    folders = [subject.documents.parent for subject in subjects("fit", "calibrate")]
    files = [(folder / "questions.jsonl").relative_to(ROOT).as_posix() for folder in folders]
    count = sum(len(subject.questions) for subject in subjects("fit", "calibrate"))
    return ExampleSet("subjects", count, files, "fit half; the part that calibrates")


def quotes(index: Index, quoted: Sequence[Quoted]) -> Holds:
    """Whether a sentence is one of those that are quoted."""
    places = [place_of(index, place) for place in quoted]
    return lambda hit, sentence: any(
        overlap(place, (hit.chunk.document, sentence.start, sentence.end)) for place in places
    )
