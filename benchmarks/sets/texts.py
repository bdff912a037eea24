"""Turn question-answering sets in SQuAD's JSON format into folders of plain text.

    python -m benchmarks.sets.texts SET.json … --out DIR

Every article becomes one document, ``DIR/SET/NUMBER-TITLE.txt``: its paragraphs, joined by a blank
line. ``DIR/questions.json`` lists the questions: ``[{"question": …, "document": …}, …]``.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

QUESTIONS = "questions.json"
SUFFIXES = {".txt", ".md", ".html"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the documents and the questions of the given sets."""
    options = _parser().parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    documents = characters = 0
    questions: list[dict[str, str]] = []
    for path in options.sets:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        folder = options.out / f"{path.resolve().parent.name}-{path.stem}"
        folder.mkdir(exist_ok=True)
        for number, article in enumerate(articles):
            file = folder / f"{_name(article, number)}.txt"
            text = article_text(article)
            file.write_text(text + "\n", encoding="utf-8", newline="")
            documents, characters = documents + 1, characters + len(text)
            name = file.relative_to(options.out).as_posix()
            questions += [
                {"question": question, "document": name} for question in article_questions(article)
            ]
    text = json.dumps(questions, ensure_ascii=False, indent=1)
    (options.out / QUESTIONS).write_text(text + "\n", encoding="utf-8")
    print(f"{documents} documents, {characters:,} characters, {len(questions):,} questions")


def article_text(article: Mapping[str, Any]) -> str:
    """The paragraphs of an article, each once, joined by a blank line."""
    paragraphs = (paragraph["context"].strip() for paragraph in article["paragraphs"])
    return "\n\n".join(dict.fromkeys(paragraphs))


def article_questions(article: Mapping[str, Any]) -> Iterator[str]:
    """The answerable questions of an article, white space at their ends removed."""
    for paragraph in article["paragraphs"]:
        for asked in paragraph["qas"]:
            if not asked.get("is_impossible"):
                yield asked["question"].strip()


def files(folder: Path) -> list[Path]:
    """The documents below a folder, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)


def mixed(folder: Path) -> list[Path]:
    """The documents below a folder in an order that mixes its parts, always the same."""
    return sorted(files(folder), key=lambda path: sha256(path.name.encode()).digest())


def size(path: Path) -> int:
    """Source characters of a file."""
    return len(path.read_text(encoding="utf-8", errors="replace"))


def characters(folder: Path) -> int:
    """Source characters of the documents below a folder."""
    return sum(size(path) for path in files(folder))


def first(paths: Sequence[Path], wanted: int) -> list[Path]:
    """The first documents that together have ``wanted`` characters; repeated if too few."""
    sizes = [size(path) for path in paths]
    chosen: list[Path] = []
    while wanted > 0:
        at = len(chosen) % len(paths)
        chosen.append(paths[at])
        wanted -= max(1, sizes[at])
    return chosen


def copy(paths: Sequence[Path], base: Path, folder: Path) -> Path:
    """Copy documents below ``folder``; one that comes again goes into a folder of its own."""
    for path in paths:
        target = folder / path.relative_to(base)
        again = 1
        while target.exists():
            again += 1
            target = folder / f"again-{again}" / path.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


def _name(article: Mapping[str, Any], number: int) -> str:
    """A file name for an article: its number, and its title where it has one."""
    title = re.sub(r"[^\w.-]+", "_", article.get("title") or "").strip("_")
    return f"{number:03d}-{title}" if title else f"{number:03d}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Turn question-answering sets in SQuAD's JSON format into plain texts."
    )
    parser.add_argument(
        "sets", nargs="+", type=Path, metavar="SET.json", help="question-answering sets to read"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder to write the texts into"
    )
    return parser


if __name__ == "__main__":
    main()
