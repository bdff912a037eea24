"""The kind of answer that a question asks for, and whether a text holds one."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from ...text import lexicon
from ...text.dates import read_dates
from ...text.vocabulary import PLURAL_NUMBERS, any_of

ASKING = lexicon.any_word("words.interrogatives")
"""The pattern of a word that asks."""
AUXILIARY = rf"(?:{lexicon.any_word('words.auxiliaries')}(?:n['’ʼ]t)?|(?:ca|sha|wo)n['’ʼ]t)"
"""The pattern of a verb that makes a question, also with "n't"."""
AMOUNT_WORD = any_of([*PLURAL_NUMBERS, "half", "twice"])
"""The pattern of a word that may state an amount."""
_PERSON = re.compile(r"\b[A-Z][\w'’-]{1,60} (?:[A-Z]\. )?(?:[a-z]{1,3} )?[A-Z][\w'’-]")
"""Two capitalised words, with an initial or a short word between them."""


class AnswerType(Enum):
    """The kind of answer that a question asks for.

    The value is the name of its patterns in the lexicon, under ``questions.answer_types``. Members
    stand in the order in which they are tried: a narrow kind before a wider one.
    """

    YES_NO = "yes_no"
    YEAR = "year"
    CENTURY = "century"
    MONTH = "month"
    WEEKDAY = "weekday"
    DATE = "date"
    PERCENT = "percent"
    MONEY = "money"
    AMOUNT = "amount"
    DURATION = "duration"
    LENGTH = "length"
    MEASURE = "measure"
    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    PERSON = "person"

    @property
    def group(self) -> str:
        """The coarse kind: ``who``, ``when``, ``where``, ``how many`` or ``yes/no``."""
        return _GROUPS.get(self, "how many")

    def is_in(self, text: str) -> bool | None:
        """Whether a text holds something of the coarse kind; ``None`` if that cannot be told."""
        match self.group:
            case "when" if self is not AnswerType.CENTURY:
                return bool(read_dates(text)[0])
            case "how many":
                return _quantity().search(text) is not None
            case "who":
                return _PERSON.search(text) is not None
        return None


_GROUPS = {
    AnswerType.YES_NO: "yes/no",
    AnswerType.PERSON: "who",
    AnswerType.PLACE: "where",
    **dict.fromkeys(
        (
            AnswerType.TIME,
            AnswerType.YEAR,
            AnswerType.CENTURY,
            AnswerType.DATE,
            AnswerType.MONTH,
            AnswerType.WEEKDAY,
        ),
        "when",
    ),
}


def answer_type(question: str) -> AnswerType | None:
    """The kind of answer that a question asks for; ``None`` if it asks for something else.

    Only its first question word counts: "What did he say when he left?" asks for no time.
    """
    first = _question_word().search(question)
    if not first:
        return None
    if first["auxiliary"]:
        is_choice = re.search(r"\bor\b", question[first.end() :], re.I)
        return None if is_choice else AnswerType.YES_NO
    for kind, form in _forms().items():
        if form.match(question, first.start()):
            return kind
    return None


def opens_with_auxiliary(question: str) -> bool:
    """Whether a question opens with a verb such as "is" or "did", so that a statement answers it.

    It asks for yes or no, or for one of two things ("Is it red or blue?").
    """
    first = _question_word().search(question)
    return first is not None and first["auxiliary"] is not None


@cache
def _question_word() -> re.Pattern[str]:
    return re.compile(rf"\b{ASKING}\b|^\W*(?P<auxiliary>{AUXILIARY})\b", re.IGNORECASE)


@cache
def _forms() -> dict[AnswerType, re.Pattern[str]]:
    return {
        kind: re.compile(
            rf"{lexicon.alternation(f'questions.answer_types.{kind.value}')}\b", re.IGNORECASE
        )
        for kind in AnswerType
        if kind is not AnswerType.YES_NO
    }


@cache
def _quantity() -> re.Pattern[str]:
    return re.compile(rf"\d|\b{AMOUNT_WORD}\b", re.I)
