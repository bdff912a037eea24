"""Answers and hits as plain text for a terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from ..index import Hit
from .types import Answer, Citation

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WIDEST = 100
_SNIPPET = 280


def render_text(answer: Answer, width: int = 80, color: bool = False) -> str:
    """An answer with a mark after each cited sentence, and its sources below.

    Args:
        width: columns of the terminal; lines are at most 100.
        color: whether escape sequences may mark titles.
    """
    width = min(width, _WIDEST)
    if answer.abstained:
        return _render_abstention(answer, width, color)
    marked = _wrap(_with_marks(answer), width)
    sources = [_render_citation(one, width, color) for one in answer.citations]
    return "\n".join([marked, "", *sources])


def render_hits(hits: Sequence[Hit], width: int = 80, color: bool = False) -> str:
    """Hits with title, place and text, best first."""
    width = min(width, _WIDEST)
    return "\n\n".join(_render_hit(hit, width, color) for hit in hits)


def _with_marks(answer: Answer) -> str:
    text = answer.text
    for citation in reversed(answer.citations):
        text = f"{text[: citation.answer_end]} [{citation.number}]{text[citation.answer_end :]}"
    return text


def _render_citation(citation: Citation, width: int, color: bool) -> str:
    label = f"[{citation.number}] "
    stated = [citation.title, citation.author, citation.date]
    title = _wrap(" · ".join(one for one in stated if one), width, label, " " * len(label))
    also = "".join(f"; also in {place.document}" for place in citation.also_in)
    where = f"{citation.document}, characters {citation.source_start}–{citation.source_end}{also}"
    return f"{_bold(title, color)}\n{_wrap(where, width, ' ' * len(label))}"


def _render_abstention(answer: Answer, width: int, color: bool) -> str:
    lines = [_bold("The documents do not say.", color)]
    if answer.reason and answer.reason.missing:
        words = ", ".join(f"“{word}”" for word in answer.reason.missing)
        lines.append(_wrap(f"The nearest passages do not speak of {words}.", width))
    if answer.hits:
        lines += ["", "Nearest passages", "", render_hits(answer.hits, width, color)]
    return "\n".join(lines)


def _render_hit(hit: Hit, width: int, color: bool) -> str:
    label = f"{hit.rank}. "
    indent = " " * len(label)
    title = _wrap(
        " · ".join(one for one in (hit.title, hit.metadata.date) if one), width, label, indent
    )
    span = f", characters {hit.source.start}–{hit.source.end}" if hit.source else ""
    snippet = textwrap.shorten(" ".join(hit.chunk.text.split()), _SNIPPET, placeholder=" …")
    where = f"{hit.chunk.document}{span} · score {hit.score:.2f}"
    return "\n".join(
        [_bold(title, color), _wrap(where, width, indent), _wrap(snippet, width, indent)]
    )


def _wrap(text: str, width: int, first: str = "", rest: str | None = None) -> str:
    """Text in lines of at most ``width`` columns; what could steer a terminal is left out."""
    from rich.console import Console
    from rich.text import Text

    plain = " ".join(_UNSAFE.sub("", text).split())
    rest = first if rest is None else rest
    room = max(20, width - len(rest))
    lines = Text(plain).wrap(Console(width=room, color_system=None), room)
    return "\n".join(
        (rest if number else first) + line.plain.rstrip() for number, line in enumerate(lines)
    )


def _bold(text: str, color: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if color else text
