"""Limits of questions and costs in a day, counted in a file by all processes together."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import powerless
from filelock import FileLock
from loccit.rag import Usage
from loccit.rag.errors import SpendingLimit
from loccit.rag.prose.models import spending
from loccit.rag.prose.models.config import ModelConfig
from loccit.rag.prose.models.spending import Spending, cost_of

Days = list[str]


@pytest.fixture
def days() -> Days:
    """The present day, which a test may change."""
    return ["2026-01-31"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "spending.json"


@pytest.fixture
def count(path: Path, days: Days) -> Callable[[], Spending]:
    """Counts as another process would open them."""
    return lambda: Spending(path, lambda: days[0])


def config(**limits: Any) -> ModelConfig:
    """A question costs at most 1: a prompt of 0.6 and a reply of 0.4."""
    settings = {"prompt_tokens": 600, "max_tokens": 400, "price_in": 1000.0, "price_out": 1000.0}
    return ModelConfig("gpt", "openai:gpt-5-mini", **settings, **limits)


def test_a_cost_is_tokens_times_prices() -> None:
    usage = Usage(2_000_000, 500_000)
    priced = ModelConfig("gpt", "openai:gpt-5-mini", price_in=0.25, price_out=2.0)
    assert cost_of(priced, usage) == pytest.approx(1.5)
    assert cost_of(ModelConfig("gpt", "openai:gpt-5-mini"), usage) == 0


def test_questions_of_a_day_are_limited_in_all(count: Callable[[], Spending], days: Days) -> None:
    limited = config(max_questions_per_day=2)
    count().admit(limited, "ann")
    count().admit(limited, "bob")
    with pytest.raises(SpendingLimit, match="max_questions_per_day of the chat model gpt is 2; 2"):
        count().admit(limited, "cyd")
    days[0] = "2026-02-01"
    count().admit(limited, "cyd")


def test_questions_of_each_account_are_limited(count: Callable[[], Spending], path: Path) -> None:
    limited = config(max_questions_per_account=1)
    for account in ("ann", "bob", ""):
        count().admit(limited, account)
        with pytest.raises(SpendingLimit, match=r"max_questions_per_account .* is 1; 1 are used"):
            count().admit(limited, account)
    assert "ann" not in path.read_text()
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_models_are_counted_apart(count: Callable[[], Spending]) -> None:
    count().admit(config(max_questions_per_day=1))
    count().admit(ModelConfig("claude", "anthropic:claude", max_questions_per_day=1))


def test_costs_never_exceed_their_limit(count: Callable[[], Spending]) -> None:
    """Each question is counted at the most that it can cost until its cost is known."""
    limited = config(max_cost_per_day=2.0)
    first, _second = count().admit(limited, "ann"), count().admit(limited, "bob")
    with pytest.raises(SpendingLimit, match=r"max_cost_per_day .* is 2\.0; 2 are used today"):
        count().admit(limited)
    count().settle(first, Usage(100, 50))
    with pytest.raises(SpendingLimit, match=r"1\.15 are used today, and .* may take 1\. Ask"):
        count().admit(limited)
    limited = config(max_cost_per_day=2.15, max_cost_per_account=1.5)
    count().admit(limited, "ann")
    with pytest.raises(SpendingLimit, match="max_cost_per_account"):
        count().admit(config(max_cost_per_day=9.0, max_cost_per_account=1.5), "ann")


def test_a_cost_that_is_not_known_stays_at_the_most(
    count: Callable[[], Spending], path: Path, days: Days
) -> None:
    ticket = count().admit(config(max_cost_per_day=9.0))
    count().settle(ticket, None)
    assert json.loads(path.read_text())["models"]["gpt"]["all"] == [1, 1.0]
    days[0] = "2026-02-01"
    count().admit(config())
    count().settle(ticket, Usage(0, 0))
    assert json.loads(path.read_text())["models"]["gpt"]["all"] == [1, 1.0]


def test_a_refused_question_is_not_counted(count: Callable[[], Spending], path: Path) -> None:
    count().admit(config(max_questions_per_day=1))
    before = path.read_text()
    with pytest.raises(SpendingLimit):
        count().admit(config(max_questions_per_day=1))
    assert path.read_text() == before


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"day": "2026-01-31", "models": {"gpt": {"all": [1]}}}', "\xff"]
)
def test_a_damaged_file_refuses_where_there_is_a_limit(
    count: Callable[[], Spending], path: Path, content: str
) -> None:
    path.parent.mkdir()
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(SpendingLimit, match=r"cannot be counted in .*spending.json.*; expected a"):
        count().admit(config(max_questions_per_day=9))
    count().settle(count().admit(config()), Usage(1, 1))


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_folder_that_cannot_be_written_refuses_where_there_is_a_limit(
    count: Callable[[], Spending], path: Path
) -> None:
    path.parent.mkdir(mode=0o500)
    with powerless():
        with pytest.raises(SpendingLimit, match="cannot be counted in"):
            count().admit(config(max_cost_per_account=9.0))
        count().admit(config())


def test_a_lock_that_others_keep_refuses(
    count: Callable[[], Spending], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spending, "_PATIENCE", 0.05)
    path.parent.mkdir()
    with FileLock(path.with_suffix(".lock")), pytest.raises(SpendingLimit, match=r"\(Timeout\)"):
        count().admit(config(max_questions_per_day=9))


def test_the_file_lies_in_the_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path))
    Spending().admit(config())
    assert (tmp_path / "spending.json").is_file()
