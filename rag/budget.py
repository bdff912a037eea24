"""Count the tokens that a text takes in a prompt. The only home of tiktoken."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from ..index import UsageError, echoed

_MODELS = {"o200k_base": "gpt-4o", "cl100k_base": "gpt-4"}
"""Encodings that semantic-text-splitter carries, by a model that uses them."""

_LOCK = threading.Lock()
_Sized = TypeVar("_Sized")


class TokenCount(NamedTuple):
    """A number of tokens; ``exact`` is false for an upper bound."""

    tokens: int
    exact: bool


def count_tokens(text: str, encoding: str = "o200k_base") -> TokenCount:
    """Tokens of a text in a tiktoken encoding, without touching the network.

    By tiktoken where the encoding's file lies in ``TIKTOKEN_CACHE_DIR``; else exactly by the
    encodings that semantic-text-splitter carries (``o200k_base``, ``cl100k_base``); else the
    number of UTF-8 bytes, which no byte-level encoding exceeds.

    Raises:
        UsageError: if tiktoken knows no such encoding.
    """
    if found := _encoding(encoding):
        return TokenCount(len(found.encode_ordinary(text)), exact=True)
    size = len(text.encode("utf-8"))
    if encoding in _MODELS:
        return TokenCount(_bisect(text, _MODELS[encoding], size), exact=True)
    return TokenCount(size, exact=False)


def counted_by(encoding: str = "o200k_base") -> str:
    """What ``count_tokens`` counts with here, for people to read."""
    if _encoding(encoding):
        return f"tiktoken's {encoding}, exact"
    if encoding in _MODELS:
        return f"semantic-text-splitter's {encoding}, exact (tiktoken's file is not here)"
    return "UTF-8 bytes, an upper bound (tiktoken's file is not here)"


def fitting(
    items: Iterable[tuple[_Sized, str]], budget: int, encoding: str
) -> list[tuple[_Sized, TokenCount]]:
    """Items from the first on, until the next one's text would exceed the budget of tokens."""
    found: list[tuple[_Sized, TokenCount]] = []
    left = budget
    for item, text in items:
        count = count_tokens(text, encoding)
        if count.tokens > left:
            break
        left -= count.tokens
        found.append((item, count))
    return found


@lru_cache(maxsize=8)
def _encoding(name: str) -> Any | None:
    """tiktoken's encoding if its file is on this machine: its download has no time limit."""
    import tiktoken
    import tiktoken.load

    def refuse(blobpath: str) -> bytes:
        raise FileNotFoundError(blobpath)

    if name not in tiktoken.list_encoding_names():
        raise UsageError(
            f"no encoding {echoed(name)}; "
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
    """The least capacity at which the text stays in one piece: its number of tokens."""
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
