"""Answers and hits as plain text for a terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from itertools import combinations

from ..index.types import Hit
from ..text.signs import STEERING
from .marks import with_double_brackets
from .types import Answer, Catalogue, Citation

_WIDEST = 100
_SNIPPET = 280
"""Characters of a chunk that are shown."""
_SHOWN = 3
"""Documents that are named as having the same sentence."""
_CELL = "\t"
_WRAPPED = re.compile(r"(?<=\w)-[ \t]*\r?\n[ \t]*(?=\w)")
"""A hyphen at a line's end: the word is shown in one piece, with the hyphen."""


def render_text(answer: Answer, width: int = 80, color: bool = False) -> str:
    """Render an answer for a terminal: a mark after each cited sentence, the sources below.

    A short answer stands above it, with the mark of its sentence.

    Args:
        answer: an answer or an abstention.
        width: columns of the terminal; lines have at most 100.
        color: whether titles may be set in bold by escape sequences.
    """
    width = min(width, _WIDEST)
    if answer.abstained:
        return _render_abstention(answer, width, color)
    marked = "\n".join(_wrap(line, width) for line in _with_marks(answer).split("\n"))
    sources = [_render_citation(citation, width, color) for citation in answer.citations]
    short = _render_short(answer, width, color)
    differ = [_wrap(line, width) for line in _disagreements(answer)]
    return "\n".join([*short, marked, *differ, *_count(answer), "", *sources])


def render_hits(hits: Sequence[Hit], width: int = 80, color: bool = False) -> str:
    """Render search results for a terminal: title, place and text of each, the best first.

    Args:
        hits: the results.
        width: columns of the terminal; lines have at most 100.
        color: whether titles may be set in bold by escape sequences.
    """
    width = min(width, _WIDEST)
    return "\n\n".join(_render_hit(hit, width, color) for hit in hits)


def _render_short(answer: Answer, width: int, color: bool) -> list[str]:
    """The short answer and an empty line; nothing without a short answer."""
    if not answer.short:
        return []
    text = with_double_brackets(_WRAPPED.sub("-", answer.short.text))
    return [_bold(_wrap(f"{text} [{answer.short.citation}]", width), color), ""]


def _with_marks(answer: Answer) -> str:
    text = answer.text
    for citation in reversed(answer.citations):
        quote = _WRAPPED.sub("-", text[citation.answer_start : citation.answer_end])
        quote = with_double_brackets(quote.replace("\n", " "))
        marked = f"{quote.replace(_CELL, ' | ')} [{citation.number}]"
        text = f"{text[: citation.answer_start]}{marked}{text[citation.answer_end :]}"
    return text


def _disagreements(answer: Answer) -> list[str]:
    """One line if all sources differ from each other, else one for each pair; with dates."""
    dated = {
        citation.number: f"[{citation.number}]{_of(citation.date)}" for citation in answer.citations
    }
    pairs = answer.disagreements
    numbers = sorted({number for pair in pairs for number in pair})
    groups = [numbers] if len(pairs) == len(list(combinations(numbers, 2))) > 0 else pairs
    return [
        f"Sources differ: {', '.join(dated[n] for n in group[:-1])} and {dated[group[-1]]}."
        for group in groups
    ]


def _count(answer: Answer) -> list[str]:
    """How many of the documents in question the answer quotes, unless it quotes all."""
    quoted = len({citation.document for citation in answer.citations})
    total = answer.documents.total if answer.documents else quoted
    return [f"{quoted} of {total:,} documents."] if quoted < total else []


def _of(date: str | None) -> str:
    return f" of {date}" if date else " without a date"


def _render_citation(citation: Citation, width: int, color: bool) -> str:
    label = f"[{citation.number}] "
    stated = (citation.title, citation.author, citation.date)
    title = _wrap(_joined(*stated), width, label, " " * len(label))
    also = _also_in([place.document for place in citation.also_in])
    place = _place(citation.page, citation.source_start, citation.source_end)
    where = with_double_brackets(f"{citation.document}{place}{also}")
    return f"{_bold(title, color)}\n{_wrap(where, width, ' ' * len(label))}"


