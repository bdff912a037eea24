"""Whether each claim of an answer rests on what it cites.

Citation recall and precision are those of ALCE (Gao et al., 2023), with Loccit's verifier where
ALCE has a model of inference. A claim counts for recall if its citations together support it. Of a
claim that counts, a citation counts for precision if it supports the claim alone, or if the others
do not without it; of a claim that does not count, none does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from ...index import Index
from ...rag import Encode, Verdict, split_claims, verify_claim
from ..datasets.corpus import Corpus
from ..types import Cited, Response

FABRICATED, MISATTRIBUTED = "fabricated", "misattributed"
_WRAPPED = re.compile(r"(?<![\n.:!?;])\n(?!\n|[ \t]*(?:[-*•#|]|\d+[.)]\s))")
"""A line break that ends no sentence: a source is quoted with its lines as they are."""
_LOOKED_AT = 5
"""Passages in which another source of a claim is looked for."""


class Grounding(NamedTuple):
    """The scores, and a note for each claim that its citations do not bear."""

    scores: dict[str, float | None]
    notes: tuple[dict[str, Any], ...]


def ground(response: Response, corpus: Corpus, encode: Encode | None = None) -> Grounding:
    """The grounding of an answer; scores are shares in [0, 1], ``None`` where there is no whole.

    * ``quote_exact``: of the citations that name a place, those whose quote stands there,
      character by character.
    * ``citation_recall``, ``citation_precision``: see above; ``None`` for a system that never
      cites.
    * ``fabricated``: of the claims, those that no document supports.
    * ``misattributed``: of the claims, those that another document supports than is cited.

    Args:
        response: of the status ``answered``.
        corpus: whose documents are cited.
        encode: gives unit vectors for texts; without it words alone are compared.
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
    """What ``verify_claim`` is given to compare meanings by: the encoder of an index."""
    return lambda texts: index.encoder.encode_questions(list(texts))


def _is_needed(claim: str, citation: Cited, cited: Sequence[Cited], encode: Encode | None) -> bool:
    """Whether a citation supports a claim alone, or the others do not without it."""
    others = [neighbour.quote for neighbour in cited if neighbour is not citation]
    return (
        not others
        or verify_claim(claim, [citation.quote], encode).supported
        or not verify_claim(claim, others, encode).supported
    )


def _is_exact(citation: Cited, corpus: Corpus) -> float:
    name = corpus.name_of(citation.document)
    return float(
        name is not None and corpus.text(name)[citation.start : citation.end] == citation.quote
    )


def _finding(
    claim: str, cited: Sequence[Cited], verdict: Verdict, corpus: Corpus, encode: Encode | None
) -> dict[str, Any]:
    """What is wrong with a claim, and the document that does support it, if one does."""
    finding: dict[str, Any] = {
        "claim": claim,
        "cited": list(dict.fromkeys(citation.document for citation in cited)),
        "problems": [{"kind": problem.kind, "text": problem.text} for problem in verdict.problems],
        "support": round(verdict.support, 4),
    }
    for hit in corpus.index.search(claim, _LOOKED_AT):
        if verify_claim(claim, [hit.chunk.text], encode).supported:
            place = {"document": hit.chunk.document, "start": hit.chunk.start, "end": hit.chunk.end}
            return {"finding": MISATTRIBUTED, **finding, "source": place}
    return {"finding": FABRICATED, **finding}


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
