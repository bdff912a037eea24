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

_LONGEST_HEAD = 4096
_LONGEST = 1.001
"""Above any component of a unit vector, and above what rounding adds."""


def write_head(file: BinaryIO, shape: tuple[int, int]) -> None:
    """Begin a file of ``shape`` (sentences, d); the rows follow as plain float32."""
    head = {
        "descr": np.lib.format.dtype_to_descr(np.dtype(np.float32)),
        "fortran_order": False,
        "shape": shape,
    }
    np.lib.format.write_array_header_2_0(file, head)


class SentenceVectors:
    """The rows of a file, each read when it is asked for; safe to use from several threads.

    Not mapped: whoever cut a mapped file short would end the process.
    """

    def __init__(self, path: Path, shape: tuple[int, int]) -> None:
        """Open a file that holds rows of ``shape`` (sentences, d).

        Raises:
            IndexDamaged: if it does not say and hold just that.
        """
        self._path, self._shape, self._lock = path, shape, threading.Lock()
        try:
            with permitted():
                self._file = path.open("rb", buffering=0)
            head = io.BytesIO(self._file.read(_LONGEST_HEAD))
            version = np.lib.format.read_magic(head)
            found = np.lib.format.read_array_header_2_0(head)
            size = os.fstat(self._file.fileno()).st_size - head.tell()
        except IndexUnreadable:
            raise
        except Exception as error:  # NumPy's parser of altered bytes raises what Python's does
            raise _damaged(path, f"its head cannot be read: {error}") from error
        if version != (2, 0) or found != (shape, False, np.dtype(np.float32)):
            raise _damaged(path, f"it holds {found}; expected float32 rows of shape {shape}")
        if size != 4 * shape[0] * shape[1]:
            raise _damaged(path, f"it has {size} bytes of vectors; expected shape {shape}")
        self._start = head.tell()
        self._let_go = weakref.finalize(self, self._file.close)

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._let_go()

    def rows(self, first: int, count: int) -> Vectors:
        """``count`` rows from number ``first`` on: float32, shape (count, d).

        Raises:
            IndexDamaged: if the file does not hold them, or not any more.
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
    """``vectors``, if they are ``count`` rows that can be of unit length, as all written ones are.

    Raises:
        IndexDamaged: if they cannot; a NaN is of no length.
    """
    if len(vectors) != count or not (np.abs(vectors) <= _LONGEST).all():
        raise IndexDamaged(
            f"{folder} holds other numbers than unit vectors; rebuild it with `loccit index`"
        )
    return vectors


def _damaged(path: Path, why: str) -> IndexDamaged:
    return IndexDamaged(f"{path}: {why}; rebuild the index with `loccit index`")
