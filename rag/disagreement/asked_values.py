"""The value that a question asks for, as a reader sees it in a sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...text.dates import Moment, read_dates
from ...text.names import Name
from ...text.signs import fold
from ...text.tokens import STOP_WORDS
from ..reader.types import Evidence
from .amounts import Amount, kinds_apart, read_amounts
from .bounds import BOUNDS
from .entities import only_in, subjects_and_sources
from .moments import conflicting

_WORD = re.compile(r"[^\W\d_]+")


class AskedValue(NamedTuple):
    """The times, amounts and names of a short answer, and its words if all are capitalised."""

    moments: list[Moment]
    amounts: list[Amount]
    names: list[Name]
    proper: frozenset[str]


def differ(ours: AskedValue, theirs: AskedValue) -> bool:
    """Whether two short answers state different values of one kind. Symmetric."""
    if ours.moments and theirs.moments:
        return conflicting(ours.moments, theirs.moments)
    if ours.amounts or theirs.amounts:
        return kinds_apart(ours.amounts, theirs.amounts) > 0
    if ours.names and theirs.names:
        return bool(only_in(ours.names, theirs.names) and only_in(theirs.names, ours.names))
    return bool(ours.proper and theirs.proper) and not ours.proper & theirs.proper


def asked_value(evidence: Evidence) -> AskedValue | None:
    """What the short answer in a sentence states; ``None`` if there is none, or it is unsure."""
    reading = evidence.reading
    if (
        reading is None
        or reading.short is None
        or reading.score < BOUNDS["read"]
        or reading.short_score < BOUNDS["read_short"]
    ):
        return None
    start = evidence.sentence.start
    text = fold(evidence.text[reading.short.start - start : reading.short.end - start])
    moments, undated = read_dates(text)
    amounts, _, plain = read_amounts(undated)
    values = {amount.quantity.value for amount in amounts}
    # What stands around a number says what it counts and whether it is rounded.
    _, sentence = read_dates(fold(evidence.text))
    whole = [amount for amount in read_amounts(sentence)[0] if amount.quantity.value in values]
    words = [word for word in _WORD.findall(plain) if word.lower() not in STOP_WORDS]
    proper = frozenset(words) if all(word[0].isupper() for word in words) else frozenset()
    return AskedValue(list(moments), whole or amounts, subjects_and_sources(plain)[0], proper)
