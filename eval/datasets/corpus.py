"""The documents that answers are held against: their sentences, and where a quote stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ...index import Index, echoed, split_sentences
from ...text import wording
from ..errors import DatasetError
from .pieces import find_pieces, foreign_sentences

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
        self._listed = {document.name: document for document in index.listing()}
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
        sentences: dict[tuple[int, int], Said] = {}
        headers: set[tuple[int, int]] = set()
        text = self.text(name)
        for hit in self.index.passages(self._listed[name]):
            for sentence in hit.chunk.sentences:
                place = sentence.start, sentence.end
                sentences[place] = Said(*place, wording(text[sentence.start : sentence.end]), False)
                if sentence.header:
                    headers.add(sentence.header)
        for place in headers:
            sentences[place] = Said(*place, wording(text[slice(*place)]), True)
        return tuple(sentences[place] for place in sorted(sentences))

    def keys(self, place: Place) -> list[str]:
        """The wordings of the sentences that a span is about, in order."""
        sentences = self._about([place], place)
        return [sentence.key for sentence in sentences] or [
            wording(self.text(place.document)[slice(*place[1:])])
        ]

    def quoted_keys(
        self, document: str, quote: str, start: int | None = None, end: int | None = None
    ) -> list[str]:
        """The wordings of the sentences that a system's quote is about, columns' names apart.

        Those that it has and the document has not count too. Where nothing of it is found in the
        document they are those of the quote's own sentences.
        """
        whole, name = self.place_of(document, quote, start, end), self.name_of(document)
        if whole:
            sentences = self._about([whole], whole)
            return (
                [sentence.key for sentence in sentences if not sentence.is_header]
                if sentences
                else [wording(quote)]
            )
        sentences = self._about(self._pieces(name, quote), None) if name else []
        if name and sentences:
            keys = [sentence.key for sentence in sentences if not sentence.is_header]
            return [*keys, *foreign_sentences(quote, self._wording(name))]
        return [
            wording(quote[sentence.start : sentence.end]) for sentence in split_sentences(quote)
        ]

    def _about(self, places: Sequence[Place], whole: Place | None) -> list[Said]:
        """The sentences that places of one document hold for the most part, or that hold all."""
        about = []
        for sentence in self.sentences(places[0].document) if places else ():
            shared = sum(
                max(0, min(sentence.end, at.end) - max(sentence.start, at.start)) for at in places
            )
            is_within = whole and sentence.start <= whole.start and whole.end <= sentence.end
            if is_within or shared >= _LEAST_SHARE * (sentence.end - sentence.start):
                about.append(sentence)
        return about

    def places_of(
        self, document: str, quote: str, start: int | None, end: int | None
    ) -> tuple[Place, ...]:
        """Where a quote of a system stands: in one place, or in pieces, or nowhere.

        It stands in pieces where the system read the file in another way than we.
        """
        whole, name = self.place_of(document, quote, start, end), self.name_of(document)
        if whole or name is None:
            return (whole,) if whole else ()
        return self._pieces(name, quote)

    @lru_cache(maxsize=4096)  # noqa: B019 - as long as the evaluation that holds it
    def _pieces(self, name: str, quote: str) -> tuple[Place, ...]:
        sentences = [
            (sentence.start, sentence.end, sentence.key) for sentence in self.sentences(name)
        ]
        spans = find_pieces(quote, self.text(name), sentences, _LEAST_SHARE)
        return tuple(Place(name, *span) for span in spans)

    @lru_cache(maxsize=16)  # noqa: B019
    def _wording(self, name: str) -> str:
        return wording(self.text(name))

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
        ends = [listed for listed in self._listed if path.endswith(f"/{listed}")]
        if ends:
            return max(ends, key=len)
        fits = [listed for listed in self._listed if listed.endswith(f"/{path}")]
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
            match = pattern.search(text) if longest in text else None
            if match:
                return Place(name, *match.span())
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
                f"{f'nowhere in {echoed(document)}' if document else 'in no document'}; the "
                f"nearest text is {_short(self._nearest(quote, document))!r}. "
                "Quote it letter by letter"
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
                f"{whose} names the document {echoed(document)}, which the index does not hold; "
                f"nearest are {', '.join(map(repr, near)) or 'none'}. Index it, or mend the name"
            )

    def _nearest(self, quote: str, document: str) -> str:
        """The text most like a quote, of its document or of the passages that fit it best."""
        if document:
            text = self.text(document)
            texts: Iterable[str] = (
                text[sentence.start : sentence.end] for sentence in self.sentences(document)
            )
        else:
            hits = self.index.search(quote[:2000], _NEAR)
            texts = [
                hit.chunk.text[sentence.start - hit.chunk.start : sentence.end - hit.chunk.start]
                for hit in hits
                for sentence in hit.chunk.sentences
            ]
        return max(texts, key=lambda candidate: _likeness(candidate, quote), default="")


def _likeness(first: str, second: str) -> float:
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[: most - 2] + " …"
