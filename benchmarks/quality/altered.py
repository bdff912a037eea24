"""Disagreements in real text: a paragraph, and a later copy in which one answer is another.

    python -m benchmarks.quality.altered BENCH [--half fit|report] [--most 100]

Of SQuAD 2.0's answerable questions whose answer is a number, a date or a name, every answer is
replaced in the whole paragraph by the next question's of the same kind. Asked of the two documents,
the answer ought to cite both with the pair; asked of the paragraph and its unaltered copy, or a
copy with numbers written otherwise, no pair at all. One question of each paragraph. The half "fit"
takes them from the first article on, and its misses were looked at; "report" from the last back.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from loccit.index import Index, build_index
from loccit.rag import ChatInput, answer_question
from loccit.rag.disagreement.amounts import read_amounts
from loccit.rag.disagreement.entities import subjects_and_sources
from loccit.text.dates import read_dates

from ..sets.collections import HALVES, Collection, squad2
from .measures import mean


class Altered(NamedTuple):
    """A question on a paragraph, and the answer that takes the place of its own."""

    question: str
    text: str
    answer: str
    kind: str
    replacement: str


def kind_of(answer: str) -> str | None:
    """``date``, ``number`` or ``name`` if an answer is one and nothing else."""
    if read_dates(f"in {answer}")[0] and len(answer.split()) <= 4:
        return "date"
    amounts, _, remaining = read_amounts(answer)
    if amounts and not remaining.strip():
        return "number"
    subjects, _ = subjects_and_sources(answer)
    is_name = len(subjects) == 1 and len(subjects[0].words) == len(answer.split()) <= 3
    return "name" if is_name else None


def drawn(collection: Collection, half: str, most: int) -> list[Altered]:
    """At most ``most`` of each kind, each from a paragraph of its own."""
    by_kind: dict[str, list[Altered]] = {"number": [], "date": [], "name": []}
    seen: set[str] = set()
    for question in collection.asked if half == "fit" else collection.asked[::-1]:
        kind = kind_of(question.answers[0]) if question.answers and question.places else None
        if kind is None or len(by_kind[kind]) >= most:
            continue
        text = _paragraph(collection.texts[question.places[0].document], question.places[0].start)
        if text not in seen:
            seen.add(text)
            by_kind[kind].append(Altered(question.text, text, question.answers[0], kind, ""))
    return [pair for group in by_kind.values() for pair in _exchanged(group)]


def _paragraph(text: str, at: int) -> str:
    start, end = text.rfind("\n\n", 0, at), text.find("\n\n", at)
    return text[max(0, start) : end].strip()


def _exchanged(group: Sequence[Altered]) -> Iterator[Altered]:
    """Each with the next answer of its kind, in the same number of words where there is one."""
    for number, altered in enumerate(group):
        others = [*group[number + 1 :], *group[:number]]
        alike = [
            candidate for candidate in others if _shape(candidate.answer) == _shape(altered.answer)
        ]
        replacement = next((each.answer for each in alike if each.answer not in altered.text), None)
        if replacement:
            yield altered._replace(other=replacement)


def _shape(answer: str) -> str:
    return re.sub(r"[a-z]+", "a", re.sub(r"[A-Z][a-z]+", "A", re.sub(r"\d+", "9", answer)))


def _renumbered(text: str) -> str:
    """The text with separators of thousands the other way and percent as a sign."""
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return text.replace(" percent", "%") if " percent" in text else text.replace("%", " percent")


def indexed(items: Sequence[Altered], folder: Path) -> Index:
    """For each item a folder with the paragraph and three later copies of it."""
    for number, altered in enumerate(items):
        copies = {
            "first": altered.text,
            "altered": altered.text.replace(altered.answer, altered.replacement),
            "same": altered.text,
            "renumbered": _renumbered(altered.text),
        }
        for name, text in copies.items():
            path = folder / "texts" / name / f"{number:03}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            year = 2018 if name == "first" else 2020
            path.write_text(f"---\ndate: {year}\n---\n\n{text}\n", encoding="utf-8", newline="")
    build_index([folder / "texts"], folder / "index")
    return Index.open(folder / "index")


def main() -> None:
    """Print for each kind how many are found, and how many in copies that agree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("--half", choices=HALVES, default="report")
    parser.add_argument("--most", type=int, default=100, help="Of each kind.")
    parser.add_argument("--show", type=int, default=0, help="Missed ones to show.")
    options = parser.parse_args()
    items = drawn(squad2(options.bench), options.half, options.most)
    with tempfile.TemporaryDirectory() as folder:
        index = indexed(items, Path(folder))
        for copy in ("altered", "same", "renumbered"):
            hits = []
            for number, altered in enumerate(items):
                within = f"[{copy[0]}f]*[{copy[-1]}t]/{number:03}.md"
                answer = answer_question(index, ChatInput(altered.question, filters={"in": within}))
                hits.append(bool(answer.disagreements))
                if options.show and copy == "altered" and not hits[-1]:
                    options.show -= 1
                    print(
                        altered.question,
                        altered.answer,
                        altered.replacement,
                        answer.text,
                        sep=" | ",
                    )
            for kind in dict.fromkeys(altered.kind for altered in items):
                values = [float(hit) for hit, altered in zip(hits, items, strict=True)
                          if altered.kind == kind]  # fmt: skip
                print(f"{copy:<11}{kind:<8}pairs {mean(values)}")
        index.close()


if __name__ == "__main__":
    main()
