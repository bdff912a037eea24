"""The requests of one question to a chat model, counted together."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any

from ...errors import ModelFailed
from ...types import Usage
from ..models.call import stream_reply
from ..models.chat_model import ChatModel
from ..models.config import destination, is_here
from ..models.pieces import Finished, Piece, TextPiece
from ..models.spending import Ticket, cost_of
from ..prompt.wording import ChatMessage
from .cache import ReplyCache, reply_key


class Requests:
    """Asks a chat model for the replies that one question takes.

    The question is admitted once, before the first reply that is not a kept one.
    """

    def __init__(self, model: ChatModel, account: str | None, most: int) -> None:
        """Nothing is opened, counted or sent yet.

        Args:
            model: the model.
            account: who asks; ``None`` where there are no accounts.
            most: how many requests there may be.
        """
        self._model = model
        self._account = account
        self._most = most
        self._cache = ReplyCache.of(model.config, has_accounts=account is not None)
        self._ticket: Ticket | None = None
        self._kept = 0
        self._usages: list[Usage | None] = []
        """What each request that was sent took; ``None`` if that is not known."""

    def stream(self, messages: Sequence[ChatMessage], sent: str) -> Generator[Piece, None, None]:
        """Ask for a reply, and yield it as it comes; ``Finished`` is the last piece.

        Args:
            messages: the prompt.
            sent: what is sent, in words, before "go to HOST".

        Raises:
            ModelFailed: if there is no reply, or it breaks off.
            SpendingLimit: if the question would exceed a limit of the day.
            ImportError: if the provider's package is not installed.
            UsageError: if the model cannot be opened.
        """
        config = self._model.config
        key = reply_key(config, messages)
        if (kept := self._cache.find(key)) is not None:
            self._kept += 1
            yield TextPiece(kept)
            yield Finished("stop")
            return
        client = self._model.client()
        if self._ticket is None:
            self._ticket = self._model.spending.admit(config, self._account or "", self._most)
        if self._model.notify:
            place = destination(config)
            where = f"stay on {place}" if is_here(config) else f"go to {place}"
            self._model.notify(f"{sent} {where}")
        yield from self._send(client, messages, key)

    def _send(
        self, client: Any, messages: Sequence[ChatMessage], key: str
    ) -> Generator[Piece, None, None]:
        self._usages.append(None)
        as_input: list[Any] = list(messages)  # LangChain reads each pair as a message
        text = ""
        try:
            with closing(stream_reply(client, as_input, self._model.config)) as pieces:
                for piece in pieces:
                    if isinstance(piece, TextPiece):
                        text += piece.text
                    elif isinstance(piece, Finished):
                        self._usages[-1] = piece.usage
                        if piece.is_whole:
                            self._cache.keep(key, text)
                    yield piece
        except ModelFailed as failure:
            if not text and not failure.retryable:  # the request was refused
                self._usages[-1] = Usage(0, 0)
            raise

    def settle(self) -> None:
        """Count what the requests took, in place of the most that they could."""
        if self._ticket:
            self._model.spending.settle(self._ticket, self._total())

    @property
    def usage(self) -> Usage | None:
        """What the replies took; ``None`` if nothing was asked, or it is not known."""
        total, config = self._total(), self._model.config
        if total is None or not (self._usages or self._kept):
            return None
        has_prices = config.price_in is not None or config.price_out is not None
        cost = cost_of(config, total) if has_prices else None
        return Usage(total.tokens_in, total.tokens_out, cost, cached=not self._usages)

    def _total(self) -> Usage | None:
        known = [usage for usage in self._usages if usage is not None]
        if len(known) < len(self._usages):
            return None
        return Usage(
            sum(usage.tokens_in for usage in known), sum(usage.tokens_out for usage in known)
        )
