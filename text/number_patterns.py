"""How numbers are written: figures, words, shares, ordinals, and what bounds them."""

from __future__ import annotations

import re

from . import lexicon
from .signs import ASCII_LETTERS
from .tokens import STOP_WORDS
from .vocabulary import NUMBERS, ORDINALS, SCALES, SHORT_SCALES, UNITS, any_of

ALIKE = ASCII_LETTERS | str.maketrans("‐‑‒–—―−\n\r\u00a0\u202f", "-------    ")
"""Signs and letters that look alike are one, each in its place."""
_CURRENCIES = any_of(name for name, unit in UNITS.items() if name == unit.measure.upper())
_SYMBOLS = any_of(name for name in UNITS if re.search(r"[$€£¥₹₪₱]$", name))
_LETTER_SCALES = any_of(name for name in SHORT_SCALES if len(name) == 1)
_SCALE = any_of([*SCALES, *(name for name in SHORT_SCALES if len(name) > 1)])
_UNIT_NAMES = any_of(UNITS)
_SPELT = any_of([*NUMBERS, *SCALES])
_NOT_COUNTED = any_of([*STOP_WORDS, *lexicon.words("quantities.after_a_length")])
_NOUN = rf"(?:{any_of(lexicon.words('quantities.counted'))}|[a-z]{{2,30}}(?<![sui])s)"
_COUNT_FOLLOWS = rf"(?= (?!{_NOT_COUNTED}\b)(?:[a-z]{{1,30}} )?{_NOUN}\b)"
CODE = re.compile(
    rf"(?<![\w.])(?=[A-Z][\w/.-]{{0,80}}\d)(?![A-Z][a-z]{{2,}}-?\d|{_CURRENCIES}\d)"
    r"[A-Z][\w/-]*(?:\.\w+)*"
)
PARTS = {"quarter": 4} | {word: n for word, n in ORDINALS.items() if n > 2}
_VULGAR, _SLASHED = "[¼-¾⅐-⅞]", r"\d{1,2}/[1-9]\d?"
FRACTION = re.compile(rf"(?:(?P<whole>\d+)[ -]?)?(?P<part>{_VULGAR}|{_SLASHED})")
"""``½``, ``2½`` or ``2 1/2``."""
SHARE = re.compile(
    rf"(?<![\w-])(?:(?P<top>a|{any_of(word for word, n in NUMBERS.items() if n < 20)})[ -]"
    rf"(?P<part>{any_of(PARTS)})s?(?= of\b|(?<=s)\b)|"
    rf"(?<![.,/])(?<!\d )(?P<fraction>{_SLASHED}|{_VULGAR})(?= (?:of|the|a|an)\b)|"
    rf"(?P<half>half)(?! an? {any_of(SCALES)}\b)"
    r"(?= (?:of|the|a|an|its|their|his|her|all)\b))",
    re.IGNORECASE,
)
_AND_HALF = r"[ -]and[ -]a[ -]half(?!\w| (?:of|the|an?|its|their|his|her|all)\b)"
AND_HALF = re.compile(rf"{_AND_HALF}(?![ -]{any_of(SCALES)}\b)", re.IGNORECASE)
"""After a unit or a scale: "a year and a half"."""
DIGITS = re.compile(
    rf"(?<![\w.,/])(?P<money>(?-i:{_CURRENCIES}) ?|{_SYMBOLS} ?)?"
    r"(?P<digits>\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?|\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?"
    rf"|(?:\d+[ -]?)?{_VULGAR}|\d+[ -]{_SLASHED}"
    rf"|\d+,\d\d?(?(money)(?![\d,])|(?= ?%|[ -]?(?:{_UNIT_NAMES}|{_SCALE})(?!\w)))"
    rf"|\d+(?:\.\d+)?)(?!\d|[.,/]\d|[ -]?{_VULGAR}|[ -]\d+/\d)"
    rf"(?P<and_half>{_AND_HALF})?"
    rf"(?:(?P<letter>(?(money) ?){_LETTER_SCALES})(?!\w)(?(money)|{_COUNT_FOLLOWS})"
    rf"|[ -]?(?P<scale>{_SCALE})(?!\w))?",
    re.IGNORECASE,
)
WORDS = re.compile(
    rf"(?<![\w-])(?:(?:(?P<half>half)[ -](?:an? )?|an? )(?={any_of(SCALES)}))?"
    rf"(?P<words>{_SPELT}(?:(?: and |[ -]){_SPELT})*)(?!\w)"
    rf"(?P<and_half>{_AND_HALF}(?:[ -](?P<scale>{any_of(SCALES)})(?!\w))?)?",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    rf"(?<![\w-])(?:(?<!\d[.,/])(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?:st|nd|rd|th)"
    rf"|(?P<word>{any_of(ORDINALS)}))(?!\w)",
    re.IGNORECASE,
)
TIMES = re.compile(r"(?<!\w)(?P<times>once|twice|thrice)(?!\w)", re.IGNORECASE)
SINGLE = re.compile(
    r"(?<!\w)an?(?=[ -](?:second|minute|hour|day|week|month|year|decade)(?!\w))", re.IGNORECASE
)
UNIT = re.compile(rf"[ -]{{0,2}}(?P<unit>{_UNIT_NAMES})(?!\w)", re.IGNORECASE)
RANGE = re.compile(r" ?(?:to|and|or|-) ?")
HEDGES = [
    (
        name,
        re.compile(
            rf"(?<!\w){lexicon.alternation(f'quantities.hedges.{name}')}"
            r"(?: (?:the|a|an|about|nearly|only))? ?$",
            re.IGNORECASE,
        ),
    )
    for name in ("about", "least", "most")
]
MINUS = re.compile(
    r"(?<![\d%] )(?<!   )(?:(?<![^\s(\[\"“=])-|(?<![\w/-])(?<!or )minus )$", re.IGNORECASE
)
"""Before a number: a sign, and no dash of a range, a compound or a date that is blanked out."""
BEFORE = 100
"""Characters before a number in which it is hedged, and before that in which this is denied."""
DENIED = re.compile(r"\b(?:not|never|no)\b(?: \w+){0,4} $", re.IGNORECASE)
OR_MORE = re.compile(
    r"(?:[ -]?[\w%]++){0,2}? (?:or|and) (?:more|above|over|longer|older|later)\b", re.IGNORECASE
)
