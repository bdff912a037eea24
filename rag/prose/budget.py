"""Count the tokens that a text takes in a prompt. Only this module uses tiktoken."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from ...index.errors import UsageError, echoed
from ...index.formats.decode import well_formed

_MODELS = {"o200k_base": "gpt-4o", "cl100k_base": "gpt-4"}
"""Encodings that semantic-text-splitter bundles, and a model that uses each."""

_LOCK = threading.Lock()
_Sized = TypeVar("_Sized")


class TokenCount(NamedTuple):
    """A number of tokens.

    Attributes:
        tokens: how many.
        exact: ``False`` if it is an upper bound.
    """

    tokens: int
    exact: bool


def count_tokens(text: str, encoding: str = "o200k_base") -> TokenCount:
    """Count the tokens of a text in a tiktoken encoding, without network access.

    tiktoken counts if the encoding's file is in ``TIKTOKEN_CACHE_DIR``; else
    semantic-text-splitter, which bundles ``o200k_base`` and ``cl100k_base``; else the number of
    UTF-8 bytes is an upper bound, since every token of a byte-level encoding has a byte or more.

    Args:
        text: any text.
        encoding: the name of a tiktoken encoding.

    Raises:
        UsageError: if tiktoken has no such encoding.
    """
    text = well_formed(text)
    if tokenizer := _encoding(encoding):
        return TokenCount(len(tokenizer.encode_ordinary(text)), exact=True)
    size = len(text.encode("utf-8"))
    if encoding in _MODELS:
        return TokenCount(_bisect(text, _MODELS[encoding], size), exact=True)
    return TokenCount(size, exact=False)


def counted_by(encoding: str = "o200k_base") -> str:
    """Describe what ``count_tokens`` counts with on this machine.

    Args:
        encoding: the name of a tiktoken encoding.

    Raises:
        UsageError: if tiktoken has no such encoding.
    """
    if _encoding(encoding):
        return f"tiktoken's {encoding}, exact"
    if encoding in _MODELS:
        return f"semantic-text-splitter's {encoding}, exact (tiktoken's file is missing)"
    return "UTF-8 bytes, an upper bound (tiktoken's file is missing)"


def fitting(
    items: Iterable[tuple[_Sized, str]], budget: int, encoding: str
) -> list[tuple[_Sized, TokenCount]]:
    """The first items whose texts together fit in a budget of tokens, with their counts."""
    fitted: list[tuple[_Sized, TokenCount]] = []
    remaining = budget
    for item, text in items:
        count = count_tokens(text, encoding)
        if count.tokens > remaining:
            break
        remaining -= count.tokens
        fitted.append((item, count))
    return fitted


@lru_cache(maxsize=8)
def _encoding(name: str) -> Any | None:
    """tiktoken's encoding, if its file is on this machine: its download has no time limit."""
    import tiktoken
    import tiktoken.load

    def refuse(blobpath: str) -> bytes:
        raise FileNotFoundError(blobpath)

    if name not in tiktoken.list_encoding_names():
        raise UsageError(
            f"unknown encoding {echoed(name)}; "
            f"expected one of {', '.join(tiktoken.list_encoding_names())}"
        )
    with _LOCK:
        fetch, tiktoken.load.read_file = tiktoken.load.read_file, refuse
        try:
            return tiktoken.get_encoding(name)
        except OSError:
            return None
        finally:
            tiktoken.load.read_file = fetch


def _bisect(text: str, model: str, most: int) -> int:
    """The number of tokens: the least chunk size at which the text stays in one chunk."""
    from semantic_text_splitter import TextSplitter

    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        splitter = TextSplitter.from_tiktoken_model(model, max(1, middle), trim=False)
        if middle and len(splitter.chunks(text)) <= 1:
            high = middle
        else:
            low = middle + 1
    return low
