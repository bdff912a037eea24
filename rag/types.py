"""The types of an answer and its parts, and the JSON form of an answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from ..index.types import Hit


@dataclass(frozen=True, slots=True)
class ChatInput:
    """A question with the conversation before it.

    Attributes:
        question: as asked.
        history: the turns before it, oldest first: pairs of a question as asked and the text of
            its answer (empty if it abstained). A list of lists, as in JSON, will do.
        filters: which documents to search, ``None`` for all: ``after`` and ``before`` hold dates
            (``2020``, ``2020-06``, ``2020-06-15``), ``in`` a glob of document names
            (``briefs/*``); see ``loccit.index.Filter``.
    """

    question: str
    history: tuple[tuple[str, str], ...] = ()
    filters: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class DocumentSpan:
    """A span of a document's cleaned text.

    Attributes:
        document: the document's name.
        start: its first code point.
        end: the code point after its last.
    """

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of the answer, and the span of a document that it is quoted from or rests on.

    Spans are half-open, in Unicode code points. Several citations may share a span of the answer,
    which then rests on several sources; those of one source share a number.

    Attributes:
        number: of the source, from 1, in the order of first use.
        answer_start: where the cited sentence starts in ``Answer.text``.
        answer_end: where it ends there.
        document: the document's name.
        title: the document's title.
        author: its author, ``None`` if not stated.
        date: its date in ISO form, in full or in part, ``None`` if not stated.
        start: where the quote starts in the document's cleaned text.
        end: where it ends there; ``text[start:end] == quote``.
        source_start: where it starts in the original file if that is text; in a PDF, in the text
            of ``page``. ``None`` if the file is neither.
        source_end: where it ends there.
        page: the page of a PDF, from 1; else ``None``.
        quote: the quoted characters.
        support: of a quoted sentence the probability, in [0, 1], that the documents answer the
            question; of a written one, the probability that the source bears it out.
        also_in: where else the same sentence stands.
        recited: whether the model cited other passages, and only this one bears its sentence out.
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
    also_in: tuple[DocumentSpan, ...] = ()
    recited: bool = False


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document and its metadata.

    Attributes:
        document: its name.
        title: its title, ``None`` if it has none.
        author: its author, ``None`` if not stated.
        date: its date in ISO form, in full or in part, ``None`` if not stated.
    """

    document: str
    title: str | None
    author: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The documents that a question about documents was asked of.

    Attributes:
        total: how many they are.
        listed: the first of them, at most 8.
    """

    total: int
    listed: tuple[DocumentInfo, ...]


Code = Literal["no_evidence", "weak_evidence", "false_premise", "no_documents", "not_stated"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer abstains.

    Attributes:
        code: ``no_evidence`` if no sentence can answer, ``weak_evidence`` if the best one has too
            little support, ``false_premise`` if a sentence denies what the question supposes,
            ``no_documents`` if the filters leave no document to search,
            ``not_stated`` if the documents do not state the author or date that is asked for.
        missing: the question's words that the closest chunks lack.
        instead: pairs of such a word, a code, year or number, and the likest one that they have.
        denied_by: the sentence that denies what the question supposes; its ``answer_start`` and
            ``answer_end`` are 0.
        nearest: the sentence that comes nearest to an answer, as ``denied_by``, if it has half of
            the support that an answer needs.
    """

    code: Code
    missing: tuple[str, ...] = ()
    instead: tuple[tuple[str, str], ...] = ()
    denied_by: Citation | None = None
    nearest: Citation | None = None

    @property
    def quoted(self) -> Citation | None:
        """The sentence that an abstention quotes, if it quotes one."""
        return self.denied_by or self.nearest


@dataclass(frozen=True, slots=True)
class Short:
    """A short answer: a part of a cited sentence.

    Attributes:
        text: its characters.
        citation: the number of the citation that it is part of.
    """

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence of a chat model that is not shown.

    Attributes:
        text: the sentence.
        why: the reason, in a sentence.
        code: the kind of reason, such as ``number`` or ``support``.
    """

    text: str
    why: str
    code: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What replies of a chat model took, as its provider counts it.

    Attributes:
        tokens_in: tokens of the prompts.
        tokens_out: tokens of the replies, their reasoning included.
        cost: in the currency of the configured prices; ``None`` without prices.
        cached: whether all replies were kept ones, which take nothing.
    """

    tokens_in: int
    tokens_out: int
    cost: float | None = None
    cached: bool = False


Progress = Literal["waiting", "thinking", "checking"]
"""Whether a chat model is waited for, thinks, or has its next sentence checked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or an abstention.

    Attributes:
        question: as asked.
        standalone_question: the same, with what the conversation before it makes clear.
        text: the cited sentences, ``""`` for an abstention. It has no citation marks; a renderer
            puts ``[n]`` after each ``answer_end``, the numbers of one span in a row.
        abstained: whether the documents do not answer.
        reason: why not, for an abstention.
        confidence: the probability, in [0, 1], that the documents answer the question; below the
            threshold the answer abstains. ``None`` for a question about the documents themselves.
        short: the short answer, if one is sure.
        citations: in the order of ``text``.
        hits: the chunks that were searched, the best first; for an abstention the closest ones.
        dropped: sentences of the chat model that are not shown.
        notes: what is said beside the answer and never cited: sentences of the model that the
            documents do not state something, and what Loccit noticed of its reply.
        fallback: why the answer is not all that the chat model was asked for: it is quoted from
            the documents instead, or ends where the reply broke off.
        disagreements: pairs of numbers of citations that state different things, ascending.
        documents: the documents in question, if the question is about documents themselves.
        usage: what the chat model took; ``None`` without one, or if that is not known.
        model: the names of the ``encoder`` and the ``answerer``: ``extractive``, or the name of a
            chat model; if one was asked, its provider and ``model``, and the version of the
            ``prompt``.
        timings_ms: milliseconds of each step.
        progress: while an answer in prose is streamed, whether the model is waited for, thinks,
            or has its next sentence checked; ``None`` in the final item.
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
    notes: tuple[str, ...] = ()
    fallback: str | None = None
    disagreements: tuple[tuple[int, int], ...] = ()
    documents: Catalogue | None = None
    usage: Usage | None = None
    model: dict[str, str] = field(default_factory=dict)
    timings_ms: dict[str, float] = field(default_factory=dict)
    progress: Progress | None = None

    def without_timings(self) -> Answer:
        """The same answer without timings, so that two runs can be compared."""
        return replace(self, timings_ms={})

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON values, without progress; floats are rounded to four decimals."""
        values = asdict(replace(self, hits=()))
        del values["progress"]
        values["hits"] = [hit_to_dict(hit) for hit in self.hits]
        rounded: dict[str, Any] = _round(values)
        return rounded


def hit_to_dict(hit: Hit) -> dict[str, Any]:
    """A hit as JSON values, as in an answer's ``hits``.

    Args:
        hit: a search result.
    """
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
        return {key: _round(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_round(inner) for inner in value]
    return value
