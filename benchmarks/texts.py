"""Turn question-answering sets in SQuAD's JSON format into folders of plain text.

    python benchmarks/texts.py SET.json … --out DIR

Every article becomes one document, ``DIR/SET/TITLE.txt``: its paragraphs, joined by a blank line.
``DIR/questions.json`` lists the questions: ``[{"question": …, "document": …}, …]``.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

QUESTIONS = "questions.json"


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
            questions += [{"question": one, "document": name} for one in article_questions(article)]
    text = json.dumps(questions, ensure_ascii=False, indent=1)
    (options.out / QUESTIONS).write_text(text + "\n", encoding="utf-8")
    print(f"{documents} documents, {characters:,} characters, {len(questions):,} questions")


def article_text(article: Mapping[str, Any]) -> str:
    """The paragraphs of an article, each once, joined by a blank line."""
    paragraphs = (one["context"].strip() for one in article["paragraphs"])
    return "\n\n".join(dict.fromkeys(paragraphs))


def article_questions(article: Mapping[str, Any]) -> Iterator[str]:
    """The answerable questions of an article, white space at their ends removed."""
    for paragraph in article["paragraphs"]:
        for asked in paragraph["qas"]:
            if not asked.get("is_impossible"):
                yield asked["question"].strip()


def _name(article: Mapping[str, Any], number: int) -> str:
    """A file name for an article: its number, and its title where it has one."""
    title = re.sub(r"[^\w.-]+", "_", article.get("title") or "").strip("_")
    return f"{number:03d}-{title}" if title else f"{number:03d}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "sets", nargs="+", type=Path, metavar="SET.json", help="question-answering sets to read"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder to write the texts into"
    )
    return parser


if __name__ == "__main__":
    main()
