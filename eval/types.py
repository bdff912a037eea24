"""An example, a system's response to it, and its scores."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["answered", "abstained", "error"]
"""What a system did: it answered, it said that it cannot, or it failed (or said nothing)."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A place that answers a question, or a part of it.

    ``start`` and ``end`` are the quote's span in the document's text, ``[start, end)`` in code
    points, once the dataset is resolved; before, and where the whole document is meant (an empty
    quote), they are ``None``. ``document`` may be empty before that: the quote is looked for.
    """

    document: str
    quote: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what is known to be right.

    Attributes:
        id: unique in its dataset.
        question: as it is asked.
        answerable: whether the documents answer it.
        answers: short answers, any of which is right; may be empty.
        evidence: places that answer it. All are needed, unless it is tagged ``alternatives``.
        history: the turns before it, oldest first: a question and the text of its answer.
        tags: what kind of question it is; a report has a slice for each.
        standalone: how a person would ask it without the history.
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
class Ranked:
    """A passage that a system retrieved; the place is ``None`` where it does not say."""

    document: str
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A span of the response and what it is said to rest on.

    ``quote`` are the characters at ``[start, end)`` of the document's text, where the system says
    a place; ``also_in`` are other documents that hold the same words.
    """

    answer_start: int
    answer_end: int
    document: str
    quote: str
    start: int | None = None
    end: int | None = None
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """What a system made of a question, in one shape for all systems.

    ``cites`` says whether the system gives citations at all; ``confidence`` is any number that is
    higher where the system is surer, or ``None``.
    """

    status: Status
    text: str = ""
    citations: tuple[Cited, ...] = ()
    hits: tuple[Ranked, ...] = ()
    short: str | None = None
    standalone: str | None = None
    confidence: float | None = None
    cites: bool = True
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """An example, the response to it, and its scores.

    ``scores`` holds each metric by name; ``None`` where it is not measured for this example.
    ``notes`` are findings that a person should see, such as a fabricated claim.
    """

    example: Example
    response: Response
    scores: dict[str, float | None]
    notes: tuple[dict[str, Any], ...] = field(default=())
