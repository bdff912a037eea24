"""Make a follow-up question standalone from what was said before, without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from .ellipsis import completed
from .kinds import AnswerType
from .names import is_part, names_in
from .pointers import AUXILIARY, Kind, Pointer, pointers

_TURNS = 12
_READ = 1000
_LONGEST = 300
W = dict(q=2.0, a=1.0, decay=0.7, recent=0.5, subj=1.0, unsure=0.5, who=2.0, single=.5, bare=1, place=0.05, thing=0.3, extra=2, ptext=1, personmin=.5)
_SUBJECT = re.compile(rf"\b{AUXILIARY}\s+(?:the\s+)?$", re.IGNORECASE)


class Standalone(NamedTuple):
    """A question that stands alone, and the words that it is searched with."""

    text: str
    search: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A name that was said: how much the talk is about it, and how much of late."""

    text: str
    weight: float = 0.0
    recent: float = 0.0
    person: float = 0.0
    said: float = 0.0

    @property
    def is_person(self) -> bool:
        return self.person >= W['personmin'] * W['single'] * self.said


def make_standalone(question: str, history: Sequence[tuple[str, str]]) -> Standalone:
    told: list[tuple[str, str]] = []
    for asked, answer in [*history[:1], *history[1:][-_TURNS:]]:
        told.append((_resolve(asked, told).text, answer))
    return _resolve(question, told)


def _resolve(question: str, told: Sequence[tuple[str, str]]) -> Standalone:
    if not told:
        return Standalone(question, question)
    found = pointers(question)
    whole = completed(question, told[-1][0]) if len(told[-1][0]) <= _LONGEST else None
    if not found and not whole:
        return Standalone(question, question)
    whole = whole if whole and not [p for p in found if p.kind is not Kind.MORE] else None
    names = _known(told)
    if whole:
        return Standalone(whole, whole)
    text = _replaced(question, found, names, told[-1][0])
    held = text.casefold()
    extra = [one.text for one in names if one.text.casefold() not in held][:W['extra']]
    return Standalone(text, " ".join([text, *extra]))


def _replaced(question: str, found: Sequence[Pointer], names: Sequence[_Known], before: str) -> str:
    """A question with its pronouns replaced by what they stand for; what cannot be is added."""
    held = question.casefold()
    free = [one for one in names if one.text.casefold() not in held]
    parts, last, done, open_ = [], 0, {}, False
    for one in found:
        if one.kind in done:
            continue
        name = _meant(one.kind, free)
        done[one.kind] = name
        if name is None or one.kind.name in ('THIS', 'PLACE', 'TIME', 'MORE'):
            open_ = True
            continue
        parts += [question[last : one.start], _possessive(name) if one.possessive else name]
        last = one.end
    text = "".join([*parts, question[last:]])
    if open_ and not parts and W['ptext']:
        topic = None
        if all(o.kind is not Kind.THIS for o in found) or not W['bare'] or (W['bare']==1 and not all(o.kind is Kind.THIS and re.match(r'\s*(?:$|[^\w\s])',question[o.end:]) for o in found)):
          topic = next((n.text for n in sorted(free, key=lambda n: -n.weight)), before)
        topic = topic or before
        text = f"{text.rstrip(' ?')} ({topic.rstrip(' ?')})?"
    return text


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _meant(kind: Kind, names: Sequence[_Known]) -> str | None:
    """The name that a pronoun of this kind most likely stands for."""
    if kind is Kind.PERSON:
        fit = [one for one in names if one.is_person]
        return max(fit, key=lambda one: one.weight * one.person / one.said).text if fit else None
    if kind is Kind.THING:
        fit = [one for one in names if not one.is_person] or list(names)
        return max(fit, key=lambda one: one.recent).text if fit else None
    if kind is Kind.GROUP:
        return max(names, key=lambda one: one.weight).text if names else None
    return None


def _known(told: Sequence[tuple[str, str]]) -> list[_Known]:
    """The names of the turns so far, the one that the talk is most about first."""
    found: list[_Known] = []
    for age, (asked, answer) in enumerate(reversed(told)):
        asks_who = AnswerType.PERSON.asked_by(asked)
        for text, base in ((asked, W['q']), (answer[:_READ], W['a'])):
            for name in names_in(text):
                weight = base * (1.0 if name.sure else W['unsure'])
                if base == W['a'] and asks_who and name.person and name.text not in asked:
                    weight += W['who']
                if base == W['q'] and _SUBJECT.search(text[: name.start]):
                    weight *= W['subj']
                at = next((n for n, one in enumerate(found) if is_part(name.text, one.text) or is_part(one.text, name.text)), None)
                old = found[at] if at is not None else _Known(name.text)
                new = replace(
                    old,
                    text=max(old.text, name.text, key=len),
                    weight=old.weight + weight * W['decay']**age,
                    recent=old.recent + weight * W['recent']**age,
                    person=old.person + weight * name.person * (1 if ' ' in name.text or ' ' in old.text else W['single']),
                    said=old.said + weight,
                )
                if at is None:
                    found.append(new)
                else:
                    found[at] = new
    return sorted(found, key=lambda one: -one.weight)
