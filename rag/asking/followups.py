"""Make a follow-up question standalone from what was said before it, without a model.

What the question leaves out is taken from the question before it (``ellipsis``); what it points at
(``pointers``) is replaced by the name that the talk was most about, or put behind it in brackets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..config import RagConfig
from ..errors import QuestionError
from .ellipsis import completed, with_aside
from .kinds import AnswerType, answer_type
from .pointers import Kind, Pointer, pointers
from .talk_names import Name, defined_in, is_part, key_words, names_in

# Chosen on the fit half of benchmarks/quality/followups.py; other values that were tried move
# recall@10 by less than its interval.
_ASKED, _ANSWERED, _UNSURE = 2.0, 1.0, 0.5
"""What a name weighs in a question, in an answer, and where it may be no name."""
_IS_WHO = 3.0
"""What a person's name in the answer to a question for a person weighs more."""
_FADES, _FADES_FAST = 0.7, 0.5
"""What is left of a weight one turn later; the second for what "it" stands for."""
_SINGLE = 0.5
"""How far one word may name a person, where two or three are 1."""
_PLACE_SHARE = 0.25
"""A name is a person's if it looks so in this share of what was said of it."""

_TURNS = 12
_READ = 1000
_LONGEST = 300
_SEARCHED_TOO = 3


