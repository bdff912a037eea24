"""Which kind of thing a question asks for, and whether a text holds one."""

from __future__ import annotations

import re
from enum import Enum

_MONTH = r"(?:jan|febr?|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"


class AnswerType(Enum):
    """A time, a quantity or a person: how a question asks for it, how a text shows it."""

    TIME = (
        r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time)\b|\bsince when\b",
        rf"(?i:\b(?:1[0-9]|20)\d\d\b|\b{_MONTH} \d|\b\d\d? {_MONTH}\b|\d(?:st|nd|rd|th) of\b)",
    )
    QUANTITY = (
        r"\bhow (?:many|much|far|long|old|often|large|big|high|tall|deep|fast)\b"
        r"|\bwhat (?:number|percent\w*|share|population|size|amount)\b",
        r"\d|(?i:\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred"
        r"|thousand|million|billion|half|twice)\b)",
    )
    PERSON = (
        r"\bwho(?:se|m)?\b",
        r"\b[A-Z][\w'’-]+ (?:[A-Z]\. )?(?:[a-z]{1,3} )?[A-Z][\w'’-]+",
    )

    def asked_by(self, question: str) -> bool:
        """Whether a question asks for one."""
        return bool(re.search(self.value[0], question, re.IGNORECASE))

    def is_in(self, text: str) -> bool:
        """Whether a text holds one."""
        return bool(re.search(self.value[1], text))


def answer_type(question: str) -> AnswerType | None:
    """The kind that a question asks for, ``None`` if it asks for something else."""
    return next((kind for kind in AnswerType if kind.asked_by(question)), None)
