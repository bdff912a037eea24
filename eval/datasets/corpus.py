"""The documents that answers are checked against: their sentences, and the spans of quotes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ...index.chunking.sentences import split_sentences
from ...index.errors import echoed
from ...index.search import Index
from ...text.wordings import wording
from ..errors import DatasetError
from .pieces import find_pieces, foreign_sentences

_SPACE = re.compile(r"\s+")
_LEAST_SHARE = 0.5
"""The share of a sentence that a span must cover to count as quoting it."""
_NEAR = 3
_MOST_CACHED = 100_000_000
"""Characters of texts kept in memory: quotes without a document are searched for in all."""


class DocumentSpan(NamedTuple):
    """A span of a document's text.

    Attributes:
        document: the name of the document.
        start: where the span starts, in code points.
        end: where it ends, exclusive.
    """

    document: str
    start: int
    end: int


class IndexedSentence(NamedTuple):
    """A sentence of a document.

    Attributes:
        start: where it starts in the document's text, in code points.
        end: where it ends, exclusive.
        key: its wording, by which sentences are compared.
        is_header: whether it is the header row of a table.
    """

    start: int
    end: int
    key: str
    is_header: bool


class Corpus:
    """The documents of an index.

    Sentences are compared by their wording, not by their place: a copy of a correct sentence in
    another document is just as correct.

    Args:
        index: an open index.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._listed = {document.name: document for document in index.listing()}
        self.sentences = lru_cache(maxsize=4096)(self._sentences)
        self._texts: dict[str, str] = {}
        self._capacity = _MOST_CACHED

    @property
    def names(self) -> list[str]:
        """The names of all documents."""
        return list(self._listed)

    def text(self, name: str) -> str:
        """A document's text.

        Raises:
            KeyError: if there is no such document.
        """
        text = self._texts.get(name)
        if text is None:
            text = self.index.document(name).text
            if len(text) <= self._capacity:
                self._texts[name] = text
                self._capacity -= len(text)
        return text

    def _sentences(self, name: str) -> tuple[IndexedSentence, ...]:
        """The indexed sentences of a document in order; empty if there is no such document."""
        if name not in self._listed:
            return ()
        sentences: dict[tuple[int, int], IndexedSentence] = {}
        headers: set[tuple[int, int]] = set()
        text = self.text(name)
        for hit in self.index.passages(self._listed[name]):
            for sentence in hit.chunk.sentences:
                place = sentence.start, sentence.end
                sentences[place] = IndexedSentence(
                    *place, wording(text[sentence.start : sentence.end]), False
                )
                if sentence.header:
                    headers.add(sentence.header)
        for place in headers:
            sentences[place] = IndexedSentence(*place, wording(text[slice(*place)]), True)
        return tuple(sentences[place] for place in sorted(sentences))

    def keys(self, place: DocumentSpan) -> list[str]:
        """The wordings of the sentences that a span covers, in order."""
        sentences = self._covered([place], place)
        return [sentence.key for sentence in sentences] or [
            wording(self.text(place.document)[slice(*place[1:])])
        ]

    def quoted_keys(
        self, document: str, quote: str, start: int | None = None, end: int | None = None
    ) -> list[str]:
        """The wordings of the sentences that a system quotes, without table headers.

        Sentences of the quote that the document lacks count too. If none of the quote is in the
        document, these are the wordings of its own sentences.

        Args:
            document: the document as the system names it.
            quote: the quoted text.
            start: where the system says that it starts in the document's text; may be ``None``.
            end: where the system says that it ends.
        """
        whole, name = self.find_span(document, quote, start, end), self.name_of(document)
        if whole:
            sentences = self._covered([whole], whole)
            return (
                [sentence.key for sentence in sentences if not sentence.is_header]
                if sentences
                else [wording(quote)]
            )
        sentences = self._covered(self._pieces(name, quote), None) if name else []
        if name and sentences:
            keys = [sentence.key for sentence in sentences if not sentence.is_header]
            return [*keys, *foreign_sentences(quote, self._wording(name))]
        return [
            wording(quote[sentence.start : sentence.end]) for sentence in split_sentences(quote)
        ]

    def _covered(
        self, places: Sequence[DocumentSpan], whole: DocumentSpan | None
    ) -> list[IndexedSentence]:
        """The sentences that spans of one document mostly cover, or that contain ``whole``."""
        covered = []
        for sentence in self.sentences(places[0].document) if places else ():
            shared = sum(
                max(0, min(sentence.end, span.end) - max(sentence.start, span.start))
                for span in places
            )
            is_within = whole and sentence.start <= whole.start and whole.end <= sentence.end
            if is_within or shared >= _LEAST_SHARE * (sentence.end - sentence.start):
                covered.append(sentence)
        return covered

    def find_spans(
        self, document: str, quote: str, start: int | None, end: int | None
    ) -> tuple[DocumentSpan, ...]:
        """Find a system's quote in its document: as one span, in pieces, or not at all.

        It is found in pieces if the system parses the file differently.
        """
        whole, name = self.find_span(document, quote, start, end), self.name_of(document)
        if whole or name is None:
            return (whole,) if whole else ()
        return self._pieces(name, quote)

    @lru_cache(maxsize=4096)  # noqa: B019 - as long as the evaluation that holds it
    def _pieces(self, name: str, quote: str) -> tuple[DocumentSpan, ...]:
        sentences = [
            (sentence.start, sentence.end, sentence.key) for sentence in self.sentences(name)
        ]
        spans = find_pieces(quote, self.text(name), sentences, _LEAST_SHARE)
        return tuple(DocumentSpan(name, *span) for span in spans)

    @lru_cache(maxsize=16)  # noqa: B019
    def _wording(self, name: str) -> str:
        return wording(self.text(name))

    def find_span(
        self, document: str, quote: str, start: int | None, end: int | None
    ) -> DocumentSpan | None:
        """The span that a system names if the quote is there, else the span of the quote."""
        name = self.name_of(document)
        if name is None:
            return None
        if start is not None and end is not None and self.text(name)[start:end] == quote:
            return DocumentSpan(name, start, end)
        return self.find(quote, name)

    @lru_cache(maxsize=4096)  # noqa: B019 - as long as the evaluation that holds it
    def name_of(self, document: str) -> str | None:
        """The document that a system names: its name, or the end of a path to it."""
        if document in self._listed:
            return document
        path = document.replace("\\", "/")
        ends = [listed for listed in self._listed if path.endswith(f"/{listed}")]
        if ends:
            return max(ends, key=len)
        fits = [listed for listed in self._listed if listed.endswith(f"/{path}")]
        return fits[0] if len(fits) == 1 and path else None

    def find(self, quote: str, document: str = "") -> DocumentSpan | None:
        """Find a quote in a document, or in the first document that contains it.

        An exact match comes first; otherwise all white space counts as equal.

        Args:
            quote: the text to find.
            document: the name of the document; empty to search all of them.
        """
        words = _SPACE.split(quote.strip())
        if words == [""]:
            return None
        names = [document] if document else self.names
        for name in names:
            at = self.text(name).find(quote)
            if at >= 0:
                return DocumentSpan(name, at, at + len(quote))
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        longest = max(words, key=len)
        for name in names:
            text = self.text(name)
            # Searching for a pattern is much slower than for a word.
            match = pattern.search(text) if longest in text else None
            if match:
                return DocumentSpan(name, *match.span())
        return None

    def locate(self, quote: str, document: str, whose: str) -> DocumentSpan:
        """Find a quote of a dataset.

        Args:
            quote: the text to find.
            document: the name of the document; empty to search all of them.
            whose: the example, for the message.

        Raises:
            DatasetError: if the quote is not found; the message has the closest text.
        """
        if document:
            self.check_name(document, whose)
        place = self.find(quote, document)
        if place is None:
            raise DatasetError(
                f"{whose} quotes {_short(quote)!r}, which is "
                f"{f'not in {echoed(document)}' if document else 'in no document'}; the "
                f"closest text is {_short(self._nearest(quote, document))!r}. Quote it exactly"
            )
        return place

    def check_name(self, document: str, whose: str) -> None:
        """Check that the index has a document of this name.

        Raises:
            DatasetError: if it has not; the message has the closest names.
        """
        if document not in self._listed:
            near = difflib.get_close_matches(document, self.names, _NEAR, 0.0)
            raise DatasetError(
                f"{whose} names the document {echoed(document)}, which is not in the index; the "
                f"closest names are {', '.join(map(repr, near)) or 'none'}. Index it, or correct "
                "the name"
            )

    def _nearest(self, quote: str, document: str) -> str:
        """The sentence most similar to a quote, of its document or of the best passages."""
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
