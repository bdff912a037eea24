"""An example, a system's response to it, and its scores."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ..rag.types import Dropped, Usage

Status = Literal["answered", "abstained", "error"]
"""``abstained``: it said that it cannot answer; ``error``: it failed or returned nothing."""


@dataclass(frozen=True, slots=True)
class Gold:
    """Evidence: a passage that answers a question or part of it.

    Attributes:
        document: its name; may be empty until the dataset is resolved.
        quote: its text; empty if the whole document is meant.
        start: where the quote starts in the document's text, in code points; ``None`` until the
            dataset is resolved, and for a whole document.
        end: where it ends, exclusive; ``None`` as ``start``.
    """

    document: str
    quote: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its correct answers and evidence.

    Attributes:
        id: unique in its dataset.
        question: the question as it is asked.
        answerable: whether the documents answer it.
        answers: correct short answers, each sufficient; may be empty.
        evidence: passages that answer it. All are needed unless it is tagged ``alternatives``.
        history: earlier turns, oldest first: a question and the text of its answer.
        tags: kinds of question; a report has a slice for each.
        standalone: the question as a person would ask it without the history.
    """

    id: str
    question: str
    answerable: bool = True
    answers: tuple[str, ...] = ()
    evidence: tuple[Gold, ...] = ()
    history: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    standalone: str | None = None


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage that a system retrieved.

    Attributes:
        document: the name of its document; may be empty if the system does not name it.
        text: its text.
        start: where it starts in the document's text, in code points; ``None`` if unknown.
        end: where it ends, exclusive; ``None`` if unknown.
    """

    document: str
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """A span of the response and the source that it cites.

    Attributes:
        answer_start: where the span starts in the response's text, in code points.
        answer_end: where it ends, exclusive.
        document: the name of the cited document.
        quote: the cited text.
        start: where the quote starts in the document's text, in code points; ``None`` if the
            system does not say.
        end: where it ends, exclusive; ``None`` if the system does not say.
        also_in: other documents that contain the same words.
    """

    answer_start: int
    answer_end: int
    document: str
    quote: str
    start: int | None = None
    end: int | None = None
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a chat model's replies to a question.

    Attributes:
        shown: how many of its sentences are shown.
        recited: how many of these are cited to another passage than the model named.
        dropped: the sentences that are not shown.
        notes: what is said beside the answer.
        fallback: why the answer is not all that the model was asked for; ``None`` if it is.
        is_quoted: whether the documents are quoted in place of the model's answer.
        usage: what the replies took; ``None`` if that is not known.
    """

    shown: int = 0
    recited: int = 0
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    fallback: str | None = None
    is_quoted: bool = False
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A system's response to a question, in the same form for all systems.

    Attributes:
        status: ``answered``, ``abstained`` or ``error``.
        text: the answer, without citation marks.
        citations: what the answer cites.
        hits: the passages retrieved, best first.
        short: the short answer, if there is one.
        standalone: the question as the system understood it, with its history.
        confidence: a number that is higher the surer the system is, in any range; or ``None``.
        cites: whether the system gives sources at all.
        error: what went wrong, for the status ``error``.
        reply: what became of a chat model's replies, if Loccit asked one.
    """

    status: Status
    text: str = ""
    citations: tuple[CitedSpan, ...] = ()
    hits: tuple[RetrievedPassage, ...] = ()
    short: str | None = None
    standalone: str | None = None
    confidence: float | None = None
    cites: bool = True
    error: str | None = None
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """An example, the response to it, and its scores.

    Attributes:
        example: the question with its correct answers.
        response: what the system returned.
        scores: by metric; ``None`` if the metric is not measured for this example.
        notes: findings for a person to look at, such as a fabricated claim.
    """

    example: Example
    response: Response
    scores: dict[str, float | None]
    notes: tuple[dict[str, Any], ...] = field(default=())
