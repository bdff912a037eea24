"""Open the reader that a setting names."""

from __future__ import annotations

from functools import cache

from .base import PassageReader

SHIPPED, NONE = "loccit", "none"


@cache
def open_reader(name: str) -> PassageReader | None:
    """The reader called ``name``, opened once in a process.

    Args:
        name: ``loccit`` for the one that is shipped, ``none`` for none, else the name or folder of
            a cross-encoder.

    Raises:
        ReaderError: if its files are missing or altered, or it is no cross-encoder.
    """
    if name == NONE:
        return None
    if name == SHIPPED:
        from .reader import Reader

        return Reader()
    from .cross_encoder import CrossEncoderReader

    return CrossEncoderReader(name)
