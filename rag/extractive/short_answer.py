"""The short answer that stands above the sentences of an answer."""

from __future__ import annotations

from collections.abc import Sequence

from ...text.signs import fold, unfold
from ..asking.kinds import AnswerType, answer_type
from ..reader.short import LEAST, likeliest_short
from ..reader.types import Evidence
from ..short.choose import Stated, find_short
from ..types import Short


def short_answer(
    question: str, chosen: Sequence[Evidence], evidence: Sequence[Evidence]
) -> Short | None:
    """The span of a chosen sentence that is the short answer, if it is sure enough.

    Args:
        question: as it stands alone.
        chosen: the sentences of the answer; number n is cited as n, from 1.
        evidence: all scored sentences.
    """
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
