"""The names of a text with their spans, and whether two of them may name the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from .lexicon import LANGUAGE, words
from .places import Place, place
from .tokens import STOP_WORDS
from .vocabulary import MONTHS, NUMBERS, ORDINALS, SCALES, SHORT_DAYS, SHORT_MONTHS, WEEKDAYS
from .words import is_listed

_SHORT_TITLES = "|".join(sorted(words("names.short_titles")))
_TOKEN = re.compile(
    rf"(?:{_SHORT_TITLES})\.|[^\W\d_](?:\.[^\W\d_])+\.?(?!\w)|[^\W\d_]\.(?=\s[^\W\d_])"
    r"|[^\W_]+(?:['’&/.-][^\W_]+)*|\S"
)
_SENTENCE_ENDS, _QUOTES, _BEFORE_SPEECH = frozenset(".!?:;"), frozenset('"“'), frozenset(",:")
_SPACE = frozenset((" ", "\n", "\r\n", "\u00a0", "\u202f"))
_MOST_LINKS = 2
_NUMBER = re.compile(r"\d{1,3}")
_MEASURE = re.compile(r"[,.]\d|\s?%")
_AMOUNT_AFTER = re.compile(r"\s?\d")
_AMOUNT_WITHIN = re.compile(r"(?P<currency>[A-Z]{3})\d")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST_PERSON = 4
_TITLES = words("names.titles", "names.title_modifiers")
_LINKS = words("names.particles", "names.small_words")
OPENERS = words("names.openers") | STOP_WORDS | _LINKS | {*NUMBERS, *SCALES, *ORDINALS}
"""Words that open a sentence with a capital letter and are no names."""
ALSO_NAMES = words("names.also_names")
"""Words of grammar that are names as well, behind another word of a name."""
_CALENDAR = frozenset(
    name.casefold() for names in (MONTHS, SHORT_MONTHS, WEEKDAYS, SHORT_DAYS) for name in names
)
_ERAS = words("names.eras")
_PREFIX = re.compile("|".join(sorted(words("names.prefixes"))))
_UNCOUNTED = _TITLES | _LINKS | STOP_WORDS
_IMPERSONAL = words("names.organisations", "names.institutions", "names.small_words")
_BEFORE_PLACES = words("names.before_places")


class Name(NamedTuple):
    """A name in a text.

    Attributes:
        text: as written, with titles, without a possessive ending.
        words: its words in lower case, without titles and words of grammar.
        start: its first code point.
        end: the code point after it.
        opens: whether it is a single word at the start of a sentence, which may be no name.
        person: whether it may name a person.
        place: the country or body that it names, if any.
        is_code: whether it is a code such as ``IR-6``.
    """

    text: str
    words: tuple[str, ...]
    start: int
    end: int
    opens: bool = False
    person: bool = False
    place: Place | None = None
    is_code: bool = False

    @property
    def kind(self) -> str:
        """``country``, ``body``, ``code`` or ``name``."""
        return "code" if self.is_code else self.place.kind if self.place else "name"

    @property
    def canonical(self) -> str:
        """The first name of the country or body that it names, or ``""``."""
        return self.place.name if self.place else ""

    @property
    def is_demonym(self) -> bool:
        """Whether it names a people or what is theirs: ``Dutch``."""
        return self.place is not None and self.place.form == "demonym"

    @property
    def acronym(self) -> str:
        """Its letters in lower case if it is an acronym, else ``""``."""
        letters = self.text.replace(".", "").removesuffix("s")
        is_acronym = len(letters) >= 2 and sum(map(str.isupper, letters)) > 1
        return letters.casefold() if is_acronym and " " not in letters else ""

    def may_be(self, second: Name) -> bool:
        """Whether two names may name the same.

        They name one country or body, or the words of one are in order among those of the second,
        or one is the initials of the second. A capital and its country are two.
        """
        if self.place and second.place:
            is_capital = "capital" in (self.place.form, second.place.form)
            return self.place == second.place if is_capital else self.canonical == second.canonical
        if self.text == second.text:
            return True
        short, long = sorted((self.words, second.words), key=len)
        following = iter(long)
        if short and all(word in following for word in short):
            return True
        return self.acronym in initials(second.text) or second.acronym in initials(self.text)

    @property
    def keys(self) -> frozenset[str]:
        """Strings of which two names that may be one have at least one in common."""
        letters = initials(self.text)
        return frozenset((self.text, *self.words, self.acronym, self.canonical, *letters)) - {""}


@lru_cache(maxsize=4096)
def read_names(text: str) -> tuple[Name, ...]:
    """The names of a text from which dates are blanked, in order: runs of capitalised words.

    Small words may stand between them, a short number at the end. Words that only open a sentence
    are left out.
    """
    tokens = list(_TOKEN.finditer(text))
    names: list[Name] = []
    number, opens = 0, True
    while number < len(tokens):
        word = tokens[number][0]
        before = tokens[number - 1] if number else None
        if not _is_capitalised(word):
            is_speech = word in _QUOTES and before is not None and before[0] in _BEFORE_SPEECH
            opens = word in _SENTENCE_ENDS or is_speech or (opens and not word[0].isalnum())
            number += 1
            continue
        last = _end(text, tokens, number)
        opens = opens or (
            before is not None and "\n" in text[before.end() : tokens[number].start()]
        )
        name = _name(text, tokens[number : last + 1], before[0] if before else "", opens)
        names += [name] if name else []
        number, opens = last + 1, False
    return tuple(names)


def _is_capitalised(word: str) -> bool:
    prefix = _PREFIX.match(word)
    is_upper = word[prefix.end() if prefix else 0].isupper()
    return is_upper and word.replace("’", "'").partition("'")[0] != "I"


def _end(text: str, tokens: Sequence[re.Match[str]], first: int) -> int:
    """The number of the last word of the name whose first word is given."""
    last = first
    while not _POSSESSIVE.search(tokens[last][0]):
        ahead = last + 1
        while ahead < len(tokens) and tokens[ahead][0] in _LINKS and ahead - last <= _MOST_LINKS:
            ahead += 1
        gaps = zip(tokens[last : ahead + 1], tokens[last + 1 : ahead + 1], strict=False)
        if ahead >= len(tokens) or any(text[a.end() : b.start()] not in _SPACE for a, b in gaps):
            break
        word = tokens[ahead][0]
        is_counted = (
            ahead == last + 1
            and _NUMBER.fullmatch(word)
            and not _MEASURE.match(text, tokens[ahead].end())
        )
        ends_sentence = tokens[last][0].endswith(".") and word.casefold() in OPENERS
        if not is_counted and (not _is_capitalised(word) or ends_sentence):
            break
        last = ahead
        if is_counted:
            break
    return last


def _name(text: str, run: Sequence[re.Match[str]], before: str, opens: bool) -> Name | None:
    """The name in a run of words, without what only opens the sentence; ``None`` if it has none."""
    first, end = 0, len(run)
    while first < end and _only_opens(run[first : min(end, first + 3)], opens):
        first += 1
    while first < end and run[end - 1][0].casefold() in STOP_WORDS - ALSO_NAMES:
        end -= 1
    tokens = [token[0] for token in run[first:end]]
    if len(tokens) == 1 and tokens[0].casefold() in STOP_WORDS:
        return None
    if not tokens or not _is_capitalised(tokens[0]) or _is_value(text, run[first:end], before):
        return None
    start, stop = run[first].start(), run[end - 1].end()
    written = _POSSESSIVE.sub("", text[start:stop])
    before = run[first - 1][0] if first else before
    named = place(" ".join(written.split()))
    name = Name(
        text=written,
        words=key_words(tokens),
        start=start,
        end=start + len(written),
        opens=opens and first == 0 and len(tokens) == 1 and named is None,
        person=named is None and _may_be_person(tokens, before),
        place=named,
    )
    is_no_name = len(written) < 2 or (name.opens and is_listed(written.casefold()))
    return None if is_no_name else name


def _only_opens(run: Sequence[re.Match[str]], opens: bool) -> bool:
    """Whether the first word of a run is no part of a name: ``Between``, the ``Tests of the``."""
    word, *following = (token[0] for token in run)
    if not opens:
        return not following and word.casefold() in STOP_WORDS
    if is_common(word) and len(following) > 1 and _LINKS.issuperset(following[:2]):
        return True
    return word.casefold() in OPENERS and not (following and place(f"{word} {following[0]}"))


def _is_value(text: str, run: Sequence[re.Match[str]], before: str) -> bool:
    """Whether a run is a month, a weekday, an era, or the currency of an amount."""
    tokens = [token[0].rstrip(".") for token in run]
    if all(token.casefold() in _CALENDAR or token in _ERAS for token in tokens):
        return True
    if within := _AMOUNT_WITHIN.match(tokens[0]):
        return len(tokens) == 1 and within["currency"] in _currencies()
    is_currency = len(tokens) == 1 and tokens[0] in _currencies()
    is_counted = bool(_AMOUNT_AFTER.match(text, run[-1].end())) or before[:1].isdigit()
    counted = len(tokens) == 2 and tokens[0] in _currencies() and tokens[1].isdigit()
    return (is_currency and is_counted) or counted


def _may_be_person(tokens: Sequence[str], before: str) -> bool:
    if len(tokens) > _LONGEST_PERSON or before.casefold() in _BEFORE_PLACES:
        return False
    if len(tokens) == 1 and tokens[0].isupper():
        return False
    return not any(
        token.casefold() in _IMPERSONAL or token.isdigit() or place(token) for token in tokens
    )


def key_words(tokens: Sequence[str]) -> tuple[str, ...]:
    """The words of a name in lower case, without titles and words of grammar.

    A month or weekday is left out as its first word: "Theresa May" keeps both.
    """
    lower = [_POSSESSIVE.sub("", token.casefold()).replace(".", "") for token in tokens]
    left_out = [_UNCOUNTED | _CALENDAR, *([_UNCOUNTED - ALSO_NAMES] * (len(lower) - 1))]
    return tuple(
        word.replace("’", "'")
        for word, excluded in zip(lower, left_out, strict=False)
        if word and word not in excluded
    )


def is_common(word: str) -> bool:
    """Whether a word that opens a sentence is likely no name, by its form."""
    return word.endswith(("s", "ing", "ed", "ly"))


def initials(run: str) -> set[str]:
    """The initials of several words in lower case, with and without those of small words."""
    parts = [part for part in re.split(r"[^\w]+", run) if part and part != "s"]
    if len(parts) < 2:
        return set()
    capital = "".join(part[0] for part in parts if part[0].isupper())
    return {capital.casefold(), "".join(part[0] for part in parts).casefold()} - {""}


@cache
def _currencies() -> frozenset[str]:
    """The codes of currencies."""
    from babel import Locale

    return frozenset(Locale(LANGUAGE).currencies)
