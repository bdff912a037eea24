"""What changed between two times: sentences of documents of the one and of the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from ...index import Filter, Index, Listed
from ...text import read_dates, wording
from ..asking.question import Question
from ..config import RagConfig
from ..disagreement.pairs import changed
from ..evidence.features import find_evidence
from ..types import Evidence
from .leads import openings, statements

_TOPIC = r"(?:in|on|about|with|for|at|of|to)"
_WHEN = r"[^,]{1,40}?"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"what (?:has |have |had )?changed?(?:s)?(?: {_TOPIC} (?P<topic>.+?))? (?:between|from) "
        rf"(?P<a>{_WHEN}) (?:and|to|until|till) (?P<b>{_WHEN})(?: {_TOPIC} (?P<late>.+))?",
        rf"how (?:did|has|have) (?P<topic>.+?) changed? (?:between|from) (?P<a>{_WHEN}) "
        r"(?:and|to|until|till) (?P<b>.+)",
        rf"what (?:has |have )?changed(?: {_TOPIC} (?P<topic>.+?))? since (?P<a>.+)",
    )
]
_NEAREST = timedelta(days=366)
"""How far from the time that is named the nearest document may be dated."""
_REACH = 2.0
"""How far below the order of the best sentence on a topic another may stand."""
_DOCUMENTS = 4
"""How many documents of each time are read, where no topic is named."""


class Times(NamedTuple):
    """Two times, ``late`` is ``None`` for the newest; and the topic, ``""`` for any."""

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
    """Sentences of the earlier and of the later time that say what changed, the oldest first.

    Sentences alike but for a value, one of each time, if there are such; else those that fit the
    topic best, or the documents' openings, without what both times say. Nothing if there are no
    documents of, or within a year of, both times.
    """
    sides = _sides(asked, documents)
    if sides is None:
        return []
    each = max(1, config.max_sentences // 2)
    found = [_candidates(index, asked.topic, side, within, config) for side in sides]
    if pairs := changed(index, *found)[:each]:
        return [*(old for old, _ in pairs), *(new for _, new in pairs)]
    both = {wording(one.text) for one in found[0]} & {wording(one.text) for one in found[1]}
    olds, news = ([one for one in side if wording(one.text) not in both] for side in found)
    return [*olds[:each], *news[:each]] if olds and news else []


def asked_times(question: str) -> Times | None:
    """The times between which it is asked what changed, ``None`` if something else is asked."""
    plain = " ".join(question.split()).rstrip("?!. ")
    for form in _FORMS:
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            early, late = _time(parts["a"]), _time(parts.get("b") or "")
            if early and (late or "b" not in parts):
                return Times(early, late, parts.get("topic") or parts.get("late") or "")
    return None


def _time(text: str) -> str | None:
    """An ISO date that is all of a text, apart from words such as "early"."""
    found, rest = read_dates(f"in {text}")
    words = set(rest.split()) - {"in", "the", "early", "late", "mid", "end", "of", "year"}
    return found[0].iso if len(found) == 1 and not words else None


def _sides(asked: Times, documents: Sequence[Listed]) -> tuple[list[Listed], list[Listed]] | None:
    """The documents of the two times, the earlier ones first; ``None`` unless both have some."""
    dated = [one for one in documents if one.date and one.first is not None]
    newest = max((one.date for one in dated if one.date), default=None)
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
    own = [one for one in dated if one.date and _compatible(one.date, time)]
    if own:
        return own
    gaps = {one: abs(_day(one.date or "") - _day(time)) for one in dated}
    least = min(gaps.values(), default=None)
    if least is None or least > _NEAREST:
        return []
    return [one for one, gap in gaps.items() if gap == least]


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
    """Sentences of some documents, best first."""
    if not topic:
        read = documents[:_DOCUMENTS]
        leads = [lead for one in read for lead in openings(index, one)]
        others = [said for one in read for said in statements(index, one)]
        return [*leads, *(one for one in others if one not in leads)]
    question = Question(topic, index.encode_question(topic), index)
    names = {one.name for one in documents}
    dates = sorted({one.date for one in documents if one.date})
    bounds = Filter(dates[0], _after(dates[-1]), within.within if within else None)
    hits = [
        hit
        for hit in index.search(topic, config.hits, question.vector, bounds)
        if hit.chunk.document in names
    ]
    evidence = [one for one in find_evidence(question, hits) if one.support >= config.threshold]
    near = [one for one in evidence if one.order >= evidence[0].order - _REACH]
    return [replace(one, order=0.0) for one in near]


def _after(iso: str) -> str:
    """The first day after a date's end."""
    parts = _parts(iso)
    if len(parts) == 1:
        return f"{parts[0] + 1:04}"
    year, month = parts[:2]
    if len(parts) == 3:
        return (date(year, month, parts[2]) + timedelta(days=1)).isoformat()
    return f"{year + month // 12:04}-{month % 12 + 1:02}"
