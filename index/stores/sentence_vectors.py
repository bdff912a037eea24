"""Sentence vectors of a generation, in one file of NumPy's format."""

from __future__ import annotations

import io
import os
import threading
import weakref
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ..encoders.base import Vectors
from ..errors import IndexDamaged, IndexUnreadable
from .permission import permitted

_MAX_HEADER_BYTES = 4096
_MAX_COMPONENT = 1.001
"""Above any component of a unit vector, rounding included."""


def write_head(file: BinaryIO, shape: tuple[int, int]) -> None:
    """Write the header of a file of ``shape`` (sentences, d); rows follow as plain float32."""
    head = {
        "descr": np.lib.format.dtype_to_descr(np.dtype(np.float32)),
        "fortran_order": False,
        "shape": shape,
    }
    np.lib.format.write_array_header_2_0(file, head)


class SentenceVectors:
    """The rows of a file, read on demand; thread-safe.

    The file is not memory-mapped: truncating a mapped file would kill the process.
    """

    def __init__(self, path: Path, shape: tuple[int, int]) -> None:
        """Open a file that holds rows of ``shape`` (sentences, d).

        Raises:
            IndexDamaged: if its header or its size does not agree with ``shape``.
        """
        self._path, self._shape, self._lock = path, shape, threading.Lock()
        try:
            with permitted():
                self._file = path.open("rb", buffering=0)
            head = io.BytesIO(self._file.read(_MAX_HEADER_BYTES))
            version = np.lib.format.read_magic(head)
            header = np.lib.format.read_array_header_2_0(head)
            size = os.fstat(self._file.fileno()).st_size - head.tell()
        except IndexUnreadable:
            raise
        except Exception as error:  # NumPy's header parser raises almost anything on altered bytes
            raise _damaged(path, f"its header cannot be read: {error}") from error
        if version != (2, 0) or header != (shape, False, np.dtype(np.float32)):
            raise _damaged(path, f"it holds {header}; expected float32 rows of shape {shape}")
        if size != 4 * shape[0] * shape[1]:
            raise _damaged(path, f"it has {size} bytes of vectors; expected shape {shape}")
        self._start = head.tell()
        self._close = weakref.finalize(self, self._file.close)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._close()

    def rows(self, first: int, count: int) -> Vectors:
        """``count`` rows, starting with number ``first``: float32, shape (count, d).

        Raises:
            IndexDamaged: if the file does not hold them, or no longer does.
        """
        total, dimension = self._shape
        wanted = 4 * count * dimension
        if not 0 <= first <= first + count <= total:
            raise _damaged(self._path, f"it has no rows {first} to {first + count} of {total}")
        try:
            with self._lock:
                self._file.seek(self._start + 4 * first * dimension)
                content = self._file.read(wanted)
        except OSError as error:
            raise _damaged(self._path, f"it cannot be read: {error}") from error
        if len(content) != wanted:
            raise _damaged(self._path, f"it ends within row {first} to {first + count}")
        return np.frombuffer(content, dtype=np.float32).reshape(count, dimension)


def checked(vectors: Vectors, count: int, folder: Path) -> Vectors:
    """``vectors``, after a check that they are ``count`` rows that can have unit length.

    Raises:
        IndexDamaged: if they are not; a NaN never passes.
    """
    if len(vectors) != count or not (np.abs(vectors) <= _MAX_COMPONENT).all():
        raise IndexDamaged(
            f"{folder} holds vectors that are not of unit length; rebuild it with `loccit index`"
        )
    return vectors


def _damaged(path: Path, why: str) -> IndexDamaged:
    return IndexDamaged(f"{path}: {why}; rebuild the index with `loccit index`")
