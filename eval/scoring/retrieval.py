"""Whether the retrieved passages contain the answer: by documents, and by characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...text.wordings import wording
from ..datasets.corpus import Corpus, DocumentSpan
from ..types import Example, Gold, Result, RetrievedPassage
from .answers import ALTERNATIVES, gold_keys

BUDGET = 4000
"""Characters of passages, best first, that the scores of spans consider."""
_NAMES = {"R@5": "recall@5", "R@10": "recall@10", "RR": "mrr", "nDCG@10": "ndcg@10"}


def document_scores(results: Sequence[Result], corpus: Corpus) -> dict[str, dict[str, float]]:
    """recall@5, recall@10, MRR and nDCG@10 of documents, for each example with evidence.

    They are computed by ir_measures; documents are ranked by their first passage.

    Returns:
        The scores by the id of the example, then by metric.

    Raises:
        ImportError: if ir_measures is not installed; the message has the command to install it.
    """
    qrels: list[dict[str, Any]] = []
    run: list[dict[str, Any]] = []
    for result in results:
        right = list(dict.fromkeys(gold.document for gold in result.example.evidence))
        if not right:
            continue
        ranked = ranked_documents(result, corpus)
        qrels += [_row(result.example.id, name, relevance=1) for name in right]
        run += [_row(result.example.id, name, score=-float(n)) for n, name in enumerate(ranked)]
    scores: dict[str, dict[str, float]] = {
        qrel["query_id"]: dict.fromkeys(_NAMES.values(), 0.0) for qrel in qrels
    }
    if not scores:
        return scores
    ir = need_ir_measures()
    measured = ir.iter_calc(
        [ir.parse_measure(name) for name in _NAMES],
        [ir.Qrel(**qrel) for qrel in qrels],
        [ir.ScoredDoc(**scored) for scored in run],
    )
    for result in measured:
        scores[result.query_id][_NAMES[str(result.measure)]] = float(result.value)
    return scores


def ranked_documents(result: Result, corpus: Corpus) -> list[str]:
    """The documents of the passages in order; a copy of the evidence counts as its document."""
    keys = {
        key: gold.document
        for gold, wordings in zip(
            [gold for gold in result.example.evidence if gold.start is not None],
            gold_keys(result.example, corpus),
            strict=True,
        )
        for key in wordings
    }
    right = {gold.document for gold in result.example.evidence}
    names = []
    for hit in result.response.hits:
        name = corpus.name_of(hit.document) or hit.document or wording(hit.text)
        names.append(name if name in right else _original(hit, keys, corpus) or name)
    return list(dict.fromkeys(names))


def _original(hit: RetrievedPassage, keys: Mapping[str, str], corpus: Corpus) -> str | None:
    hit_keys = corpus.quoted_keys(hit.document, hit.text, hit.start, hit.end)
    return next((keys[key] for key in hit_keys if key in keys), None)


def span_scores(
    example: Example, hits: Sequence[RetrievedPassage], corpus: Corpus, budget: int = BUDGET
) -> dict[str, float | None]:
    """The overlap of the evidence with the first ``budget`` characters retrieved.

    ``span_recall`` is the share of the evidence that was retrieved, ``span_precision`` the share of
    the retrieved characters that is evidence, and ``span_iou`` their intersection over their union.
    Of alternatives the best counts.

    Args:
        example: an answerable question.
        hits: the passages retrieved, best first.
        corpus: the documents.
        budget: characters to consider, 1 or more.
    """
    gold = [piece for piece in example.evidence if piece.start is not None]
    if not gold:
        return dict.fromkeys(("span_recall", "span_precision", "span_iou"))
    read = list(_first(hits, budget))
    places = [
        place
        for passage in read
        for place in corpus.find_spans(passage.document, passage.text, passage.start, passage.end)
    ]
    length = sum(len(passage.text) for passage in read)
    groups = [[piece] for piece in gold] if ALTERNATIVES in example.tags else [gold]
    best = max(
        (_overlap(group, read, places, length) for group in groups), key=lambda overlap: overlap[0]
    )
    return dict(zip(("span_recall", "span_precision", "span_iou"), best, strict=True))


def _first(hits: Sequence[RetrievedPassage], budget: int) -> Iterable[RetrievedPassage]:
    """The passages that fit in a budget, the last one cut."""
    for passage in hits:
        if budget <= 0:
            return
        text = passage.text[:budget]
        end = None if passage.start is None else passage.start + len(text)
        yield RetrievedPassage(passage.document, text, passage.start, end)
        budget -= len(text)


def _overlap(
    gold: Sequence[Gold],
    read: Sequence[RetrievedPassage],
    places: Sequence[DocumentSpan],
    length: int,
) -> tuple[float, float, float]:
    wanted = sum(len(piece.quote) for piece in gold)
    shared = sum(_contained(piece, read, places) for piece in gold)
    union = wanted + length - shared
    return shared / wanted, shared / length if length else 0.0, shared / union


def _contained(gold: Gold, read: Sequence[RetrievedPassage], places: Sequence[DocumentSpan]) -> int:
    """Characters of a piece of evidence that the passages contain: by span, or by wording."""
    assert gold.start is not None
    assert gold.end is not None
    covered: set[int] = set()
    for place in places:
        if place.document == gold.document:
            covered.update(range(max(gold.start, place.start), min(gold.end, place.end)))
    if covered:
        return len(covered)
    key = wording(gold.quote)
    return len(gold.quote) if any(key in wording(passage.text) for passage in read) else 0


def _row(query: str, document: str, **value: float) -> dict[str, Any]:
    return {"query_id": query, "doc_id": document, **value}


def need_ir_measures() -> Any:
    """Import ir_measures, which the extra ``eval`` installs.

    Raises:
        ImportError: if it is not installed; the message has the command to install it.
    """
    try:
        import ir_measures
    except ImportError as error:
        raise ImportError(
            "the retrieval metrics need ir_measures; install it with: pip install 'loccit[eval]'"
        ) from error
    return ir_measures
