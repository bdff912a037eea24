"""What speaks for a span as the short answer: where it stands among the question's words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..index import STOP_WORDS, Span
from .kinds import Sought

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_NEAR = 3
_FAR = 12
_ASKING = STOP_WORDS | {"many", "much", "long", "far", "year", "years", "date", "name", "type"}
_BREAK = re.compile(r"[,;:()\[\]—–\"“”]|\s-\s")
_IN = set("in at near on from to into within around outside throughout across of".split())
_AT_TIME = set("in on since until by from of before after during between around circa c".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, lower case, and its span."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text in order."""
    return [Word(_plain(one[0]), *one.span()) for one in _WORD.finditer(text)]


def _plain(word: str) -> str:
    return re.sub(r"['’]s$", "", word.casefold())


def alike(one: str, other: str) -> bool:
    """Whether two words are forms of one: equal, or with a long common beginning."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or one[:4] != other[:4]:
        return False
    common = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    common = min(len(one), len(other)) if common is None else common
    return max(len(one), len(other)) - common <= 4 and common * 2 >= max(len(one), len(other))


@dataclass(frozen=True)
class Asking:
    """A question's words as its answers are looked for."""

    text: str
    kind: Sought

    @cached_property
    def words(self) -> list[Word]:
        return words_of(self.text)

    @cached_property
    def topic(self) -> list[str]:
        """The words that carry its topic, in order."""
        found = [one.text for one in self.words if one.text not in _ASKING]
        return list(dict.fromkeys(found))

    @cached_property
    def focus(self) -> list[str]:
        """What stands right after the words that ask: what is counted, or what was done."""
        texts = [one.text for one in self.words]
        at = next(
            (n for n, one in enumerate(texts) if one in {"who", "whom", "many", "when", "where"}),
            -1,
        )
        rest = texts[at + 1 :]
        found: list[str] = []
        for one in rest:
            if one in STOP_WORDS:
                if found:
                    break
                continue
            found.append(one)
        return found[:3]

    @cached_property
    def subject(self) -> bool:
        """Whether "who" is the one who acts: "who shot", not "who did they shoot"."""
        found = re.search(r"\bwho\s+(\S+)", self.text, re.IGNORECASE)
        return bool(found) and found[1].casefold() not in STOP_WORDS

    @cached_property
    def copula(self) -> bool:
        return bool(re.search(r"\bwho(?:se)?\s+(?:is|was|are|were)\b", self.text, re.IGNORECASE))


class Scene:
    """A sentence beside a question: its words, which of them the question has, its clauses."""

    def __init__(self, asking: Asking, sentence: str) -> None:
        self.asking = asking
        self.sentence = sentence
        self.words = words_of(sentence)
        self.held = [
            one.text not in STOP_WORDS and any(alike(one.text, other) for other in asking.topic)
            for one in self.words
        ]
        self.breaks = [found.start() for found in _BREAK.finditer(sentence)]

    def coverage(self, span: Span | None = None) -> float:
        """The share of the topic that stands in the sentence, or in a span of it, in [0, 1]."""
        texts = [one.text for one in self.words if span is None or _inside(one, span)]
        topic = self.asking.topic
        held = sum(any(alike(one, other) for other in texts) for one in topic)
        return held / len(topic) if topic else 0.0

    def clause(self, span: Span) -> Span:
        """What stands around a span up to the next comma, bracket or the like."""
        before = [one for one in self.breaks if one < span.start]
        after = [one for one in self.breaks if one >= span.end]
        return Span(before[-1] if before else 0, after[0] if after else len(self.sentence))

    def repeats(self, span: Span) -> bool:
        """Whether a span has a topic word of the question."""
        return any(held and _inside(one, span) for one, held in zip(self.words, self.held))


def _inside(word: Word, span: Span) -> bool:
    return span.start <= word.start and word.end <= span.end


FEATURES = (
    "bias alone coverage clause_coverage clause_alone nearest mean_gap breaks first joined "
    "in_brackets held_before held_after cue_before by_before verb_after verb_before counted "
    "counted_near one_word_opens position length year_like subject_after subject_by copula_near"
).split()


def features(scene: Scene, spans: Sequence[Span], number: int) -> list[float]:
    """What speaks for one span of several, in the order of ``FEATURES``."""
    span, sentence, asking = spans[number], scene.sentence, scene.asking
    before = [n for n, one in enumerate(scene.words) if one.end <= span.start]
    after = [n for n, one in enumerate(scene.words) if one.start >= span.end]
    first, last = len(before), len(scene.words) - len(after)
    gaps = [_gap(n, first, last) for n, held in enumerate(scene.held) if held]
    clause = scene.clause(span)
    in_clause = sum(clause.start <= one.start and one.end <= clause.end for one in spans)
    near = min(
        (n for n, held in enumerate(scene.held) if held),
        key=lambda n: _gap(n, first, last),
        default=None,
    )
    crossed = 0
    if near is not None:
        low, high = sorted((scene.words[near].start, span.start))
        crossed = sum(low < one < high for one in scene.breaks)
    previous = scene.words[first - 1].text if before else ""
    held_before = any(scene.held[n] for n in before[-_NEAR:])
    held_after = any(scene.held[n] for n in after[:_NEAR])
    verb = asking.focus[:1]
    verb_after = any(alike(scene.words[n].text, one) for n in after[:2] for one in verb)
    verb_before = any(alike(scene.words[n].text, one) for n in before[-4:] for one in verb)
    counted = [scene.words[n].text for n in after[:4]]
    by = previous == "by"
    cues = _IN if asking.kind is Sought.PLACE else _AT_TIME
    text = sentence[span.start : span.end]
    focus = asking.focus
    values = [
        1.0,
        1 / len(spans),
        scene.coverage(),
        scene.coverage(clause),
        float(in_clause == 1),
        math.log1p(min(gaps, default=_FAR)),
        math.log1p(sum(gaps) / len(gaps)) if gaps else math.log1p(_FAR),
        min(crossed, 3),
        number == 0,
        _joined(sentence, spans, number),
        sentence[: span.start].count("(") > sentence[: span.start].count(")"),
        held_before,
        held_after,
        previous in cues,
        by,
        verb_after,
        verb_before,
        bool(focus) and any(alike(one, focus[-1]) for one in counted),
        any(alike(one, other) for one in counted[:2] for other in focus),
        span.start == 0 and " " not in text,
        first / max(1, len(scene.words)),
        math.log1p(len(scene.words)),
        bool(re.fullmatch(r"(?:1\d|20)\d\d", text)),
        asking.subject and held_after and not by,
        by and verb_before,
        asking.copula and (held_after or held_before),
    ]
    return [float(one) for one in values]


def _gap(n: int, first: int, last: int) -> int:
    """Words between the n-th and a span from the first to before the last."""
    return first - 1 - n if n < first else max(0, n - last)


def _joined(sentence: str, spans: Sequence[Span], number: int) -> bool:
    """Whether a span is one of several that are listed: "A, B and C"."""
    pairs = [(number - 1, number), (number, number + 1)]
    return any(
        0 <= a and b < len(spans) and _LIST.fullmatch(sentence[spans[a].end : spans[b].start])
        for a, b in pairs
    )


_LIST = re.compile(r"\s*(?:,|,?\s*(?:and|or|&))\s*(?:the\s+)?", re.IGNORECASE)
