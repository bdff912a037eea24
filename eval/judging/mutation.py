"""A true sentence made false in one place, in a way that is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from ...text import lexicon
from ...text.vocabulary import PLURAL_NUMBERS, any_of
from .cast import Names
from .change import Change, mentions, pick, replaced
from .negations import negated
from .vocabulary import (
    COUNT,
    COUNTRIES,
    DAY,
    MONTH,
    MONTHS,
    NUMBER_WORDS,
    ORDINALS,
    YEAR,
    pairs,
    phrases,
    words,
)

_DATE = re.compile(
    rf"(?<![\w-])(?:(?P<day>{DAY}) )?(?P<month>{MONTH})(?: (?P<day2>{DAY}),?)? "
    rf"(?P<year>{YEAR})(?!\w)"
    rf"|(?<![\w-])(?P<day3>{DAY}) (?P<month3>{MONTH})(?! \d)"
    rf"|(?<=[Ii]n )(?P<year4>{YEAR})(?![\w-])"
)
_YEARS = re.compile(rf"(?<!\w){YEAR}(?!\w)")
_CODE = re.compile(r"(?=[\w/.-]*\d)(?=[\w/.-]*[A-Za-z])[A-Za-z][\w/.-]*|\d+/\d+")
_NUMBER = re.compile(
    r"(?<![\w.,/(+-])(?P<digits>\d{1,3}(?:,\d{3}){1,4}|\d{1,15}(?:\.\d{1,15})?)"
    r"(?=[ %.,;)-]|$)(?![-–]\d|/|,\d|\.\d|st|nd|rd|th)"
)
"""A number of no more digits than a float holds."""
_NUMBER_WORD = re.compile(rf"(?<![\w-])(?ai:{any_of(NUMBER_WORDS)})(?![\w-])")
_ORDINAL = re.compile(rf"(?<![\w-]){any_of(ORDINALS)}(?= (?!of\b)[a-z])")
_NUMBERED = re.compile(rf"{any_of(words('numbered'))} $")
_ABOUT = lexicon.alternation("quantities.hedges.about")
_BOUND = lexicon.alternation("quantities.hedges.least", "quantities.hedges.most")
_HEDGED = re.compile(rf"\b(?:{_ABOUT}|{_BOUND}) \$?$", re.IGNORECASE)
_UNIT_SWAPS = pairs("unit_swaps")
_UNIT = re.compile(rf"(?<=[\w%][ -])(?P<unit>{any_of(_UNIT_SWAPS)})(?!\w)")
_COUNT_BEFORE = re.compile(
    rf"(?:\d|\b{any_of(['one', *PLURAL_NUMBERS])})[ -]$",
    re.IGNORECASE,
)
_NAME_ENDS = r"(?![\w-]| \(| [A-Z])"
_ONE_WAY = any_of(phrases("one_way_verbs"))
_UNIT_OF_TWO = rf"[ -]{any_of(words('swapped_units'))}|%"
_SPEAKER = rf"[A-Z][\w.'’-]*|{any_of(words('speaker_words'))}|\d+"
_QUALIFIERS = [
    (re.compile(form), new)
    for form, new in (
        (rf"\b{_ABOUT} (?={COUNT})", ""),
        (rf"\b{any_of(phrases('bounds'))} (?={COUNT})", ""),
        (r"\bmay (?!not\b)(?=[a-z]+\b)", ""),
        (r"^According to [^,]+, ", ""),
        (
            rf"^(?:(?:{_SPEAKER}) ?){{1,12}}{lexicon.alternation('words.saying')} "
            r"(?:on \d+ \w+ (?:\d{4} )?|in \w+ \d{4} )?that (?=the |an? |[A-Z])",
            "",
        ),
        (rf",? {any_of(words('conditions'))} [^,;]+(?=\.$)", ""),
        (rf"\b{any_of(map(str.capitalize, words('partial')))} (?=[a-z])", "All "),
        (rf"(?<=\w ){any_of(words('partial'))} (?=[a-z]+s\b)", "all "),
        (rf"\b{any_of(words('limiting_adverbs'))} ", ""),
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
        changed: the words before and after the change; either may be empty.
    """

    kind: str
    text: str
    changed: tuple[str, str]


