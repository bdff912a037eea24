"""The clauses of a sentence: who or what each is about, and what it says of that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from .....text import lexicon
from .....text.reading import Facts, read_facts
from .....text.words import Word, read_words
from .stretches import LINKING, RELATIVE, parts
from .subjects import PRONOUNS, antecedent, has_subject, without_lead
from .verb_forms import BE_STEM
from .verbs import Verb, read_verbs

_JOINING = frozenset("and or but nor yet".split())
_ALSO_PREPOSITIONS = frozenset("as since until after before than".split())
_FAR = 20
"""Stretches that are looked ahead."""
_SIGNS = re.compile(r"%|°\w?|\.(?=\s*$)|\"")


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that says something of its own.

    Attributes:
        sentence: the text of the sentence, ``plain``.
        inside: the numbers of its words in the sentence, in order.
        subject: the numbers of the words before its verb that say what it is about; they may stand
            in a clause before it.
        verb: its finite verb, ``None`` if it has none.
        link: the word that joins it to what comes before, ``""`` for none.
    """

    sentence: str
    inside: tuple[int, ...]
    subject: tuple[int, ...]
    verb: Verb | None
    link: str

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its words, those of its subject included, in order."""
        return tuple(sorted({*self.inside, *self.subject}))

    @property
    def words(self) -> tuple[Word, ...]:
        """All words of the sentence, by their numbers."""
        return read_words(self.sentence)

    @property
    def is_pointing(self) -> bool:
        """Whether it is about "it", "they" or the like."""
        return bool(self.subject) and self.words[self.subject[-1]].text in PRONOUNS

    @cached_property
    def text(self) -> str:
        """Its text, with its subject before it if that stands in another clause."""
        inherited = sorted({*self.subject} - {*self.inside})
        return " ".join([*_runs(self, inherited), *_runs(self, self.inside)])

    @property
    def facts(self) -> Facts:
        """What it states."""
        return read_facts(self.text)

    @property
    def is_report(self) -> bool:
        """Whether it says that somebody says or thinks something."""
        return self.verb is not None and _says(self.words[self.verb.last])

    @property
    def is_copula(self) -> bool:
        """Whether it says that something is something."""
        return self.verb is not None and self.verb.stem == BE_STEM


def _says(word: Word) -> bool:
    return bool(_saying().fullmatch(word.text))


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(lexicon.alternation("verbs.saying"))


def _runs(clause: Clause, numbers: Sequence[int]) -> Iterator[str]:
    """The text of words, those that follow each other with what stands between them."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            opening, closing = _opening(clause, numbers[start]), _closing(clause, numbers[at - 1])
            yield clause.sentence[opening:closing]
            start = at


def _opening(clause: Clause, number: int) -> int:
    """Where a word starts with the sign that belongs to it, as in ``£900``."""
    text, start = clause.sentence, clause.words[number].start
    least = clause.words[number - 1].end if number else 0
    while start > least and not text[start - 1].isspace():
        start -= 1
    return start


def _closing(clause: Clause, number: int) -> int:
    """Where a word ends with the sign that belongs to it, as in ``40%``."""
    words, end = clause.words, clause.words[number].end
    most = words[number + 1].start if number + 1 < len(words) else len(clause.sentence)
    match = _SIGNS.match(clause.sentence, end, most)
    return match.end() if match else end


@lru_cache(maxsize=4096)
def read_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a ``plain`` sentence in order; they cover its words."""
    words = read_words(text)
    verbs = {verb.first: verb for verb in read_verbs(text) if verb.is_finite}
    groups = _without_cleft(words, list(_groups(text, words, verbs)))
    clauses: list[Clause] = []
    for group, verb in groups:
        clauses.append(_clause(text, group, verb, clauses[-2:]))
    return tuple(clauses)


Group = tuple[list[int], Verb | None]
"""Words that make up a clause, and its finite verb."""


def _groups(text: str, words: Sequence[Word], verbs: dict[int, Verb]) -> Iterator[Group]:
    """The words of each clause: stretches without a finite verb join another."""
    group: list[int] = []
    verb: Verb | None = None
    pieces = list(_pieces(text, verbs))
    for at, piece in enumerate(pieces):
        following = _following(words, pieces[at + 1 : at + 1 + _FAR])
        found_verb = next((verbs[number] for number in piece if number in verbs), None)
        has_next = any(number in verbs for number in following)
        opens = found_verb or (has_next and _leans_ahead(words, piece, following))
        if group and ((opens and verb) or words[group[0]].text == "according"):
            yield group, verb
            group, verb = [], None
        group += piece
        verb = found_verb or verb
    if group:
        yield group, verb


def _following(words: Sequence[Word], pieces: Sequence[list[int]]) -> list[int]:
    """The words of the next stretches, up to one that a conjunction opens."""
    following: list[int] = []
    for piece in pieces:
        if following and words[piece[0]].text in LINKING:
            break
        following += piece
    return following


def _pieces(text: str, verbs: dict[int, Verb]) -> Iterator[list[int]]:
    """The words of each stretch; a second finite verb in it opens another."""
    for part in parts(text):
        piece: list[int] = []
        has_verb = False
        for number in part:
            if number in verbs and has_verb:
                yield piece
                piece = []
            has_verb = has_verb or number in verbs
            piece.append(number)
        yield piece


def _leans_ahead(words: Sequence[Word], piece: Sequence[int], following: Sequence[int]) -> bool:
    """Whether a stretch without a verb opens the next clause: "and in 1902, women joined"."""
    opening, next_opening = words[piece[0]].text, words[following[0]].text
    if opening in _ALSO_PREPOSITIONS:
        return next_opening in {"and", "or"}
    return opening in LINKING and not (opening in _JOINING and next_opening in LINKING)


def _without_cleft(words: Sequence[Word], groups: list[Group]) -> list[Group]:
    """The clauses with "It was in May that it fell" as one."""
    if len(groups) < 2 or not groups[0][1]:
        return groups
    (first, cleft), (second, verb), *following = groups
    is_cleft = words[first[0]].text == "it" and cleft is not None and cleft.first == 1
    if is_cleft and cleft and cleft.stem == BE_STEM and words[second[0]].text in {"that", "who"}:
        return [([*first, *second], verb), *following]
    return groups


def _clause(text: str, group: list[int], verb: Verb | None, before: Sequence[Clause]) -> Clause:
    words = read_words(text)
    opening = words[group[0]].text
    link = opening if opening in LINKING and before else ""
    if verb is None:
        return Clause(text, tuple(group), (), None, link)
    subject = without_lead(text, [number for number in group if number < verb.first])
    if "'" in words[verb.first].text:  # "it's": the pronoun is part of the verb
        subject = [verb.first]
    elif before and not has_subject(text, subject):
        is_relative = opening in RELATIVE
        subject = (
            antecedent(text, group[0]) if is_relative else _inherited(before, words[verb.last])
        )
    if len(subject) > 1 and words[subject[-1]].text in RELATIVE:
        subject = subject[:-1]
    return Clause(text, tuple(group), tuple(subject), verb, link)


def _inherited(before: Sequence[Clause], verb: Word) -> list[int]:
    """What the clause before is about; behind a relative clause, what that belongs to.

    In "she said that it was late but added", who added is who said.
    """
    last, earlier = before[-1], before[-2] if len(before) > 1 else None
    if earlier and last.link == "that" and _says(verb) and earlier.is_report:
        return [*earlier.subject]
    if earlier and last.words[last.inside[0]].text in RELATIVE:
        return [*earlier.subject] or [*earlier.inside]
    return [*last.subject]
