"""Answer a question from an index: retrieve, select evidence, decide, cite."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..index.filters import Filter
from ..index.search import Index
from ..index.types import Hit
from ..text.signs import fold, unfold
from .about.questions import MOST_LISTED, DocumentAnswer, answer_about_documents
from .asking.counterparts import counterparts
from .asking.followups import check_history, make_standalone
from .asking.kinds import AnswerType, answer_type
from .asking.question import Question
from .config import RagConfig
from .disagreement.cite_both import add_rivals
from .errors import QuestionError
from .evidence.features import find_evidence
from .evidence.retrieve import retrieve
from .evidence.select import select
from .reader.open import open_reader
from .reader.premise import denier
from .reader.short import LEAST, likeliest_short
from .short.choose import Stated, find_short
from .types import (
    Answer,
    Catalogue,
    ChatInput,
    Citation,
    Code,
    DocumentInfo,
    DocumentSpan,
    Evidence,
    Reason,
    Short,
)

_SURROGATE = re.compile("[\ud800-\udfff]")
_CLOSEST = 3
"""How many chunks an abstention shows."""
_NEAR = 0.5
"""Share of the threshold from which on an abstention quotes the best sentence."""


def answer_question(
    index: Index, question: str | ChatInput, config: RagConfig | None = None
) -> Answer:
    """Answer a question from an index, every sentence cited, or abstain.

    Args:
        index: an open index.
        question: in words, or with the conversation before it and filters.
        config: settings; the defaults if ``None``.

    Returns:
        The answer; ``abstained`` is true if the documents do not support one.

    Raises:
        QuestionError: if the question is empty or too long, or its history is malformed.
        UsageError: if a filter is wrong.
    """
    *_, final = stream_answer(index, question, config)
    return final


def stream_answer(
    index: Index, question: str | ChatInput, config: RagConfig | None = None
) -> Iterator[Answer]:
    """Answer a question as ``answer_question`` does, sentence by sentence.

    Args:
        index: an open index.
        question: in words, or with the conversation before it and filters.
        config: settings; the defaults if ``None``.

    Yields:
        The answer so far, one sentence longer each time. Only the last one has ``timings_ms`` and
        may have ``short``. An abstention is a single item.

    Raises:
        QuestionError: if the question is empty or too long, or its history is malformed.
        UsageError: if a filter is wrong.
    """
    config = config or RagConfig()
    text, within = check_question(question, config)
    start = time.perf_counter()
    history = () if isinstance(question, str) else question.history
    words = fold(text)
    alone = make_standalone(words, [(fold(asked), fold(reply)) for asked, reply in history])
    empty = Answer(
        question=text,
        standalone_question=text if alone.text == words else alone.text,
        text="",
        abstained=True,
        model={"encoder": index.encoder.name, "answerer": "extractive"},
    )
    about_documents = answer_about_documents(index, alone.text, within, config)
    if about_documents is None:
        asked = Question(alone.text, index.encode_question(alone.text), index, alone.joined)
        reader = open_reader(config.reader)
        most = max(config.hits, config.windows) if reader else config.hits
        hits = retrieve(asked, alone, most, within)
        retrieved = time.perf_counter()
        evidence = find_evidence(asked, hits, reader, config.hits)
        grown = list(_decide(asked, hits, evidence, config, empty))
    else:
        retrieved = time.perf_counter()
        grown = list(_report(index, about_documents, empty))
    timings = {
        "retrieve": 1000 * (retrieved - start),
        "answer": 1000 * (time.perf_counter() - retrieved),
    }
    yield from grown[:-1]
    yield replace(grown[-1], timings_ms=timings)


def check_question(question: str | ChatInput, config: RagConfig) -> tuple[str, Filter | None]:
    """Check a question before it is answered.

    Args:
        question: in words, or with the conversation before it and filters.
        config: its limits.

    Returns:
        The question's text without white space at its ends, and the filter of the documents;
        ``None`` for all documents.

    Raises:
        QuestionError: if it is empty or too long, or its history is malformed.
        UsageError: if a filter is wrong.
    """
    asked = ChatInput(question) if isinstance(question, str) else question
    check_history(asked.history, config)
    text = asked.question.strip()
    for message in (text, *(message for turn in asked.history for message in turn)):
        if _SURROGATE.search(message):
            raise QuestionError(
                f"{message[:80]!a} contains a lone surrogate (half of a UTF-16 pair); expected "
                "whole characters. Decode the text properly before passing it in"
            )
    if not any(letter.isalnum() for letter in fold(text)):
        raise QuestionError(
            'the question is empty; ask in words, such as loccit ask "Who signed the agreement?"'
        )
    if len(text) > config.max_question:
        raise QuestionError(
            f"the question has {len(text):,} characters; expected at most "
            f"{config.max_question:,}. Shorten it, or raise max_question in loccit.toml"
        )
    return text, Filter.from_dict(asked.filters) if asked.filters else None


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
        short = _short(asked.text, chosen, evidence) if is_complete and not rivals else None
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
        reason = Reason("false_premise", denied_by=_cite_alone(asked.index, denying))
        return replace(empty, reason=reason, hits=closest)
    missing = asked.missing(searched)
    code: Code = "weak_evidence" if evidence else "no_evidence" if hits else "no_documents"
    is_near = evidence and evidence[0].support >= _NEAR * threshold
    nearest = _cite_alone(asked.index, evidence[0]) if is_near else None
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
        citation = _cite(index, sentence, number, len(answered.text) + len(between))
        answered = replace(
            answered,
            text=f"{answered.text}{between}{sentence.text}",
            citations=(*answered.citations, citation),
        )
        yield answered


def _short(question: str, chosen: Sequence[Evidence], evidence: Sequence[Evidence]) -> Short | None:
    """The span of a chosen sentence that is the short answer, if it is sure enough."""
    kind = answer_type(question)
    if chosen[0].reading and kind is not AnswerType.YES_NO:
        return _read_short(chosen, kind)
    ranked = sorted(range(len(chosen)), key=lambda n: -chosen[n].order)
    cited = [Stated.by(chosen[n]) for n in ranked]
    texts = {stated.text for stated in cited}
    uncited = [Stated.by(sentence) for sentence in evidence if sentence.text not in texts]
    short = find_short(fold(question), cited, uncited)
    if not short:
        return None
    number = ranked[short.number]
    start, end = unfold(chosen[number].text, *short.span)
    return Short(chosen[number].text[start:end], number + 1)


def _read_short(chosen: Sequence[Evidence], kind: AnswerType | None) -> Short | None:
    """The short answer that the reader sees, if it is sure enough."""
    short = likeliest_short(chosen, kind)
    if short is None or short.confidence < LEAST:
        return None
    sentence = chosen[short.number]
    start = sentence.sentence.start
    text = sentence.text[short.span.start - start : short.span.end - start]
    return Short(text, short.number + 1)


def _searched(hit: Hit) -> str:
    return f"{hit.title}\n{hit.chunk.context}\n{hit.chunk.text}"


def _stands_apart(sentence: Evidence, answered: Answer) -> bool:
    """Whether a sentence starts a line: a row of a table, or what follows one."""
    return bool(answered.citations) and (
        bool(sentence.columns) or "\t" in answered.citations[-1].quote
    )


def _cite_alone(index: Index, evidence: Evidence) -> Citation:
    """The citation of a sentence that is not part of an answer's text."""
    return replace(_cite(index, evidence, 1, 0), answer_end=0)


def _cite(index: Index, evidence: Evidence, number: int, start: int) -> Citation:
    hit, sentence = evidence.hit, evidence.sentence
    document = index.document(hit.chunk.document)
    source = document.to_source(sentence.start, sentence.end)
    is_in_chunk = evidence.number >= 0
    elsewhere = index.other_places(hit.chunk_id, evidence.number) if is_in_chunk else []
    return Citation(
        number=number,
        answer_start=start,
        answer_end=start + len(evidence.text),
        document=document.name,
        title=document.title,
        author=document.metadata.author,
        date=document.metadata.date,
        start=sentence.start,
        end=sentence.end,
        source_start=source.start,
        source_end=source.end,
        page=source.page,
        quote=evidence.text,
        support=evidence.support,
        also_in=tuple(DocumentSpan(*place) for place in elsewhere),
    )
