"""Metadata that an HTML page states: in its head, its linked data or a marked-up byline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any

from ....text.dates import parse_date
from ..metadata import bare_date, byline, dateline, fill
from ..parsed import Block, BlockKind, Metadata
from .main_text import collapse
from .once import OnceParser

_DATES = {
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created", "citation_date",
    "citation_publication_date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
}  # fmt: skip
_AUTHORS = {
    "author", "article:author", "dc.creator", "dcterms.creator", "citation_author",
    "parsely-author", "sailthru.author", "byl",
}  # fmt: skip
_TITLES = ("og:title", "citation_title", "dc.title", "twitter:title")
_ARTICLES = re.compile(r"(?:.*article|blogposting|report|webpage)$", re.IGNORECASE)
_URL = re.compile(r"https?://", re.IGNORECASE)
_SITE_NAME = re.compile(r"(?<!\s)\s++[|·»]\s+[^|·»]{2,40}$|(?<!\s)\s++[–—-]\s+[^–—-]{2,30}$")


_OPENING = 6
_PROSE = {BlockKind.PARAGRAPH, BlockKind.ROW}


def page_metadata(page: str) -> Metadata:
    """Title, author, date and address that a page states; nothing is inferred from its text.

    Sources in order of precedence: ``<meta>``, linked data (JSON-LD), elements marked ``itemprop``,
    ``rel=author`` or ``pubdate``; for the title also the only ``<h1>`` and ``<title>``.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    stated = Metadata(
        title=next((title for name in _TITLES if (title := reader.metas.get(name))), None),
        author=_names(reader.metas.get(name) for name in sorted(_AUTHORS)),
        date=_first_date(reader.metas.get(name) for name in sorted(_DATES)),
        origin=reader.address or reader.metas.get("og:url"),
    )
    for linked in _linked(reader.scripts):
        stated = fill(stated, linked)
    return fill(stated, Metadata(reader.title(), _names(reader.authors), _first_date(reader.dates)))


def _names(values: Iterator[str | None] | list[str]) -> str | None:
    """The first value that is a name and not a URL."""
    plain = (" ".join(value.split()) for value in values if value and not _URL.match(value))
    return next((value.removeprefix("By ").removeprefix("by ") for value in plain if value), None)


def _first_date(values: Iterator[str | None] | list[str]) -> str | None:
    return next((date for value in values if value and (date := parse_date(value))), None)


def _linked(scripts: list[str]) -> Iterator[Metadata]:
    """Metadata of each article-like object in JSON-LD scripts."""
    for script in scripts:
        try:
            yield from map(_from_object, _objects(json.loads(script)))
        except (ValueError, RecursionError):
            continue


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for member in value:
            yield from _objects(member)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        listed = kinds if isinstance(kinds, list) else [kinds]
        if any(_ARTICLES.match(str(kind)) for kind in listed):
            yield value
        yield from _objects(value.get("@graph"))


def _from_object(article: dict[str, Any]) -> Metadata:
    authors = article.get("author")
    listed = authors if isinstance(authors, list) else [authors]
    names = [
        str(author.get("name") if isinstance(author, dict) else author)
        for author in listed
        if author
    ]
    title, date = article.get("headline"), article.get("datePublished")
    return Metadata(
        title=title if isinstance(title, str) and title.strip() else None,
        author=", ".join(names) or None,
        date=parse_date(date) if isinstance(date, str) else None,
    )


def opening_lines(blocks: Sequence[Block]) -> dict[int, Metadata]:
    """Bylines and datelines before the first sentence of the main text, by block number."""
    main_text = [number for number, block in enumerate(blocks) if not block.region]
    by_block: dict[int, Metadata] = {}
    for number in main_text[:_OPENING]:
        parts = re.split(r"[·|•]", collapse(blocks[number].text))
        stated = [Metadata(None, byline(part), _date(part)) for part in parts]
        together = reduce(fill, stated)
        if together != Metadata() and blocks[number].kind in _PROSE:
            by_block[number] = together
        elif blocks[number].kind is not BlockKind.HEADING:
            break
    return by_block


def _date(line: str) -> str | None:
    return dateline(line) or bare_date(line)


class _Reader(OnceParser):
    """Collects the elements that may hold metadata."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.metas: dict[str, str] = {}
        self.scripts: list[str] = []
        self.authors: list[str] = []
        self.dates: list[str] = []
        self.address: str | None = None
        self._titles: dict[str, list[str]] = {"title": [], "h1": []}
        self._into: tuple[str, list[str]] | None = None
        self._pieces: list[str] = []

    def title(self) -> str | None:
        """The only ``<h1>``, else the page's ``<title>`` without the site's name."""
        headings = [" ".join(title.split()) for title in self._titles["h1"] if title.strip()]
        if len(headings) == 1:
            return headings[0]
        for title in self._titles["title"]:
            plain = " ".join(title.split())
            return _SITE_NAME.sub("", plain) or None
        return None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        prop = attributes.get("itemprop", "").lower()
        if tag == "meta":
            name = (attributes.get("property") or attributes.get("name") or prop).lower()
            if attributes.get("content", "").strip():
                self.metas.setdefault(name, attributes["content"].strip())
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.address = self.address or attributes.get("href")
        elif tag == "time" and (prop == "datepublished" or "pubdate" in attributes):
            self.dates.append(attributes.get("datetime", ""))
        elif prop == "author" or "author" in attributes.get("rel", "").lower().split():
            self._collect(tag, self.authors)
        elif tag in self._titles:
            self._collect(tag, self._titles[tag])
        elif tag == "script" and "ld+json" in attributes.get("type", "").lower():
            self._collect(tag, self.scripts)

    def _collect(self, tag: str, into: list[str]) -> None:
        self._collected()
        self._into = (tag, into)

    def _collected(self) -> None:
        if self._into:
            self._into[1].append("".join(self._pieces))
        self._into, self._pieces = None, []

    def close(self) -> None:
        """End the parsing, and an element that was never closed."""
        super().close()
        self._collected()

    def handle_endtag(self, tag: str) -> None:
        if self._into and self._into[0] == tag:
            self._collected()

    def handle_data(self, data: str) -> None:
        if self._into:
            self._pieces.append(data)
