"""A true sentence made false in one place, in a way that is known."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .cast import COUNTRIES, Names
from .negations import negated

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"(?<![\w-])(?:(?P<day>[0-3]?\d) )?(?P<month>{_MONTH})(?: (?P<day2>[0-3]?\d),?)? "
    r"(?P<year>(?:19|20)\d\d)(?!\w)"
    rf"|(?<![\w-])(?P<day3>[0-3]?\d) (?P<month3>{_MONTH})(?! \d)"
    r"|(?<=[Ii]n )(?P<year4>(?:19|20)\d\d)(?![\w-])"
)
_YEARS = re.compile(r"(?<!\w)(?:19|20)\d\d(?!\w)")
_CODE = re.compile(r"(?=[\w/.-]*\d)(?=[\w/.-]*[A-Za-z])[A-Za-z][\w/.-]*|\d+/\d+")
_NUMBER = re.compile(
    r"(?<![\w.,/(+-])(?P<digits>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    r"(?=[ %.,;)-]|$)(?![-–]\d|/|,\d|\.\d|st|nd|rd|th)"
)
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(_WORDS)})(?![\w-])", re.IGNORECASE)
_ORDINALS = "second third fourth fifth sixth seventh eighth ninth".split()
_ORDINAL = re.compile(rf"(?<![\w-])(?:{'|'.join(_ORDINALS)})(?= (?!of\b)[a-z])")
_NUMBERED = re.compile(
    r"(?:resolution|Resolution|Order|Regulation|section|Section|No\.?|Article|Grace) $"
)
_HEDGED = re.compile(
    r"(?:about|around|nearly|roughly|approximately|almost|over|than|least|to) (?:\$)?$"
)
_UNITS = {
    "kg": "tonnes", "kilograms": "tonnes", "tonnes": "kg", "million": "billion",
    "billion": "million", "days": "weeks", "weeks": "days", "months": "weeks", "years": "months",
    "year": "month", "month": "week", "hours": "days", "minutes": "hours", "miles": "kilometres",
    "km": "miles", "kilometres": "miles", "dollars": "euros", "euros": "dollars",
    "metres": "kilometres", "thousand": "million", "day": "week", "week": "month",
}  # fmt: skip
_UNIT = re.compile(rf"(?<=[\w%][ -])(?P<unit>{'|'.join(_UNITS)})(?!\w)")
_COUNT_BEFORE = re.compile(
    rf"(?:\d|\b(?:one|{'|'.join(_WORDS)}|thirty|twenty|hundred|million|billion|thousand))[ -]$",
    re.IGNORECASE,
)
_SPEAKER = r"[A-Z][\w.'’-]*|of|the|and|for|in|on|prime|minister|president|foreign|special|\d+"
_QUALIFIERS = [
    (re.compile(form), new)
    for form, new in (
        (
            r"\b(?:about|nearly|roughly|approximately|around|almost) "
            r"(?=[$€]?\d|(?:two|three|half|a third|a fifth|twenty)\b)",
            "",
        ),
        (
            r"\b(?:more than|at least|up to|less than|fewer than|no more than) "
            r"(?=[$€]?\d|(?:two|three|ten|half)\b)",
            "",
        ),
        (r"\bmay (?=(?:not )?[a-z]+\b)", ""),
        (r"^According to [^,]+, ", ""),
        (
            rf"^(?:(?:{_SPEAKER}) ?){{1,12}}(?:says|said|stated|claimed) "
            r"(?:on \d+ \w+ (?:\d{4} )?|in \w+ \d{4} )?that (?=the |an? |[A-Z])",
            "",
        ),
        (r",? unless [^,;]+(?=\.$)|,? until [^,;]+(?=\.$)|,? if [^,;]+(?=\.$)", ""),
        (r"\b(?:Most|Many|Some) (?=[a-z])", "All "),
        (r"(?<=\w )(?:most|many|some|several) (?=[a-z]+s\b)", "all "),
        (r"\b(?:usually|normally|mostly|mainly|partly|often|probably|possibly|reportedly) ", ""),
        (r"(?<=\bof )certain (?=\w)", ""),
    )
]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A sentence changed in one place.

    Attributes:
        kind: of a mutation ``number``, ``date``, ``unit``, ``entity``, ``swap``, ``negation`` or
            ``qualifier``; of a variation what it does, such as ``date format``.
        text: the changed sentence.
        changed: the words that stood there, and those that do now; either may be empty.
    """

    kind: str
    text: str
    changed: tuple[str, str]


