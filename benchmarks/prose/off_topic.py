"""How many sentences are left out of prose as beside the question, and how many of them answer it.

    python -m benchmarks.prose.off_topic --bench DIR [--half report]

For at most 300 questions of each public set, the paragraph that answers is read with the question,
and its sentences are told apart by whether they hold the gold answer. Many others still help to
answer, so that few should be lost of the first counts more than that many of the second go. The
bounds in ``rag/prose/answering/relevance.py`` were chosen on the fit halves.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

from loccit.rag.prose.answering.relevance import BESIDE, SURE
from loccit.rag.reader.open import SHIPPED, open_reader

from ..claims.passages import passages
from ..sets.collections import SETS, Asked, Collection, Half, sample

_SETS = ("squad2", "policyqa", "covidqa")
_QUESTIONS = 300
_LONGEST = 3000


class Read(NamedTuple):
    """The reader's log-odds of the sentences of a question's paragraph.

    Attributes:
        best: of the best one that holds a gold answer.
        others: of those that hold none.
    """

    best: float
    others: tuple[float, ...]

    @property
    def is_sure(self) -> bool:
        return max(self.best, *self.others, -99.0) >= SURE


def read(collection: Collection, questions: list[Asked]) -> Iterator[Read]:
    """Read each question with the paragraph that answers it."""
    reader = open_reader(SHIPPED)
    assert reader is not None
    for question in questions:
        text, place = collection.texts[question.places[0].document], question.places[0]
        start = text.rfind("\n\n", 0, place.start) + 2 if "\n\n" in text[: place.start] else 0
        paragraph = text[start:].partition("\n\n")[0][:_LONGEST]
        chunk = passages([paragraph])[0].hit.chunk
        if not chunk.sentences or not reader.understands(question.text, paragraph):
            continue
        scores = [sentence.score for sentence in reader.read(question.text, [chunk], [""])[0]]
        is_gold = [
            any(
                start + sentence.start < gold.end and gold.start < start + sentence.end
                for gold in question.places
                if gold.document == place.document
            )
            for sentence in chunk.sentences
        ]
        scored = list(zip(scores, is_gold, strict=True))
        if any(is_gold):
            right = max(score for score, holds in scored if holds)
            yield Read(right, tuple(score for score, holds in scored if not holds))


def main() -> None:
    """Print a line for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--half", choices=("fit", "report"), default="fit")
    arguments = parser.parse_args()
    for name in _SETS:
        collection = SETS[name](arguments.bench)
        drawn = sample(collection.asked, cast(Half, arguments.half), 4 * _QUESTIONS)
        questions = [asked for asked in drawn if asked.answerable and asked.places][:_QUESTIONS]
        readings = list(read(collection, questions))
        lost = sum(reading.is_sure and reading.best < BESIDE for reading in readings)
        scores = [(reading, score) for reading in readings for score in reading.others]
        gone = sum(reading.is_sure and score < BESIDE for reading, score in scores)
        print(f"{name}: {lost} of {len(readings)} that answer, {gone} of {len(scores)} others")


if __name__ == "__main__":
    main()
