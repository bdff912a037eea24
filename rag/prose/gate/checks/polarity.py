"""Whether a claim affirms what its source denies, or denies what it affirms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from .....text import lexicon
from .....text.negation import is_negated
from .....text.words import Word, near, stem
from ..reading.clauses import Clause
from ..reading.denied import denied, undoes
from ..reading.likeness import Matrix, are_opposites
from ..reading.verbs import read_verbs

_ALIKE, _SIMILAR, _SAME = 0.5, 0.6, 0.8
"""Likeness from which on a word stands for a deed, says much the same, and says the same."""
_CLOSE = 0.35
"""Bond from which on a denial on one side alone counts, whatever words say what is done."""
_OPEN = re.compile(r"^(?:if|when|whenever|unless)\b|\bonly\b", re.IGNORECASE)
"""A condition, or a restriction, which says something of both sides."""
_UNTIL = re.compile(r"\buntil\b")
_SHORTEST = 5
_PREFIXES = ("un", "in", "im", "dis", "non")


def is_contrary(clause: Clause, source: Clause, alike: Matrix, bond: float) -> bool:
    """Whether a clause denies what its source affirms, or the reverse, or says the opposite.

    Args:
        clause: a clause of the claim.
        source: the clause of the passage that is closest to it.
        alike: the likeness of the words of both sentences: shape (m, n).
        bond: how far the source covers the clause, in [0, 1].
    """
    ours, theirs = denied(clause.sentence), denied(source.sentence)
    turned = any((at in ours) == (to in theirs) for at, to in _opposites(clause, source))
    if phrases := list(_phrases(clause, source, alike)):
        return turned != all((at in ours) != (to in theirs) for at, to in phrases)
    if turned:
        return True
    if _is_whole(clause) and _is_whole(source):
        return False
    pairs = [(at in ours, to in theirs) for at, to in _deeds(clause, source, alike)]
    if not pairs and bond >= _CLOSE and not _OPEN.search(f"{clause.text} {source.text}"):
        pairs = [(_is_whole(clause), _is_whole(source))]
    return any(
        mine != yours and not _explains(clause, source, is_ours=yours) for mine, yours in pairs
    )


def _deeds(clause: Clause, source: Clause, alike: Matrix) -> Iterator[tuple[int, int]]:
    """What either clause says is done or is so, with the word of the other that stands for it."""
    for at in _heads(clause):
        to = max(source.numbers, key=lambda number: alike[at, number])
        if alike[at, to] >= max(_ALIKE, alike[at].max()):
            yield at, to
    for to in _heads(source):
        at = max(clause.numbers, key=lambda number: alike[number, to])
        if alike[at, to] >= max(_ALIKE, alike[:, to].max()):
            yield at, to


def _phrases(clause: Clause, source: Clause, alike: Matrix) -> Iterator[tuple[int, int]]:
    """Words that one side denies without what is done: "sold, but not under the name"."""
    ours, theirs = _denied_phrase(clause), _denied_phrase(source)
    for at in clause.numbers:
        to = max(source.numbers, key=lambda number: alike[at, number])
        is_narrow = at in ours or to in theirs
        if is_narrow and clause.words[at].is_content and alike[at, to] >= _SAME:
            yield at, to


def _denied_phrase(clause: Clause) -> frozenset[int]:
    """What a clause denies, if that is none of what it says is done or is so."""
    numbers, heads = denied(clause.sentence), set(_heads(clause))
    is_whole = heads & numbers or any(undoes(clause.words[at]) for at in heads)
    return frozenset() if is_whole else numbers & set(clause.inside)


def _heads(clause: Clause) -> Iterator[int]:
    """The words that say what is done; behind a bare "be", what is so."""
    words = clause.words
    for verb in read_verbs(clause.sentence):
        if verb.last not in clause.inside:
            continue
        if words[verb.last].is_content:
            yield verb.last
        else:
            after = (at for at in clause.inside if at > verb.last and _says(words[at]))
            yield from list(after)[:1]


def _says(word: Word) -> bool:
    light = lexicon.words("verbs.between", "verbs.prepositions")
    return word.is_content and word.text not in light and not is_negated(word.text)


def _is_whole(clause: Clause) -> bool:
    """Whether a clause denies what it says is done or is so."""
    verb = clause.verb
    return verb is not None and bool({verb.last, *_heads(clause)} & denied(clause.sentence))


def _opposites(clause: Clause, source: Clause) -> Iterator[tuple[int, int]]:
    """Words of a clause and of its source that are opposites, where neither side has both."""
    ours, theirs = _stems(clause.words), _stems(source.words)
    for at in clause.numbers:
        for to in source.numbers:
            mine, yours = clause.words[at], source.words[to]
            is_pair = are_opposites(mine.stem, yours.stem) and mine.stem not in _relative()
            if is_pair and not near(mine.stem) & theirs and not near(yours.stem) & ours:
                yield at, to


def _stems(words: Sequence[Word]) -> set[str]:
    return {word.stem for word in words}


def _explains(clause: Clause, source: Clause, is_ours: bool) -> bool:
    """Whether the side that has no negation denies in another way: "unsuitable", "stays closed"."""
    denying, affirming = (source, clause) if is_ours else (clause, source)
    if _UNTIL.search(denying.text):
        return True
    stems = _stems(denying.words)
    return any(
        stem(match[0].casefold()) not in stems for match in _explaining().finditer(affirming.text)
    ) or any(
        word.text.startswith(prefix) and stem(word.text.removeprefix(prefix)) in stems
        for word in affirming.words
        if len(word.text) > _SHORTEST
        for prefix in _PREFIXES
    )


@cache
def _relative() -> frozenset[str]:
    return frozenset(map(stem, lexicon.words("gate.relative")))


@cache
def _explaining() -> re.Pattern[str]:
    paths = ("negation.refusing", "negation.denying", "negation.undoing", "negation.excluding")
    return re.compile(rf"\b{lexicon.alternation(*paths, 'negation.ending')}\b", re.IGNORECASE)
