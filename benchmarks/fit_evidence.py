"""Fit the first weights of evidence (``rag/evidence.py``) on SQuAD 2.0, and say what they reach.

    python benchmarks/fit_evidence.py squad2/dev-v2.0.json [--questions 500]

Articles in the order of their titles: the 1st, 3rd, … are fitted on, the 2nd, 4th, … reported on.
Each half is one index, a document an article. Ranking is a logistic model of whether a sentence
holds the answer; support one of whether a question's subject is in the documents at all, with the
other half's questions as those whose subject is not. Prints weights and a table.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from loccit.index import Index, Sentence, Span, build_index
from loccit.rag import FEATURES, Question, features
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

Rows = npt.NDArray[np.float64]
SEED = 0
HITS = 8


class Asked(NamedTuple):
    """A question, the document that it is about, and the places of its answers, if it has any."""

    text: str
    document: str
    answers: tuple[Span, ...]


class Candidates(NamedTuple):
    """The sentences found for one question: their features, and whether each holds the answer."""

    rows: Rows
    right: npt.NDArray[np.bool_]


class Half(NamedTuple):
    """One half of the articles: its index and its questions, shuffled."""

    index: Index
    answerable: list[Asked]
    unanswerable: list[Asked]


def read_half(articles: Sequence[dict[str, Any]], folder: Path) -> Half:
    """Index articles, one document each, and list their questions."""
    texts, asked = folder / "texts", []
    texts.mkdir(parents=True)
    for article in articles:
        name, text = f"{article['title']}.txt", ""
        for paragraph in article["paragraphs"]:
            for one in paragraph["qas"]:
                spans = [(len(text) + a["answer_start"], a["text"]) for a in one["answers"]]
                answers = tuple(Span(start, start + len(words)) for start, words in spans)
                asked.append(Asked(one["question"], name, answers))
            text += paragraph["context"] + "\n\n"
        (texts / name).write_text(text, encoding="utf-8", newline="")
    build_index([texts], folder / "index")
    random.Random(SEED).shuffle(asked)
    index = Index.open(folder / "index")
    return Half(index, [a for a in asked if a.answers], [a for a in asked if not a.answers])


def candidates(index: Index, asked: Iterable[Asked]) -> Iterator[Candidates]:
    """The declarative sentences of each question's hits."""
    for one in asked:
        vector = index.encode_question(one.text)
        question, rows, right = Question(one.text, vector, index), [], []
        for hit in index.search(one.text, HITS, vector):
            for sentence, row in zip(hit.chunk.sentences, features(question, hit), strict=True):
                if not sentence.interrogative:
                    rows.append(row)
                    right.append(_holds(index, hit.chunk.document, sentence, one))
        yield Candidates(np.array(rows), np.array(right, dtype=bool))


def _holds(index: Index, document: str, sentence: Sentence, asked: Asked) -> bool:
    if document != asked.document:
        return False
    place = index.document(document).offsets.to_source(sentence.start, sentence.end)
    return any(place.start <= one.start and one.end <= place.end for one in asked.answers)


def best_rows(found: Sequence[Candidates], ranking: Rows) -> tuple[Rows, npt.NDArray[np.bool_]]:
    """The features of each question's first sentence, and whether it is right."""
    best = [int(np.argmax(one.rows @ ranking)) for one in found]
    rows = np.array([one.rows[n] for one, n in zip(found, best, strict=True)])
    return rows, np.array([one.right[n] for one, n in zip(found, best, strict=True)])


def fit(rows: Rows, right: npt.NDArray[Any]) -> tuple[Rows, float]:
    """Weights and bias of a logistic model."""
    model = LogisticRegression(C=10, max_iter=2000).fit(rows, right)
    return model.coef_[0], float(model.intercept_[0])


def auroc(positive: Rows, negative: Rows) -> float:
    """Area under the ROC curve of scores of positives against negatives."""
    truth = [1] * len(positive) + [0] * len(negative)
    return float(roc_auc_score(truth, np.concatenate([positive, negative])))


def main() -> None:
    """Fit on one half, report on both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path, help="a SQuAD 2.0 file with unanswerable questions")
    parser.add_argument("--questions", type=int, default=500, help="of each kind and half")
    options = parser.parse_args()
    data = json.loads(options.set.read_text(encoding="utf-8"))["data"]
    articles = sorted(data, key=lambda one: one["title"])
    with tempfile.TemporaryDirectory() as folder:
        halves = [read_half(articles[n::2], Path(folder, str(n))) for n in (0, 1)]
        found = [_collect(half, other, options.questions) for half, other in (halves, halves[::-1])]
    _report(found, options.questions)


def _collect(half: Half, other: Half, most: int) -> list[list[Candidates]]:
    """Candidates of answerable, unanswerable and other-topic questions over one half."""
    other_topic = [one._replace(answers=()) for one in other.answerable[:most]]
    kinds = (half.answerable[:most], half.unanswerable[:most], other_topic)
    return [list(candidates(half.index, kind)) for kind in kinds]


def _report(found: list[list[list[Candidates]]], most: int) -> None:
    own = found[0][0]
    rows, right = (np.concatenate(parts) for parts in zip(*own, strict=True))
    ranking, _ = fit(rows, right)
    firsts = [[best_rows(kind, ranking) for kind in half] for half in found]
    inside, outside = firsts[0][0][0], firsts[0][2][0]
    truth = [1] * len(inside) + [0] * len(outside)
    support, bias = fit(np.concatenate([inside, outside]), np.array(truth))
    print("features", *FEATURES)
    print("RANKING ", *ranking.round(2))
    print("SUPPORT ", *support.round(2), " bias", round(bias, 2))
    print(f"\n{'':28}{'fitted on':>12}{'reported':>12}   up to n = {most} of each kind")
    scores = [[kind[0] @ support + bias for kind in half] for half in firsts]
    lines = {
        "first sentence right": [half[0][1].mean() for half in firsts],
        "AUROC, other topics": [auroc(one[0], one[2]) for one in scores],
        "AUROC, SQuAD unanswerable": [auroc(one[0], one[1]) for one in scores],
        "refused though answerable": [(one[0] < 0).mean() for one in scores],
        "answered, other topics": [(one[2] >= 0).mean() for one in scores],
        "answered, unanswerable": [(one[1] >= 0).mean() for one in scores],
    }
    for name, (first, second) in lines.items():
        print(f"{name:<28}{first:>12.3f}{second:>12.3f}")


if __name__ == "__main__":
    main()
