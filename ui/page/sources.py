"""The sources of an answer as HTML: a card for each cited passage, its cited sentences marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from ..markup import attributes, prose, quoted
from .turns import stated

STRONG = 0.8
"""Least support that is called strong."""
_AROUND = 260
"""Characters of a passage shown before its first and after its last cited sentence."""
_MOST_COPIES = 3

Json = Mapping[str, Any]


def source_cards(turn: int, answer: Json) -> str:
    """The cards of an answer, in the order of its numbers.

    Args:
        turn: the number of the turn; with it ids are unique on the page.
        answer: ``Answer.to_dict()``.
    """
    placed = [(_hit_of(one, answer["hits"]), one) for one in answer["citations"]]
    groups = groupby(placed, key=lambda pair: pair[0] and (pair[0]["document"], pair[0]["start"]))
    cards = []
    for _, pairs in groups:
        group = list(pairs)
        cards.append(_card(turn, [one for _, one in group], group[0][0]))
    return f'<ol class="sources" aria-label="Sources">{"".join(cards)}</ol>'


def passage_cards(hits: Sequence[Json]) -> str:
    """Passages without any sentence marked, such as those of a search."""
    cards = "".join(
        f'<li class="source"><p class="source-title">{quoted(one["title"] or one["document"])}</p>'
        f"<blockquote>{prose(one['text'])}</blockquote>{_foot(one, '')}</li>"
        for one in hits
    )
    return f'<ol class="sources" aria-label="Nearest passages">{cards}</ol>'


def _hit_of(citation: Json, hits: Sequence[Json]) -> Json | None:
    """The passage that a cited sentence lies in."""
    for hit in hits:
        is_here = hit["document"] == citation["document"]
        if is_here and hit["start"] <= citation["start"] and citation["end"] <= hit["end"]:
            return hit
    return None


def _card(turn: int, group: Sequence[Json], hit: Json | None) -> str:
    first = group[0]
    numbers = "".join(f'<span class="number">{one["number"]}</span>' for one in group)
    least = min(one["support"] for one in group)
    support = "strong support" if least >= STRONG else "partial support"
    body = _passage(turn, group, hit) if hit else "".join(_mark(turn, one) for one in group)
    return (
        f'<li class="source"><p class="source-title">{numbers}'
        f"<span>{quoted(first['title'])}</span>{_about(first)}</p><blockquote>{body}</blockquote>"
        f"{_copies(group)}{_foot(first, f'<span>{support}</span>')}</li>"
    )


def _about(one: Json) -> str:
    told = " · ".join(stated(one)[1:])
    return f'<span class="about">{quoted(told)}</span>' if told else ""


def _passage(turn: int, group: Sequence[Json], hit: Json) -> str:
    """The cited sentences, marked, with a little of the passage around them."""
    parts: list[str] = []
    at = hit["start"]
    for one in sorted(group, key=lambda one: one["start"]):
        if one["start"] < at:
            continue
        between = hit["text"][at - hit["start"] : one["start"] - hit["start"]]
        parts.append(prose(between if parts else _tail(between)))
        parts.append(_mark(turn, one))
        at = one["end"]
    return "".join(parts) + prose(_head(hit["text"][at - hit["start"] :]))


def _mark(turn: int, citation: Json) -> str:
    number = citation["number"]
    return (
        f'<mark id="source-{turn}-{number}" tabindex="-1">{prose(citation["quote"])}</mark>'
        f'<sup class="mark-number" aria-label="source {number}">{number}</sup>'
    )


def _tail(text: str) -> str:
    """The last of a text, from the beginning of a word."""
    return text if len(text) <= _AROUND else "… " + text[-_AROUND:].split(" ", 1)[-1]


def _head(text: str) -> str:
    """The first of a text, to the end of a word."""
    return text if len(text) <= _AROUND else text[:_AROUND].rsplit(" ", 1)[0] + " …"


def _copies(group: Sequence[Json]) -> str:
    """The other documents that have the sentences, folded."""
    names = list(dict.fromkeys(place["document"] for one in group for place in one["also_in"]))
    if not names:
        return ""
    told = "another document" if len(names) == 1 else f"{len(names)} other documents"
    shown = ", ".join(quoted(one) for one in names[:_MOST_COPIES])
    more = f" and {len(names) - _MOST_COPIES} more" if len(names) > _MOST_COPIES else ""
    return f"<details><summary>Also in {told}</summary><p>{shown}{more}</p></details>"


def _foot(one: Json, support: str) -> str:
    """The way to the whole document, and where in it this stands."""
    place = f"?start={one['start']}&end={one['end']}#cited"
    link = attributes(
        href=f"documents/{quote(one['document'])}{place}", target="_blank", rel="noopener"
    )
    page = f", page {one['page']}" if one.get("page") is not None else ""
    return (
        f'<p class="source-foot"><a{link}>Open document</a>{support}'
        f'<span class="file">{quoted(one["document"])}{page}</span></p>'
    )
