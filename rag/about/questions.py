"""Recognise a question about the documents themselves, and quote what answers it.

Patterns are narrow, since an ordinary question must never be taken for one: each spans the whole
question, and a document is meant only by its title or its file's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from ...index import Filter, Index, Listed
from ...text import wording
from ..config import RagConfig
from ..types import Evidence
from .changes import asked_times, find_changes
from .leads import byline, heading, openings, spread

MOST_LISTED = 8
"""How many documents an answer or an abstention names."""

Kind = Literal["list", "subject", "author", "date"]

_THING = (
    r"(?:documents?|files?|texts?|sources?|corpus|collection|archive|folder|library|articles?|"
    r"pages?|notes?|index)"
)
_ALL = (
    rf"(?:it|this|these|they|all (?:of )?(?:this|these)|"
    rf"(?:the|this|these|your|my|our|all (?:the|these)?) ?{_THING}(?: here)?)"
)
_WROTE = r"(?:wrote|authored|is the author of|are the authors of|was the author of|published)"
_WRITTEN = r"(?:written|published|dated|posted|issued|authored)"


def _compiled(*forms: tuple[Kind, str]) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(form)) for kind, form in forms)


_WHOLE = _compiled(
    ("list", rf"(?:what|which) {_THING} (?:are there|do you (?:have|know|hold)|are (?:here|indexed|"
             rf"available|included)|(?:are|is) in {_ALL}|can i ask(?: about)?)"),
    ("list", rf"(?:list|show|name)(?: me)?(?: all)?(?: the| your)? {_THING}"),
    ("list", rf"how many {_THING} (?:are there|do you have|are indexed|are in {_ALL})"),
    ("list", rf"what (?:is|'s) in {_ALL}"),
    ("subject", rf"what(?: is|'s| are) {_ALL} (?:all )?about"),
    ("subject", rf"what do(?:es)? {_ALL} (?:cover|deal with|talk about|discuss|say|contain)"),
    ("subject", rf"(?:summari[sz]e|describe|give (?:me )?(?:a|an) (?:summary|overview) of) {_ALL}"),
    ("subject", rf"what (?:topics?|subjects?) (?:do(?:es)? {_ALL} cover|are covered)"),
    ("author", rf"who {_WROTE} {_ALL}"),
    ("author", rf"who (?:is|are) the authors?(?: of {_ALL})?"),
    ("date", rf"when (?:was|were) {_ALL} {_WRITTEN}"),
    ("date", rf"(?:how old (?:is|are) {_ALL}|what is the date of {_ALL})"),
)  # fmt: skip
_NAMED = _compiled(
    ("author", rf"who {_WROTE} (?P<title>.+)"),
    ("author", r"by whom was (?P<title>.+) written"),
    ("date", rf"when was (?P<title>.+) {_WRITTEN}"),
    ("date", r"(?:what is the date of|how old is|of what date is) (?P<title>.+)"),
    ("subject", r"what(?: is|'s) (?P<title>.+) about"),
    ("subject", r"what does (?P<title>.+) (?:cover|deal with|talk about|discuss|say|contain)"),
    ("subject", r"summari[sz]e (?P<title>.+)"),
)
_CALLED = re.compile(
    r"(?:the|this) (?:document|file|note|article|page|report|interview|memo|brief|e-?mail|mail|"
    r"table)(?: called| named| titled| entitled)?,? "
)
_OPENING = 3
"""Sentences of a document that are read for what it speaks of."""
_QUOTES = "\"'“”‘’«» "


@dataclass(frozen=True, slots=True)
class About:
    """What is asked of which documents.

    Attributes:
        named: the words that name them, if the question does.
        is_marked: whether they are in quotes, name a file, or follow "the article" or the like.
    """

    kind: Kind
    documents: tuple[Listed, ...]
    named: str = ""
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences that answer, none for an abstention, and the documents that were asked.

    What changed is asked of no documents in particular.
    """

    evidence: tuple[Evidence, ...]
    documents: tuple[Listed, ...]


def recognise(question: str, documents: Sequence[Listed]) -> About | None:
    """What a question asks about the documents, ``None`` if it asks about anything else."""
    plain = _plain(question)
    for kind, form in _WHOLE:
        if form.fullmatch(plain):
            return About(kind, tuple(documents))
    for kind, form in _NAMED:
        match = form.fullmatch(plain)
        if match and (about := _titled(kind, match["title"], documents)):
            return about
    return None


