"""How far follow-up questions are made standalone without a model: CANARD, development set.

    python -m benchmarks.quality.followups --bench DIR --work DIR [--half fit] [--show]

All answer turns of all dialogues are the documents, one each. A question is asked as it stands, as
``loccit.rag.make_standalone`` rewrites it from the turns before it, and as a person rewrote it;
right is the turn that answered it. A chat has no titles, so the page's and the section's are left
out of the history. The person saw them; one row shows what we reach with them, another what we
reach where the first question of the dialogue is the person's, which names what the talk is about.
Last, how many questions of SQuAD 2.0, which stand alone, are changed by a random history.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from loccit.index import Index
from loccit.rag import make_standalone

from ..sets.collections import FILES, HALVES, Collection, Half, squad2
from . import tables
from .indexes import opened
from .measures import RESAMPLED, Mean, mean, recall, reciprocal_rank

K = 10
_DEPTH = 100
_UNKNOWN = "I don't know."
"""What the set's answerer says of every question that the page does not answer."""

Turns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question in its dialogue.

    Attributes:
        text: as it was asked.
        human: as a person rewrote it.
        opening: the first question of the dialogue, as a person rewrote it.
        history: questions and answers before it, oldest first.
        titles: of the page and of its section.
        right: the name of the document that is its own answer.
        half: which half its dialogue belongs to.
    """

    text: str
    human: str
    opening: str
    history: Turns
    titles: tuple[str, str]
    right: str
    half: Half


class Reached(NamedTuple):
    """What one form of the questions reaches: a value for each question."""

    recall: list[float]
    reciprocal: list[float]

    def only(self, numbers: Sequence[int]) -> Reached:
        """The values of some questions."""
        return Reached(*([values[number] for number in numbers] for values in self))


class Row(NamedTuple):
    """Recall@10 and mean reciprocal rank, and how far each is from raw (0) to human (1)."""

    recall: Mean
    reciprocal: Mean
    way: Mean
    way_reciprocal: Mean


FORMS: dict[str, Callable[[FollowUp], str]] = {
    "raw": lambda follow_up: follow_up.text,
    "ours, as shown": lambda follow_up: make_standalone(follow_up.text, follow_up.history).text,
    "ours": lambda follow_up: make_standalone(follow_up.text, follow_up.history).search,
    "human": lambda follow_up: follow_up.human,
    "ours, first question a person's": lambda follow_up: (
        make_standalone(follow_up.text, named(follow_up)).search
    ),
    "ours, with titles": lambda follow_up: (
        make_standalone(follow_up.text, with_titles(follow_up)).search
    ),
}


def named(follow_up: FollowUp) -> Turns:
    """The history with its first question as a person rewrote it."""
    return (
        ((follow_up.opening, follow_up.history[0][1]), *follow_up.history[1:])
        if follow_up.history
        else ()
    )


def with_titles(follow_up: FollowUp) -> Turns:
    """The history as if the chat had begun with the page's and the section's title."""
    page, section = follow_up.titles
    return ((f"What about {page}?", section), *follow_up.history)


def canard(bench: Path) -> tuple[Collection, list[FollowUp]]:
    """The answer turns as documents, and the questions whose own answer is known."""
    rows = json.loads((bench / FILES["canard"]).read_text(encoding="utf-8"))
    dialogues: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        dialogues.setdefault(row["QuAC_dialog_id"], []).append(row)
    answers = [turn.strip() for row in rows for turn in row["History"][3::2]]
    distinct = dict.fromkeys(turn for turn in answers if turn != _UNKNOWN)
    names = {turn: f"{number:04}.txt" for number, turn in enumerate(distinct)}
    asked = [
        follow_up
        for number, key in enumerate(sorted(dialogues))
        for follow_up in _follow_ups(dialogues[key], names, HALVES[number % 2])
    ]
    texts = {name: f"{turn}\n" for turn, name in names.items()}
    return Collection("canard", texts, []), asked


def _follow_ups(
    rows: Sequence[dict[str, Any]], names: dict[str, str], half: Half
) -> list[FollowUp]:
    """The questions of one dialogue that a later turn's history shows the answer of."""
    whole = max((row["History"] for row in rows), key=len)
    openings = [row["Rewrite"] for row in rows if len(row["History"]) == 2]
    opening = next(iter(openings), whole[2] if len(whole) > 2 else "")
    follow_ups = []
    for row in rows:
        history, question = row["History"], row["Question"]
        at = len(history)
        if len(whole) > at + 1 and whole[at] == question and whole[at + 1].strip() in names:
            turns = tuple(zip(history[2::2], history[3::2], strict=True))
            right = names[whole[at + 1].strip()]
            titles = history[0], history[1]
            follow_ups.append(
                FollowUp(question, row["Rewrite"], opening, turns, titles, right, half)
            )
    return follow_ups


