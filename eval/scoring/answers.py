"""Whether an answer is correct: by the sentences that it cites, and by its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..datasets.corpus import Corpus, DocumentSpan
from ..types import Example, Response

ALTERNATIVES = "alternatives"
"""The tag of examples whose pieces of evidence each answer the question alone."""

_WORD = re.compile(r"\w+(?:[.,:]\d+)*")
_ARTICLES = frozenset({"a", "an", "the"})


def answer_scores(example: Example, response: Response, corpus: Corpus) -> dict[str, float | None]:
    """The scores of an answer to an answerable question; ``None`` if there is no reference.

    * ``evidence_precision``, ``evidence_recall``, ``evidence_f1``: the share of cited sentences
      that are evidence, the share of the evidence that is cited, and their harmonic mean.
    * ``containment``: 1 if the text contains a correct answer, word for word, else 0.
    * ``token_f1``: the best F1 of shared words (SQuAD; Rajpurkar et al., 2016) between the short
      answer, or the whole text if there is none, and a correct answer.
    * ``short_right``: 1 if the short answer contains a correct one or is part of it, else 0.
    * ``standalone_f1``: F1 of shared words between the question as the system understood it and as
      a person wrote it.

    Args:
        example: an answerable question.
        response: a response with the status ``answered``.
        corpus: the documents.
    """
    precision, recall = _evidence(example, response, corpus)
    stated = response.short or response.text
    return {
        "evidence_precision": precision,
        "evidence_recall": recall,
        "evidence_f1": harmonic(precision, recall),
        "containment": _contains(response.text, example.answers),
        "token_f1": max((token_f1(stated, answer) for answer in example.answers), default=None),
        "short_right": _short_right(response.short, example.answers),
        "standalone_f1": token_f1(response.standalone, example.standalone)
        if example.standalone and response.standalone
        else None,
    }


def gold_keys(example: Example, corpus: Corpus) -> list[list[str]]:
    """The wordings of the sentences of each piece of evidence."""
    return [corpus.keys(place) for place in _placed(example)]


def harmonic(first: float | None, second: float | None) -> float | None:
    """The harmonic mean, 2ab / (a + b): 0 if both are 0, ``None`` if either is."""
    if first is None or second is None:
        return None
    return 2 * first * second / (first + second) if first + second else 0.0


def words(text: str) -> list[str]:
    """The words of a text in lower case, without articles."""
    tokens = _WORD.findall(text.replace("’", "'").casefold())
    return [word for word in tokens if word not in _ARTICLES]


def token_f1(text: str, right: str) -> float:
    """The F1 of the words that two texts share, in [0, 1]."""
    ours, theirs = Counter(words(text)), Counter(words(right))
    shared = sum((ours & theirs).values())
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def _evidence(
    example: Example, response: Response, corpus: Corpus
) -> tuple[float | None, float | None]:
    gold = gold_keys(example, corpus)
    if not gold or not response.cites:
        return None, None
    cited: dict[str, None] = {}
    for citation in response.citations:
        whole = corpus.find_span(citation.document, citation.quote, citation.start, citation.end)
        keys = corpus.quoted_keys(citation.document, citation.quote, citation.start, citation.end)
        cited.update(dict.fromkeys(keys))
        for evidence, evidence_keys in zip(_placed(example), gold, strict=True):
            # Evidence may be a line outside all passages, such as a date below a title.
            if whole and whole.document == evidence.document:
                is_within = whole.start <= evidence.start and evidence.end <= whole.end
                cited.update(dict.fromkeys(evidence_keys if is_within else ()))
    right = {key for keys in gold for key in keys}
    shares = [len(cited.keys() & set(keys)) / len(set(keys)) for keys in gold]
    is_enough = ALTERNATIVES in example.tags
    recall = max(shares) if is_enough else sum(shares) / len(shares)
    return (len(cited.keys() & right) / len(cited) if cited else 0.0), recall


def _placed(example: Example) -> list[DocumentSpan]:
    """The spans of the evidence; evidence that is a whole document has none."""
    return [
        DocumentSpan(gold.document, gold.start, gold.end)
        for gold in example.evidence
        if gold.start is not None and gold.end is not None
    ]


def _contains(text: str, answers: Sequence[str]) -> float | None:
    if not answers:
        return None
    stated = f" {' '.join(words(text))} "
    return float(any(f" {' '.join(words(answer))} " in stated for answer in answers))


def _short_right(short: str | None, answers: Sequence[str]) -> float | None:
    if not answers or short is None:
        return None
    ours = f" {' '.join(words(short))} "
    theirs = [f" {' '.join(words(answer))} " for answer in answers]
    return float(any(answer in ours or ours in answer for answer in theirs))
