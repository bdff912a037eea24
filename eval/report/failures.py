"""The failures of a run, example by example, with their reasons in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..types import Result
from .markup import unwrapped
from .numbers import number, percent

_ENOUGH = 0.5
"""An answer to an answerable question with less credit is a failure."""


class Kind(NamedTuple):
    """A kind of failure.

    Attributes:
        name: its identifier.
        title: its heading in reports.
        about: an explanation in a sentence.
    """

    name: str
    title: str
    about: str


KINDS = (
    Kind("fabricated", "Claims that no document supports",
         "The answer says something that is in none of the documents."),
    Kind("misattributed", "Claims with the wrong source",
         "The answer says something that the documents support, but cites another source for it."),
    Kind("noted", "Other findings", "The answer has a note for a person to look at."),
    Kind("unanswerable", "Answered though the documents do not say",
         "The system should have said that the documents do not answer the question."),
    Kind("wrong", "Wrong or badly cited answers",
         "The documents answer the question; the answer earned less than half of the credit."),
    Kind("refused", "Refused though the documents answer",
         "The system said that it cannot answer, but the documents do."),
    Kind("error", "No answer at all", "The system failed, or returned nothing."),
)  # fmt: skip
"""The most severe first."""
BY_KIND = {kind.name: kind for kind in KINDS}
_SEVERITY = {kind.name: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that went wrong.

    Attributes:
        kind: the name of its most severe kind of failure.
        result: the example with its response and scores.
        reasons: all that went wrong, in plain sentences.
    """

    kind: str
    result: Result
    reasons: tuple[str, ...]


def failures(results: Sequence[Result]) -> list[Failure]:
    """The failed examples, each once: the most severe kind first, then the least credit."""
    failed = []
    for result in results:
        reasons = list(_reasons(result))
        if reasons:
            kind = min((kind for kind, _ in reasons), key=_SEVERITY.__getitem__)
            failed.append(Failure(kind, result, tuple(reason for _, reason in reasons)))
    return sorted(
        failed,
        key=lambda failure: (_SEVERITY[failure.kind], failure.result.scores.get("credit") or 0),
    )


def _reasons(result: Result) -> Iterator[tuple[str, str]]:
    """The kind and the description of everything that went wrong."""
    status, is_answerable = result.response.status, result.example.answerable
    credit = result.scores.get("credit")
    if status == "error":
        yield "error", "The system failed or returned nothing, so there is no answer to score."
    elif not is_answerable and status == "answered":
        yield "unanswerable", "The documents do not answer this question, but the system did."
    elif is_answerable and status == "abstained":
        yield "refused", "The documents answer this question, but the system abstained."
    elif is_answerable and credit is not None and credit < _ENOUGH:
        yield "wrong", " ".join(_shortcomings(result, credit))
    yield from map(_finding, result.notes)


def _shortcomings(result: Result, credit: float) -> Iterator[str]:
    """Why an answer earned little credit."""
    earned = f"{number(credit)} of 1 credit" if credit else "no credit"
    yield f"It earned {earned}."
    if not result.response.cites:
        yield "It cites nothing, so nothing in it can be checked."
    scores: dict[str, float | None] = result.scores
    recall, precision = scores.get("evidence_recall"), scores.get("evidence_precision")
    if recall == 0:
        yield "None of the evidence is cited."
    elif recall is not None and recall < 1:
        yield f"Only {percent(recall)} of the evidence is cited."
    if recall and precision is not None and precision < 1:
        yield f"Only {percent(precision)} of the cited sentences answer the question."
    supported = scores.get("citation_recall")
    if supported is not None and supported < 1:
        yield f"Only {percent(supported)} of its claims are supported by what they cite."
    if scores.get("containment") == 0:
        yield "It contains none of the correct short answers, word for word."


def _finding(note: Mapping[str, Any]) -> tuple[str, str]:
    """The kind and the description of a note."""
    kind = str(note.get("finding"))
    claim = f"“{unwrapped(str(note.get('claim', ''))).strip()}”"
    cited = _listed([str(document) for document in note.get("cited") or ()]) or "nothing"
    source = note.get("source") or {}
    if kind == "fabricated":
        text = f"A claim that no document supports, citing {cited}: {claim}"
    elif kind == "misattributed":
        text = f"A claim that cites {cited}, while {_place(source)} supports it: {claim}"
    else:
        kind, text = "noted", f"{note.get('finding', 'Noted')}: {claim}"
    problems = [
        f"{problem.get('kind')} “{problem.get('text')}”" for problem in note.get("problems") or ()
    ]
    return kind, text + (f" Not supported: {_listed(problems)}." if problems else "")


def _place(source: Mapping[str, Any]) -> str:
    name = str(source.get("document") or "another document")
    start, end = source.get("start"), source.get("end")
    return name if start is None or end is None else f"{name} (characters {start} to {end})"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
