"""Read a dataset in whichever form it comes."""

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
    """A dataset in our own form or in another that is known.

    * ``loccit``: JSON lines in our own form.
    * ``squad``: SQuAD 1.1 or 2.0; the sentences that hold the answers are the evidence.
    * ``beir``: a folder with ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/*.tsv``; the relevant
      documents are the evidence, as ``write_texts`` names them. One file of ``qrels`` may be given.
    * ``trec``: judgements in TREC's form beside ``queries.tsv``, ``topics.tsv`` or
      ``queries.jsonl``.
    * ``csv``: a table with a column ``question`` and, if it likes, ``answer`` or ``answers``,
      ``document``, ``quote``, ``answerable``, ``tags`` and ``id``; commas, semicolons or tabs.
    * ``ragas``: JSON lines with ``user_input``, ``reference`` and ``reference_contexts``.
    * ``feedback``: what the chat keeps of people's ratings.

    Files are in UTF-8, with or without a byte order mark. An example that the source gives no id
    is called after the file and its place in it: ``faq-0001``.

    Args:
        path: a file, or a folder for ``beir`` and ``trec``.
        kind: one of these names; recognised by the content if not given.

    Raises:
        DatasetError: if it cannot be read as such; it names the line or the place.
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
