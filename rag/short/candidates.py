"""The spans of a sentence that may be the short answer to a question."""

from __future__ import annotations

import re

from ...text import lexicon
from ...text.negation import is_negated
from ...text.quantities import read_quantities
from ...text.spans import Span
from ...text.vocabulary import Unit, unit_named
from ..asking.kinds import AnswerType
from .cues import Asking, Scene
from .names import people_of, places_of
from .spans import spans_of

_BEGINNING = re.compile(rf"\b{lexicon.alternation('short.beginning')}\b", re.I)
_ENDING = re.compile(rf"\b{lexicon.alternation('short.ending')}\b", re.I)
_LONGEST = 2000
"""Characters of the longest sentence examined."""
_MOST = 24
"""Spans of a sentence that are weighed; with more, none is sure."""
_RANGE = re.compile(r"(\d{3,4})(\s?[-–—]\s?|\sto\s|\sand\s)(\d{2,4})")
_TITLES = lexicon.words("names.titles", "names.title_modifiers")
_COMPARED = {"time", "months", "length"}
"""What the units measure that a question may ask for."""
_UNIT_WITHIN = 40
"""Characters after a number in which its unit stands."""


def candidates(asking: Asking, scene: Scene) -> list[Span]:
    """The spans of a sentence that may be the short answer, in order; they do not overlap.

    None repeats a topic word of the question, or counts days where weeks are asked for. A sentence
    without the question's negation has none, nor does a row of a table, whose cells are unrelated.
    """
    denied = is_negated(asking.text) and not is_negated(scene.sentence)
    if asking.describes or denied or "\t" in scene.sentence or len(scene.sentence) > _LONGEST:
        return []
    spans = spans_of(asking.kind, scene.sentence)
    if len(spans) > _MOST:
        return []
    narrowed = (_narrowed(asking, scene, span) for span in spans)
    new = [span for span in narrowed if span and not scene.repeats(span)]
    if asking.kind is AnswerType.PERSON:
        return people_of(scene.sentence, new)
    if asking.kind is AnswerType.PLACE:
        return places_of(scene.sentence, new)
    return [span for span in new if not _has_wrong_unit(asking, scene, span)]


def _narrowed(asking: Asking, scene: Scene, span: Span) -> Span | None:
    """A name without the title asked for ("President X"); one end of a range of years."""
    if asking.kind is AnswerType.PERSON:
        inside = [n for n, word in enumerate(scene.words) if word.is_in(span)]
        while inside and scene.held[inside[0]] and scene.words[inside[0]].text in _TITLES:
            inside.pop(0)
        return Span(scene.words[inside[0]].start, span.end) if inside else None
    if asking.kind.group == "when" and (years := _RANGE.search(span.of(scene.sentence))):
        begins, ends = _BEGINNING.search(asking.text), _ENDING.search(asking.text)
        if begins and not ends:
            return Span(span.start + years.start(1), span.start + years.end(1))
        if ends and not begins and len(years[3]) == len(years[1]):
            return Span(span.start + years.start(3), span.start + years.end(3))
    return span


def _has_wrong_unit(asking: Asking, scene: Scene, span: Span) -> bool:
    """Whether a number counts another unit of time or length than the one asked for."""
    if asking.kind is not AnswerType.NUMBER:
        return False
    asked = {unit_named(word.text) for word in asking.focus}
    asked = {unit for unit in asked if unit.measure in _COMPARED}
    if not asked:
        return False
    numbers, _ = read_quantities(scene.sentence[span.start : span.end + _UNIT_WITHIN])
    counted = {Unit(number.measure, number.factor) for number in numbers[:1]} - {Unit()}
    is_last = all(word.start < span.end for word in scene.words)
    return not counted <= asked or not (counted or is_last)
