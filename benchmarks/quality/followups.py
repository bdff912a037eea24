"""How far follow-up questions are made standalone without a model: CANARD, development set.

    python benchmarks/quality/followups.py --bench DIR --work DIR [--half report]

All answer turns of all dialogues are the documents, one each. A question is asked as it stands, as
``loccit.rag.make_standalone`` rewrites it from the turns before it, and as a person rewrote it;
right is the turn that answered it. A chat has no titles, so the page's and the section's are left
out of the history. The person saw them; one row shows what we reach with them, another what we
reach where the first question of the dialogue is the person's, which names what the talk is about.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from indexes import opened
from loccit.index import Index
from loccit.rag import make_standalone
from measures import Mean, difference, mean, recall, reciprocal_rank
from sets import HALVES, Collection, Half

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
        history: questions and answers before it, oldest first.
        titles: of the page and of its section.
        right: the name of the document that is its own answer.
        half: which half its dialogue belongs to.
    """

    text: str
    human: str
    history: Turns
    titles: tuple[str, str]
    right: str
    half: Half


class Reached(NamedTuple):
    """What one form of the questions reaches: a value for each question."""

    recall: list[float]
    reciprocal: list[float]


FORMS: dict[str, Callable[[FollowUp], str]] = {
    "raw": lambda one: one.text,
    "ours": lambda one: make_standalone(one.text, one.history).search,
    "human": lambda one: one.human,
    "ours, with titles": lambda one: make_standalone(one.text, with_titles(one)).search,
}


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
    found = []
    for row in rows:
        told, question = row["History"], row["Question"]
        at = len(told)
        if len(whole) > at + 1 and whole[at] == question and whole[at + 1].strip() in names:
            turns = tuple(zip(told[2::2], told[3::2], strict=True))
            right = names[whole[at + 1].strip()]
            found.append(FollowUp(question, row["Rewrite"], turns, (told[0], told[1]), right, half))
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


def share_of_way(raw: Sequence[float], ours: Sequence[float], human: Sequence[float]) -> float:
    """(ours - raw) / (human - raw), of means."""
    return difference(ours, raw).value / difference(human, raw).value


def table(reached: dict[str, Reached]) -> list[tuple[str, Mean, Mean, float, float]]:
    """Per form: recall@10, mean reciprocal rank, and the share of the way for each."""
    raw, human = reached["raw"], reached["human"]
    return [
        (
            name,
            mean(one.recall),
            mean(one.reciprocal),
            share_of_way(raw.recall, one.recall, human.recall),
            share_of_way(raw.reciprocal, one.reciprocal, human.reciprocal),
        )
        for name, one in reached.items()
    ]


def run(bench: Path, work: Path, half: Half) -> list[tuple[str, Mean, Mean, float, float]]:
    """The table of one half."""
    collection, asked = canard(bench)
    index = opened(collection, work)
    chosen = [one for one in asked if one.half == half]
    return table({name: measure(index, chosen, form) for name, form in FORMS.items()})


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--work", type=Path, required=True, help="where indexes are kept")
    parser.add_argument("--half", choices=HALVES, default="report")
    given = parser.parse_args()
    print(f"{'form':<20}{'recall@10':<32}{'MRR':<32}share of the way")
    for name, found, reciprocal, way, other in run(given.bench, given.work, given.half):
        print(f"{name:<20}{found!s:<32}{reciprocal!s:<32}{way:.2f}  {other:.2f}")


if __name__ == "__main__":
    main()