def mutations(sentence: str, names: Names) -> list[Mutation]:
    """The sentence made false in one place: at most two mutations of each kind.

    Which number, name or date is taken, and for what, depends on the sentence alone. A sentence
    that offers nothing to a kind has no mutation of it.

    Args:
        sentence: a true statement; a question has no mutations.
        names: those of the collection that the sentence is from.
    """
    if sentence.rstrip("\"'”’) ").endswith("?"):
        return []
    found: dict[str, Mutation] = {}
    for kind, make in _MAKERS:
        made = [one for one in make(sentence, names) if one[0] != sentence]
        for text, old, new in _drawn(made, sentence + kind, 2):
            found.setdefault(text, Mutation(kind, text, (old, new)))
    return list(found.values())


_Made = tuple[str, str, str]


def _drawn(made: Sequence[_Made], seed: str, most: int) -> list[_Made]:
    """At most ``most`` of them, chosen by the seed, in the order given."""
    ranked = sorted(range(len(made)), key=lambda n: (_dice(f"{seed}{n}", 1 << 30), n))[:most]
    return [made[n] for n in sorted(ranked)]


def _dice(seed: str, sides: int) -> int:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big") % sides


def _put(sentence: str, start: int, end: int, new: str) -> _Made:
    return sentence[:start] + new + sentence[end:], sentence[start:end], new


def _taken(sentence: str) -> list[tuple[int, int]]:
    """Where dates, years and codes stand."""
    return [match.span() for form in (_DATE, _CODE, _YEARS) for match in form.finditer(sentence)]


def _numbers(sentence: str, _: Names) -> Iterator[_Made]:
    taken = _taken(sentence)
    for match in _NUMBER.finditer(sentence):
        before = sentence[: match.start()]
        if any(a < match.end() and match.start() < b for a, b in taken) or _NUMBERED.search(before):
            continue
        yield _put(sentence, *match.span("digits"), _other_number(match[0], sentence, before))
    for form, row in ((_WORD, _WORDS), (_ORDINAL, _ORDINALS)):
        for match in form.finditer(sentence):
            at = row.index(match[0].lower())
            steps = [n for n in (-2, -1, 1, 2, 3) if 0 <= at + n < len(row)]
            new = row[at + steps[_dice(sentence + match[0], len(steps))]]
            new = new.capitalize() if match[0][0].isupper() else new
            yield _put(sentence, *match.span(), new)


def _other_number(digits: str, sentence: str, before: str) -> str:
    """Another number of the same form: 2 to 40 % away, 40 to 60 % where it is hedged."""
    decimals = len(digits.partition(".")[2])
    value = float(digits.replace(",", ""))
    share = 2 + _dice(sentence + digits, 39)
    share = 40 + share // 2 if _HEDGED.search(before) else share
    grain = 10.0**-decimals
    gap = max(grain, round(value * share / 100 / grain) * grain)
    sign = 1 if value - gap <= 0 or (0 < value < 100 and value + gap < 100 and share % 2) else -1
    new = f"{value + sign * gap:,.{decimals}f}"
    return new if "," in digits else new.replace(",", "")


def _dates(sentence: str, _: Names) -> Iterator[_Made]:
    for match in _DATE.finditer(sentence):
        for name in ("year", "month", "day", "day2", "day3", "month3", "year4"):
            old = match[name]
            if old:
                new = _other_part(name, old, sentence + name)
                if new != old and sentence[: match.start(name)].rstrip().split(" ")[-1:] != ["to"]:
                    yield _put(sentence, *match.span(name), new)


def _other_part(name: str, old: str, seed: str) -> str:
    if name.startswith("month"):
        return _MONTHS[(_MONTHS.index(old) + 1 + _dice(seed, 10)) % 12]
    if name.startswith("year"):
        return str(int(old) + (-2, -1, 1, 2)[_dice(seed, 4)])
    return str(1 + (int(old) + 1 + _dice(seed, 20)) % 28)


def _units(sentence: str, _: Names) -> Iterator[_Made]:
    for match in _UNIT.finditer(sentence):
        if _COUNT_BEFORE.search(sentence[: match.start()]):
            yield _put(sentence, *match.span("unit"), _UNITS[match["unit"]])


