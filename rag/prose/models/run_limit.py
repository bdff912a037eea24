"""Limit what a chat model may cost in one run of many questions."""

from __future__ import annotations

from pathlib import Path

from ....index.errors import UsageError
from ...errors import SpendingLimit
from ...types import Usage
from .config import ModelConfig
from .spending import Spending, Ticket, cost_of, most_of


class RunLimit(Spending):
    """Counts as ``Spending`` does, and refuses questions beyond what the run may cost.

    A question counts at the most that it can cost until its replies are whole, and so does one
    whose cost is not known.
    """

    def __init__(
        self, most: float, config: ModelConfig, spent: float = 0.0, path: Path | None = None
    ) -> None:
        """Nothing is counted yet.

        Args:
            most: what the run may cost, in the currency of the prices, 0 or more.
            config: the settings of the model that is asked.
            spent: what an earlier part of the run cost.
            path: the file of the day's counts; see ``Spending``.

        Raises:
            UsageError: if the model has no prices.
        """
        super().__init__(path)
        if None in (config.price_in, config.price_out):
            raise UsageError(
                f"the run's costs are limited, but [models.{config.name}] has no prices; expected "
                "price_in and price_out. Add both to loccit.toml, per million tokens"
            )
        self._most = most
        self._spent = spent

    def admit(self, config: ModelConfig, account: str = "", requests: int = 1) -> Ticket:
        """Count a question, as ``Spending.admit`` does.

        Raises:
            SpendingLimit: also if the run might then cost more than it may.
        """
        next_one = cost_of(config, most_of(config, requests))
        if self._spent + next_one > self._most + 1e-9:
            raise SpendingLimit(
                f"the run may cost {self._most:,.6g} (--max-cost); {self._spent:,.6g} are spent, "
                f"and the next question may take {next_one:,.6g}. Raise --max-cost"
            )
        ticket = super().admit(config, account, requests)
        self._spent += ticket.reserved
        return ticket

    def settle(self, ticket: Ticket, usage: Usage | None) -> None:
        """Count what a question cost, as ``Spending.settle`` does."""
        if usage is not None:
            self._spent += cost_of(ticket.config, usage) - ticket.reserved
        super().settle(ticket, usage)
