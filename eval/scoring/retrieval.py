"""Whether what was retrieved holds the answer: by documents, and by characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...text import wording
from ..datasets.corpus import Corpus, Place
from ..types import Example, Gold, Ranked, Result
from .answers import ALTERNATIVES, gold_keys

BUDGET = 4000
"""Characters of passages that are read, best first, for the scores of spans."""
_NAMES = {"R@5": "recall@5", "R@10": "recall@10", "RR": "mrr", "nDCG@10": "ndcg@10"}


def document_scores(results: Sequence[Result], corpus: Corpus) -> dict[str, dict[str, float]]:
    """recall@5, recall@10, MRR and nDCG@10 on documents, of each example that has evidence.

    By ir_measures; the run is the order in which documents first appear among the passages.

    Raises:
        ImportError: if ir_measures is not installed; it names the line that does.
    """
    qrels: list[dict[str, Any]] = []
    run: list[dict[str, Any]] = []
    for one in results:
        right = list(dict.fromkeys(gold.document for gold in one.example.evidence))
        if not right:
            continue
        ranked = ranked_documents(one, corpus)
        qrels += [_row(one.example.id, name, relevance=1) for name in right]
        run += [_row(one.example.id, name, score=-float(n)) for n, name in enumerate(ranked)]
    found: dict[str, dict[str, float]] = {
        one["query_id"]: dict.fromkeys(_NAMES.values(), 0.0) for one in qrels
    }
    if not found:
        return found
    ir = need_ir_measures()
    measured = ir.iter_calc(
        [ir.parse_measure(name) for name in _NAMES],
        [ir.Qrel(**one) for one in qrels],
        [ir.ScoredDoc(**one) for one in run],
    )
    for one in measured:
        found[one.query_id][_NAMES[str(one.measure)]] = float(one.value)
    return found


def ranked_documents(result: Result, corpus: Corpus) -> list[str]:
    """The documents of the passages in order, a copy of a right one under the right one's name."""
    keys = {
        key: gold.document
        for gold, wordings in zip(
            [one for one in result.example.evidence if one.start is not None],
            gold_keys(result.example, corpus),
            strict=True,
        )
        for key in wordings
    }
    right = {one.document for one in result.example.evidence}
    names = []
    for hit in result.response.hits:
        name = corpus.name_of(hit.document) or hit.document or wording(hit.text)
        names.append(name if name in right else _original(hit, keys, corpus) or name)
    return list(dict.fromkeys(names))


def _original(hit: Ranked, keys: Mapping[str, str], corpus: Corpus) -> str | None:
    said = corpus.quoted_keys(hit.document, hit.text, hit.start, hit.end)
    return next((keys[one] for one in said if one in keys), None)


def span_scores(
    example: Example, hits: Sequence[Ranked], corpus: Corpus, budget: int = BUDGET
) -> dict[str, float | None]:
    """Of the characters of the evidence and of the first ``budget`` retrieved ones, who has whom.

    ``span_recall`` is the share of the evidence that was retrieved, ``span_precision`` the share
    of what was retrieved that is evidence, ``span_iou`` their intersection over their union. Of
    alternatives the best is taken.
    """
    gold = [one for one in example.evidence if one.start is not None]
    if not gold:
        return dict.fromkeys(("span_recall", "span_precision", "span_iou"))
    read = list(_first(hits, budget))
    places = [
        place
        for one in read
        for place in corpus.places_of(one.document, one.text, one.start, one.end)
    ]
    length = sum(len(one.text) for one in read)
    groups = [[one] for one in gold] if ALTERNATIVES in example.tags else [gold]
    best = max((_overlap(group, read, places, length) for group in groups), key=lambda one: one[0])
    return dict(zip(("span_recall", "span_precision", "span_iou"), best, strict=True))


def _first(hits: Sequence[Ranked], budget: int) -> Iterable[Ranked]:
    """The passages that fit, the last one cut."""
    for one in hits:
        if budget <= 0:
            return
        text = one.text[:budget]
        end = None if one.start is None else one.start + len(text)
        yield Ranked(one.document, text, one.start, end)
        budget -= len(text)


def _overlap(
    gold: Sequence[Gold], read: Sequence[Ranked], places: Sequence[Place], length: int
) -> tuple[float, float, float]:
    wanted = sum(len(one.quote) for one in gold)
    shared = sum(_held(one, read, places) for one in gold)
    union = wanted + length - shared
    return shared / wanted, shared / length if length else 0.0, shared / union


def _held(gold: Gold, read: Sequence[Ranked], places: Sequence[Place]) -> int:
    """How many characters of a piece of evidence the passages hold: by place, or word for word."""
    assert gold.start is not None
    assert gold.end is not None
    held: set[int] = set()
    for one in places:
        if one.document == gold.document:
            held.update(range(max(gold.start, one.start), min(gold.end, one.end)))
    if held:
        return len(held)
    key = wording(gold.quote)
    return len(gold.quote) if any(key in wording(one.text) for one in read) else 0


def _row(query: str, document: str, **value: float) -> dict[str, Any]:
    return {"query_id": query, "doc_id": document, **value}


def need_ir_measures() -> Any:
    """ir_measures, which the extra ``eval`` brings.

    Raises:
        ImportError: if it is not installed; it names the line that does.
    """
    try:
        import ir_measures
    except ImportError as error:
        raise ImportError(
            "the scores of retrieval need ir_measures; install it with: pip install 'loccit[eval]'"
        ) from error
    return ir_measures
