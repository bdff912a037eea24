"""Which kind of thing a question asks for, and whether a text holds one."""

from __future__ import annotations

import re
from enum import Enum

_MONTH = r"(?:jan|febr?|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"


def _both(asked: str, shown: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(asked, re.IGNORECASE), re.compile(shown)


class AnswerType(Enum):
    """A time, a quantity or a person: how a question asks for it, how a text shows it."""

    TIME = _both(
        r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time)\b|\bsince when\b",
        rf"(?i:\b(?:1[0-9]|20)\d\d\b|\b{_MONTH} \d|\b\d\d? {_MONTH}\b|\d(?:st|nd|rd|th) of\b)",
    )
    QUANTITY = _both(
        r"\bhow (?:many|much|far|long|old|often|large|big|high|tall|deep|fast)\b"
        r"|\bwhat (?:number|percent\w*|share|population|size|amount)\b",
        r"\d|(?i:\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred"
        r"|thousand|million|billion|half|twice)\b)",
    )
    PERSON = _both(
        r"\bwho(?:se|m)?\b",
        r"\b[A-Z][\w'’-]{1,60} (?:[A-Z]\. )?(?:[a-z]{1,3} )?[A-Z][\w'’-]",
    )

    def asked_by(self, question: str) -> bool:
        """Whether a question asks for one."""
        return bool(self.value[0].search(question))

    def is_in(self, text: str) -> bool:
        """Whether a text holds one."""
        return bool(self.value[1].search(text))


def answer_type(question: str) -> AnswerType | None:
    """The kind that a question asks for, ``None`` if it asks for something else."""
    return next((kind for kind in AnswerType if kind.asked_by(question)), None)


class Sought(Enum):
    """What a short answer is to be, and how a question asks for it.

    The first one whose pattern is found holds, so the narrow ones stand before the wide.
    """

    YES_NO = (
        r"^(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should)(?:n['’]t)?\b"
        r"(?!.*\bor\b)"
    )
    YEAR = r"\b(?:what|which) years?\b"
    CENTURY = r"\b(?:what|which) (?:century|decade)\b"
    MONTH = r"\b(?:what|which) month\b"
    WEEKDAY = r"\b(?:what|which) days? of the week\b"
    DATE = r"\b(?:what|which) (?:date|day)\b"
    PERCENT = (
        r"\b(?:what|which) (?:percent\w*|per cent|share|proportion|fraction)\b"
        r"|\bhow (?:far|high|highly|much)\b.*\benrich"
    )
    MONEY = (
        r"\bhow much (?:money|did .* (?:cost|pay|spend|earn|receive|raise|donate|offer)|"
        r"(?:does|do|would|is) .* (?:cost|worth)|was .* (?:worth|paid|sold))\b"
    )
    AMOUNT = r"\bhow much\b"
    DURATION = r"\bhow long\b"
    LENGTH = r"\bhow (?:tall|wide|deep|high|far|thick)\b"
    MEASURE = r"\bhow (?:old|large|big|heavy|fast|hot|cold)\b"
    NUMBER = r"\bhow many\b|\bwhat (?:is|was|are|were) the (?:number|population)\b|\bwhat number\b"
    TIME = r"\bwhen\b"
    PLACE = (
        r"\bwhere\b|\b(?:what|which) (?:\w+ )?"
        r"(?:country|city|town|village|state|province|county|region|continent|island|river)\b"
    )
    PERSON = r"\bwho(?:m)?\b|\b(?:what|which) (?:person|man|woman)\b"

    @property
    def group(self) -> str:
        """The word that asks: who, when, where, how many or yes/no."""
        return _GROUPS.get(self, "how many")


_FORMS = {kind: re.compile(kind.value, re.IGNORECASE) for kind in Sought}
_GROUPS = {
    Sought.YES_NO: "yes/no",
    Sought.PERSON: "who",
    Sought.PLACE: "where",
    **dict.fromkeys(
        (Sought.TIME, Sought.YEAR, Sought.CENTURY, Sought.DATE, Sought.MONTH, Sought.WEEKDAY),
        "when",
    ),
}
_ASKS = re.compile(
    r"\b(?:who|whom|when|where|how|what|which|why|whose)\b|^\W*(?:is|are|was|were|d(?:o|oes|id)|"
    r"ha(?:s|ve|d)|can|could|will|would|should)\b",
    re.IGNORECASE,
)


def sought(question: str) -> Sought | None:
    """What a short answer to a question has to be, ``None`` if it has none.

    Only the first word that asks counts: "What did he say when he left?" asks for no time.
    """
    first = _ASKS.search(question)
    if not first:
        return None
    rest = question[first.start() :]
    for kind in Sought:
        if _FORMS[kind].match(rest):
            return kind
    return None
