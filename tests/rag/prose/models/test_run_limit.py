"""What a chat model may cost in one run."""

from __future__ import annotations

from pathlib import Path

import pytest
from loccit.index import UsageError
from loccit.rag import ModelConfig, Usage
from loccit.rag.errors import SpendingLimit
from loccit.rag.prose.models.run_limit import RunLimit

PRICED = ModelConfig(
    "m", "openai:m", price_in=10.0, price_out=20.0, prompt_tokens=1000, max_tokens=500
)
MOST = 0.02
"""What a request may take."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "spending.json"


def test_a_question_counts_at_its_most_until_it_is_settled(path: Path) -> None:
    limit = RunLimit(2 * MOST, PRICED, path=path)
    first = limit.admit(PRICED)
    limit.admit(PRICED)
    with pytest.raises(SpendingLimit, match=r"may cost 0\.04 .*0\.04 are spent.*may take 0\.02"):
        limit.admit(PRICED)
    limit.settle(first, Usage(0, 0))
    limit.admit(PRICED)


def test_what_is_not_known_stays_counted(path: Path) -> None:
    limit = RunLimit(MOST, PRICED, path=path)
    limit.settle(limit.admit(PRICED), None)
    with pytest.raises(SpendingLimit):
        limit.admit(PRICED)


def test_a_question_of_two_requests_counts_twice(path: Path) -> None:
    with pytest.raises(SpendingLimit):
        RunLimit(1.5 * MOST, PRICED, path=path).admit(PRICED, requests=2)


def test_what_was_spent_before_counts(path: Path) -> None:
    RunLimit(2 * MOST, PRICED, spent=MOST, path=path).admit(PRICED)
    with pytest.raises(SpendingLimit):
        RunLimit(2 * MOST, PRICED, spent=1.1 * MOST, path=path).admit(PRICED)


def test_the_limits_of_the_day_hold_as_well(path: Path) -> None:
    config = ModelConfig("m", "openai:m", price_in=1.0, price_out=1.0, max_questions_per_day=1)
    limit = RunLimit(100.0, config, path=path)
    limit.admit(config)
    with pytest.raises(SpendingLimit, match="max_questions_per_day"):
        limit.admit(config)


def test_a_limit_needs_prices(path: Path) -> None:
    with pytest.raises(UsageError, match="has no prices; expected price_in and price_out"):
        RunLimit(1.0, ModelConfig("m", "openai:m", price_in=1.0), path=path)
