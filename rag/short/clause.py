"""The clause of a sentence that decides a yes/no question."""

from __future__ import annotations

import re
from itertools import pairwise

from ...text import lexicon
from ...text.negation import is_negated
from ...text.spans import Span
from ..asking.kinds import AnswerType
from .cues import Asking, Scene

_CUT = re.compile(
    r"(?:(?:(?<!\s)\s++)?(?:[,;:](?=\s)|[()\[\]—])|(?<!\s)\s++–(?=\s))\s*+"
    r"(?:(?:and|but|so|yet|while|although|though|whereas|who|which|that|as)\s++)*+"
    r"|(?<!\s)\s++(?:but|while|although|though|whereas)\s++"
)
_UNSURE = re.compile(
    rf"\b{lexicon.alternation('qualifiers.possible', 'short.unsure')}\b", re.IGNORECASE
)
_LEAST_TOPIC = 2
_MOST_SHARE = 0.8
_MOST_WORDS = 20


def deciding_clause(question: str, sentence: str) -> Span | None:
    """The only clause that states what a question asks, word for word and in its order.

    Sentences do not say "yes" or "no"; the deciding clause does, with its negation if it has one.
    ``None`` if it lacks a word of the question's topic or has them in another order, if the
    sentence is an opinion or has a condition, or if the clause is hardly shorter than the sentence.
    """
    asking = Asking(question, AnswerType.YES_NO)
    if len(asking.topic) < _LEAST_TOPIC or is_negated(question) or "\t" in sentence:
        return None
    scene = Scene(asking, sentence)
    fitting = [
        clause
        for clause in _clauses(sentence)
        if scene.coverage(clause) == 1 and _in_order(scene, clause)
    ]
    is_view = set(_unsure(sentence)) - set(_unsure(question))
    if len(fitting) != 1 or is_view or sentence.rstrip().endswith("?"):
        return None
    words = sum(word.is_in(fitting[0]) for word in scene.words)
    short = words <= min(_MOST_WORDS, _MOST_SHARE * len(scene.words))
    return fitting[0] if short else None


def _clauses(sentence: str) -> list[Span]:
    cuts = [Span(*match.span()) for match in _CUT.finditer(sentence)]
    end = len(sentence.rstrip().rstrip(".!"))
    edges = [Span(0, 0), *cuts, Span(end, end)]
    return [Span(a.end, b.start) for a, b in pairwise(edges) if a.end < b.start]


def _unsure(text: str) -> list[str]:
    return [match[0].casefold() for match in _UNSURE.finditer(text)]


def _in_order(scene: Scene, clause: Span) -> bool:
    """Whether the topic's words stand in a clause in the order of the question."""
    roots = [word.root for word in scene.words if word.is_in(clause)]
    at = -1
    for word in scene.asking.topic:
        if word.root not in roots[at + 1 :]:
            return False
        at = roots.index(word.root, at + 1)
    return True
