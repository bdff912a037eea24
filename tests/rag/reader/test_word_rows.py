"""Rows of word embeddings are those of the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from loccit.rag.reader.word_rows import WordRows
from safetensors.numpy import save_file

TABLE = np.random.default_rng(1).normal(size=(7, 5)).astype(np.float32)


@pytest.mark.parametrize("ids", [[0], [6], [3, 0, 3, 6, 1], list(range(7))])
def test_rows_come_in_the_order_asked(ids: list[int], tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    save_file({"before": np.ones((2, 3), np.float32), "words": TABLE, "z": TABLE[0]}, path)
    rows = WordRows(path, "words").read(ids)
    assert rows.dtype == np.float32
    assert np.array_equal(rows, TABLE[ids])
