"""Read a dataset in any supported format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..datasets.dataset import Dataset, parse_lines
from .beir import read_beir
from .feedback import read_feedback
from .kinds import kind_of
from .ragas import read_ragas
from .source import read_text
from .squad import read_squad
from .table import read_table
from .trec import read_trec


def read_dataset(path: Path, kind: str | None = None) -> Dataset:
    """Read a dataset in Loccit's format or in another supported one.

    * ``loccit``: JSON lines in Loccit's format.
    * ``squad``: SQuAD 1.1 or 2.0; the sentences with the answers are the evidence.
    * ``beir``: a folder with ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/*.tsv``; the relevant
      documents are the evidence, as ``write_texts`` names them. Also one file in ``qrels``.
    * ``trec``: TREC judgements beside ``queries.tsv``, ``topics.tsv`` or
      ``queries.jsonl``.
    * ``csv``: a table with a column ``question`` and, optionally, ``answer`` or ``answers``,
      ``document``, ``quote``, ``answerable``, ``tags`` and ``id``; commas, semicolons or tabs.
    * ``ragas``: JSON lines with ``user_input``, ``reference`` and ``reference_contexts``.
    * ``feedback``: ratings from the web chat.

    Files are UTF-8, with or without a byte order mark. An example without an id is named after the
    file and its number in it: ``faq-0001``.

    Args:
        path: a file, or a folder for ``beir`` and ``trec``.
        kind: one of these names. Default: detected from the content.

    Raises:
        DatasetError: if it cannot be read; the message names the line or the entry.
    """
    return _READERS[kind_of(path, kind)](path)


def _read_own(path: Path) -> Dataset:
    return parse_lines(read_text(path), path.name)


_READERS: dict[str, Callable[[Path], Dataset]] = {
    "loccit": _read_own,
    "squad": read_squad,
    "beir": read_beir,
    "trec": read_trec,
    "csv": read_table,
    "ragas": read_ragas,
    "feedback": read_feedback,
}
