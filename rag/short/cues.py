"""Features of a span as the short answer: where it stands among the question's words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ...text.spans import Span
from ...text.tokens import STOP_WORDS
from ...text.words import Word, read_words
from ..asking.kinds import AnswerType

_NEAR = 3
_FAR = 12
_ASKING = STOP_WORDS | {"many", "much", "long", "far", "year", "years", "date", "name", "type"}
_BREAK = re.compile(r"[,;:()\[\]—–\"“”\t]|\s-\s")
_IN = set("in at near on from to into within around outside throughout across of".split())
_AT_TIME = set("in on since until by from of before after during between around circa c".split())
_PASSED = {"the", "a", "an", "about", "around", "nearly", "almost", "over", "approximately"}
_LIST = re.compile(r"\s*+(?:,\s*+(?:and|or|&)?+|and|or|&)\s*+(?:the\s+)?", re.IGNORECASE)
_PRESENT = re.compile(
    r"\b(?:when|where|who|many)\b(?:\s\w+){0,2}?\s(?:is|are|do|does)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Asking:
    """A question, as its short answer is looked for."""

    text: str
    kind: AnswerType

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return read_words(self.text)

    @cached_property
    def plain(self) -> set[str]:
        return {word.text for word in self.words}

    @cached_property
    def topic(self) -> list[Word]:
        """The words that carry its topic, each root once, in order."""
        left_out = STOP_WORDS if self.kind is AnswerType.YES_NO else _ASKING
        topic: dict[str, Word] = {}
        for word in self.words:
            if word.text not in left_out:
                topic.setdefault(word.root, word)
        return list(topic.values())

    @cached_property
    def focus(self) -> list[Word]:
        """The words right after the interrogative: what is counted, or what was done."""
        asks = {"who", "whom", "many", "when", "where"}
        first = next((n for n, word in enumerate(self.words, 1) if word.text in asks), 0)
        focus: list[Word] = []
        for word in self.words[first:]:
            if word.text not in STOP_WORDS:
                focus.append(word)
            elif focus:
                break
        return focus[:3]

    @cached_property
    def subject(self) -> bool:
        """Whether "who" is the one who acts: "who shot", not "who did they shoot"."""
        who = re.search(r"\bwho\s+(\S+)", self.text, re.IGNORECASE)
        return who is not None and who[1].casefold() not in STOP_WORDS

    @cached_property
    def copula(self) -> bool:
        return bool(re.search(r"\bwho(?:se)?\s+(?:is|was|are|were)\b", self.text, re.IGNORECASE))

    @cached_property
    def describes(self) -> bool:
        """Whether it asks for a description ("Who was Chopin?"), which no name answers."""
        who = re.fullmatch(r"\W*+who (?:is|was|are|were) (.*\w|.)\W*", self.text, re.IGNORECASE)
        words = who[1].split() if who else []
        return bool(words) and all(not word[0].islower() for word in words)

    @cached_property
    def present(self) -> bool:
        """Whether it asks in the present tense."""
        return bool(_PRESENT.search(self.text))


class Scene:
    """A sentence beside a question: its words, which of them the question has, its clauses."""

    def __init__(self, asking: Asking, sentence: str) -> None:
        self.asking = asking
        self.sentence = sentence
        self.words = read_words(sentence)
        self.roots = [word.root for word in self.words]
        topic = {word.root for word in asking.topic}
        self.held = [word.root in topic and word.text not in STOP_WORDS for word in self.words]
        self.breaks = [match.start() for match in _BREAK.finditer(sentence)]

    def coverage(self, span: Span | None = None) -> float:
        """The share of the topic that stands in the sentence, or in a span of it, in [0, 1]."""
        roots = {word.root for word in self.words if span is None or word.is_in(span)}
        covered = sum(word.root in roots for word in self.asking.topic)
        return covered / len(self.asking.topic) if self.asking.topic else 0.0

    def clause(self, span: Span) -> Span:
        """The text around a span up to the next comma, bracket or the like."""
        before = [at for at in self.breaks if at < span.start]
        after = [at for at in self.breaks if at >= span.end]
        return Span(before[-1] if before else 0, after[0] if after else len(self.sentence))

    def repeats(self, span: Span) -> bool:
        """Whether a span has a topic word of the question."""
        return any(
            held and word.is_in(span) for word, held in zip(self.words, self.held, strict=True)
        )


def cues(scene: Scene, spans: Sequence[Span], number: int) -> dict[str, float]:
    """Features of one span of several, each in [-1, 5], mostly 0 or 1."""
    span = spans[number]
    first = sum(word.end <= span.start for word in scene.words)
    last = sum(word.start < span.end for word in scene.words)
    values = (
        _among(scene, spans, number)
        | _distances(scene, span, first, last)
        | _beside(scene, span, first, last)
        | _roles(scene, first, last)
    )
    return {name: float(value) for name, value in values.items()}


def _among(scene: Scene, spans: Sequence[Span], number: int) -> dict[str, float]:
    """Its position among the spans of its kind and in its sentence."""
    span, sentence = spans[number], scene.sentence
    clause, text = scene.clause(span), span.of(sentence)
    in_clause = sum(clause.start <= near.start and near.end <= clause.end for near in spans)
    return {
        "one": 1.0,
        "alone": 1 / len(spans),
        "alone_in_clause": in_clause == 1,
        "first": number == 0,
        "listed": _listed(sentence, spans, number),
        "several_words": " " in text,
        "in_brackets": sentence[: span.start].count("(") > sentence[: span.start].count(")"),
        "coverage": scene.coverage(),
        "clause_coverage": scene.coverage(clause),
        "length": math.log1p(len(scene.words)),
    }


def _distances(scene: Scene, span: Span, first: int, last: int) -> dict[str, float]:
    """Distances to the question's words, in words and in clauses."""
    places = [n for n, held in enumerate(scene.held) if held]
    gaps = [first - 1 - n if n < first else max(0, n - last) for n in places]
    crossed = 0
    if gaps:
        near = scene.words[places[gaps.index(min(gaps))]]
        low, high = sorted((near.start, span.start))
        crossed = sum(low < at < high for at in scene.breaks)
    return {
        "nearest": math.log1p(min(gaps, default=_FAR)),
        "mean_gap": math.log1p(sum(gaps) / len(gaps) if gaps else _FAR),
        "breaks": min(crossed, 3),
        "position": first / max(1, len(scene.words)),
    }


