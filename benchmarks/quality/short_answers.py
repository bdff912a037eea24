"""Short answers: how many are given, and how many of these are right.

    python -m benchmarks.quality.short_answers --bench DIR --work DIR [--half report] [--json FILE]

Two measures on SQuAD 2.0 and on Natural Questions, of the questions that ask who, when, where or
how many: (a) with the sentence given that holds the answer, (b) end to end. Given is the share of
the questions with a short answer. Strict is the share of these that equal an answer as SQuAD's
evaluation compares them; near is the share that have 0.6 of its words (F1) or contain it or are
contained. Of (b) three rows: the questions that the documents answer; of these those whose
sentence has the answer's words; and all, SQuAD's unanswerable ones too, whose every short answer
is wrong.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from loccit.rag import answer_question
from loccit.rag.asking.kinds import answer_type
from loccit.rag.short.choose import find_short

from ..sets.collections import HALVES, SETS, Asked, Collection
from . import tables
from .indexes import opened
from .measures import Mean, mean
from .short_cases import gold_cases, is_near, is_right, normal

GROUPS = ("who", "when", "where", "how many", "yes/no")
NAMES = ("squad2", "nq_oracle")


@dataclass(frozen=True, slots=True)
class Given:
    """What came of a question: the short answer, and the sentence that it is a part of."""

    asked: Asked
    group: str
    text: str | None
    quote: str = ""

    @property
    def near(self) -> bool:
        """Whether it is right or nearly."""
        right = self.asked.answerable and self.text is not None
        return right and is_near(self.text or "", self.asked.answers)

    @property
    def strict(self) -> bool:
        """Whether it is exactly right."""
        right = self.asked.answerable and self.text is not None
        return right and is_right(self.text or "", self.asked.answers)

    @property
    def quoted(self) -> bool:
        """Whether its sentence has the words of an answer."""
        sentence = f" {normal(self.quote)} "
        return any(f" {normal(answer)} " in sentence for answer in self.asked.answers)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; the shares are ``None`` where nothing was given."""

    measure: str
    collection: str
    group: str
    given: Mean
    strict: Mean | None
    near: Mean | None


def from_gold(collection: Collection, half: str) -> Iterator[Given]:
    """Short answers from the sentence that holds the answer."""
    for case in gold_cases(collection, half):
        short_answer = find_short(case.asked.text, case.cited)
        quote = case.cited[0].text
        yield Given(
            case.asked,
            case.kind.group,
            short_answer.span.of(quote) if short_answer else None,
            quote,
        )


def end_to_end(collection: Collection, half: str, work: Path) -> Iterator[Given]:
    """Short answers of whole answers; an abstention gives none."""
    index = opened(collection, work)
    for question in collection.asked:
        kind = answer_type(question.text)
        if question.half != half or kind is None:
            continue
        answer = answer_question(index, question.text)
        if answer.short:
            quote = answer.citations[answer.short.citation - 1].quote
            yield Given(question, kind.group, answer.short.text, quote)
        else:
            yield Given(question, kind.group, None)


def rows(measure: str, name: str, answers: Iterable[Given]) -> Iterator[Row]:
    """A row for each kind of question and one for all but yes/no."""
    listed = list(answers)
    for group in (*GROUPS, "all"):
        of_group = [
            answer for answer in listed if answer.group == group or group == "all" != answer.group
        ]
        of_group = [answer for answer in of_group if group == "yes/no" or answer.group != "yes/no"]
        given_short = [answer for answer in of_group if answer.text is not None]
        if of_group:
            yield Row(
                measure,
                name,
                group,
                mean([answer.text is not None for answer in of_group]),
                mean([answer.strict for answer in given_short]) if given_short else None,
                mean([answer.near for answer in given_short]) if given_short else None,
            )


def measured(bench: Path, work: Path, half: str) -> list[Row]:
    """All rows, for each set and for both together."""
    collections = [SETS[name](bench) for name in NAMES]
    golds = [list(from_gold(collection, half)) for collection in collections]
    founds = [list(end_to_end(collection, half, work)) for collection in collections]
    out = []
    for name, gold, answers in zip(
        (*NAMES, "both"),
        (*golds, list(chain(*golds))),
        (*founds, list(chain(*founds))),
        strict=True,
    ):
        answerable = [answer for answer in answers if answer.asked.answerable]
        quoted = [answer for answer in answerable if answer.text is None or answer.quoted]
        out += rows("a sentence given", name, gold)
        out += rows("b answerable", name, answerable)
        out += rows("b right sentence", name, quoted)
        out += rows("b all questions", name, answers)
    return out


def short_rows(bench: Path, work: Path, half: str) -> Iterator[tables.Row]:
    """The rows of all questions of both sets, as the common table has them."""
    named = {"a sentence given": "right sentence given", "b answerable": "end to end"}
    for row in measured(bench, work, half):
        if (row.collection, row.group) == ("both", "all") and row.measure in named:
            what = f"short answers, {named[row.measure]}"
            figures = {"given": row.given, "strict": row.strict, "lenient": row.near}
            for name, figure in figures.items():
                if figure:
                    yield tables.Row("both", f"{what}: {name}", "Loccit", figure)


def table(measured_rows: Iterable[Row]) -> str:
    """The rows for people to read."""
    lines = [f"{'measure':17} {'set':10} {'kind':9} {'given':34} {'strict':34} near"]
    for row in measured_rows:
        strict, near = row.strict or "-", row.near or "-"
        head = f"{row.measure:17} {row.collection:10} {row.group:9}"
        lines.append(f"{head} {row.given!s:34} {strict!s:34} {near}")
    return "\n".join(lines)


def as_json(row: Row) -> dict[str, object]:
    """A row as JSON values."""
    means = {"given": row.given, "strict": row.strict, "near": row.near}
    return {
        "measure": row.measure,
        "set": row.collection,
        "kind": row.group,
        **{name: value._asdict() if value else None for name, value in means.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bench", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the indexes")
    parser.add_argument("--half", choices=HALVES, default="report")
    parser.add_argument("--json", type=Path, help="write the rows there")
    options = parser.parse_args()
    measured_rows = measured(options.bench, options.work, options.half)
    print(table(measured_rows))
    if options.json:
        text = json.dumps([as_json(row) for row in measured_rows], indent=1)
        options.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