def tell(index: Index, question: str, within: Filter | None, config: RagConfig) -> Told | None:
    """The answer to a question about the documents; ``None`` if it is not one.

    Left to ordinary answering are a question that names a document which does not state what is
    asked, or which speaks of a thing of that name, as an article on a book does; and what changed
    between two times of which there are no documents.
    """
    times = asked_times(question)
    if times is None and not _has_form(question):
        return None
    listing = [
        one for one in index.listing() if within is None or within.admits(one.name, one.date)
    ]
    if times is not None:
        changes = find_changes(index, times, listing, within, config)
        return Told(tuple(changes), ()) if changes else None
    about = recognise(question, listing)
    if about is None:
        return None
    evidence = _quote(index, about, config.max_sentences)
    if about.named and (not evidence or _is_subject(index, about)):
        return None
    return Told(tuple(evidence), about.documents)


def is_about_documents(index: Index, question: str) -> bool:
    """Whether a question is taken for one about the documents, as ``tell`` takes it."""
    return tell(index, question, None, RagConfig()) is not None


def _plain(question: str) -> str:
    plain = " ".join(question.replace("’", "'").split()).rstrip("?!. ").casefold()
    return re.sub(r"^(?:please|can you|could you|so|and)[, ]+", "", plain)


def _has_form(question: str) -> bool:
    """Whether some pattern fits: where none does, the documents need not be listed."""
    plain = _plain(question)
    return any(form.fullmatch(plain) for _, form in (*_WHOLE, *_NAMED))


def _quote(index: Index, about: About, most: int) -> list[Evidence]:
    if about.kind == "list":
        shown = about.documents[:MOST_LISTED]
        return _first(index, [heading(index, one) or one for one in shown])
    if about.kind == "author":
        return _first(index, [byline(index, one) or one for one in _by_author(about.documents)])
    if about.kind == "date":
        dated = sorted((one for one in about.documents if one.date), key=lambda one: one.date or "")
        return _first(index, dated[:MOST_LISTED])
    if about.named:
        each = max(1, most // len(about.documents))
        return [said for one in about.documents for said in openings(index, one, min(2, each))]
    prose = [one for one in about.documents if not one.is_table]
    return _first(index, spread(index, prose or about.documents, most))


def _first(index: Index, shown: Sequence[Evidence | Listed]) -> list[Evidence]:
    """Of each document its opening sentence, unless something better is given."""
    found = [[one] if isinstance(one, Evidence) else openings(index, one) for one in shown]
    return [said for each in found for said in each]


def _by_author(documents: Sequence[Listed]) -> list[Listed]:
    """The first document of each author."""
    first: dict[str, Listed] = {}
    for one in documents:
        if one.author:
            first.setdefault(wording(one.author), one)
    return list(first.values())[:MOST_LISTED]


def _is_subject(index: Index, about: About) -> bool:
    """Whether the words that name a document name, in its opening, what it speaks of."""
    if about.is_marked:
        return False
    first = (said.text for one in about.documents for said in openings(index, one, _OPENING))
    return any(f" {about.named} " in f" {wording(text)} " for text in first)


def _titled(kind: Kind, text: str, documents: Sequence[Listed]) -> About | None:
    """The documents that a text names by title, by a part of it before or after a colon, or file.

    A title of one word counts only where it is marked.
    """
    bare = _CALLED.sub("", text, count=1)
    key = wording(bare.strip(_QUOTES))
    is_file = any(bare in (one.name, PurePosixPath(one.name).name) for one in documents)
    is_marked = bare != text or bare[:1] in _QUOTES or is_file
    if not key or (" " not in key and not is_marked):
        return None
    whole = [one for one in documents if key in _keys(one)[:1]]
    found = (whole or [one for one in documents if key in _keys(one)])[:MOST_LISTED]
    return About(kind, tuple(found), key, is_marked) if found else None


def _keys(one: Listed) -> list[str]:
    path = PurePosixPath(one.name)
    parts = re.split(r": | [–—] ", one.title) if one.title else []
    names = [one.title or path.name, *parts, path.name, one.name, path.stem]
    return [wording(name) for name in names]