def _beside(scene: Scene, span: Span, first: int, last: int) -> dict[str, float]:
    """The words right before and after it."""
    texts, held, asking = [word.text for word in scene.words], scene.held, scene.asking
    previous, behind = _before(texts, first), scene.sentence[span.end :]
    after = scene.clause(Span(span.end + 1, span.end + 2)) if behind[:1] in {",", "("} else None
    noun = re.match(r"\s[a-z]", behind) and last < len(texts) and texts[last] not in STOP_WORDS
    return {
        "held_before": any(held[max(0, first - _NEAR) : first]),
        "held_after": any(held[last : last + _NEAR]),
        "held_next": any(held[last : last + 1]),
        "titled": any(held[max(0, first - 1) : first]),
        "cue_before": previous in (_AT_TIME if asking.kind.group == "when" else _IN),
        "of_before": previous in {"of", "to", "for"},
        "since": previous in {"since", "until", "of"} and previous not in asking.plain,
        "noun_after": bool(noun),
        "possessive": bool(re.match(r"['’]s?\b", behind)),
        "apposed": after is not None and scene.coverage(after) > 0,
        "counted": _has_root(scene.roots[last : last + 2], asking.focus),
    }


def _roles(scene: Scene, first: int, last: int) -> dict[str, float]:
    """Whether it has the role to the verb that is asked for."""
    texts, held, asking = [word.text for word in scene.words], scene.held, scene.asking
    verb, by = asking.focus[:1], _by(texts, first)
    verb_after = _has_root(scene.roots[last : last + 2], verb)
    verb_before = _has_root(scene.roots[max(0, first - 5) : first], verb)
    held_around = any(held[max(0, first - _NEAR) : first] + held[last : last + _NEAR])
    return {
        "by": by,
        "by_other": by and not any(held[max(0, first - 5) : first]),
        "verb_before": verb_before,
        "verb_after": verb_after,
        "acts": asking.subject and verb_after,
        "suffers": asking.subject and verb_before and not by,
        "opens": first == 0 and last == 1 and not verb_after,
        "acts_near": asking.subject and any(held[last : last + _NEAR]) and not by,
        "is_near": asking.copula and held_around,
        "present": asking.present,
    }


def _before(texts: Sequence[str], first: int) -> str:
    """The word before the n-th, skipping articles, "about" and the like."""
    n = first - 1
    while n >= 0 and texts[n] in _PASSED:
        n -= 1
    return texts[n] if n >= 0 else ""


def _by(texts: Sequence[str], first: int) -> bool:
    """Whether a word is in a phrase with "by": "by the Spanish architect X"."""
    for n in range(first - 1, max(-1, first - 6), -1):
        if texts[n] == "by":
            return True
        if texts[n] in STOP_WORDS and texts[n] not in _PASSED:
            return False
    return False


def _has_root(roots: Sequence[str], words: Sequence[Word]) -> bool:
    return any(word.root in roots for word in words)


def _listed(sentence: str, spans: Sequence[Span], number: int) -> bool:
    """Whether a span is part of a list: "A, B and C"."""
    pairs = [(number - 1, number), (number, number + 1)]
    return any(
        a >= 0 and b < len(spans) and _LIST.fullmatch(sentence[spans[a].end : spans[b].start])
        for a, b in pairs
    )