class Standalone(NamedTuple):
    """A question that stands alone.

    Attributes:
        text: the question, as it is shown and answered.
        search: what is retrieved with: also names that the talk was about.
    """

    text: str
    search: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A name of the talk: how much the talk is about it, how much of late, and what it names."""

    text: str
    weight: float = 0.0
    recent: float = 0.0
    person: float = 0.0
    said: float = 0.0

    @property
    def is_person(self) -> bool:
        return self.person >= _PLACE_SHARE * self.said

    def faded(self) -> _Known:
        return replace(self, weight=self.weight * _FADES, recent=self.recent * _FADES_FAST)

    def heard(self, name: Name, weight: float) -> _Known:
        text = max(self.text, name.text, key=len)
        share = (1.0 if " " in text else _SINGLE) if name.person else 0.0
        return _Known(
            text,
            self.weight + weight,
            self.recent + weight,
            self.person + weight * share,
            self.said + weight,
        )


def make_standalone(question: str, history: Sequence[tuple[str, str]]) -> Standalone:
    """The question with what it leaves out or points at; itself if it stands alone.

    Args:
        question: as it was asked.
        history: questions and their answers, oldest first; the first and the last 12 are read,
            and 1,000 characters of an answer.
    """
    known: list[_Known] = []
    before = ""
    for asked, answer in [*history[:1], *history[1:][-_TURNS:]]:
        whole = _resolved(asked, known, before).text
        known = _heard(known, whole, answer[:_READ])
        before = _subject(asked, whole, before)
    return _resolved(question, known, before)


def _subject(asked: str, whole: str, before: str) -> str:
    """The question that the next one may lean on: this one, unless it says nothing of its own."""
    leans = before and whole.endswith(with_aside("", _stem(before)))
    if len(whole.split()) < 3 or (leans and len(asked.split()) < 4):
        return before
    return whole


def _stem(question: str) -> str:
    return question.strip().rstrip("?.! ")


def check_history(history: object, config: RagConfig) -> None:
    """Refuse what is no history: pairs of a question and its answer, oldest first.

    Raises:
        QuestionError: if it has another shape, too many turns, or a question that is too long.
    """
    expected = 'expected pairs (question, answer) of text, oldest first: (("What …?", "…"),)'
    if not isinstance(history, list | tuple):
        raise QuestionError(f"the history is of type {type(history).__name__}; {expected}")
    if len(history) > config.max_history:
        raise QuestionError(
            f"the history has {len(history):,} turns; expected at most {config.max_history:,}. "
            "Send the latest ones, or raise max_history in loccit.toml"
        )
    for number, turn in enumerate(history, start=1):
        is_pair = isinstance(turn, list | tuple) and len(turn) == 2
        if not is_pair or not all(isinstance(text, str) for text in turn):
            came = f"{len(turn)} items" if isinstance(turn, list | tuple) else type(turn).__name__
            came = "/".join(type(text).__name__ for text in turn) if is_pair else came
            raise QuestionError(f"turn {number} of the history is {came}; {expected}")
        if len(turn[0]) > config.max_question:
            raise QuestionError(
                f"the question of turn {number} of the history has {len(turn[0]):,} characters; "
                f"expected at most {config.max_question:,}. Leave the turn out, or raise "
                "max_question in loccit.toml"
            )


def _resolved(question: str, known: Sequence[_Known], before: str) -> Standalone:
    """A question after the question ``before``, which stands alone; empty if there was none."""
    before = _stem(before) if len(before) <= _LONGEST else ""
    found = pointers(question) if known or before else []
    whole = None
    if before and all(one.kind is Kind.MORE for one in found):
        whole = completed(question, before)
    if whole or not found:
        text = whole or question
        return Standalone(text, text)
    text = _replaced(question, found, known, before)
    held = text.casefold()
    names = [one.text for one in known if one.text.casefold() not in held]
    return Standalone(text, " ".join([text, *names[:_SEARCHED_TOO]]))


def _replaced(question: str, found: Sequence[Pointer], known: Sequence[_Known], before: str) -> str:
    """The question with names for its pronouns; if none can be put there, with its topic."""
    held = question.casefold()
    names = [one for one in known if one.text.casefold() not in held]
    text, last = "", 0
    for kind in dict.fromkeys(one.kind for one in found):
        first = next(one for one in found if one.kind is kind)
        name = None if first.bare else _meant(kind, names)
        if name and first.start >= last:
            text += question[last : first.start] + (_possessive(name) if first.possessive else name)
            last = first.end
    text += question[last:]
    shown = before if all(one.bare for one in found) or not names else names[0].text
    if last or not shown:
        return text
    return with_aside(text, shown)


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _meant(kind: Kind, names: Sequence[_Known]) -> str | None:
    """The name that a pronoun of this kind most likely stands for; ``names``, weightiest first."""
    match kind:
        case Kind.PERSON:
            people = [one for one in names if one.is_person]
            best = max(people, key=lambda one: one.weight * one.person / one.said, default=None)
        case Kind.THING:
            things = [one for one in names if not one.is_person] or names
            best = max(things, key=lambda one: one.recent, default=None)
        case Kind.GROUP:
            best = next(iter(names), None)
        case _:
            best = None
    return best.text if best else None


def _heard(known: Sequence[_Known], asked: str, answer: str) -> list[_Known]:
    """The names of the talk after one more turn, weightiest first, the older of equals first."""
    found = [one.faded() for one in known]
    ends: dict[str, list[int]] = {}
    for number, one in enumerate(found):
        for word in _ends(one.text):
            ends.setdefault(word, []).append(number)
    asks_who = answer_type(asked) is AnswerType.PERSON
    told = [(name, _ASKED) for name in [*names_in(asked), *defined_in(asked)]]
    for name in names_in(answer):
        is_who = asks_who and name.person and name.text not in asked
        told.append((name, _ANSWERED + (_IS_WHO if is_who else 0.0)))
    for name, weight in told:
        near = [n for word in _ends(name.text) for n in ends.get(word, ())]
        same = (n for n in near if is_part(name.text, found[n].text))
        at = next(same, len(found))
        if at == len(found):
            found.append(_Known(name.text))
            for word in _ends(name.text):
                ends.setdefault(word, []).append(at)
        found[at] = found[at].heard(name, weight if name.sure else weight * _UNSURE)
    return sorted(found, key=lambda one: -one.weight)


def _ends(name: str) -> set[str]:
    words = key_words(name)
    return {words[0], words[-1]} if words else set()
