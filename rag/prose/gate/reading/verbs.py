"""The verbs of a text, by their forms and places: a reading of what stands out, no grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from .....text import lexicon
from .....text.vocabulary import NUMBERS
from .....text.words import Word, read_words
from .stretches import RELATIVE, stretches
from .verb_forms import (
    BE,
    MODAL,
    auxiliaries,
    bases,
    is_auxiliary,
    is_between,
    is_ing,
    is_participle,
    is_past,
    is_preposition,
    presents,
    stands_before_nouns,
)

_LINKS = frozenset("to be been being have".split())
_JOINING = frozenset({"and", "or", "but"})
_PAUSE = re.compile(r"[,;:.–)]")
_FAR = 6
"""Words within which "by" names who does what a participle says."""
_NEAR = 5
"""Words within which "and" joins a participle to the verb before it."""


class Verb(NamedTuple):
    """A finite verb, or a participle that says what is done to what stands before it.

    Attributes:
        first: the number of its first word, which may be an auxiliary.
        last: the number of its last word, which says what is done.
        stem: of its last word.
        is_passive: whether what it says is done to its subject.
        is_finite: whether it makes a clause: "was founded" does, "founded by" does not.
        strength: the greater, the less likely it is a noun: 3 with an auxiliary, 2 in the past.
    """

    first: int
    last: int
    stem: str
    is_passive: bool
    is_finite: bool
    strength: int


@lru_cache(maxsize=4096)
def read_verbs(text: str) -> tuple[Verb, ...]:
    """The verbs of a ``plain`` text in order, by the numbers of its words.

    A stretch has one finite verb: of several words that may be it the likeliest, and of those the
    first. A relative clause may go on with the main verb.
    """
    words, numbers = read_words(text), stretches(text)
    opening = {number: words[at].text for at, number in reversed(list(enumerate(numbers)))}
    chosen: list[Verb] = []
    for number, group in groupby(_candidates(text, words), key=lambda verb: numbers[verb.first]):
        rivals = list(group)
        finite = [verb for verb in rivals if verb.is_finite]
        kept = set(finite[:0])
        if finite:
            kept.add(max(finite, key=lambda verb: verb.strength))
        if opening[number] in RELATIVE and len(finite) > 1 and finite[-1].strength > 1:
            kept.add(finite[0])
        chosen += [verb for verb in rivals if not verb.is_finite or verb in kept]
    return tuple(_joined(words, chosen))


def _joined(words: Sequence[Word], verbs: Sequence[Verb]) -> Iterator[Verb]:
    """Participles that go on with a passive verb are finite: "was begun by A and ended by B"."""
    is_passive = False
    for verb in verbs:
        before = [words[at].text for at in range(max(0, verb.first - _NEAR), verb.first)]
        goes_on = is_passive and not _JOINING.isdisjoint(before)
        if goes_on and not verb.is_finite:
            verb = verb._replace(is_finite=True)
        elif goes_on and _is_bare(words, verb) and before[-1] in _JOINING:
            verb = verb._replace(is_passive=True)
        is_passive = verb.is_passive
        yield verb


def _is_bare(words: Sequence[Word], verb: Verb) -> bool:
    """Whether a verb in the past has no object right behind it, so that it may be a participle."""
    after = _text(words, verb.last + 1)
    return verb.strength == 2 and not (after[:1].isdigit() or stands_before_nouns(after))


def _candidates(text: str, words: Sequence[Word]) -> Iterator[Verb]:
    at = 0
    while at < len(words):
        verb = _verb(text, words, at)
        if verb:
            yield verb
        at = verb.last + 1 if verb else at + 1


def _verb(text: str, words: Sequence[Word], at: int) -> Verb | None:
    word, before, after = words[at], _text(words, at - 1), _text(words, at + 1)
    if _opens_group(text, words, at):
        return _group(text, words, at)
    is_conjunction = word.text in {"provided", "assuming"} and after == "that"
    if not before and word.text in bases() and _opens_object(after):
        return Verb(at, at, word.stem, False, True, 1)
    if not before or before == "to" or is_conjunction or not _stands_free(text, words, at):
        return None
    if is_past(word.text):
        is_reduced = is_participle(word.text) and _is_reduced(text, words, at)
        return Verb(at, at, word.stem, is_reduced, not is_reduced, 2)
    likelihood = _presence(text, words, at)
    return Verb(at, at, word.stem, False, True, likelihood - 1) if likelihood else None


def _opens_object(word: str) -> bool:
    """Whether a word opens what an order is about: "Take it", "Store the apples"."""
    return stands_before_nouns(word) or word in {"it", "them", "me", "us", "only", "all", "not"}


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""


def _opens_group(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether a word is an auxiliary in its place, unlike those in "1 May" and "the will"."""
    word, before = words[at], _text(words, at - 1)
    if word.text == "need":
        return _text(words, at + 1) == "not"
    if not is_auxiliary(word.text) or before == "to" or word.text in {"be", "been", "being"}:
        return False
    is_month = word.text == "may" and text[word.start].isupper() and at > 0
    return not is_month and not (word.text in MODAL and stands_before_nouns(before))


