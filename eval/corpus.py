"""The documents that answers are held against: their sentences, and where a quote stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ..index import Index, split_sentences, wording
from .errors import DatasetError

_SPACE = re.compile(r"\s+")
_LEAST_SHARE = 0.5
"""What a span must hold of a sentence to be about it."""
_NEAR = 3
_MOST_HELD = 100_000_000
"""Characters of texts that are kept at hand: quotes without a document are sought in all."""


class Place(NamedTuple):
    """A span ``[start, end)`` of a document's text, in code points."""

    document: str
    start: int
    end: int


class Said(NamedTuple):
    """A sentence of a document: its place, its wording, and whether it names a table's columns."""

    start: int
    end: int
    key: str
    is_header: bool


class Corpus:
    """The documents of an index.

    Sentences are told apart by their wording, not by their place: a copy of the right sentence in
    another document is as right.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._listed = {one.name: one for one in index.listing()}
        self.sentences = lru_cache(maxsize=4096)(self._sentences)
        self._texts: dict[str, str] = {}
        self._room = _MOST_HELD

    @property
    def names(self) -> list[str]:
        """The names of all documents."""
        return list(self._listed)

    def text(self, name: str) -> str:
        """A document's text.

        Raises:
            KeyError: if there is no such document.
        """
        held = self._texts.get(name)
        if held is None:
            held = self.index.document(name).text
            if len(held) <= self._room:
                self._texts[name] = held
                self._room -= len(held)
        return held

    def _sentences(self, name: str) -> tuple[Said, ...]:
        """The indexed sentences of a document, in order; none if there is no such document."""
        if name not in self._listed:
            return ()
        found: dict[tuple[int, int], Said] = {}
        headers: set[tuple[int, int]] = set()
        text = self.text(name)
        for hit in self.index.passages(self._listed[name]):
            for one in hit.chunk.sentences:
                place = one.start, one.end
                found[place] = Said(*place, wording(text[one.start : one.end]), False)
                if one.header:
                    headers.add(one.header)
        for place in headers:
            found[place] = Said(*place, wording(text[slice(*place)]), True)
        return tuple(found[place] for place in sorted(found))

    def keys(self, place: Place | None, quote: str, without_headers: bool = False) -> list[str]:
        """The wordings of the sentences that a span is about, in order.

        Without a place they are those of the quote's own sentences.
        """
        if place is None:
            return [wording(quote[one.start : one.end]) for one in split_sentences(quote)]
        about = []
        for one in self.sentences(place.document):
            shared = min(one.end, place.end) - max(one.start, place.start)
            is_about = shared >= _LEAST_SHARE * (one.end - one.start)
            is_within = one.start <= place.start and place.end <= one.end
            if is_about or is_within:
                about.append(one)
        if not about:
            return [wording(quote)]
        return [one.key for one in about if not (without_headers and one.is_header)]

    def place_of(
        self, document: str, quote: str, start: int | None, end: int | None
    ) -> Place | None:
        """The place that a system names, if the quote stands there; else where it stands."""
        name = self.name_of(document)
        if name is None:
            return None
        if start is not None and end is not None and self.text(name)[start:end] == quote:
            return Place(name, start, end)
        return self.find(quote, name)

    @lru_cache(maxsize=4096)  # noqa: B019 - as long as the evaluation that holds it
    def name_of(self, document: str) -> str | None:
        """The document that a system means: its name, or the end of a path to it."""
        if document in self._listed:
            return document
        path = document.replace("\\", "/")
        fits = [one for one in self._listed if path.endswith(f"/{one}") or one.endswith(f"/{path}")]
        return fits[0] if len(fits) == 1 and path else None

    def find(self, quote: str, document: str = "") -> Place | None:
        """Where a quote stands, in a document or in the first that has it letter by letter.

        Where none has, any white space is as good as any other.
        """
        words = _SPACE.split(quote.strip())
        if words == [""]:
            return None
        names = [document] if document else self.names
        for name in names:
            at = self.text(name).find(quote)
            if at >= 0:
                return Place(name, at, at + len(quote))
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        longest = max(words, key=len)
        for name in names:
            text = self.text(name)
            # A pattern is sought many times slower than a word.
            found = pattern.search(text) if longest in text else None
            if found:
                return Place(name, *found.span())
        return None

    def located(self, quote: str, document: str, whose: str) -> Place:
        """As ``find``, for a quote of a dataset.

        Raises:
            DatasetError: if it stands nowhere; it tells the nearest text.
        """
        if document:
            self.check_name(document, whose)
        place = self.find(quote, document)
        if place is None:
            raise DatasetError(
                f"{whose} quotes {_short(quote)!r}, which stands "
                f"{f'nowhere in {document!r}' if document else 'in no document'}; the nearest "
                f"text is {_short(self._nearest(quote, document))!r}. Quote it letter by letter"
            )
        return place

    def check_name(self, document: str, whose: str) -> None:
        """Nothing, if there is such a document.

        Raises:
            DatasetError: if not; it tells the nearest names.
        """
        if document not in self._listed:
            near = difflib.get_close_matches(document, self.names, _NEAR, 0.0)
            raise DatasetError(
                f"{whose} names the document {document!r}, which the index does not hold; "
                f"nearest are {', '.join(map(repr, near)) or 'none'}. Index it, or mend the name"
            )

    def _nearest(self, quote: str, document: str) -> str:
        """The text most like a quote, of its document or of the passages that fit it best."""
        if document:
            text = self.text(document)
            texts: Iterable[str] = (text[one.start : one.end] for one in self.sentences(document))
        else:
            hits = self.index.search(quote[:2000], _NEAR)
            texts = [
                hit.chunk.text[one.start - hit.chunk.start : one.end - hit.chunk.start]
                for hit in hits
                for one in hit.chunk.sentences
            ]
        return max(texts, key=lambda one: _likeness(one, quote), default="")


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[: most - 2] + " …"