def measure(index: Index, asked: Sequence[FollowUp], form: Callable[[FollowUp], str]) -> Reached:
    """Recall@10 and reciprocal rank of the right turn among the first 100."""
    reached = Reached([], [])
    for follow_up in asked:
        hits = index.search(form(follow_up), _DEPTH, fold=False)
        ranked = [hit.chunk.document for hit in hits]
        reached.recall.append(recall(ranked, [follow_up.right], K))
        reached.reciprocal.append(reciprocal_rank(ranked, [follow_up.right]))
    return reached


def _way(ours: Sequence[float], raw: Sequence[float], human: Sequence[float]) -> Mean:
    """(ours - raw) / (human - raw), of means; questions are resampled."""
    rows = np.array([ours, raw, human])
    dice = np.random.default_rng(0)
    drawn = [dice.integers(0, len(raw), len(raw)) for _ in range(RESAMPLED)]
    means = np.array([rows.mean(axis=1), *(rows[:, sample].mean(axis=1) for sample in drawn)])
    shares = (means[:, 0] - means[:, 1]) / (means[:, 2] - means[:, 1])
    low, high = np.percentile(shares[1:], [2.5, 97.5])
    return Mean(float(shares[0]), len(raw), float(low), float(high))


def table(reached: dict[str, Reached]) -> dict[str, Row]:
    """A row for each form."""
    raw, human = reached["raw"], reached["human"]
    return {
        name: Row(
            mean(ranks.recall),
            mean(ranks.reciprocal),
            _way(ranks.recall, raw.recall, human.recall),
            _way(ranks.reciprocal, raw.reciprocal, human.reciprocal),
        )
        for name, ranks in reached.items()
    }


def run(bench: Path, work: Path, half: Half) -> dict[str, dict[str, Row]]:
    """The tables of one half: of the questions with turns before them, and of all."""
    collection, asked = canard(bench)
    index = opened(collection, work)
    chosen = [follow_up for follow_up in asked if follow_up.half == half]
    reached = {name: measure(index, chosen, form) for name, form in FORMS.items()}
    later = [number for number, follow_up in enumerate(chosen) if follow_up.history]
    following = {name: ranks.only(later) for name, ranks in reached.items()}
    return {"follow-ups": table(following), "all, first questions too": table(reached)}


def follow_up_rows(bench: Path, work: Path, half: Half) -> Iterator[tables.Row]:
    """The rows of questions with turns before them, as the common table has them."""
    arms = {"raw": "raw", "ours": "Loccit", "human": "a person's rewrite"}
    comparison = run(bench, work, half)["follow-ups"]
    for form, arm in arms.items():
        yield tables.Row("canard", "recall@10", arm, comparison[form].recall)
        yield tables.Row("canard", "MRR", arm, comparison[form].reciprocal)
    ways = {"recall@10": comparison["ours"].way, "MRR": comparison["ours"].way_reciprocal}
    for measure_, way in ways.items():
        yield tables.Row("canard", f"{measure_}, of the way from raw to human", "Loccit", way)


def changed(bench: Path) -> list[str]:
    """The questions of SQuAD 2.0, asked apart from any talk, that a random history changes."""
    dice = random.Random(0)
    asked = squad2(bench).asked
    turns = [
        (follow_up.text, follow_up.answers[0] if follow_up.answers else "") for follow_up in asked
    ]
    return [
        question.text
        for question in asked
        if make_standalone(question.text, dice.sample(turns, 3)).search != question.text
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--work", type=Path, required=True, help="where indexes are kept")
    parser.add_argument("--half", choices=HALVES, default="report")
    parser.add_argument("--show", action="store_true", help="list the changed questions of SQuAD")
    options = parser.parse_args()
    for title, rows in run(options.bench, options.work, options.half).items():
        print(
            f"\n{title + ', ' + options.half:<34}{'recall@10':<30}{'MRR':<30}"
            "of the way: recall, MRR"
        )
        for name, row in rows.items():
            shares = "  ".join(
                f"{figure.value:.2f} [{figure.low:.2f}, {figure.high:.2f}]"
                for figure in (row.way, row.way_reciprocal)
            )
            print(f"{name:<34}{row.recall!s:<30}{row.reciprocal!s:<30}{shares}")
    changes, total = changed(options.bench), len(squad2(options.bench).asked)
    print(f"\nquestions of SQuAD 2.0 that random turns change: {len(changes)} of {total:,}")
    for question in changes if options.show else ():
        print(f"  {question}")


if __name__ == "__main__":
    main()
