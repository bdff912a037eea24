"""Make a follow-up question standalone from what was said before it, without a model.

What the question leaves out is taken from the question before it (``ellipsis``); a word that points
(``pointers``) is replaced by the name that the conversation is most about, or that name follows the
question in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ...text.names import Name
from ..config import RagConfig
from ..errors import QuestionError
from .ellipsis import completed, with_aside
from .kinds import AnswerType, answer_type
from .pointers import Kind, Pointer, pointers
from .talk_names import defined_in, names_in
from .weights import WEIGHTS

_TURNS = 12
_READ = 1000
_LONGEST = 300
_SEARCHED_TOO = 3


class Standalone(NamedTuple):
    """A question that stands alone.

    Attributes:
        text: the question, as it is shown and answered.
        search: what is retrieved with: also with names that the conversation is about.
        joined: a question that leans on the conversation, behind the question before it; any
            other as asked.
    """

    text: str
    search: str
    joined: str


@dataclass(frozen=True, slots=True)
class _Mentioned:
    """A name of the conversation.

    Attributes:
        name: the longest form of it.
        weight: how much the conversation is about it.
        recent: the same, fading faster.
        person: the part of its weight in which it may be a person's.
        total: its weight without fading.
    """

    name: Name
    weight: float = 0.0
    recent: float = 0.0
    person: float = 0.0
    total: float = 0.0

    @property
    def text(self) -> str:
        return self.name.text

    @property
    def is_person(self) -> bool:
        return self.person >= WEIGHTS["person_share"] * self.total

    def faded(self) -> _Mentioned:
        return replace(
            self,
            weight=self.weight * WEIGHTS["fades"],
            recent=self.recent * WEIGHTS["fades_fast"],
        )

    def mentioned(self, name: Name, weight: float) -> _Mentioned:
        longest = max(self.name, name, key=lambda form: len(form.text))
        share = (1.0 if " " in longest.text else WEIGHTS["one_word"]) if name.person else 0.0
        return _Mentioned(
            longest,
            self.weight + weight,
            self.recent + weight,
            self.person + weight * share,
            self.total + weight,
        )


def make_standalone(question: str, history: Sequence[tuple[str, str]]) -> Standalone:
    """Add to a question what it leaves out or points at; one that stands alone is unchanged.

    Args:
        question: as asked.
        history: questions and their answers, oldest first. The first and the last 12 turns are
            read, and 1,000 characters of each answer.
    """
    mentioned: list[_Mentioned] = []
    topic = ""
    for asked, answer in [*history[:1], *history[1:][-_TURNS:]]:
        whole = _resolved(asked, mentioned, topic).text
        mentioned = _after_turn(mentioned, whole, answer[:_READ])
        topic = _topic(asked, whole, topic)
    alone = _resolved(question, mentioned, topic)
    leans = alone.text != question or bool(pointers(question))
    return alone._replace(joined=f"{history[-1][0]} {question}") if history and leans else alone


def _topic(asked: str, whole: str, before: str) -> str:
    """The question that the next one may lean on: this one, unless it adds nothing itself."""
    leans = before and whole.endswith(with_aside("", _stem(before)))
    if len(whole.split()) < 3 or (leans and len(asked.split()) < 4):
        return before
    return whole


def _stem(question: str) -> str:
    return question.strip().rstrip("?.! ")


def check_history(history: object, config: RagConfig) -> None:
    """Check that a history is pairs of a question and its answer, oldest first.

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


def _resolved(question: str, mentioned: Sequence[_Mentioned], before: str) -> Standalone:
    """A question after the standalone question ``before``, which is empty if there was none."""
    before = _stem(before) if len(before) <= _LONGEST else ""
    pointing = pointers(question)
    whole = None
    if before and all(pointer.kind is Kind.MORE for pointer in pointing):
        whole = completed(question, before)
    if whole or not pointing:
        text = whole or question
        return Standalone(text, text, question)
    text = _replaced(question, pointing, mentioned, before)
    search = " ".join([text, *_not_in(text, mentioned)[:_SEARCHED_TOO]])
    return Standalone(text, search, question)


def _not_in(text: str, mentioned: Sequence[_Mentioned]) -> list[str]:
    """The names that a text does not have, in order."""
    lower = text.casefold()
    return [mention.text for mention in mentioned if mention.text.casefold() not in lower]


def _replaced(
    question: str, pointing: Sequence[Pointer], mentioned: Sequence[_Mentioned], before: str
) -> str:
    """The question with names for its pronouns; if none can be put there, with its topic."""
    absent = set(_not_in(question, mentioned))
    candidates = [mention for mention in mentioned if mention.text in absent]
    text, last = "", 0
    for kind in dict.fromkeys(pointer.kind for pointer in pointing):
        first = next(pointer for pointer in pointing if pointer.kind is kind)
        name = None if first.bare else _meant(kind, candidates)
        if name:
            text += question[last : first.start] + (_possessive(name) if first.possessive else name)
            last = first.end
    text += question[last:]
    is_bare = all(pointer.bare for pointer in pointing)
    aside = before if is_bare or not candidates else candidates[0].text
    return text if last or not aside else with_aside(text, aside)


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _meant(kind: Kind, mentioned: Sequence[_Mentioned]) -> str | None:
    """The name that a pronoun of this kind most likely stands for, of names by falling weight."""
    match kind:
        case Kind.PERSON:
            people = [mention for mention in mentioned if mention.is_person]
            best = max(people, key=lambda who: who.weight * who.person / who.total, default=None)
        case Kind.THING:
            things = [mention for mention in mentioned if not mention.is_person] or mentioned
            best = max(things, key=lambda mention: mention.recent, default=None)
        case Kind.GROUP:
            best = next(iter(mentioned), None)
        case _:
            best = None
    return best.text if best else None


def _after_turn(mentioned: Sequence[_Mentioned], asked: str, answer: str) -> list[_Mentioned]:
    """The names after one more turn, the weightiest first, the older of equals first."""
    names = [mention.faded() for mention in mentioned]
    numbers: dict[str, list[int]] = {}
    for number, mention in enumerate(names):
        for key in mention.name.keys:
            numbers.setdefault(key, []).append(number)
    for name, weight in _weighed(asked, answer):
        near = sorted({number for key in name.keys for number in numbers.get(key, ())})
        at = next((number for number in near if name.may_be(names[number].name)), len(names))
        if at == len(names):
            names.append(_Mentioned(name))
            for key in name.keys:
                numbers.setdefault(key, []).append(at)
        sure = WEIGHTS["unsure"] if name.opens else 1.0
        names[at] = names[at].mentioned(name, weight * sure)
    return sorted(names, key=lambda mention: -mention.weight)


def _weighed(asked: str, answer: str) -> Iterator[tuple[Name, float]]:
    """The names of a turn, each with what its place in the turn weighs."""
    for name in (*names_in(asked), *defined_in(asked)):
        yield name, WEIGHTS["asked"]
    asks_who = answer_type(asked) is AnswerType.PERSON
    for name in names_in(answer):
        is_who = asks_who and name.person and name.text not in asked
        yield name, WEIGHTS["answered"] + (WEIGHTS["is_who"] if is_who else 0.0)
