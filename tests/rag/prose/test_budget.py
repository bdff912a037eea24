"""Counting prompt tokens without the network: exactly, or as a bound that says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import UsageError
from loccit.rag.prose import budget

# Published in OpenAI's cookbook on counting tokens.
KNOWN = [
    ("cl100k_base", "antidisestablishmentarianism", 6),
    ("o200k_base", "antidisestablishmentarianism", 6),
    ("cl100k_base", "2 + 2 = 4", 7),
    ("cl100k_base", "お誕生日おめでとう", 9),
    ("o200k_base", "お誕生日おめでとう", 8),
]


@pytest.fixture(autouse=True)
def _no_tiktoken_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    budget._encoding.cache_clear()


@pytest.mark.parametrize(("encoding", "text", "tokens"), KNOWN)
def test_published_counts(encoding: str, text: str, tokens: int) -> None:
    assert budget.count_tokens(text, encoding) == (tokens, True)


def test_nothing_has_no_tokens() -> None:
    assert budget.count_tokens("") == (0, True)


def test_a_special_token_in_a_document_is_plain_text() -> None:
    assert budget.count_tokens("<|endoftext|>").tokens > 1


def test_an_encoding_without_a_file_is_bounded_by_its_bytes() -> None:
    assert budget.count_tokens("naïve 🙂", "p50k_base") == (len("naïve 🙂".encode()), False)
    assert "upper bound" in budget.counted_by("p50k_base")


def test_tiktoken_counts_where_its_file_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    import tiktoken

    bytes_only = tiktoken.Encoding(
        "tiny", pat_str=r"(?s).", mergeable_ranks={bytes([n]): n for n in range(256)},
        special_tokens={},
    )  # fmt: skip
    monkeypatch.setattr(tiktoken, "get_encoding", lambda name: bytes_only)
    assert budget.count_tokens("four", "p50k_base") == (4, True)
    assert "tiktoken's" in budget.counted_by("p50k_base")


def test_tiktoken_never_reaches_for_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    import requests

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(requests, "get", refuse)
    monkeypatch.setattr(requests.Session, "request", refuse)
    assert budget.count_tokens("a b c", "o200k_base") == (3, True)


def test_an_unknown_encoding_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="expected one of"):
        budget.count_tokens("x", "nosuch")


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_count_never_exceeds_the_bytes(first: str, second: str) -> None:
    text = first + second
    assert budget.count_tokens(text).tokens <= len(text.encode("utf-8"))


def test_a_lone_surrogate_is_counted() -> None:
    assert budget.count_tokens("\ud800").tokens >= 1


def test_items_fit_until_the_first_that_does_not() -> None:
    items = [(n, text) for n, text in enumerate(["a b c", "d e", "f g h i j", "k"])]
    kept = budget.fitting(items, 6, "o200k_base")
    assert [(n, count.tokens) for n, count in kept] == [(0, 3), (1, 2)]
