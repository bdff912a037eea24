"""Where a sentence can be negated, or its negation removed, and still be English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...text import lexicon
from ...text.negation import is_negated
from ...text.vocabulary import any_of
from .vocabulary import BASE_OF_PAST, BASE_OF_THIRD, third_person, words

_PAST_OF_BASE = {base: past for past, base in BASE_OF_PAST.items()}
_OTHER_VERB = re.compile(r"\w (?:\w+sees|makes?|takes?|uses?|goes|does) ")
_AUXILIARY = re.compile(
    rf"(?<=\w )(?P<aux>{any_of(words('auxiliaries'))})(?= [a-z0-9])"
    rf"(?! (?:{lexicon.alternation('negation.negating')}|{any_of(words('blocks_negation'))})\b)"
)
_PERFECT = re.compile(
    r"(?<=\w )(?P<aux>has|have|had)"
    rf"(?= (?:\w+ed|{any_of(words('participles'))})\b)"
)
_VERB = re.compile(rf" (?P<verb>{any_of([*BASE_OF_PAST, *BASE_OF_THIRD])})(?= )")
_AUXILIARIES = lexicon.words("words.auxiliaries")
_CLAUSE = re.compile(rf"\b{any_of(words('opens_clause') | _AUXILIARIES)}\b|[,;:–—(]")
_NEGATED = re.compile(
    rf"\b(?P<aux>{any_of(_AUXILIARIES - {'do', 'does', 'did'})}) not (?=[a-z])(?!only\b)"
)
_CANNOT = re.compile(r"\bcannot (?=[a-z])")
_NEVER = re.compile(r"(?<=\w )never (?=[a-z])")
_LONGER = re.compile(r"(?<=\w )no longer (?=[a-z])")
_DID_NOT = re.compile(r"\b(?P<do>did|does|do) not (?P<verb>[a-z]+)\b")
_REFUSED = re.compile(r"\b(?:refused|declined) to (?=[a-z])")
_WITHOUT = re.compile(r"(?<=\w )without (?=(?:the|an?|their|its|[A-Z])\b)")


def negated(sentence: str) -> Iterator[tuple[int, int, str]]:
    """Yield the changes ``(start, end, new words)`` that each reverse a sentence's meaning.

    They remove a negation. Where there is none they add one to the first verb of the main clause,
    if nothing before that verb opens another clause.
    """
    removed = list(_removed(sentence))
    yield from removed
    if not removed and not is_negated(sentence):
        yield from _added(sentence)


def _removed(sentence: str) -> Iterator[tuple[int, int, str]]:
    for match in _NEGATED.finditer(sentence):
        yield match.start(), match.end(), f"{match['aux']} "
    for form, new in (
        (_CANNOT, "can "),
        (_NEVER, ""),
        (_LONGER, "still "),
        (_REFUSED, "agreed to "),
    ):
        for match in form.finditer(sentence):
            yield *match.span(), new
    for match in _WITHOUT.finditer(sentence):
        yield *match.span(), "with "
    for match in _DID_NOT.finditer(sentence):
        verb = match["verb"]
        if match["do"] == "did" and verb in _PAST_OF_BASE:
            yield *match.span(), _PAST_OF_BASE[verb]
        elif match["do"] == "does":
            yield *match.span(), third_person(verb)
        elif match["do"] == "do":
            yield *match.span(), verb


def _added(sentence: str) -> Iterator[tuple[int, int, str]]:
    """The negation of the first auxiliary or listed verb."""
    candidates = [
        (match.start(name), match.end(name), name)
        for form, name in ((_AUXILIARY, "aux"), (_PERFECT, "aux"), (_VERB, "verb"))
        if (match := form.search(sentence))
    ]
    if not candidates:
        return
    start, end, name = min(candidates)
    lead = re.sub(r"^(?:On|In|By|Since|At) [^,]*?\d{4},? ", "", sentence[:start])
    if _CLAUSE.search(lead.rstrip()) or not lead.strip():
        return
    if name == "verb" and (
        lead.split()[-1].lower() in words("never_ends_subject") or _OTHER_VERB.search(lead)
    ):
        return
    word = sentence[start:end]
    if name == "aux":
        yield start, end, "cannot" if word == "can" else f"{word} not"
    elif word in BASE_OF_PAST:
        yield start, end, f"did not {BASE_OF_PAST[word]}"
    else:
        yield start, end, f"does not {BASE_OF_THIRD[word]}"
