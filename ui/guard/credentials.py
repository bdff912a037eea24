"""Checks names and passwords, with limits on guesses and concurrent hashing."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from ..work import Busy, Workers
from .accounts import Accounts
from .rate import RateLimit

Key = TypeVar("Key")
Value = TypeVar("Value")

_AT_ONCE, _MOST_WAITING, _PATIENCE = 2, 16, 10.0
"""A hash deliberately takes 32 MB and a tenth of a second."""
_FROM_AN_ADDRESS, _AT_AN_ACCOUNT = 10, 20
"""Wrong passwords allowed per minute."""
_REMEMBERED_SECONDS, _MOST_REMEMBERED = 300.0, 1_000


class Credentials:
    """Checks names and passwords at a bounded cost.

    An attempt is charged before the hash is computed and refunded if correct, so that concurrent
    attempts are limited like sequential ones. Correct passwords are cached for some minutes as
    keyed hashes, so that a program which sends its password with each request is not slowed down.
    Guesses from elsewhere do not lock out an account's owner: the account's limit does not apply
    to addresses that signed in to it recently.

    Args:
        accounts: names and hashes.
        clock: a monotonic clock, in seconds.
    """

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self._accounts = accounts
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._by_address = RateLimit(_FROM_AN_ADDRESS, "sign-ins", clock=clock)
        self._by_account = RateLimit(_AT_AN_ACCOUNT, "sign-ins", whom="account", clock=clock)
        self._workers = Workers("passwords are being checked", _AT_ONCE, _MOST_WAITING, _PATIENCE)
        self._right: OrderedDict[bytes, float] = OrderedDict()
        self._homes: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def admits(self, client: str, name: str, password: str) -> bool:
        """Whether this is an account's password.

        Args:
            client: the address of the client.
            name: the account name.
            password: the password as typed.

        Raises:
            RateLimited: if there were too many wrong passwords from the address or for the account.
            Busy: if too many hashes are being computed.
        """
        mark = self._mark(name, password)
        if self._clock() - self._right.get(mark, -_REMEMBERED_SECONDS) < _REMEMBERED_SECONDS:
            return True
        self._spend(client, name)
        try:
            is_right = await self._workers.run(lambda: self._accounts.admits(name, password))
        except Busy:
            self._refund(client, name)
            raise
        if is_right:
            self._refund(client, name)
            _remember(self._right, mark, self._clock())
            _remember(self._homes, (client, name), None)
        return is_right

    def _spend(self, client: str, name: str) -> None:
        self._by_address.check(client)
        if (client, name) not in self._homes:
            self._by_account.check(_bucket(name))

    def _refund(self, client: str, name: str) -> None:
        self._by_address.refund(client)
        if (client, name) not in self._homes:
            self._by_account.refund(_bucket(name))

    def _mark(self, name: str, password: str) -> bytes:
        text = f"{len(name)}:{name}{password}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, key=self._key).digest()


def _bucket(name: str) -> str:
    """A short hash of a name: invented names reveal nothing and cannot evict real ones."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=2).hexdigest()


def _remember(cache: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    cache[key] = value
    cache.move_to_end(key)
    if len(cache) > _MOST_REMEMBERED:
        cache.popitem(last=False)
