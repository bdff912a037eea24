"""Sentence vectors of a generation, in one file of NumPy's format."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

import numpy as np

from .embed import Vectors
from .errors import IndexDamaged

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


def open_vectors(path: Path, shape: tuple[int, int]) -> Vectors:
    """The rows of a file, mapped into memory: float32, ``shape`` (sentences, d).

    Raises:
        IndexDamaged: if the file does not say and hold just that.
    """
    try:
        with path.open("rb") as file:
            head = io.BytesIO(file.read(_LONGEST_HEAD))
        version = np.lib.format.read_magic(head)
        found = np.lib.format.read_array_header_2_0(head)
        size = path.stat().st_size - head.tell()
    except Exception as error:  # NumPy's parser of altered bytes raises what Python's does
        raise _damaged(path, f"its head cannot be read: {error}") from error
    if version != (2, 0) or found != (shape, False, np.dtype(np.float32)):
        raise _damaged(path, f"it holds {found}; expected float32 rows of shape {shape}")
    if size != 4 * shape[0] * shape[1]:
        raise _damaged(path, f"it has {size} bytes of vectors; expected shape {shape}")
    if not size:
        return np.zeros(shape, dtype=np.float32)
    return np.memmap(path, np.float32, "r", offset=head.tell(), shape=shape)


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