def mutations(sentence: str, names: Names) -> list[Mutation]:
    """Make a sentence false in one place, in at most two ways of each kind.

    What is changed, and to what, depends on the sentence and the names alone: the same input gives
    the same mutations.

    Args:
        sentence: a true statement; a question has no mutations.
        names: the names of the collection that the sentence is from.

    Returns:
        The mutations by kind, each text once; empty if nothing in the sentence can be changed.
    """
    if sentence.rstrip("\"'”’) ").endswith("?"):
        return []
    by_text: dict[str, Mutation] = {}
    for kind, mutate in _MUTATORS:
        changes = [change for change in mutate(sentence, names) if change[0] != sentence]
        for text, old, new in _sample(changes, sentence + kind, 2):
            by_text.setdefault(text, Mutation(kind, text, (old, new)))
    return list(by_text.values())


def _sample(changes: Sequence[Change], seed: str, most: int) -> list[Change]:
    """At most ``most`` changes, chosen by the seed, in their order."""
    ranked = sorted(range(len(changes)), key=lambda n: (pick(f"{seed}{n}", 1 << 30), n))[:most]
    return [changes[n] for n in sorted(ranked)]


def _dates_and_codes(sentence: str) -> list[tuple[int, int]]:
    """The spans of dates, years and codes."""
    return [match.span() for form in (_DATE, _CODE, _YEARS) for match in form.finditer(sentence)]


def _numbers(sentence: str, _: Names) -> Iterator[Change]:
    taken = _dates_and_codes(sentence)
    for match in _NUMBER.finditer(sentence):
        before = sentence[: match.start()]
        if any(a < match.end() and match.start() < b for a, b in taken) or _NUMBERED.search(before):
            continue
        yield replaced(sentence, *match.span("digits"), _other_number(match[0], sentence, before))
    for form, row in ((_NUMBER_WORD, NUMBER_WORDS), (_ORDINAL, ORDINALS)):
        for match in form.finditer(sentence):
            at = row.index(match[0].lower())
            steps = [n for n in (-2, -1, 1, 2, 3) if 0 <= at + n < len(row)]
            new = row[at + steps[pick(sentence + match[0], len(steps))]]
            new = new.capitalize() if match[0][0].isupper() else new
            yield replaced(sentence, *match.span(), new)


def _other_number(digits: str, sentence: str, before: str) -> str:
    """Another number of the same form: 2 to 40 % away, 40 to 60 % where it is hedged."""
    decimals = len(digits.partition(".")[2])
    value = float(digits.replace(",", ""))
    share = 2 + pick(sentence + digits, 39)
    share = 40 + share // 2 if _HEDGED.search(before) else share
    grain = 10.0**-decimals
    gap = max(grain, round(value * share / 100 / grain) * grain)
    sign = 1 if value - gap <= 0 or (0 < value < 100 and value + gap < 100 and share % 2) else -1
    new = f"{value + sign * gap:,.{decimals}f}"
    return new if "," in digits else new.replace(",", "")


def _dates(sentence: str, _: Names) -> Iterator[Change]:
    for match in _DATE.finditer(sentence):
        for name in ("year", "month", "day", "day2", "day3", "month3", "year4"):
            old = match[name]
            if old:
                new = _other_part(name, old, sentence + name)
                if new != old and sentence[: match.start(name)].rstrip().split(" ")[-1:] != ["to"]:
                    yield replaced(sentence, *match.span(name), new)


def _other_part(name: str, old: str, seed: str) -> str:
    if name.startswith("month"):
        return MONTHS[(MONTHS.index(old) + 1 + pick(seed, 10)) % 12]
    if name.startswith("year"):
        return str(int(old) + (-2, -1, 1, 2)[pick(seed, 4)])
    return str(1 + (int(old) + 1 + pick(seed, 20)) % 28)


def _units(sentence: str, _: Names) -> Iterator[Change]:
    for match in _UNIT.finditer(sentence):
        if _COUNT_BEFORE.search(sentence[: match.start()]):
            yield replaced(sentence, *match.span("unit"), _UNIT_SWAPS[match["unit"]])


