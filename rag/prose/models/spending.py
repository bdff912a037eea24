"""Count the questions to chat models and their costs, and refuse those beyond the limits of a day.

The counts of the present day (UTC) lie in a file in the cache folder, under a lock, so that all
processes of a user count together. Accounts are in it by digest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from ....index.encoders.cache import cache_folder
from ....index.system.locks import file_lock
from ....index.system.sync import replace
from ...errors import SpendingLimit
from ...types import Usage
from .config import ModelConfig

_ALL = "all"
_QUESTIONS, _COST = 0, 1
_LIMITS = {
    "max_questions_per_day": (_ALL, _QUESTIONS),
    "max_questions_per_account": ("", _QUESTIONS),
    "max_cost_per_day": (_ALL, _COST),
    "max_cost_per_account": ("", _COST),
}
"""The settings that limit: whose counts (``""`` for the asking account's), and which of them."""

_PATIENCE = 5.0
"""Seconds to wait for other processes that count."""

Counts: TypeAlias = dict[str, dict[str, list[float]]]
"""By model, and by the digest of an account or ``all``: the number of questions, and their cost."""


def utc_day() -> str:
    """The present day in UTC, such as ``2026-01-31``."""
    return datetime.now(UTC).date().isoformat()


def cost_of(config: ModelConfig, usage: Usage) -> float:
    """What a reply cost, in the currency of the prices; 0 without prices."""
    price_in, price_out = config.price_in or 0.0, config.price_out or 0.0
    return (usage.tokens_in * price_in + usage.tokens_out * price_out) / 1_000_000


def most_of(config: ModelConfig, requests: int = 1) -> Usage:
    """The most that some requests can take.

    Args:
        config: the settings of the model that is asked.
        requests: how many there are.
    """
    return Usage(requests * config.prompt_tokens, requests * config.max_tokens)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question that was admitted.

    Attributes:
        config: the settings of the model that it is for.
        account: the digest of who asks.
        day: the day on which it was admitted.
        reserved: the most that it can cost, which is counted until ``Spending.settle``.
    """

    config: ModelConfig
    account: str
    day: str
    reserved: float


class Spending:
    """What has been asked and spent today."""

    def __init__(self, path: Path | None = None, day: Callable[[], str] = utc_day) -> None:
        """Nothing is read or written yet.

        Args:
            path: the file; ``spending.json`` in the cache folder if ``None``.
            day: gives the present day.
        """
        self._path = path or cache_folder() / "spending.json"
        self._day = day

    def admit(self, config: ModelConfig, account: str = "", requests: int = 1) -> Ticket:
        """Count a question that is about to be asked, at the most that it can cost.

        Args:
            config: the settings of the model that is to be asked.
            account: who asks; all without an account are one.
            requests: how many requests it takes at most.

        Raises:
            SpendingLimit: if it would exceed a limit of the day; or if there is a limit, and the
                counts cannot be read or written.
        """
        most = most_of(config, requests)
        digest = sha256(account.encode()).hexdigest()[:16]
        ticket = Ticket(config, digest, self._day(), cost_of(config, most))
        try:
            with self._counts(ticket.day) as counts:
                _check(ticket, counts)
                _add(ticket, counts, 1, ticket.reserved)
        except (OSError, ValueError) as error:
            if any(getattr(config, setting) is not None for setting in _LIMITS):
                raise self._uncounted(config, error) from error
        return ticket

    def settle(self, ticket: Ticket, usage: Usage | None) -> None:
        """Count what an admitted question cost in place of the most that it could.

        Args:
            ticket: what ``admit`` gave for it.
            usage: what its reply took, ``Usage(0, 0)`` if the model was not reached; ``None`` if
                that is not known, as of a reply that broke off, and the most stays counted.
        """
        if usage is None or ticket.day != self._day():
            return
        with suppress(OSError, ValueError), self._counts(ticket.day) as counts:
            _add(ticket, counts, 0, cost_of(ticket.config, usage) - ticket.reserved)

    @contextmanager
    def _counts(self, day: str) -> Iterator[Counts]:
        """The counts of a day, which are written unless the caller raises.

        Raises:
            OSError: if the file cannot be read or written, or others hold the lock too long.
            ValueError: if it holds something else than counts.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = file_lock(self._path.with_suffix(".lock"))
        with lock.acquire(timeout=_PATIENCE):
            counts = self._read(day)
            yield counts
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps({"day": day, "models": counts}), encoding="utf-8")
            os.chmod(fresh, 0o600)
            replace(fresh, self._path)

    def _read(self, day: str) -> Counts:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        if not (isinstance(content, dict) and _are_counts(content.get("models"))):
            raise ValueError("these are no counts")
        counts: Counts = content["models"] if content.get("day") == day else {}
        return counts

    def _uncounted(self, config: ModelConfig, error: Exception) -> SpendingLimit:
        return SpendingLimit(
            f"questions to the chat model {config.name} are limited, but cannot be counted in "
            f"{str(self._path)!r} ({type(error).__name__}); expected a sound file that this user "
            "may write. Repair or remove it, or set LOCCIT_CACHE_DIR to another folder"
        )


def _check(ticket: Ticket, counts: Counts) -> None:
    for setting, (whose, which) in _LIMITS.items():
        limit = getattr(ticket.config, setting)
        if limit is None:
            continue
        used = _row(ticket, counts, whose)[which]
        more = 1 if which == _QUESTIONS else ticket.reserved
        if used + more > limit + 1e-9:
            raise SpendingLimit(
                f"{setting} of the chat model {ticket.config.name} is {limit:,}; {used:,.6g} are "
                f"used today, and the next question may take {more:,.6g}. Ask without a model, "
                f"wait for the next day (UTC), or raise {setting} in loccit.toml"
            )


def _add(ticket: Ticket, counts: Counts, questions: int, cost: float) -> None:
    for whose in (_ALL, ""):
        row = _row(ticket, counts, whose)
        row[_QUESTIONS] += questions
        row[_COST] = round(row[_COST] + cost, 9)


def _row(ticket: Ticket, counts: Counts, whose: str) -> list[float]:
    rows = counts.setdefault(ticket.config.name, {})
    return rows.setdefault(whose or ticket.account, [0, 0.0])


def _are_counts(models: object) -> bool:
    return isinstance(models, dict) and all(
        isinstance(rows, dict)
        and all(
            isinstance(row, list) and len(row) == 2 and all(type(n) in (int, float) for n in row)
            for row in rows.values()
        )
        for rows in models.values()
    )
