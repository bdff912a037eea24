"""The scores of responses: one by one, then retrieval, which is measured for all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...rag.verify.types import Encode
from ..datasets.corpus import Corpus
from ..types import Example, Response, Result
from .answers import answer_scores
from .grounding import ground
from .metrics import EACH
from .retrieval import document_scores, span_scores


def score(
    example: Example, response: Response, corpus: Corpus, encode: Encode | None = None
) -> Result:
    """Score a response, without the retrieval of documents.

    Args:
        example: the question, with its evidence located.
        response: the system's response to it.
        corpus: the documents.
        encode: returns unit vectors for texts. Default: only words are compared.
    """
    response = _with_index_names(response, corpus)
    scores: dict[str, float | None] = dict.fromkeys(EACH)
    notes: tuple[dict[str, Any], ...] = ()
    is_answered = response.status == "answered"
    if is_answered:
        grounding = ground(response, corpus, encode)
        scores.update(grounding.scores)
        notes = grounding.notes
    if example.answerable:
        scores["over_refusal"] = float(response.status == "abstained")
        if _shows_hits(response):
            scores.update(span_scores(example, response.hits, corpus))
        if is_answered:
            scores.update(answer_scores(example, response, corpus))
        scores["credit"] = _credit(scores, is_answered)
    else:
        scores["under_refusal"] = float(is_answered)
        scores["restraint"] = float(response.status == "abstained")
    scores["worth"] = scores["credit"] if example.answerable else scores["restraint"]
    return Result(example, response, scores, notes)


def add_retrieval(results: Sequence[Result], corpus: Corpus) -> list[Result]:
    """Add recall, MRR and nDCG of the retrieved documents to results.

    Failures and abstentions without passages are not measured.
    """
    measured = [result for result in results if _shows_hits(result.response)]
    scores = document_scores(measured, corpus)
    return [
        replace(result, scores={**result.scores, **scores.get(result.example.id, {})})
        for result in results
    ]


def _with_index_names(response: Response, corpus: Corpus) -> Response:
    """A response with documents named as in the index; other systems may use paths."""

    def name(document: str) -> str:
        return corpus.name_of(document) or document

    return replace(
        response,
        hits=tuple(replace(hit, document=name(hit.document)) for hit in response.hits),
        citations=tuple(
            replace(citation, document=name(citation.document)) for citation in response.citations
        ),
    )


def _shows_hits(response: Response) -> bool:
    return response.status == "answered" or bool(response.hits)


def _credit(scores: dict[str, float | None], is_answered: bool) -> float | None:
    """The credit of a response to an answerable question, in [0, 1].

    Evidence F1 times the share of claims that their citations support. If the dataset has no
    evidence, containment of a correct answer stands in for evidence F1.
    """
    if not is_answered:
        return 0.0
    right = scores["evidence_f1"]
    right = scores["containment"] if right is None else right
    if right is None:
        return None
    supported = scores["citation_recall"]
    return right * (0.0 if supported is None else supported)
