"""The names of months, weekdays, numbers, units and currencies, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from babel.dates import get_day_names, get_month_names
from babel.numbers import get_currency_name, get_currency_symbol
from babel.units import format_unit

from . import lexicon

LOCALES = (lexicon.LANGUAGE, f"{lexicon.LANGUAGE}_GB")
"""Both spellings: "meters" and "metres"."""


def _calendar(get_names: Callable[..., Mapping[int, str]], width: str) -> dict[str, int]:
    """The names of months or weekdays, without full stops, and their numbers."""
    return {
        name.rstrip("."): number
        for locale in LOCALES
        for number, name in get_names(width, locale=locale).items()
    }


MONTHS, SHORT_MONTHS = (_calendar(get_month_names, width) for width in ("wide", "abbreviated"))
"""Numbers of months from 1 by their names, in full and abbreviated."""
WEEKDAYS = _calendar(get_day_names, "wide")
SHORT_DAYS = _calendar(get_day_names, "abbreviated")
SHORT_DAYS |= {
    alias: SHORT_DAYS[day]
    for day, *aliases in lexicon.groups("dates.short_weekdays")
    for alias in aliases
}
"""Numbers of weekdays from 0, Monday, by their names, in full and abbreviated."""


class Unit(NamedTuple):
    """What a unit measures, and how many of the common unit of that it is."""

    measure: str = ""
    factor: float = 1.0

    @property
    def is_money(self) -> bool:
        """Whether it is a currency, which has the ISO code for a measure."""
        return self.measure.isupper() or self.measure in _COINS


_COINS = frozenset(names[0] for names in lexicon.groups("quantities.coins"))


def _measured(identifier: str) -> Iterator[str]:
    """The names and symbols of a unit."""
    for locale in LOCALES:
        for number in (1, 2):
            for length in ("long", "short"):
                text = format_unit(number, identifier, length, locale=locale)
                yield text.replace(str(number), "", 1).strip().lower()


def _paid(code: str) -> Iterator[str]:
    """The code, symbol and names of a currency, also without the country."""
    symbol = get_currency_symbol(code, locale=lexicon.LANGUAGE)
    yield from (code, symbol if symbol == code else symbol.lower())
    for count in (1, 2):
        name = get_currency_name(code, count, locale=lexicon.LANGUAGE).lower()
        yield from (name, name.rpartition(" ")[2])


def _read_units() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for identifier, measure, factor, *aliases in lexicon.groups("quantities.units"):
        names = set(_measured(identifier)) - set(lexicon.words("quantities.no_units"))
        table |= dict.fromkeys([*names, *aliases], Unit(measure, float(factor)))
    for code, *aliases in lexicon.groups("quantities.currencies"):
        for name in (*_paid(code), *aliases):
            table.setdefault(name, Unit(code))
    for coin, *aliases in lexicon.groups("quantities.coins"):
        table |= dict.fromkeys([coin, *aliases], Unit(coin))
    return table


UNITS = _read_units()
"""Units by their names and symbols, which are small except for the codes of currencies."""


def unit_named(name: str) -> Unit:
    """The unit of a name or symbol as written; one that measures nothing if there is none."""
    return UNITS.get(name) or UNITS.get(name.lower()) or Unit()


def _ordered(name: str) -> tuple[str, ...]:
    (series,) = lexicon.groups(f"quantities.{name}")
    return series


NUMBERS = {word: number for number, word in enumerate(_ordered("numbers"))}
NUMBERS |= {word: 10 * number for number, word in enumerate(_ordered("tens"), 2)}
SCALES: Mapping[str, float] = lexicon.table("quantities.scales")
SHORT_SCALES: Mapping[str, float] = lexicon.table("quantities.short_scales")
PLURAL_NUMBERS = (*(word for word, number in NUMBERS.items() if number > 1), *SCALES)
"""Number words above one, in order."""
ORDINALS = {word: number for number, word in enumerate(_ordered("ordinals"), 1)}


def any_of(words: Iterable[str]) -> str:
    """A pattern of words or symbols, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True))) or '(?!)'})"


MONTH = rf"(?:(?:{any_of(MONTHS)}|{any_of(SHORT_MONTHS)}\.?)(?!\w))"
"""The pattern of a month's name, in full or abbreviated."""
WEEKDAY = any_of(WEEKDAYS)
"""The pattern of a weekday's name in full."""
COUNTED = any_of(
    [name for name in UNITS if f"{name}s" not in UNITS]
    + [*SCALES, *SHORT_SCALES, *lexicon.words("quantities.counted")]
)
"""The pattern of what follows a number of many: a unit in the plural, a scale, "people"."""
