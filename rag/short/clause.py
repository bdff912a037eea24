"""The clause of a sentence that decides a question to be answered by yes or no."""

from __future__ import annotations

import re
from itertools import pairwise

from ...text import Span, is_negated
from ..asking.kinds import AnswerType
from .cues import Asking, Scene
from .words import alike

_CUT = re.compile(
    r"(?:(?:(?<!\s)\s++)?(?:[,;:](?=\s)|[()\[\]—])|(?<!\s)\s++–(?=\s))\s*+"
    r"(?:(?:and|but|so|yet|while|although|though|whereas|who|which|that|as)\s++)*+"
    r"|(?<!\s)\s++(?:but|while|although|though|whereas)\s++"
)
_UNSURE = re.compile(
    r"\b(?:if|whether|unless|may|might|could|would|should|perhaps|possibly|probably|likely|"
    r"allegedly|reportedly|according|sa(?:y|ys|id)|claim\w*|argu\w+|belie\w+|fear\w*|think\w*|"
    r"thought|threat\w+|deny|denie[sd]|hope\w*|want\w*|plan\w*|propos\w+|suggest\w*)\b",
    re.IGNORECASE,
)
_LEAST_TOPIC = 2
_MOST_SHARE = 0.8
_MOST_WORDS = 20


def deciding_clause(question: str, sentence: str) -> Span | None:
    """The one clause that states what a question asks, word for word and in its order.

    "Yes" and "no" stand in no sentence; the clause that decides does, with its negation if it has
    one. ``None`` if a word of the question's topic is missing from it, if they stand in another
    order, if the sentence has a view or a condition, or if it is hardly shorter than the sentence.
    """
    asking = Asking(question, AnswerType.YES_NO)
    if len(asking.topic) < _LEAST_TOPIC or is_negated(question) or "\t" in sentence:
        return None
    scene = Scene(asking, sentence)
    fitting = [
        one for one in _clauses(sentence) if scene.coverage(one) == 1 and _in_order(scene, one)
    ]
    is_view = set(_unsure(sentence)) - set(_unsure(question))
    if len(fitting) != 1 or is_view or sentence.rstrip().endswith("?"):
        return None
    words = sum(one.is_in(fitting[0]) for one in scene.words)
    short = words <= min(_MOST_WORDS, _MOST_SHARE * len(scene.words))
    return fitting[0] if short else None


def _clauses(sentence: str) -> list[Span]:
    cuts = [Span(*one.span()) for one in _CUT.finditer(sentence)]
    end = len(sentence.rstrip().rstrip(".!"))
    edges = [Span(0, 0), *cuts, Span(end, end)]
    return [Span(a.end, b.start) for a, b in pairwise(edges) if a.end < b.start]


def _unsure(text: str) -> list[str]:
    return [one[0].casefold() for one in _UNSURE.finditer(text)]


def _in_order(scene: Scene, clause: Span) -> bool:
    """Whether the topic's words stand in a clause in the order of the question."""
    texts = [one.text for one in scene.words if one.is_in(clause)]
    at = -1
    for word in scene.asking.topic:
        found = [n for n, one in enumerate(texts) if n > at and alike(one, word)]
        if not found:
            return False
        at = found[0]
    return True
