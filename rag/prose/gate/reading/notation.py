"""One notation for amounts and times of day that people write in several ways."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .....text import lexicon
from .....text.vocabulary import NUMBERS, any_of
from ....verify.claims import plain

_HOUR = rf"(?P<hour>{any_of(NUMBERS)}|\d{{1,2}}(?::\d\d)?)"
_HALF_PAST = re.compile(rf"\bhalf past {_HOUR}\b", re.IGNORECASE)
_ONE_IN = re.compile(
    r"\b(?:[Oo]ne|1)(?: (?P<what>[a-z]+))? (?:in|out of)(?: every)? "
    rf"(?P<of>{any_of(NUMBERS)}|\d{{1,2}})\b(?! [A-Z])"
)


@lru_cache(maxsize=4096)
def regular(text: str) -> str:
    """A text as ``plain`` makes it, with one notation for what has several.

    "A quarter of an hour" becomes "15 minutes", "five in the afternoon" "5 p.m.", "one in six"
    "16.7 per cent". Places in it are not those of the text.
    """
    text = plain(text)
    for form, notation in _amounts():
        text = form.sub(notation, text)
    text = _HALF_PAST.sub(lambda match: f"{_number(match['hour'])}:30", text)
    for form, half in _halves():
        text = form.sub(lambda match, half=half: f"{_time(match['hour'])} {half}", text)  # type: ignore[misc]
    return _ONE_IN.sub(_share, text)


def _time(hour: str) -> str:
    return hour if ":" in hour else str(_number(hour))


def _number(word: str) -> int:
    return NUMBERS.get(word.lower(), 0) or int(word)


def _share(match: re.Match[str]) -> str:
    count = _number(match["of"]) if not match["of"].isdecimal() else int(match["of"])
    of = f" of {match['what']}" if match["what"] else ""
    return f"{100 / count:.1f} per cent{of}" if count > 1 else match[0]


@cache
def _amounts() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = lexicon.table("notations.amounts")
    return tuple((re.compile(rf"\b{form}\b", re.I), str(new)) for form, new in table.items())


@cache
def _halves() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = lexicon.table("notations.halves")
    return tuple(
        (
            re.compile(
                rf"\b{_HOUR}(?: o'clock)? {lexicon.alternation(f'notations.halves.{name}')}\b"
            ),
            half,
        )
        for name, half in (("morning", "a.m."), ("afternoon", "p.m."))
        if name in table
    )