def _entities(sentence: str, names: Names) -> Iterator[Change]:
    for name in names.people:
        for match in mentions(name, sentence, after=r"(?![\w-]| \()"):
            yield from _other_name(sentence, match, names.people)
    for name in names.organisations:
        for match in mentions(name, sentence, after=_NAME_ENDS):
            yield from _other_name(sentence, match, names.organisations)
    for name in names.countries:
        for match in mentions(name, sentence, r"(?<![\w-])", _NAME_ENDS):
            yield from _other_name(sentence, match, names.countries)
        demonym = COUNTRIES[name]
        for match in mentions(demonym, sentence, r"(?<![\w-])", r"(?= [a-z]+)(?! (?:and|or)\b)"):
            demonyms = [COUNTRIES[country] for country in names.countries]
            yield from _other_name(
                sentence,
                match,
                [word for word in demonyms if _takes_an(word) == _takes_an(demonym)],
            )
    for name in names.cities:
        for match in mentions(name, sentence, r"(?<=\b(?:in|to|at) )(?<!\w)"):
            yield from _other_name(sentence, match, names.cities)


def _other_name(sentence: str, match: re.Match[str], others: Sequence[str]) -> Iterator[Change]:
    """Replace a name by another one that the sentence has no word of."""
    fit = [candidate for candidate in others if not _is_mentioned(sentence, candidate)]
    if fit:
        new = fit[pick(sentence + match[0], len(fit))]
        if match.start() == 0 and new.startswith("the "):
            new = "The " + new[4:]
        an = re.search(r"\b[Aa]n? $", sentence[: match.start()])
        if not an or _takes_an(new) == _takes_an(match[0]):
            yield replaced(sentence, *match.span(), new)


def _takes_an(name: str) -> bool:
    return name[0] in "AEIOU"


def _is_mentioned(sentence: str, name: str) -> bool:
    """Whether a sentence has a word of a name, or of the name's country or demonym."""
    aliases = [
        COUNTRIES.get(name, ""),
        *(country for country, demonym in COUNTRIES.items() if demonym == name),
    ]
    name_words = [
        *re.findall(r"[A-Z][\w-]+", name),
        *(alias.removeprefix("the ") for alias in aliases if alias),
    ]
    return any(word in sentence for word in name_words)


def _swaps(sentence: str, names: Names) -> Iterator[Change]:
    """Exchange two countries around a verb, two numbers of one unit, or two dates."""
    yield from _swapped_countries(sentence, names)
    yield from _swapped_numbers(sentence)
    dates = [match for match in _DATE.finditer(sentence) if match["day"] and match["year"]]
    for first, second in pairwise(dates):
        gap = sentence[first.end() : second.start()]
        if len(gap) > 12 and first[0] != second[0]:
            yield replaced(sentence, first.start(), second.end(), second[0] + gap + first[0])


def _swapped_countries(sentence: str, names: Names) -> Iterator[Change]:
    mentioned = [
        country for country in names.countries if country.casefold() in sentence.casefold()
    ]
    for subject, target in permutations(mentioned, 2):
        pair = rf"{re.escape(subject)} (?P<verb>{_ONE_WAY}) {re.escape(target)}(?![\w-])"
        match = re.match(pair, sentence, re.IGNORECASE)
        if match:
            new = f"{target[0].upper()}{target[1:]} {match['verb']} {subject}"
            yield replaced(sentence, 0, match.end(), new)


def _swapped_numbers(sentence: str) -> Iterator[Change]:
    number = rf"(?P<number{{0}}>\d[\d,.]*\d|\d)(?P<unit{{0}}>{_UNIT_OF_TWO})"
    form = re.compile(number.format(1) + r"(?P<gap>.{8,}?)" + number.format(2))
    for match in form.finditer(sentence):
        is_pair = match["unit1"] == match["unit2"] and match["number1"] != match["number2"]
        if is_pair and " from " not in match["gap"]:
            new = f"{match['number2']}{match['unit1']}{match['gap']}{match['number1']}"
            yield replaced(sentence, match.start("number1"), match.end("number2"), new)


def _negations(sentence: str, _: Names) -> Iterator[Change]:
    for start, end, new in negated(sentence):
        yield replaced(sentence, start, end, new)


def _qualifiers(sentence: str, _: Names) -> Iterator[Change]:
    for form, new in _QUALIFIERS:
        for match in form.finditer(sentence):
            text, old, _now = replaced(sentence, *match.span(), new)
            yield text[:1].upper() + text[1:], old.strip(), new.strip()


_MUTATORS: tuple[tuple[str, Callable[[str, Names], Iterator[Change]]], ...] = (
    ("number", _numbers),
    ("date", _dates),
    ("unit", _units),
    ("entity", _entities),
    ("swap", _swaps),
    ("negation", _negations),
    ("qualifier", _qualifiers),
)
