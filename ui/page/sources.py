"""The sources of an answer as HTML: a card per passage, with its cited sentences marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from ..markup import attributes, prose, quoted
from .turns import sources_of, stated

STRONG = 0.8
"""Lowest support score that is labelled strong."""
_AROUND = 260
"""Characters of a passage shown before its first and after its last cited sentence."""
_MOST_COPIES = 3

Json = Mapping[str, Any]


def source_cards(turn: int, answer: Json) -> str:
    """The cards of an answer, in the order of its citation numbers.

    Args:
        turn: the number of the turn; makes element ids unique on the page.
        answer: ``Answer.to_dict()``.
    """
    placed = [(_hit_of(citation, answer["hits"]), citation) for citation in sources_of(answer)]
    groups = groupby(placed, key=lambda pair: pair[0] and (pair[0]["document"], pair[0]["start"]))
    cards = []
    for _, pairs in groups:
        group = list(pairs)
        cards.append(_card(turn, [citation for _, citation in group], group[0][0]))
    return f'<ol class="sources" aria-label="Sources">{"".join(cards)}</ol>'


def passage_cards(hits: Sequence[Json]) -> str:
    """Cards of passages with no sentence marked, such as search results."""
    cards = "".join(
        f'<li class="source"><p class="source-title">{quoted(hit["title"] or hit["document"])}</p>'
        f"<blockquote>{prose(hit['text'])}</blockquote>{_foot(hit, '')}</li>"
        for hit in hits
    )
    return f'<ol class="sources" aria-label="Closest passages">{cards}</ol>'


def _hit_of(citation: Json, hits: Sequence[Json]) -> Json | None:
    """The passage that contains a cited sentence."""
    for hit in hits:
        is_here = hit["document"] == citation["document"]
        if is_here and hit["start"] <= citation["start"] and citation["end"] <= hit["end"]:
            return hit
    return None


def _card(turn: int, group: Sequence[Json], hit: Json | None) -> str:
    first = group[0]
    numbers = "".join(f'<span class="number">{citation["number"]}</span>' for citation in group)
    least = min(citation["support"] for citation in group)
    support = "strong support" if least >= STRONG else "partial support"
    body = (
        _passage(turn, group, hit) if hit else "".join(_mark(turn, citation) for citation in group)
    )
    return (
        f'<li class="source"><p class="source-title">{numbers}'
        f"<span>{quoted(first['title'])}</span>{_about(first)}</p><blockquote>{body}</blockquote>"
        f"{_copies(group)}{_foot(first, f'<span>{support}</span>')}</li>"
    )


def _about(citation: Json) -> str:
    about = " · ".join(stated(citation)[1:])
    return f'<span class="about">{quoted(about)}</span>' if about else ""


def _passage(turn: int, group: Sequence[Json], hit: Json) -> str:
    """The cited sentences, marked, with some of the passage around them."""
    parts: list[str] = []
    at = hit["start"]
    for citation in sorted(group, key=lambda citation: citation["start"]):
        if citation["start"] < at:
            continue
        between = hit["text"][at - hit["start"] : citation["start"] - hit["start"]]
        parts.append(prose(between if parts else _tail(between)))
        parts.append(_mark(turn, citation))
        at = citation["end"]
    return "".join(parts) + prose(_head(hit["text"][at - hit["start"] :]))


def _mark(turn: int, citation: Json) -> str:
    number = citation["number"]
    return (
        f'<mark id="source-{turn}-{number}" tabindex="-1">{prose(citation["quote"])}</mark>'
        f'<sup class="mark-number" aria-label="source {number}">{number}</sup>'
    )


def _tail(text: str) -> str:
    """The end of a text, starting at a word boundary."""
    return text if len(text) <= _AROUND else "… " + text[-_AROUND:].split(" ", 1)[-1]


def _head(text: str) -> str:
    """The start of a text, ending at a word boundary."""
    return text if len(text) <= _AROUND else text[:_AROUND].rsplit(" ", 1)[0] + " …"


def _copies(group: Sequence[Json]) -> str:
    """The other documents that contain the same sentences, collapsed."""
    names = list(
        dict.fromkeys(place["document"] for citation in group for place in citation["also_in"])
    )
    if not names:
        return ""
    others = "another document" if len(names) == 1 else f"{len(names)} other documents"
    shown = ", ".join(quoted(name) for name in names[:_MOST_COPIES])
    more = f" and {len(names) - _MOST_COPIES} more" if len(names) > _MOST_COPIES else ""
    return f"<details><summary>Also in {others}</summary><p>{shown}{more}</p></details>"


def _foot(passage: Json, support: str) -> str:
    """The link to the whole document, its file name and page."""
    place = f"?start={passage['start']}&end={passage['end']}#cited"
    link = attributes(
        href=f"documents/{quote(passage['document'])}{place}", target="_blank", rel="noopener"
    )
    page = f", page {passage['page']}" if passage.get("page") is not None else ""
    return (
        f'<p class="source-foot"><a{link}>Open document</a>{support}'
        f'<span class="file">{quoted(passage["document"])}{page}</span></p>'
    )
