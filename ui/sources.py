"""The sources of an answer as HTML: a card for each citation, the cited sentence marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .markup import attributes, escaped
from .turns import source_line

_STRONG = 0.8
_MOST_COPIES = 3


def source_cards(turn: int, answer: Mapping[str, Any]) -> str:
    """The cards of an answer, in the order of its numbers.

    Args:
        turn: the number of the turn; with it ids are unique on the page.
        answer: ``Answer.to_dict()``.
    """
    cards = "".join(_card(turn, one, answer["hits"]) for one in answer["citations"])
    return f'<ol class="sources" aria-label="Sources">{cards}</ol>'


def passage_cards(hits: Sequence[Mapping[str, Any]]) -> str:
    """Passages without any sentence marked, such as those of a search."""
    cards = "".join(
        f'<li class="source"><p class="source-title">{escaped(one["title"] or one["document"])}</p>'
        f"<blockquote>{_cells(one['text'])}</blockquote>"
        f'<p class="source-foot">{_link(one, "Open document")}'
        f'<span class="file">{_file(one)}</span></p></li>'
        for one in hits
    )
    return f'<ol class="sources passages" aria-label="Passages">{cards}</ol>'


def _card(turn: int, citation: Mapping[str, Any], hits: Sequence[Mapping[str, Any]]) -> str:
    number = citation["number"]
    support = "strong support" if citation["support"] >= _STRONG else "partial support"
    return (
        f'<li class="source" id="source-{turn}-{number}" tabindex="-1">'
        f'<p class="source-title"><span class="number">{number}</span> '
        f"<span>{escaped(source_line(citation))}</span></p>"
        f"<blockquote>{_passage(citation, hits)}</blockquote>"
        f"{_copies(citation)}"
        f'<p class="source-foot">{_link(citation, "Open document")}'
        f'<span class="support">{support}</span>'
        f'<span class="file">{_file(citation)}</span></p></li>'
    )


def _passage(citation: Mapping[str, Any], hits: Sequence[Mapping[str, Any]]) -> str:
    """The passage around the cited sentence, which is marked; the sentence alone if need be."""
    start, end = citation["start"], citation["end"]
    for hit in hits:
        is_here = hit["document"] == citation["document"]
        if is_here and hit["start"] <= start and end <= hit["end"]:
            a, b = start - hit["start"], end - hit["start"]
            text = hit["text"]
            return f"{_cells(text[:a])}<mark>{_cells(text[a:b])}</mark>{_cells(text[b:])}"
    return f"<mark>{_cells(citation['quote'])}</mark>"


def _copies(citation: Mapping[str, Any]) -> str:
    """The other documents that have the sentence, folded."""
    names = list(dict.fromkeys(one["document"] for one in citation["also_in"]))
    if not names:
        return ""
    told = "another document" if len(names) == 1 else f"{len(names)} other documents"
    shown = ", ".join(escaped(one) for one in names[:_MOST_COPIES])
    more = f" and {len(names) - _MOST_COPIES} more" if len(names) > _MOST_COPIES else ""
    return f"<details><summary>Also in {told}</summary><p>{shown}{more}</p></details>"


def _link(one: Mapping[str, Any], label: str) -> str:
    place = f"?start={one['start']}&end={one['end']}#cited"
    target = f"documents/{quote(one['document'])}{place}"
    return f"<a{attributes(href=target, target='_blank', rel='noopener')}>{label}</a>"


def _file(one: Mapping[str, Any]) -> str:
    page = f", page {one['page']}" if one.get("page") is not None else ""
    return f"{escaped(one['document'])}{page}"


def _cells(text: str) -> str:
    return escaped(text).replace("\t", '<span class="cell"> | </span>')