def _render_abstention(answer: Answer, width: int, color: bool) -> str:
    is_denied = answer.reason and answer.reason.denied_by
    verdict = "The documents say otherwise." if is_denied else "The documents do not say."
    lines = [_bold(verdict, color)]
    if answer.documents and answer.documents.listed:
        lines += ["", *_catalogue(answer.documents, width)]
    if answer.reason and answer.reason.code == "no_documents":
        lines.append(_wrap("No document matches these date and name filters.", width))
    if answer.reason and answer.reason.missing:
        words = with_double_brackets(", ".join(f"“{word}”" for word in answer.reason.missing))
        lines.append(_wrap(f"The closest passages do not mention {words}.", width))
    if answer.reason and answer.reason.instead:
        pairs = ", ".join(f"“{there}”, not “{word}”" for word, there in answer.reason.instead)
        lines.append(_wrap(f"They speak of {with_double_brackets(pairs)}.", width))
    if answer.reason and (citation := answer.reason.quoted):
        label = "" if is_denied else "Nearest: "
        quote = with_double_brackets(_WRAPPED.sub("-", citation.quote).replace(_CELL, " | "))
        lines += ["", _wrap(f"{label}{quote} [{citation.number}]", width)]
        lines += ["", "Sources", "", _render_citation(citation, width, color)]
    if answer.hits:
        lines += ["", "Closest passages", "", render_hits(answer.hits, width, color)]
    return "\n".join(lines)


def _catalogue(documents: Catalogue, width: int) -> list[str]:
    """The first documents by title, author and date, and how many more there are."""
    lines = ["Documents", ""]
    for document in documents.listed:
        stated = (document.title or document.document, document.author, document.date)
        lines.append(_wrap(_joined(*stated), width, "- ", "  "))
    more = documents.total - len(documents.listed)
    return [*lines, f"and {more:,} more"] if more else lines


def _render_hit(hit: Hit, width: int, color: bool) -> str:
    label = f"{hit.rank}. "
    indent = " " * len(label)
    title = _wrap(_joined(hit.title, hit.metadata.date), width, label, indent)
    span = _place(hit.source.page, hit.source.start, hit.source.end)
    plain = " ".join(_WRAPPED.sub("-", hit.chunk.text).replace(_CELL, " | ").split())
    snippet = with_double_brackets(textwrap.shorten(plain, _SNIPPET, placeholder=" …"))
    where = f"{with_double_brackets(hit.chunk.document)}{span} · score {hit.score:.2f}"
    return "\n".join(
        [_bold(title, color), _wrap(where, width, indent), _wrap(snippet, width, indent)]
    )


def _joined(*stated: str | None) -> str:
    """A document's metadata, as far as it is stated."""
    return with_double_brackets(" · ".join(field for field in stated if field))


def _place(page: int | None, start: int | None, end: int | None) -> str:
    """Where in its file a span stands, as far as that is known."""
    if page is not None:
        return f", page {page}"
    return f", characters {start}–{end}" if start is not None else ""


def _also_in(documents: Sequence[str]) -> str:
    names = list(dict.fromkeys(documents))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"; also in {', '.join(names[:_SHOWN])}{more}" if names else ""


def _wrap(text: str, width: int, label: str = "", indent: str | None = None) -> str:
    """Wrap a text to ``width`` columns, without what could control a terminal.

    The first line starts with ``label``, others with ``indent`` (default: the label too).
    """
    from rich.console import Console
    from rich.text import Text

    spaced = " ".join(text.split())
    plain = " ".join(STEERING.sub("", spaced).split())
    indent = label if indent is None else indent
    room = max(20, width - len(indent))
    lines = Text(plain).wrap(Console(width=room, color_system=None), room)
    return "\n".join(
        (indent if number else label) + line.plain.rstrip() for number, line in enumerate(lines)
    )


def _bold(text: str, color: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if color else text
