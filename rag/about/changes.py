"""Answer what changed between two times, from the documents dated to each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from ...index.filters import Filter
from ...index.generations.listing import Listed
from ...index.search import Index
from ...text import lexicon
from ...text.dates import read_dates
from ...text.wordings import wording
from ..asking.question import Question
from ..config import RagConfig
from ..disagreement.pairs import changed
from ..evidence.features import find_evidence
from ..reader.types import Evidence
from .leads import openings, statements

_NEAREST = timedelta(days=366)
"""How far from a time that is asked about the nearest document may be dated."""
_MARGIN = 2.0
"""How far below the best sentence on a topic another may be ranked."""
_MOST_READ = 4
"""How many documents of each time are read if no topic is named."""


class Times(NamedTuple):
    """The times between which something changed, and what.

    Attributes:
        early: an ISO date, ``2019``, ``2019-09`` or ``2019-09-12``; may be later than ``late``.
        late: another; ``None`` for that of the newest document.
        topic: what changed, ``""`` for anything.
    """

    early: str
    late: str | None
    topic: str


def find_changes(
    index: Index,
    asked: Times,
    documents: Sequence[Listed],
    within: Filter | None,
    config: RagConfig,
) -> list[Evidence]:
    """Find sentences of both times that show what changed, those of the earlier time first.

    Pairs of sentences that differ in a value are preferred; else those that fit the topic best, or
    the documents' openings, without the sentences that both times have.

    Args:
        index: an open index.
        asked: the times and the topic.
        documents: the documents to choose from.
        within: the filter by which they were chosen, ``None`` for all.
        config: limits the number of sentences.

    Returns:
        The sentences; none unless both times have documents, dated to them or at most a year off.
    """
    sides = _sides(asked, documents)
    if sides is None:
        return []
    each = max(1, config.max_sentences // 2)
    early, late = (_candidates(index, asked.topic, side, within, config) for side in sides)
    if pairs := changed(index, early, late)[:each]:
        return [*(old for old, _ in pairs), *(new for _, new in pairs)]
    unchanged = _wordings(early) & _wordings(late)
    olds, news = (
        [sentence for sentence in side if wording(sentence.text) not in unchanged]
        for side in (early, late)
    )
    return [*olds[:each], *news[:each]] if olds and news else []


def _wordings(sentences: Sequence[Evidence]) -> set[str]:
    return {wording(sentence.text) for sentence in sentences}


def asked_times(question: str) -> Times | None:
    """The times between which a question asks what changed; ``None`` if it asks something else."""
    plain = " ".join(question.split()).rstrip("?!. ")
    for form in _forms():
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            early, late = _time(parts["early"]), _time(parts.get("late") or "")
            if early and (late or "late" not in parts):
                return Times(early, late, parts.get("topic") or parts.get("topic_last") or "")
    return None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    preposition = lexicon.any_word("documents.changes.on")
    return tuple(
        re.compile(form.replace("{on}", preposition), re.IGNORECASE)
        for form in lexicon.lines("documents.changes.forms")
    )


def _time(text: str) -> str | None:
    """The ISO date that a text consists of, in any case, apart from words such as "early"."""
    dates, undated = read_dates(f"in {text.title()}")
    words = set(undated.casefold().split()) - lexicon.words("documents.around_dates")
    return dates[0].iso if len(dates) == 1 and not words else None


def _sides(asked: Times, documents: Sequence[Listed]) -> tuple[list[Listed], list[Listed]] | None:
    """The documents of both times, the earlier ones first; ``None`` unless both have some."""
    dated = [document for document in documents if document.date and document.first is not None]
    newest = max((document.date for document in dated if document.date), default=None)
    late = asked.late or newest
    if late is None:
        return None
    times = sorted([asked.early, late])
    early_side, late_side = (_nearest(dated, time) for time in times)
    if not early_side or not late_side or set(early_side) & set(late_side):
        return None
    return early_side, late_side


def _nearest(dated: Sequence[Listed], time: str) -> list[Listed]:
    """The documents of a time; else those of the nearest date within a year."""
    exact = [document for document in dated if document.date and _compatible(document.date, time)]
    if exact:
        return exact
    gaps = {document: abs(_day(document.date or "") - _day(time)) for document in dated}
    least = min(gaps.values(), default=None)
    if least is None or least > _NEAREST:
        return []
    return [document for document, gap in gaps.items() if gap == least]


def _compatible(written: str, time: str) -> bool:
    return written.startswith(time) or time.startswith(written)


def _parts(iso: str) -> list[int]:
    return [int(part) for part in iso.split("-")]


def _day(iso: str) -> date:
    """The middle day of a date."""
    middle = iso + "-07-01" if len(iso) == 4 else iso + "-15" if len(iso) == 7 else iso
    return date.fromisoformat(middle)


def _candidates(
    index: Index,
    topic: str,
    documents: Sequence[Listed],
    within: Filter | None,
    config: RagConfig,
) -> list[Evidence]:
    """Sentences of some documents on a topic, the best first."""
    if not topic:
        read = documents[:_MOST_READ]
        leads = [sentence for document in read for sentence in openings(index, document)]
        later = [sentence for document in read for sentence in statements(index, document)]
        return [*leads, *(sentence for sentence in later if sentence not in leads)]
    question = Question(topic, index.encode_question(topic), index)
    names = {document.name for document in documents}
    dates = sorted({document.date for document in documents if document.date})
    bounds = Filter(dates[0], _after(dates[-1]), within.within if within else None)
    hits = [
        hit
        for hit in index.search(topic, config.hits, question.vector, bounds)
        if hit.chunk.document in names
    ]
    evidence = [
        sentence
        for sentence in find_evidence(question, hits)
        if sentence.support >= config.threshold
    ]
    near = [sentence for sentence in evidence if sentence.order >= evidence[0].order - _MARGIN]
    return [replace(sentence, order=0.0) for sentence in near]


def _after(iso: str) -> str | None:
    """The day, month or year after a date; ``None`` after the last one that can be written."""
    if iso.startswith("9999"):
        return None
    parts = _parts(iso)
    if len(parts) == 1:
        return f"{parts[0] + 1:04}"
    year, month = parts[:2]
    if len(parts) == 3:
        return (date(year, month, parts[2]) + timedelta(days=1)).isoformat()
    return f"{year + month // 12:04}-{month % 12 + 1:02}"
