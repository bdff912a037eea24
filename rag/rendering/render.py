"""Answers and hits as plain text for a terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import combinations

from ...index.types import Hit
from ...text.signs import STEERING
from ..types import Answer, Catalogue, Citation
from .marks import with_double_brackets

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
    short = _render_short(answer, width, color)
    return "\n".join([*short, render_sentences(answer, width=width), *_below(answer, width, color)])


def render_sentences(answer: Answer, since: int = 0, width: int = 80) -> str:
    """Render sentences of an answer for a terminal, with a mark for each source.

    Args:
        answer: an answer, or a part of one.
        since: the first code point of the text to render, where a sentence starts.
        width: columns of the terminal; lines have at most 100.
    """
    before = "".join(_marked_pieces(answer, since))
    marked = "".join(_marked_pieces(answer, len(answer.text)))
    lines = marked[len(before) :].strip().split("\n")
    return "\n".join(_wrap(line, min(width, _WIDEST)) for line in lines)


def render_sources(answer: Answer, width: int = 80, color: bool = False) -> str:
    """Render what stands below the sentences of an answer, and its short answer.

    Args:
        answer: an answer.
        width: columns of the terminal; lines have at most 100.
        color: whether titles may be set in bold by escape sequences.
    """
    width = min(width, _WIDEST)
    short = _render_short(answer, width, color, "Short answer: ")[:1]
    return "\n".join([*short, *_below(answer, width, color)])


def render_hits(hits: Sequence[Hit], width: int = 80, color: bool = False) -> str:
    """Render search results for a terminal: title, place and text of each, the best first.

    Args:
        hits: the results.
        width: columns of the terminal; lines have at most 100.
        color: whether titles may be set in bold by escape sequences.
    """
    width = min(width, _WIDEST)
    return "\n\n".join(_render_hit(hit, width, color) for hit in hits)


def _render_short(answer: Answer, width: int, color: bool, label: str = "") -> list[str]:
    """The short answer and an empty line; nothing without a short answer."""
    if not answer.short:
        return []
    text = with_double_brackets(_WRAPPED.sub("-", answer.short.text))
    return [_bold(_wrap(f"{label}{text} [{answer.short.citation}]", width), color), ""]


def _below(answer: Answer, width: int, color: bool) -> list[str]:
    """Notes, where sources differ, how many documents are quoted, and the sources."""
    notes = [_wrap(with_double_brackets(f"Note: {note}"), width) for note in answer.notes]
    differ = [_wrap(line, width) for line in _disagreements(answer)]
    sources = {citation.number: citation for citation in reversed(answer.citations)}
    rendered = [_render_citation(sources[number], width, color) for number in sorted(sources)]
    return [*notes, *differ, *_count(answer), "", *rendered]


def _marked_pieces(answer: Answer, end: int) -> Iterator[str]:
    """A text up to a code point, with the marks of each sentence after it."""
    numbers: dict[tuple[int, int], list[int]] = {}
    for citation in answer.citations:
        if citation.answer_end <= end:
            place = (citation.answer_start, citation.answer_end)
            numbers.setdefault(place, []).append(citation.number)
    at = 0
    for (start, stop), cited in numbers.items():
        quote = _WRAPPED.sub("-", answer.text[start:stop])
        quote = with_double_brackets(quote.replace("\n", " ")).replace(_CELL, " | ")
        yield f"{answer.text[at:start]}{quote} {''.join(f'[{number}]' for number in cited)}"
        at = stop
    yield answer.text[at:end]


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
    recited = "; found by Loccit, not cited by the model" if citation.recited else ""
    where = with_double_brackets(f"{citation.document}{place}{also}{recited}")
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
