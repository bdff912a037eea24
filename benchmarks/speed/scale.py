"""Seconds and peak memory of builds over many documents: clean, with one changed, with none.

    python -m benchmarks.speed.scale --sizes 1000 10000

The documents are made of words drawn by a seeded generator: short reports of about 60 words, three
in five as plain text, the others as Markdown and HTML. Each build is a process of its own, with the
real encoder. Wall seconds; peak resident memory of the building process in MB (10^6 bytes).
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from .processes import Process, loccit_command, run, say

_SYLLABLES = "ba ce do fi gu ha je ki lo mu na pe ro si tu va we xi yo zu".split()
_WORDS, _SENTENCES, _LENGTH = 4000, 5, 12


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table of all builds."""
    options = _parser().parse_args(arguments)
    print(f"{'documents':>9}  {'build':<11} {'seconds':>8} {'peak MB':>8}  chunks")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            for what, done in _builds(loccit_command(options.loccit), Path(folder), size):
                chunks = done.output["text"].splitlines()[0].rsplit(", ", 1)[1]
                row = f"{size:>9,}  {what:<11} {done.seconds:>8.1f} {done.megabytes:>8.0f}"
                print(f"{row}  {chunks}", flush=True)


def _builds(loccit: Sequence[str], folder: Path, size: int) -> Iterator[tuple[str, Process]]:
    docs = folder / "docs"
    texts = _texts(size)
    for number in range(size):
        _write(docs, number, next(texts))
    say(f"{size:,} documents written")
    command = [*loccit, "index", str(docs), "--index", str(folder / "index")]
    yield "clean", run(command, folder)
    _write(docs, size // 2, next(texts))
    yield "one changed", run(command, folder)
    yield "unchanged", run(command, folder)


def _texts(size: int) -> Iterator[list[str]]:
    """Endless documents, each a list of sentences; the same on every machine."""
    random_ = random.Random(size)
    words = ["".join(random_.choices(_SYLLABLES, k=random_.randint(1, 4))) for _ in range(_WORDS)]
    while True:
        sentences = (random_.choices(words, k=_LENGTH) for _ in range(_SENTENCES))
        yield [" ".join(sentence_words).capitalize() + "." for sentence_words in sentences]


def _write(docs: Path, number: int, sentences: Sequence[str]) -> None:
    """One document; its format goes by its number."""
    suffix = ("txt", "txt", "txt", "md", "html")[number % 5]
    title, body = sentences[0].rstrip("."), " ".join(sentences[1:])
    text = {
        "txt": f"{title}\n\n{body}\n",
        "md": f"# {title}\n\n{body}\n",
        "html": f"<!doctype html><title>{title}</title><h1>{title}</h1><p>{body}</p>\n",
    }[suffix]
    path = docs / f"{number // 100:03d}" / f"{number:05d}.{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--sizes", nargs="+", type=int, default=[1000, 10_000], metavar="N", help="documents"
    )
    parser.add_argument("--loccit", metavar="COMMAND", help="the loccit command to run")
    return parser


if __name__ == "__main__":
    sys.exit(main())
