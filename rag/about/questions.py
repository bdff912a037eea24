"""Recognise a question about the documents themselves, and quote what answers it.

Patterns are narrow, because an ordinary question must never be taken for one: each spans the whole
question, and a document is meant only by its title or its file name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Literal

from ...index.filters import Filter
from ...index.generations.listing import Listed
from ...index.search import Index
from ...text import lexicon
from ...text.wordings import wording
from ..config import RagConfig
from ..reader.types import Evidence
from .changes import asked_times, find_changes
from .leads import byline, heading, openings, spread

MOST_LISTED = 8
"""How many documents an answer or an abstention lists at most."""

Kind = Literal["list", "subject", "author", "date"]

_KINDS: dict[str, tuple[Kind, ...]] = {
    "whole": ("list", "subject", "author", "date"),
    "titled": ("author", "date", "subject"),
}
_OPENING = 3
"""Sentences of a document that are searched for what it is about."""
_QUOTES = "\"'“”‘’«» "


@dataclass(frozen=True, slots=True)
class DocumentQuestion:
    """A question about documents: what it asks for, and of which documents.

    Attributes:
        kind: a ``list`` of them, their ``subject``, ``author`` or ``date``.
        documents: the documents that it is about.
        title: the words that name them, ``""`` if it is about all.
        is_marked: whether these are in quotes, name a file, or follow "the article" or the like.
    """

    kind: Kind
    documents: tuple[Listed, ...]
    title: str = ""
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """The answer to a question about documents.

    Attributes:
        evidence: the sentences to quote; none for an abstention.
        documents: the documents that the question is about; none where it asks what changed.
    """

    evidence: tuple[Evidence, ...]
    documents: tuple[Listed, ...]


def recognise(question: str, documents: Sequence[Listed]) -> DocumentQuestion | None:
    """Recognise a question about documents.

    Args:
        question: as asked.
        documents: all documents that it may be about.

    Returns:
        What it asks for; ``None`` if it is about anything else.
    """
    plain = _plain(question)
    for kind, form in _forms()["whole"]:
        if form.fullmatch(plain):
            return DocumentQuestion(kind, tuple(documents))
    for kind, form in _forms()["titled"]:
        match = form.fullmatch(plain)
        if match and (about := _titled(kind, match["title"], documents)):
            return about
    return None


def answer_about_documents(
    index: Index, question: str, within: Filter | None, config: RagConfig
) -> DocumentAnswer | None:
    """Answer a question about the documents themselves; ``None`` if it is not one.

    Left to ordinary answering are a question that names a document which does not state what is
    asked, or which is about something of that name, as an article about a book is; and what changed
    between two times if no documents are dated so.

    Args:
        index: an open index.
        question: made to stand alone.
        within: the documents to choose from; all if ``None``.
        config: limits the number of sentences.
    """
    times = asked_times(question)
    if times is None and not _has_form(question):
        return None
    listing = [
        document
        for document in index.listing()
        if within is None or within.admits(document.name, document.date)
    ]
    if times is not None:
        changes = find_changes(index, times, listing, within, config)
        return DocumentAnswer(tuple(changes), ()) if changes else None
    about = recognise(question, listing)
    if about is None:
        return None
    evidence = _quote(index, about, config.max_sentences)
    if about.title and (not evidence or _is_subject(index, about)):
        return None
    return DocumentAnswer(tuple(evidence), about.documents)


def is_about_documents(index: Index, question: str) -> bool:
    """Whether a question is answered as one about the documents themselves.

    Args:
        index: an open index.
        question: one that stands alone.
    """
    return answer_about_documents(index, question, None, RagConfig()) is not None


def _plain(question: str) -> str:
    plain = " ".join(question.replace("’", "'").split()).rstrip("?!. ").casefold()
    return _lead_in().sub("", plain)


@cache
def _lead_in() -> re.Pattern[str]:
    return re.compile(rf"^{lexicon.alternation('documents.lead_ins')}[, ]+")


def _has_form(question: str) -> bool:
    """Whether some pattern fits: if none does, the documents need not be listed."""
    plain = _plain(question)
    return any(form.fullmatch(plain) for forms in _forms().values() for _, form in forms)


@cache
def _forms() -> dict[str, tuple[tuple[Kind, re.Pattern[str]], ...]]:
    """The patterns of questions about all documents (``whole``) and about one (``titled``)."""
    return {
        table: tuple(
            (kind, re.compile(_filled_in(form)))
            for kind in kinds
            for form in lexicon.lines(f"documents.{table}.{kind}")
        )
        for table, kinds in _KINDS.items()
    }


def _filled_in(form: str) -> str:
    """A pattern with the lists that its placeholders stand for; "all" itself holds "nouns"."""
    lists = {
        "all": lexicon.alternation("documents.all"),
        "wrote": lexicon.alternation("documents.wrote"),
        "nouns": lexicon.any_word("documents.nouns"),
        "written": lexicon.any_word("documents.written"),
    }
    for name, pattern in lists.items():
        form = form.replace(f"{{{name}}}", pattern)
    return form


def _quote(index: Index, about: DocumentQuestion, most: int) -> list[Evidence]:
    match about.kind:
        case "list":
            shown = about.documents[:MOST_LISTED]
            return _or_opening(index, [(document, heading(index, document)) for document in shown])
        case "author":
            authored = _by_author(about.documents)
            return _or_opening(
                index, [(document, byline(index, document)) for document in authored]
            )
        case "date":
            dated = [document for document in about.documents if document.date]
            dated.sort(key=lambda document: document.date or "")
            return _or_opening(index, [(document, None) for document in dated[:MOST_LISTED]])
    if about.title:
        each_most = min(2, max(1, most // len(about.documents)))
        return [
            sentence
            for document in about.documents
            for sentence in openings(index, document, each_most)
        ]
    prose = [document for document in about.documents if not document.is_table]
    typical = spread(index, prose or about.documents, most)
    return _or_opening(index, [(document, None) for document in typical])


def _or_opening(index: Index, shown: Sequence[tuple[Listed, Evidence | None]]) -> list[Evidence]:
    """What is to be quoted from each document: its opening sentence where nothing else is."""
    return [
        sentence
        for document, quoted in shown
        for sentence in ([quoted] if quoted else openings(index, document))
    ]


def _by_author(documents: Sequence[Listed]) -> list[Listed]:
    """The first document of each author."""
    first: dict[str, Listed] = {}
    for document in documents:
        if document.author:
            first.setdefault(wording(document.author), document)
    return list(first.values())[:MOST_LISTED]


def _is_subject(index: Index, about: DocumentQuestion) -> bool:
    """Whether a document's opening uses its title's words for what the document is about."""
    if about.is_marked:
        return False
    texts = (
        sentence.text
        for document in about.documents
        for sentence in openings(index, document, _OPENING)
    )
    return any(f" {about.title} " in f" {wording(text)} " for text in texts)


def _titled(kind: Kind, text: str, documents: Sequence[Listed]) -> DocumentQuestion | None:
    """The documents that a text names: by title, by its part before or after a colon, or by file.

    A title of one word counts only where it is marked.
    """
    bare = _introduction().sub("", text, count=1)
    key = wording(bare.strip(_QUOTES))
    is_file = any(
        bare in (document.name, PurePosixPath(document.name).name) for document in documents
    )
    is_marked = bare != text or bare[:1] in _QUOTES or is_file
    if not key or (" " not in key and not is_marked):
        return None
    by_title = [document for document in documents if key in _keys(document)[:1]]
    matching = by_title or [document for document in documents if key in _keys(document)]
    if not matching:
        return None
    return DocumentQuestion(kind, tuple(matching[:MOST_LISTED]), key, is_marked)


@cache
def _introduction() -> re.Pattern[str]:
    """What may stand before a title: "the article called"."""
    noun = lexicon.any_word("documents.single_nouns")
    return re.compile(rf"(?:the|this) {noun}(?: called| named| titled| entitled)?,? ")


def _keys(document: Listed) -> list[str]:
    path = PurePosixPath(document.name)
    parts = re.split(r": | [–—] ", document.title) if document.title else []
    names = [document.title or path.name, *parts, path.name, document.name, path.stem]
    return [wording(name) for name in names]
