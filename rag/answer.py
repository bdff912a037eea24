"""Answer a question from an index: retrieve, select evidence, decide, cite. Plain code."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..index import Filter, Hit, Index
from ..text import fold, unfold
from .about.questions import MOST_LISTED, Told, tell
from .asking.followups import check_history, make_standalone
from .asking.question import Question
from .config import RagConfig
from .disagreement.cite_both import add_rivals
from .errors import QuestionError
from .evidence.features import find_evidence
from .evidence.select import select
from .short.choose import Stated, find_short
from .types import (
    Answer,
    Catalogue,
    ChatInput,
    Citation,
    Code,
    Evidence,
    Named,
    Place,
    Reason,
    Short,
)

_HALVES = re.compile("[\ud800-\udfff]")
_NEAREST = 3
"""How many passages an abstention shows."""


def answer_question(
    index: Index, question: str | ChatInput, config: RagConfig | None = None
) -> Answer:
    """The cited answer to a question, or an abstention.

    Raises:
        QuestionError: if the question is empty or too long, or its history is wrong.
        UsageError: if a filter is wrong.
    """
    *_, final = stream_answer(index, question, config)
    return final


def stream_answer(
    index: Index, question: str | ChatInput, config: RagConfig | None = None
) -> Iterator[Answer]:
    """The answer as it grows: each item is complete so far, one sentence more than the last.

    The last item alone has ``timings_ms`` and may have ``short``. An abstention is one item.

    Raises:
        QuestionError: if the question is empty or too long, or its history is wrong.
        UsageError: if a filter is wrong.
    """
    config = config or RagConfig()
    text, within = check_question(question, config)
    start = time.perf_counter()
    history = () if isinstance(question, str) else question.history
    words = fold(text)
    alone = make_standalone(words, [(fold(asked), fold(told)) for asked, told in history])
    empty = Answer(
        question=text,
        standalone_question=text if alone.text == words else alone.text,
        text="",
        abstained=True,
        model={"encoder": index.encoder.name, "answerer": "extractive"},
    )
    told = tell(index, alone.text, within, config)
    if told is None:
        vector = index.encode_question(alone.text)
        asked = Question(alone.text, vector, index)
        same = alone.search == alone.text
        hits = index.search(alone.search, config.hits, vector if same else None, within)
        retrieved = time.perf_counter()
        grown = list(_decide(asked, hits, find_evidence(asked, hits), config, empty))
    else:
        retrieved = time.perf_counter()
        grown = list(_report(index, told, empty))
    timings = {
        "retrieve": 1000 * (retrieved - start),
        "answer": 1000 * (time.perf_counter() - retrieved),
    }
    yield from grown[:-1]
    yield replace(grown[-1], timings_ms=timings)


def check_question(question: str | ChatInput, config: RagConfig) -> tuple[str, Filter | None]:
    """The question's text, white space at its ends removed, and which documents are asked.

    Raises:
        QuestionError: if it is empty or too long, or its history is wrong.
        UsageError: if a filter is wrong.
    """
    asked = ChatInput(question) if isinstance(question, str) else question
    check_history(asked.history, config)
    text = asked.question.strip()
    for told in (text, *(one for turn in asked.history for one in turn)):
        if _HALVES.search(told):
            raise QuestionError(
                f"{told[:80]!a} holds half of a character (a lone surrogate); expected whole "
                "ones. Decode the text as UTF-16 or UTF-8 before it is asked"
            )
    if not any(letter.isalnum() for letter in fold(text)):
        raise QuestionError(
            'the question is empty; ask in words, such as loccit ask "What does Iran fear?"'
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
    """Abstain if the best sentence lacks the support that is asked; else cite one by one."""
    empty = replace(empty, confidence=evidence[0].support if evidence else 0.0)
    if not evidence or evidence[0].support < config.threshold:
        nearest = tuple(hits[:_NEAREST])
        missing = asked.missing([_searched(hit) for hit in nearest])
        code: Code = "weak_evidence" if evidence else "no_evidence" if hits else "no_documents"
        yield replace(empty, reason=Reason(code, missing), hits=nearest)
        return
    most = config.max_sentences
    chosen = select(evidence, most, config.threshold, asked.wants)
    chosen, rivals = add_rivals(asked, chosen, evidence, most, config.threshold)
    answered = replace(empty, abstained=False, hits=tuple(hits))
    for one in _grow(asked.index, answered, chosen):
        differ = tuple((a + 1, b + 1) for a, b in rivals if b < len(one.citations))
        is_whole = len(one.citations) == len(chosen)
        # Where sources differ, one value alone would hide that they do.
        short = _short(asked.text, chosen, evidence) if is_whole and not rivals else None
        yield replace(one, disagreements=differ, short=short)


def _report(index: Index, told: Told, empty: Answer) -> Iterator[Answer]:
    """What the documents say of themselves, each on a line of its own, or an abstention."""
    listed = tuple(Named(*one[:4]) for one in told.documents[:MOST_LISTED])
    empty = replace(empty, documents=Catalogue(len(told.documents), listed) if listed else None)
    if not told.evidence:
        code: Code = "not_stated" if told.documents else "no_documents"
        yield replace(empty, reason=Reason(code))
        return
    hits = {one.hit.chunk_id: one.hit for one in told.evidence}
    answered = replace(empty, abstained=False, hits=tuple(hits.values()))
    yield from _grow(index, answered, told.evidence, in_lines=True)


def _grow(
    index: Index, answered: Answer, chosen: Sequence[Evidence], in_lines: bool = False
) -> Iterator[Answer]:
    """The answer with one sentence more each time."""
    for number, one in enumerate(chosen, start=1):
        is_apart = in_lines or _stands_apart(one, answered)
        between = "" if not answered.text else "\n" if is_apart else " "
        citation = _cite(index, one, number, len(answered.text) + len(between))
        answered = replace(
            answered,
            text=f"{answered.text}{between}{one.text}",
            citations=(*answered.citations, citation),
        )
        yield answered


def _short(question: str, chosen: Sequence[Evidence], evidence: Sequence[Evidence]) -> Short | None:
    """The span of a chosen sentence that answers in short, if there is a sure one."""
    ranked = sorted(range(len(chosen)), key=lambda n: -chosen[n].order)
    cited = [Stated.by(chosen[n]) for n in ranked]
    said = {one.text for one in cited}
    others = [Stated.by(one) for one in evidence if one.text not in said]
    found = find_short(fold(question), cited, others)
    if not found:
        return None
    number = ranked[found.number]
    start, end = unfold(chosen[number].text, *found.span)
    return Short(chosen[number].text[start:end], number + 1)


def _searched(hit: Hit) -> str:
    return f"{hit.title}\n{hit.chunk.context}\n{hit.chunk.text}"


def _stands_apart(one: Evidence, answered: Answer) -> bool:
    """Whether a sentence begins a line: a row of a table, or what follows one."""
    return bool(answered.citations) and (bool(one.columns) or "\t" in answered.citations[-1].quote)


def _cite(index: Index, one: Evidence, number: int, start: int) -> Citation:
    hit, sentence = one.hit, one.sentence
    document = index.document(hit.chunk.document)
    source = document.to_source(sentence.start, sentence.end)
    is_in_chunk = one.number >= 0
    elsewhere = index.other_places(hit.chunk_id, one.number) if is_in_chunk else []
    return Citation(
        number=number,
        answer_start=start,
        answer_end=start + len(one.text),
        document=document.name,
        title=document.title,
        author=document.metadata.author,
        date=document.metadata.date,
        start=sentence.start,
        end=sentence.end,
        source_start=source.start,
        source_end=source.end,
        page=source.page,
        quote=one.text,
        support=one.support,
        also_in=tuple(Place(*place) for place in elsewhere),
    )
