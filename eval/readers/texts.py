"""The documents of a dataset, written as files that can be indexed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..errors import DatasetError
from .beir import documents
from .kinds import kind_of
from .names import file_names
from .source import text_at
from .squad import articles


def write_texts(path: Path, folder: Path, kind: str | None = None) -> list[Path]:
    """Write the documents of a dataset into a folder, each as a ``.txt`` file.

    Of SQuAD, each article is a document named after its title, its paragraphs separated by blank
    lines. Of BEIR, each entry of ``corpus.jsonl`` is a document named after its id, as in the
    evidence of ``read_dataset``, with its title on the first line. Characters that file names
    cannot contain become ``_``. Existing files of these names are replaced; nothing is written
    outside the folder.

    Args:
        path: the dataset.
        folder: created if it does not exist.
        kind: the kind of the dataset. Default: detected from the content.

    Returns:
        The paths of the files.

    Raises:
        DatasetError: if the dataset has no documents or cannot be read, or if the folder cannot be
            written.
    """
    kind = kind_of(path, kind)
    if kind == "squad":
        texts = _articles(path)
    elif kind == "beir":
        texts = _entries(path)
    else:
        raise DatasetError(
            f"{path.name} is of the kind {kind}, which contains no documents; expected squad or "
            "beir. Index the documents that it asks about"
        )
    return [_write(folder, name, text) for name, text in texts]


def _articles(path: Path) -> Iterator[tuple[str, str]]:
    article_list = list(articles(path))
    titles = [
        title or f"{path.stem}-{n:04}" for n, (title, _, _) in enumerate(article_list, start=1)
    ]
    for name, (_, paragraphs, where) in zip(file_names(titles), article_list, strict=True):
        yield (
            name,
            "\n\n".join(text_at(paragraph, "context", where) for paragraph in paragraphs) + "\n",
        )


def _entries(path: Path) -> Iterator[tuple[str, str]]:
    for entry in documents(path):
        title = text_at(entry.record, "title", entry.where).strip()
        text = text_at(entry.record, "text", entry.where)
        yield entry.name, (f"{title}\n\n{text}" if title else text) + "\n"


def _write(folder: Path, name: str, text: str) -> Path:
    """Write a file; a link of its name is refused, since it may lead out of the folder."""
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        raise DatasetError(
            f"{path} cannot be written: {error.strerror or error}; "
            "expected a writable folder. Choose another one"
        ) from error
    return path
