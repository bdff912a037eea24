"""Precision and recall of disagreements on a planted set of ours, asked end to end.

    python -m benchmarks.quality.disagreement [--half fit|report|both] [--errors]
    python -m benchmarks.quality.disagreement --public BENCH WORK

Each line of ``disagreements.jsonl`` is a question and two short dated documents that state
different values for what is asked, or that do not: agreeing words, other notation, another subject,
time or unit, one more precise than the other, copies. An unhedged "200" and "203" do differ; "about
200" and "203" do not. All documents lie in one index, and a question is asked of its own two. Right
is an answer that cites both documents with the pair of them in ``disagreements``. Lines go to the
halves in turn; only "fit" was looked at while tuning.

With ``--public``: how many answers to Natural Questions and SQuAD 2.0, in the folder BENCH, name a
pair. Their passages are on other matters, so that nearly each is one too many; each is shown.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from loccit.index import Index, build_index
from loccit.rag import Answer, ChatInput, answer_question

from ..sets.collections import HALVES, SETS
from .indexes import opened
from .measures import mean
from .tables import Row

PLANTED = Path(__file__).parents[1] / "data" / "disagreements.jsonl"


def planted() -> list[dict[str, Any]]:
    """The lines of the set, each with its half."""
    lines = PLANTED.read_text(encoding="utf-8").splitlines()
    return [{**json.loads(line), "half": HALVES[n % 2]} for n, line in enumerate(lines)]


def indexed(items: Sequence[dict[str, Any]], folder: Path) -> Index:
    """An index of the documents of all items; those of an item lie in a folder of its name."""
    for item in items:
        for name, document in zip("ab", item["documents"], strict=True):
            path = folder / "texts" / item["id"] / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            head = f'---\ntitle: "{document["title"]}"\ndate: {document["date"]}\n---\n\n'
            path.write_text(f"{head}{document['text']}\n", encoding="utf-8", newline="")
    build_index([folder / "texts"], folder / "index")
    return Index.open(folder / "index")


def asked(index: Index, item: dict[str, Any]) -> Answer:
    """The answer from the two documents of an item."""
    return answer_question(index, ChatInput(item["question"], filters={"in": f"{item['id']}/*"}))


def _is_found(answer: Answer) -> bool:
    """Whether both documents are cited as a pair that differs, the newest first."""
    by_number = {citation.number: citation for citation in answer.citations}
    return any(
        by_number[a].document != by_number[b].document
        and (by_number[a].date or "") >= (by_number[b].date or "")
        for a, b in answer.disagreements
    )


def planted_rows(half: str) -> Iterator[Row]:
    """Precision and recall on a half of the planted set, as the common table has them."""
    answers = _answers(planted())
    items = [case for case in planted() if case["half"] == half]
    precise, recalled = _outcomes(items, answers)
    yield Row("planted", "disagreements, precision", "Loccit", mean(precise))
    yield Row("planted", "disagreements, recall", "Loccit", mean(recalled))


def _answers(items: Sequence[dict[str, Any]]) -> dict[str, Answer]:
    """The answer to each item by its id."""
    with tempfile.TemporaryDirectory() as folder:
        index = indexed(items, Path(folder))
        answers = {item["id"]: asked(index, item) for item in items}
        index.close()
    return answers


def _outcomes(
    items: Sequence[dict[str, Any]], answers: dict[str, Answer]
) -> tuple[list[float], list[float]]:
    """Of each item with a pair, whether it disagrees; of each that disagrees, whether one is."""
    paired = {item["id"]: _is_found(answers[item["id"]]) for item in items}
    return (
        [float(case["disagree"]) for case in items if paired[case["id"]]],
        [float(paired[case["id"]]) for case in items if case["disagree"]],
    )


def main() -> None:
    """Print precision and recall, then the share found by kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=[*HALVES, "both"], default="both")
    parser.add_argument("--errors", action="store_true", help="Show what is wrong in the fit half.")
    parser.add_argument("--public", nargs=2, type=Path, metavar=("BENCH", "WORK"))
    options = parser.parse_args()
    if options.public:
        _print_public(*options.public)
        return
    items = planted()
    answers = _answers(items)
    for half in HALVES:
        if options.half in {half, "both"}:
            _print([case for case in items if case["half"] == half], half, answers)
    for item in items if options.errors else []:
        if item["half"] == "fit" and _is_found(answers[item["id"]]) != item["disagree"]:
            print("\n", item["kind"], item["question"], *item["documents"], sep="\n  ")
            print("  ->", answers[item["id"]].text)


def _print_public(bench: Path, work: Path) -> None:
    for name in ("nq_oracle", "squad2"):
        collection = SETS[name](bench)
        index = opened(collection, work)
        for half in HALVES:
            answers = [answer_question(index, answer.text) for answer in collection.asked
                       if answer.half == half]  # fmt: skip
            paired = [answer for answer in answers if answer.disagreements]
            print(f"{name} {half}: pairs {mean([float(bool(a.disagreements)) for a in answers])}")
            for answer in paired:
                print(f"  {answer.question} {answer.disagreements}")
                print(*(f"    [{each.number}] {each.quote}" for each in answer.citations), sep="\n")
        index.close()


def _print(items: Sequence[dict[str, Any]], half: str, answers: dict[str, Answer]) -> None:
    precise, recalled = _outcomes(items, answers)
    print(f"{half}: precision {mean(precise) if precise else 'not measured'}")
    print(f"{half}: recall    {mean(recalled)}")
    for kind in dict.fromkeys(case["kind"] for case in items):
        of_kind = [case for case in items if case["kind"] == kind]
        label = "found" if of_kind[0]["disagree"] else "found wrongly"
        values = [float(_is_found(answers[case["id"]])) for case in of_kind]
        print(f"  {kind:<11}{label:<14}{mean(values)}")


if __name__ == "__main__":
    main()