def _group(text: str, words: Sequence[Word], at: int) -> Verb:
    """An auxiliary with what belongs to it: "has still not been opened"."""
    last, is_passive = at, words[at].text in BE or words[at].text.endswith(("'s", "'re"))
    takes_base = words[at].text in MODAL or words[at].text.endswith("'ll")
    for end in range(at + 1, len(words)):
        word = words[end].text
        if not text[words[end - 1].end : words[end].start].isspace():
            break
        if word in _LINKS:
            last, takes_base = end, takes_base or word == "to"
            is_passive = word in BE or (is_passive and word == "being")
        elif _is_main(word, takes_base and not is_passive):
            return Verb(at, end, words[end].stem, is_passive and not is_ing(word), True, 3)
        elif not is_between(word):
            break
    return Verb(at, last, words[last].stem, False, True, 3)


def _is_main(word: str, takes_base: bool) -> bool:
    """Whether a word behind auxiliaries says what is done."""
    if is_between(word):
        return False
    if takes_base:
        return not stands_before_nouns(word)
    return is_past(word) or is_ing(word) or word in auxiliaries() - BE


def _stands_free(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether a word that may be a verb stands where a noun or an adjective would not."""
    between = text[words[at - 1].end : words[at].start]
    raw = text[words[at].start : words[at].end]
    is_name = raw[:1].isupper() and not raw.isupper()
    if is_name or between in {"-", "'"} or text[words[at].end : words[at].end + 1] in {"-", "'"}:
        return False
    if not between.isspace():
        return True
    before = words[at - 1].text
    is_number = before[:1].isdigit() or before in NUMBERS
    is_code = at > 1 and text[words[at - 2].start].isupper()
    return not stands_before_nouns(before) and (not is_number or is_code)


def _presence(text: str, words: Sequence[Word], at: int) -> int:
    """How likely a word is the present of a verb: 0 for no, 2 where it agrees with its subject."""
    word, after = words[at].text, _text(words, at + 1)
    earlier = (words[place] for place in range(at - 1, max(0, at - 1 - _FAR), -1))
    before = next((word for word in earlier if not is_between(word.text)), words[0])
    if word not in presents() or (after == "of" and words[at].stem != "consist"):
        return 0
    agrees = before.text in lexicon.words("verbs.subjects")
    if (
        not after
        or after in {"and", "or"}
        or _PAUSE.search(text, words[at].end, words[at + 1].start)
    ):
        return 2 if agrees or (before.text in {"and", "but"} and word not in bases()) else 0
    if word not in bases():
        return 0 if is_preposition(_text(words, at - 2)) and is_preposition(after) else 2
    is_joined = _text(words, at - 2) in {"and", "or"}
    is_apart = text[words[at - 1].end : words[at].start] != " "
    if agrees or before.text.endswith("s") or is_apart or is_joined:
        return 2
    return int(_follows_plural(words, at))


def _follows_plural(words: Sequence[Word], at: int) -> bool:
    """Whether several stand before: "clubs from the quarter pay", "A and B hold"."""
    return any(
        words[place].text == "and"
        or (is_preposition(words[place].text) and words[place - 1].text.endswith("s"))
        for place in range(max(1, at - _NEAR), at)
    )


def _is_reduced(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether a participle says what was done, as in "a bridge built by monks, opened in May"."""
    between = text[words[at - 1].end : words[at].start]
    if "," in between and is_preposition(_text(words, at + 1)):
        return True
    for number in range(at + 1, min(at + 1 + _FAR, len(words) - 1)):
        if _PAUSE.search(text, words[number - 1].end, words[number].start):
            return False
        if words[number].text == "by":
            agent = words[number + 1].text
            return not agent[0].isdigit() and agent not in NUMBERS and not is_ing(agent)
    return False
