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

from ..index import Filter, Index, Listed, wording
from .changes import find_changes
from .config import RagConfig
from .leads import byline, heading, openings, spread
from .types import Evidence

MOST_LISTED = 8
"""How many documents an answer or an abstention names."""

Kind = Literal["list", "subject", "author", "date", "change"]

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
_WHOLE: tuple[tuple[Kind, str], ...] = (
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
_NAMED: tuple[tuple[Kind, str], ...] = (
    ("author", rf"who {_WROTE} (?P<title>.+)"),
    ("author", r"by whom was (?P<title>.+) written"),
    ("date", rf"when was (?P<title>.+) {_WRITTEN}"),
    ("date", r"(?:what is the date of|how old is|of what date is) (?P<title>.+)"),
    ("subject", r"what(?: is|'s) (?P<title>.+) about"),
    ("subject", r"what does (?P<title>.+) (?:cover|deal with|talk about|discuss|say|contain)"),
    ("subject", r"summari[sz]e (?P<title>.+)"),
)
_CALLED = re.compile(
    r"(?:the|this) (?:document|file|note|article|page|report|interview|memo|paper|book|brief|"
    r"story|e-?mail|mail|table)(?: called| named| titled| entitled)?,? "
)
_QUOTES = "\"'“”‘’«» "


@dataclass(frozen=True, slots=True)
class About:
    """What is asked of which documents; ``is_named`` if the question names them."""

    kind: Kind
    documents: tuple[Listed, ...]
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences that answer, none for an abstention, and the documents that were asked."""

    evidence: tuple[Evidence, ...]
    documents: tuple[Listed, ...]


def recognise(question: str, documents: Sequence[Listed]) -> About | None:
    """What a question asks about the documents, ``None`` if it asks about anything else."""
    plain = " ".join(question.replace("’", "'").split()).rstrip("?!. ").casefold()
    plain = re.sub(r"^(?:please|can you|could you|so|and)[, ]+", "", plain)
    for kind, form in _WHOLE:
        if re.fullmatch(form, plain):
            return About(kind, tuple(documents))
    for kind, form in _NAMED:
        match = re.fullmatch(form, plain)
        named = _titled(match["title"], documents) if match else []
        if named:
            return About(kind, tuple(named), is_named=True)
    return None


def tell(index: Index, question: str, within: Filter | None, config: RagConfig) -> Told | None:
    """The answer to a question about the documents; ``None`` if it is not one.

    A question that names a document is left to ordinary answering where that document states
    nothing of what is asked, and so is what changed between two times of which no document is.
    """
    if not _may_be(question):
        return None
    listing = [
        one for one in index.listing() if within is None or within.admits(one.name, one.date)
    ]
    if changed := find_changes(index, question, listing, within, config):
        return Told(tuple(changed), tuple(listing))
    about = recognise(question, listing)
    if about is None:
        return None
    evidence = _quote(index, about, config.max_sentences)
    if not evidence and about.is_named:
        return None
    return Told(tuple(evidence), tuple(listing))


def _may_be(question: str) -> bool:
    """Whether it is worth listing the documents: a cheap look that no such question fails."""
    plain = question.casefold()
    return bool(re.match(r"\W*(?:please|can|could|so|and|what|who|when|which|how|list|show|name|"
                         r"summari|describe|give|by whom|of what)", plain)) and (
        bool(re.search(r"about|wr[io]t|author|publish|dated?\b|chang|cover|deal with|talk|discuss|"
                       r"say|contain|summar|descri|overview|documents?|files?|list|how old|posted|"
                       rf"issued|what(?: is|'s) in|{_THING}", plain))
    )  # fmt: skip


def _quote(index: Index, about: About, most: int) -> list[Evidence]:
    if about.kind == "list":
        shown = about.documents[:MOST_LISTED]
        return _first(index, [heading(index, one) or one for one in shown])
    if about.kind == "author":
        return _first(index, [byline(index, one) or one for one in _by_author(about.documents)])
    if about.kind == "date":
        dated = sorted((one for one in about.documents if one.date), key=lambda one: one.date or "")
        return _first(index, dated[:MOST_LISTED])
    if about.is_named:
        each = max(1, most // len(about.documents))
        return [said for one in about.documents for said in openings(index, one, min(2, each))]
    return _first(index, spread(index, about.documents, most))


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


def _titled(text: str, documents: Sequence[Listed]) -> list[Listed]:
    """The documents that a text names by title, by a part of it before or after a colon, or file.

    A title of one word counts only in quotes or after a word such as "the article".
    """
    bare = _CALLED.sub("", text, count=1)
    is_marked = bare != text or bare[:1] in _QUOTES
    key = wording(bare.strip(_QUOTES))
    if not key or (" " not in key and not is_marked and "." not in bare):
        return []
    whole = [one for one in documents if key in _keys(one)[:1]]
    return (whole or [one for one in documents if key in _keys(one)])[:MOST_LISTED]


def _keys(one: Listed) -> list[str]:
    path = PurePosixPath(one.name)
    parts = re.split(r": | [–—] ", one.title) if one.title else []
    names = [one.title or path.name, *parts, path.name, one.name, path.stem]
    return [wording(name) for name in names]
