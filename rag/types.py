"""The records of answering: evidence, citation, answer; and the one JSON form of an answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from ..index import Hit, Sentence


@dataclass(frozen=True, slots=True)
class ChatInput:
    """A question with what came before it.

    Attributes:
        question: as it is asked.
        history: the turns before it, oldest first: pairs of a question as it was asked and the
            text of its answer (empty if it abstained). A list of lists, as JSON has it, does too.
        filters: may hold ``after`` and ``before`` (``2020``, ``2020-06``, ``2020-06-15``) and
            ``in`` (a pattern of document names, ``briefs/*``); see ``loccit.index.Filter``.
    """

    question: str
    history: tuple[tuple[str, str], ...] = ()
    filters: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a hit, judged against the question.

    Attributes:
        text: the sentence's characters.
        columns: the names of the columns, if it is a row of a table.
        support: in [0, 1]: how sure it is that the documents speak of what is asked.
        order: higher is the better answer; comparable within one question only.
        number: which sentence of the hit's chunk it is, from 0.
    """

    hit: Hit
    sentence: Sentence
    text: str
    support: float
    order: float
    number: int
    columns: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document's cleaned text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of the answer and the span of a document that it is taken from.

    ``quote`` is ``document.text[start:end]`` exactly. ``source_start`` and ``source_end`` are the
    same place in the original file, where it is text; in a PDF, in the text of ``page``.
    """

    number: int
    answer_start: int
    answer_end: int
    document: str
    title: str
    author: str | None
    date: str | None
    start: int
    end: int
    source_start: int | None
    source_end: int | None
    page: int | None
    quote: str
    support: float
    also_in: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A document and what it states of itself."""

    document: str
    title: str | None
    author: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The documents that a question about themselves was asked of: how many, and the first."""

    total: int
    listed: tuple[Named, ...]


Code = Literal["no_evidence", "weak_evidence", "no_documents", "not_stated"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer abstains: a code, and the question's words that the documents lack.

    ``no_documents`` says that the filters leave no document to search, ``not_stated`` that the
    documents do not state of themselves what is asked.
    """

    code: Code
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Short:
    """A short answer: a span of the cited sentence with this number."""

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was not shown, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or an abstention with the nearest passages in ``hits``.

    ``text`` holds no citation marks; a renderer puts ``[n]`` after each ``answer_end``.
    ``disagreements`` are pairs of numbers of citations that state different things, ascending.
    ``documents`` is given where the question is about the documents themselves. ``confidence``, in
    [0, 1], is how likely the documents answer at all: below the threshold it abstains; ``None``
    where that was not judged.
    """

    question: str
    standalone_question: str
    text: str
    abstained: bool
    reason: Reason | None = None
    confidence: float | None = None
    short: Short | None = None
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    fallback: str | None = None
    disagreements: tuple[tuple[int, int], ...] = ()
    documents: Catalogue | None = None
    model: dict[str, str] = field(default_factory=dict)
    timings_ms: dict[str, float] = field(default_factory=dict)

    def without_timings(self) -> Answer:
        """The same answer as far as two runs can be compared."""
        return replace(self, timings_ms={})

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON values; floats have four decimals."""
        plain = asdict(replace(self, hits=()))
        plain["hits"] = [hit_to_dict(hit) for hit in self.hits]
        rounded: dict[str, Any] = _round(plain)
        return rounded


def hit_to_dict(hit: Hit) -> dict[str, Any]:
    """A hit as JSON values, as it stands in an answer's ``hits``."""
    return {
        "document": hit.chunk.document,
        "title": hit.title,
        "start": hit.chunk.start,
        "end": hit.chunk.end,
        "source_start": hit.source.start,
        "source_end": hit.source.end,
        "page": hit.source.page,
        "text": hit.chunk.text,
        "score": round(hit.score, 4),
        "rank": hit.rank,
    }


def _round(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _round(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_round(one) for one in value]
    return value
