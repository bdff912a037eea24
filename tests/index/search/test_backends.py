"""Another backend can be put in: an index runs on stores that only keep to the protocols."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
from conftest import Write
from fakes import FakeEncoder
from loccit.index import Index, build_index
from loccit.index.encoders.base import Vectors
from loccit.index.stores import backends
from loccit.index.stores.base import DenseStore, Ids, LexicalStore
from loccit.index.stores.intact import Check


def ranked(scores: dict[int, float], k: int) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:k]


class ArrayStore:
    """All vectors in one array."""

    def __init__(self, rows: Vectors) -> None:
        self._rows = rows

    @property
    def dimension(self) -> int:
        return int(self._rows.shape[1])

    def __len__(self) -> int:
        return len(self._rows)

    def search(
        self, vector: Vectors, k: int, allowed: Ids | None = None
    ) -> list[tuple[int, float]]:
        ids = range(len(self)) if allowed is None else map(int, allowed)
        return ranked({id_: float(self._rows[id_] @ vector) for id_ in ids}, k)

    def vectors(self, ids: Sequence[int]) -> Vectors:
        return self._rows[list(ids)].reshape(len(ids), self.dimension)


class WordStore:
    """Words as they are, counted."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = [Counter(self.stems(text.split())) for text in texts]

    def __len__(self) -> int:
        return len(self._counts)

    def search(
        self, question: str, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        words = self.stems(question.split())
        scores = {
            id_: sum(counts[word] for word in words) for id_, counts in enumerate(self._counts)
        }
        admitted = {id_ for id_ in scores if allowed is None or id_ in allowed}
        return ranked({id_: float(scores[id_]) for id_ in admitted if scores[id_]}, k)

    def stems(self, words: Sequence[str]) -> list[str]:
        return [word.casefold().strip(".?") for word in words]

    def variants(self, stem: str) -> list[str]:
        return [stem]

    def document_frequency(self, stem: str) -> int:
        return sum(stem in counts for counts in self._counts)


def open_dense(path: Path, check: Check) -> DenseStore:
    with path.open("rb") as file:
        return ArrayStore(np.load(file))


def write_dense(path: Path, vectors: Vectors) -> None:
    with path.open("wb") as file:
        np.save(file, vectors)


def open_lexical(folder: Path, language: str, check: Check) -> LexicalStore:
    return WordStore(json.loads((folder / "texts.json").read_text()))


def write_lexical(folder: Path, texts: Iterable[str], language: str) -> None:
    folder.mkdir()
    (folder / "texts.json").write_text(json.dumps(list(texts)))


def test_an_index_is_built_and_searched_on_other_stores(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("write_dense", "write_lexical", "open_dense", "open_lexical"):
        monkeypatch.setattr(backends, name, globals()[name])
    write("docs/mill.txt", "The mill of Aldham grinds rye.")
    write("docs/ferry.txt", "The ferry sank in March.")
    folder = tmp_path / "index"
    build_index([tmp_path / "docs"], folder, encoder=FakeEncoder())
    write("docs/quay.txt", "The quay is long.")
    assert build_index([tmp_path / "docs"], folder, encoder=FakeEncoder()).encoded == 1
    index = Index.open(folder, FakeEncoder())
    for channel in ("both", "dense", "lexical"):
        hits = index.search("When did the ferry sink?", channel=channel)
        assert hits[0].chunk.document == "ferry.txt"
