"""Answer a question by quoting: retrieve, select evidence, decide, cite."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...index.filters import Filter
from ...index.search import Index
from ...index.types import Hit
from ...text.signs import fold
from ..about.questions import MOST_LISTED, DocumentAnswer, answer_about_documents
from ..asking.counterparts import counterparts
from ..asking.followups import Standalone, make_standalone
from ..asking.question import Question
from ..config import RagConfig
from ..disagreement.cite_both import add_rivals
from ..evidence.features import find_evidence
from ..evidence.retrieve import retrieve
from ..evidence.select import select
from ..reader.base import PassageReader
from ..reader.open import open_reader
from ..reader.premise import denier
from ..reader.types import Evidence
from ..types import Answer, Catalogue, Code, DocumentInfo, Reason
from .citing import cite, cite_alone
from .short_answer import short_answer

_CLOSEST = 3
"""How many chunks an abstention shows."""
_NEAR = 0.5
"""Share of the threshold from which on an abstention quotes the best sentence."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question that was checked, and what it is asked of.

    Attributes:
        index: an open index.
        question: as asked, without white space at its ends.
        history: the turns before it, oldest first.
        within: which documents are searched; ``None`` for all.
        config: the settings.
    """

    index: Index
    question: str
    history: tuple[tuple[str, str], ...]
    within: Filter | None
    config: RagConfig

    def by_rules(self) -> Standalone:
        """The question as it stands alone, without a model."""
        history = [(fold(asked), fold(reply)) for asked, reply in self.history]
        return make_standalone(fold(self.question), history)

    def shown(self, alone: Standalone) -> str:
        """The standalone question for people: as asked if nothing was added to it."""
        return self.question if alone.text == fold(self.question) else alone.text


@dataclass(frozen=True, slots=True)
class Extraction:
    """An answer that is quoted, and what it was made from.

    Attributes:
        answers: the answer, one sentence longer each time; the last has its timings.
        evidence: every sentence that can answer, the best first; empty for a question about
            documents.
        reader: what has read the sentences; ``None`` for nothing.
        asked: the question as it was read.
    """

    answers: tuple[Answer, ...]
    evidence: tuple[Evidence, ...] = ()
    reader: PassageReader | None = None
    asked: str = ""

    @property
    def final(self) -> Answer:
        """The whole answer."""
        return self.answers[-1]

    @property
    def is_about_documents(self) -> bool:
        """Whether the question is about the documents themselves."""
        return self.final.confidence is None


def extract(inquiry: Inquiry, alone: Standalone) -> Extraction:
    """Answer a question by quoting the documents, or abstain.

    Args:
        inquiry: the question, and what it is asked of.
        alone: the question as it stands alone.
    """
    index, within, config = inquiry.index, inquiry.within, inquiry.config
    start = time.perf_counter()
    empty = Answer(
        question=inquiry.question,
        standalone_question=inquiry.shown(alone),
        text="",
        abstained=True,
        model={"encoder": index.encoder.name, "answerer": "extractive"},
    )
    about_documents = answer_about_documents(index, alone.text, within, config)
    if about_documents is not None:
        retrieved = time.perf_counter()
        answers = tuple(_report(index, about_documents, empty))
        return Extraction(_timed(answers, start, retrieved))
    asked = Question(alone.text, index.encode_question(alone.text), index, alone.joined)
    reader = open_reader(config.reader)
    most = max(config.hits, config.windows) if reader else config.hits
    hits = retrieve(asked, alone, most, within)
    retrieved = time.perf_counter()
    evidence = find_evidence(asked, hits, reader, config.hits)
    answers = tuple(_decide(asked, hits, evidence, config, empty))
    read_as = asked.joined or asked.text
    return Extraction(_timed(answers, start, retrieved), tuple(evidence), reader, read_as)


def _timed(answers: Sequence[Answer], start: float, retrieved: float) -> tuple[Answer, ...]:
    timings = {
        "retrieve": 1000 * (retrieved - start),
        "answer": 1000 * (time.perf_counter() - retrieved),
    }
    return (*answers[:-1], replace(answers[-1], timings_ms=timings))


def _decide(
    asked: Question,
    hits: Sequence[Hit],
    evidence: Sequence[Evidence],
    config: RagConfig,
    empty: Answer,
) -> Iterator[Answer]:
    """Abstain if the best sentence has too little support; else cite sentence by sentence."""
    empty = replace(empty, confidence=evidence[0].support if evidence else 0.0)
    if not evidence or evidence[0].support < config.threshold:
        yield _abstain(asked, hits, evidence, empty, config.threshold)
        return
    most = config.max_sentences
    chosen = select(evidence, most, config.threshold, asked.answer_type, asked.text)
    chosen, rivals = add_rivals(asked, chosen, evidence, most, config.threshold)
    answered = replace(empty, abstained=False, hits=tuple(hits))
    for answer in _grow(asked.index, answered, chosen):
        differ = tuple((a + 1, b + 1) for a, b in rivals if b < len(answer.citations))
        is_complete = len(answer.citations) == len(chosen)
        # Where sources differ, a short answer would hide that they do.
        wanted = is_complete and not rivals
        short = short_answer(asked.text, chosen, evidence) if wanted else None
        yield replace(answer, disagreements=differ, short=short)


def _abstain(
    asked: Question,
    hits: Sequence[Hit],
    evidence: Sequence[Evidence],
    empty: Answer,
    threshold: float,
) -> Answer:
    """Say why the documents do not answer."""
    closest = tuple(hits[:_CLOSEST])
    searched = [_searched(hit) for hit in closest]
    if denying := denier(evidence):
        reason = Reason("false_premise", denied_by=cite_alone(asked.index, denying))
        return replace(empty, reason=reason, hits=closest)
    missing = asked.missing(searched)
    code: Code = "weak_evidence" if evidence else "no_evidence" if hits else "no_documents"
    is_near = evidence and evidence[0].support >= _NEAR * threshold
    nearest = cite_alone(asked.index, evidence[0]) if is_near else None
    reason = Reason(code, missing, counterparts(missing, searched), nearest=nearest)
    return replace(empty, reason=reason, hits=closest)


def _report(index: Index, about: DocumentAnswer, empty: Answer) -> Iterator[Answer]:
    """The sentences that answer a question about documents, one a line, or an abstention."""
    documents, evidence = about.documents, about.evidence
    listed = tuple(DocumentInfo(*document[:4]) for document in documents[:MOST_LISTED])
    empty = replace(empty, documents=Catalogue(len(documents), listed) if listed else None)
    if not evidence:
        code: Code = "not_stated" if documents else "no_documents"
        yield replace(empty, reason=Reason(code))
        return
    hits = {sentence.hit.chunk_id: sentence.hit for sentence in evidence}
    answered = replace(empty, abstained=False, hits=tuple(hits.values()))
    yield from _grow(index, answered, evidence, in_lines=True)


def _grow(
    index: Index, answered: Answer, chosen: Sequence[Evidence], in_lines: bool = False
) -> Iterator[Answer]:
    """The answer, one sentence longer each time."""
    for number, sentence in enumerate(chosen, start=1):
        is_apart = in_lines or _stands_apart(sentence, answered)
        between = "" if not answered.text else "\n" if is_apart else " "
        citation = cite(index, sentence, number, len(answered.text) + len(between))
        answered = replace(
            answered,
            text=f"{answered.text}{between}{sentence.text}",
            citations=(*answered.citations, citation),
        )
        yield answered


def _searched(hit: Hit) -> str:
    return f"{hit.title}\n{hit.chunk.context}\n{hit.chunk.text}"


def _stands_apart(sentence: Evidence, answered: Answer) -> bool:
    """Whether a sentence starts a line: a row of a table, or what follows one."""
    return bool(answered.citations) and (
        bool(sentence.columns) or "\t" in answered.citations[-1].quote
    )