def _entities(sentence: str, names: Names) -> Iterator[_Made]:
    for name in names.people:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?![\w-]| \()", sentence):
            yield from _other_name(sentence, match, names.people)
    for name in names.bodies:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?![\w-]| \(| [A-Z])", sentence):
            yield from _other_name(sentence, match, names.bodies)
    for name in names.countries:
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-]| \(| [A-Z])", sentence):
            if not sentence[: match.start()].endswith((" of ", "between ")) or name != "Iran":
                yield from _other_name(sentence, match, names.countries)
        adjective = COUNTRIES[name]
        for match in re.finditer(rf"(?<![\w-]){adjective}(?= [a-z]+)(?! (?:and|or)\b)", sentence):
            others = [COUNTRIES[one] for one in names.countries if COUNTRIES[one][0] in "AEIOU"]
            same = [COUNTRIES[one] for one in names.countries if COUNTRIES[one][0] not in "AEIOU"]
            yield from _other_name(sentence, match, others if adjective[0] in "AEIOU" else same)
    for name in names.cities:
        for match in re.finditer(rf"(?<=\b(?:in|to|at) )(?<!\w){name}(?![\w-])", sentence):
            yield from _other_name(sentence, match, names.cities)


def _other_name(sentence: str, match: re.Match[str], others: Sequence[str]) -> Iterator[_Made]:
    """The name replaced by one of whose words the sentence has none."""
    fit = [one for one in others if not _is_told(sentence, one)]
    if fit:
        new = fit[_dice(sentence + match[0], len(fit))]
        if match.start() == 0 and new.startswith("the "):
            new = "The " + new[4:]
        an = re.search(r"\b[Aa]n? $", sentence[: match.start()])
        if not an or (new[0] in "AEIOU") == (match[0][0] in "AEIOU"):
            yield _put(sentence, *match.span(), new)


def _is_told(sentence: str, name: str) -> bool:
    """Whether a sentence has a word of a name, or its country by another word."""
    also = [COUNTRIES.get(name, ""), *(key for key, one in COUNTRIES.items() if one == name)]
    words = [*re.findall(r"[A-Z][\w-]+", name), *(one.removeprefix("the ") for one in also if one)]
    return any(word in sentence for word in words)


def _swaps(sentence: str, names: Names) -> Iterator[_Made]:
    """Two countries on either side of a verb, or two numbers of one unit, exchanged."""
    told = [one for one in names.countries if one.casefold() in sentence.casefold()]
    for one in told:
        for other in told:
            pair = rf"(?P<one>{re.escape(one)}) (?P<verb>{_ONE_WAY}) (?P<other>{re.escape(other)})"
            found = re.match(rf"{pair}(?![\w-])", sentence, re.IGNORECASE)
            if found and one != other:
                new = f"{other[0].upper()}{other[1:]} {found['verb']} {one}"
                yield _put(sentence, 0, found.end(), new)
    unit = r"(?P<{}>\d[\d,.]*\d|\d)(?P<u{}>[ -](?:percent|kg|days|years|months|miles)|%)"
    form = re.compile(unit.format("a", 1) + r"(?P<gap>.{8,}?)" + unit.format("b", 2))
    for match in form.finditer(sentence):
        if match["u1"] == match["u2"] and match["a"] != match["b"] and " from " not in match["gap"]:
            new = f"{match['b']}{match['u1']}{match['gap']}{match['a']}"
            yield _put(sentence, match.start("a"), match.end("b"), new)
    dates = [match for match in _DATE.finditer(sentence) if match["day"] and match["year"]]
    for first, second in pairwise(dates):
        gap = sentence[first.end() : second.start()]
        if len(gap) > 12 and first[0] != second[0]:
            yield _put(sentence, first.start(), second.end(), second[0] + gap + first[0])


_ONE_WAY = (
    "blamed|attacked|accused|asked|told|sued|seized|released|again blamed|helped|threatened|"
    "invaded|supplied|exports to|fears|followed|defeated|recognised|recognized"
)


def _negations(sentence: str, _: Names) -> Iterator[_Made]:
    for start, end, new in negated(sentence):
        yield _put(sentence, start, end, new)


def _qualifiers(sentence: str, _: Names) -> Iterator[_Made]:
    for form, new in _QUALIFIERS:
        for match in form.finditer(sentence):
            text, old, _now = _put(sentence, *match.span(), new)
            yield text[:1].upper() + text[1:], old.strip(), new.strip()


_MAKERS: tuple[tuple[str, Callable[[str, Names], Iterator[_Made]]], ...] = (
    ("number", _numbers),
    ("date", _dates),
    ("unit", _units),
    ("entity", _entities),
    ("swap", _swaps),
    ("negation", _negations),
    ("qualifier", _qualifiers),
)
