"""Rows of a table of word embeddings, read from its file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ...index.encoders.base import Vectors
from ...index.encoders.bert_graph import read_header

_FLOAT_BYTES = 4


class WordRows:
    """The rows of a float32 tensor in a safetensors file.

    They are read, not mapped: around each row of a mapped file the system keeps 64 kB in memory.
    """

    def __init__(self, path: Path, tensor: str) -> None:
        header, offset = read_header(path)
        self._path = path
        self._start: int = offset + header[tensor]["data_offsets"][0]
        self._width: int = header[tensor]["shape"][1]

    def read(self, ids: Sequence[int]) -> Vectors:
        """The rows of word pieces: float32, shape (n, width), for n numbers of rows."""
        distinct, places = np.unique(np.asarray(ids, dtype=np.int64), return_inverse=True)
        size = self._width * _FLOAT_BYTES
        rows = bytearray()
        with self._path.open("rb", buffering=0) as file:
            for number in distinct.tolist():
                file.seek(self._start + number * size)
                rows += file.read(size)
        read = np.frombuffer(rows, dtype="<f4").reshape(-1, self._width)
        return read[places].astype(np.float32, copy=False)
