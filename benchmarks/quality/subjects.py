"""How questions of our own writing are answered, by what each of them tries.

python -m benchmarks.quality.subjects [--half report] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from loccit.index import Encoder, Index, build_index, open_encoder
from loccit.index.config import DEFAULT_ENCODER
from loccit.rag import Answer, ChatInput, answer_question

from ..sets.collections import HALVES, Half
from ..sets.subjects import REPORTED, Question, Quoted, subjects
from .measures import auroc, mean
from .tables import Row, as_json, table


class Outcome(NamedTuple):
    """What came of a question.

    Attributes:
        question: the question.
        answer: its answer.
        gold: of each citation, whether it is evidence of the question.
        complete: whether all of the question's evidence is cited.
    """

    question: Question
    answer: Answer
    gold: tuple[bool, ...]
    complete: bool


def outcomes(half: Half) -> list[Outcome]:
    """Ask every question of a half, each of the documents of its own subject."""
    encoder = open_encoder(DEFAULT_ENCODER)
    return [
        outcome
        for subject in subjects(half)
        for outcome in _of_subject(subject.documents, subject.questions, encoder)
    ]


def _of_subject(
    documents: Path, questions: Sequence[Question], encoder: Encoder
) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        build_index([documents], folder, encoder=encoder)
        index = Index.open(folder, encoder)
        try:
            for question in questions:
                answer = answer_question(index, ChatInput(question.text, question.history))
                yield _judge(index, question, answer)
        finally:
            index.close()


def _judge(index: Index, question: Question, answer: Answer) -> Outcome:
    places = [place_of(index, quoted) for quoted in question.evidence]
    cited = [(cited.document, cited.start, cited.end) for cited in answer.citations]
    gold = tuple(any(overlap(place, span) for place in places) for span in cited)
    complete = bool(places) and all(any(overlap(place, span) for span in cited) for place in places)
    return Outcome(question, answer, gold, complete)


def place_of(index: Index, quoted: Quoted) -> tuple[str, int, int]:
    """The document and the span of a quote."""
    start = index.document(quoted.document).text.index(quoted.quote)
    return quoted.document, start, start + len(quoted.quote)


def overlap(place: tuple[str, int, int], span: tuple[str, int, int]) -> bool:
    """Whether one is mostly inside the other."""
    shared = min(place[2], span[2]) - max(place[1], span[1])
    return place[0] == span[0] and 2 * shared > min(place[2] - place[1], span[2] - span[1])


def rows(judged: Sequence[Outcome]) -> Iterator[Row]:
    """Figures of all questions, and of each tag."""
    yield from _answerable("all", [o for o in judged if o.question.answerable])
    for tag in REPORTED:
        tagged = [outcome for outcome in judged if tag in outcome.question.tags]
        answerable = [outcome for outcome in tagged if outcome.question.answerable]
        absent = [outcome for outcome in tagged if not outcome.question.answerable]
        if answerable:
            yield from _answerable(tag, answerable)
        if absent and tag in {"twin", "false_premise"}:
            refused = [float(outcome.answer.abstained) for outcome in absent]
            yield Row(tag, "abstains", "Loccit", mean(refused))
    positive = [o.answer.confidence for o in judged if o.question.answerable]
    for tag in ("twin", "false_premise"):
        negative = [o.answer.confidence for o in judged if tag in o.question.tags]
        yield Row("all", f"AUROC, {tag}", "Loccit", auroc(positive, negative))


def _answerable(tag: str, judged: Sequence[Outcome]) -> Iterator[Row]:
    if not judged:
        return
    cited = [o for o in judged if o.gold]
    short = [o for o in judged if o.answer.short and o.question.answers]
    with_answers = [o for o in judged if o.question.answers]
    figures = {
        "right and cited": [float(any(o.gold)) for o in judged],
        "first cited right": [float(o.gold[:1] == (True,)) for o in judged],
        "all evidence cited": [float(o.complete) for o in judged],
        "refused though answerable": [float(o.answer.abstained) for o in judged],
        "cited sentences that are right": [sum(o.gold) / len(o.gold) for o in cited],
        "short answer given": [float(bool(o.answer.short)) for o in with_answers],
        "short answer near where given": [float(_is_short_near(o)) for o in short],
    }
    for measure, values in figures.items():
        if values:
            yield Row(tag, measure, "Loccit", mean(values))


def _is_short_near(outcome: Outcome) -> bool:
    short = " ".join(outcome.answer.short.text.casefold().split()) if outcome.answer.short else ""
    golds = [" ".join(answer.casefold().split()) for answer in outcome.question.answers]
    return any(short in gold or gold in short for gold in golds)


def main() -> None:
    """Print the table; write rows and outcomes as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.subjects")
    parser.add_argument("--half", choices=HALVES, default="report")
    parser.add_argument("--out", type=Path, help="write the figures as JSON here")
    options = parser.parse_args()
    figures = list(rows(outcomes(options.half)))
    print(table(figures))
    if options.out:
        options.out.write_text(
            json.dumps([as_json(row) for row in figures], indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
