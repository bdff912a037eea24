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

from ..sets.collections import HALVES, Collection, Half, squad2
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
    "raw": lambda one: one.text,
    "ours, as shown": lambda one: make_standalone(one.text, one.history).text,
    "ours": lambda one: make_standalone(one.text, one.history).search,
    "human": lambda one: one.human,
    "ours, first question a person's": lambda one: make_standalone(one.text, named(one)).search,
    "ours, with titles": lambda one: make_standalone(one.text, with_titles(one)).search,
}


def named(one: FollowUp) -> Turns:
    """The history with its first question as a person rewrote it."""
    return ((one.opening, one.history[0][1]), *one.history[1:]) if one.history else ()


def with_titles(one: FollowUp) -> Turns:
    """The history as if the chat had begun with the page's and the section's title."""
    page, section = one.titles
    return ((f"What about {page}?", section), *one.history)


def canard(bench: Path) -> tuple[Collection, list[FollowUp]]:
    """The answer turns as documents, and the questions whose own answer is known."""
    rows = json.loads((bench / "canard/dev.json").read_text(encoding="utf-8"))
    dialogues: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        dialogues.setdefault(row["QuAC_dialog_id"], []).append(row)
    answers = [turn.strip() for row in rows for turn in row["History"][3::2]]
    distinct = dict.fromkeys(turn for turn in answers if turn != _UNKNOWN)
    names = {turn: f"{number:04}.txt" for number, turn in enumerate(distinct)}
    asked = [
        one
        for number, key in enumerate(sorted(dialogues))
        for one in _follow_ups(dialogues[key], names, HALVES[number % 2])
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
    found = []
    for row in rows:
        told, question = row["History"], row["Question"]
        at = len(told)
        if len(whole) > at + 1 and whole[at] == question and whole[at + 1].strip() in names:
            turns = tuple(zip(told[2::2], told[3::2], strict=True))
            right = names[whole[at + 1].strip()]
            titles = told[0], told[1]
            found.append(FollowUp(question, row["Rewrite"], opening, turns, titles, right, half))
    return found


def measure(index: Index, asked: Sequence[FollowUp], form: Callable[[FollowUp], str]) -> Reached:
    """Recall@10 and reciprocal rank of the right turn among the first 100."""
    found = Reached([], [])
    for one in asked:
        hits = index.search(form(one), _DEPTH, fold=False)
        ranked = [hit.chunk.document for hit in hits]
        found.recall.append(recall(ranked, [one.right], K))
        found.reciprocal.append(reciprocal_rank(ranked, [one.right]))
    return found


def _way(ours: Sequence[float], raw: Sequence[float], human: Sequence[float]) -> Mean:
    """(ours - raw) / (human - raw), of means; questions are resampled."""
    rows = np.array([ours, raw, human])
    dice = np.random.default_rng(0)
    drawn = [dice.integers(0, len(raw), len(raw)) for _ in range(RESAMPLED)]
    means = np.array([rows.mean(axis=1), *(rows[:, one].mean(axis=1) for one in drawn)])
    shares = (means[:, 0] - means[:, 1]) / (means[:, 2] - means[:, 1])
    low, high = np.percentile(shares[1:], [2.5, 97.5])
    return Mean(float(shares[0]), len(raw), float(low), float(high))


def table(reached: dict[str, Reached]) -> dict[str, Row]:
    """A row for each form."""
    raw, human = reached["raw"], reached["human"]
    return {
        name: Row(
            mean(one.recall),
            mean(one.reciprocal),
            _way(one.recall, raw.recall, human.recall),
            _way(one.reciprocal, raw.reciprocal, human.reciprocal),
        )
        for name, one in reached.items()
    }


def run(bench: Path, work: Path, half: Half) -> dict[str, dict[str, Row]]:
    """The tables of one half: of the questions with turns before them, and of all."""
    collection, asked = canard(bench)
    index = opened(collection, work)
    chosen = [one for one in asked if one.half == half]
    reached = {name: measure(index, chosen, form) for name, form in FORMS.items()}
    later = [number for number, one in enumerate(chosen) if one.history]
    following = {name: one.only(later) for name, one in reached.items()}
    return {"follow-ups": table(following), "all, first questions too": table(reached)}


def follow_up_rows(bench: Path, work: Path, half: Half) -> Iterator[tables.Row]:
    """The rows of questions with turns before them, as the common table has them."""
    arms = {"raw": "raw", "ours": "Loccit", "human": "a person's rewrite"}
    found = run(bench, work, half)["follow-ups"]
    for form, arm in arms.items():
        yield tables.Row("canard", "recall@10", arm, found[form].recall)
        yield tables.Row("canard", "MRR", arm, found[form].reciprocal)
    ways = {"recall@10": found["ours"].way, "MRR": found["ours"].way_reciprocal}
    for measure_, way in ways.items():
        yield tables.Row("canard", f"{measure_}, of the way from raw to human", "Loccit", way)


def changed(bench: Path) -> list[str]:
    """The questions of SQuAD 2.0, asked apart from any talk, that a random history changes."""
    dice = random.Random(0)
    asked = squad2(bench).asked
    turns = [(one.text, one.answers[0] if one.answers else "") for one in asked]
    return [
        one.text
        for one in asked
        if make_standalone(one.text, dice.sample(turns, 3)) != (one.text, one.text)
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--work", type=Path, required=True, help="where indexes are kept")
    parser.add_argument("--half", choices=HALVES, default="report")
    parser.add_argument("--show", action="store_true", help="list the changed questions of SQuAD")
    given = parser.parse_args()
    for title, rows in run(given.bench, given.work, given.half).items():
        print(
            f"\n{title + ', ' + given.half:<34}{'recall@10':<30}{'MRR':<30}of the way: recall, MRR"
        )
        for name, row in rows.items():
            shares = "  ".join(
                f"{one.value:.2f} [{one.low:.2f}, {one.high:.2f}]"
                for one in (row.way, row.way_reciprocal)
            )
            print(f"{name:<34}{row.recall!s:<30}{row.reciprocal!s:<30}{shares}")
    found, total = changed(given.bench), len(squad2(given.bench).asked)
    print(f"\nquestions of SQuAD 2.0 that random turns change: {len(found)} of {total:,}")
    for question in found if given.show else ():
        print(f"  {question}")


if __name__ == "__main__":
    main()
