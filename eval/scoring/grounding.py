"""Whether each claim of an answer is supported by what it cites.

Citation recall and precision follow ALCE (Gao et al., 2023), with Loccit's verifier instead of
ALCE's NLI model. A claim counts for recall if its citations together support it. A citation of a
supported claim counts for precision if it supports the claim alone, or if the other citations do
not support it without this one. Citations of unsupported claims do not count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from ...index.search import Index
from ...rag.verify.check import verify_claim
from ...rag.verify.claims import split_claims
from ...rag.verify.types import Encode, Verdict
from ..datasets.corpus import Corpus
from ..types import CitedSpan, Response

FABRICATED, MISATTRIBUTED = "fabricated", "misattributed"
_WRAPPED = re.compile(r"(?<![\n.:!?;])\n(?!\n|[ \t]*(?:[-*•#|]|\d+[.)]\s))")
"""A line break within a sentence: quotes keep the lines of their source."""
_SEARCHED = 5
"""Passages searched for another source of a claim."""


class Grounding(NamedTuple):
    """The grounding scores of an answer.

    Attributes:
        scores: by metric.
        notes: a finding for each claim that its citations do not support.
    """

    scores: dict[str, float | None]
    notes: tuple[dict[str, Any], ...]


def ground(response: Response, corpus: Corpus, encode: Encode | None = None) -> Grounding:
    """Score the grounding of an answer: shares in [0, 1], ``None`` if there is nothing to count.

    * ``quote_exact``: citations with a span whose quote matches it character by character.
    * ``citation_recall``, ``citation_precision``: as in ALCE; ``None`` for a system that gives no
      sources.
    * ``fabricated``: claims that no document supports.
    * ``misattributed``: claims that a document other than the cited one supports.

    Args:
        response: a response with the status ``answered``.
        corpus: the documents.
        encode: returns unit vectors for texts. Default: only words are compared.
    """
    recalls: list[float] = []
    precisions: list[float] = []
    notes: list[dict[str, Any]] = []
    for start, end in split_claims(_WRAPPED.sub(" ", response.text)):
        claim = response.text[start:end]
        cited = [
            citation
            for citation in response.citations
            if citation.answer_start < end and start < citation.answer_end
        ]
        verdict = verify_claim(claim, [citation.quote for citation in cited], encode)
        recalls.append(float(verdict.supported))
        precisions += [
            float(verdict.supported and _is_needed(claim, citation, cited, encode))
            for citation in cited
        ]
        if not verdict.supported:
            notes.append(_finding(claim, cited, verdict, corpus, encode))
    exact = [
        _is_exact(citation, corpus) for citation in response.citations if citation.start is not None
    ]
    scores = {
        "quote_exact": _mean(exact),
        "citation_recall": _mean(recalls) if response.cites else None,
        "citation_precision": _mean(precisions) if response.cites else None,
    }
    for kind in (FABRICATED, MISATTRIBUTED):
        count = sum(note["finding"] == kind for note in notes)
        scores[kind] = count / len(recalls) if recalls else None
    return Grounding(scores, tuple(notes))


def encoding(index: Index) -> Encode:
    """The encoder of an index, in the form that ``verify_claim`` takes."""
    return lambda texts: index.encoder.encode_questions(list(texts))


def _is_needed(
    claim: str, citation: CitedSpan, cited: Sequence[CitedSpan], encode: Encode | None
) -> bool:
    """Whether a citation supports a claim alone, or the others do not without it."""
    others = [neighbour.quote for neighbour in cited if neighbour is not citation]
    return (
        not others
        or verify_claim(claim, [citation.quote], encode).supported
        or not verify_claim(claim, others, encode).supported
    )


def _is_exact(citation: CitedSpan, corpus: Corpus) -> float:
    name = corpus.name_of(citation.document)
    return float(
        name is not None and corpus.text(name)[citation.start : citation.end] == citation.quote
    )


def _finding(
    claim: str, cited: Sequence[CitedSpan], verdict: Verdict, corpus: Corpus, encode: Encode | None
) -> dict[str, Any]:
    """What is wrong with a claim, and the passage that supports it, if there is one."""
    finding: dict[str, Any] = {
        "claim": claim,
        "cited": list(dict.fromkeys(citation.document for citation in cited)),
        "problems": [{"kind": problem.kind, "text": problem.text} for problem in verdict.problems],
        "support": round(verdict.support, 4),
    }
    for hit in corpus.index.search(claim, _SEARCHED):
        if verify_claim(claim, [hit.chunk.text], encode).supported:
            place = {"document": hit.chunk.document, "start": hit.chunk.start, "end": hit.chunk.end}
            return {"finding": MISATTRIBUTED, **finding, "source": place}
    return {"finding": FABRICATED, **finding}


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
