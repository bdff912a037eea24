"""Passwords that are tried: however many at once, few are computed, and few of those at a time."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest
from loccit.ui.guard.accounts import Accounts, set_account
from loccit.ui.guard.credentials import Credentials
from loccit.ui.guard.rate import RateLimited
from loccit.ui.work import Busy
from visits.servers import HOME, Clock, service_over
from visits.strangers import Site


class CountedAccounts:
    """Accounts whose hashes take a while, and are counted."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.most_at_once = self._at_once = 0
        self._lock = threading.Lock()

    def admits(self, name: str, password: str) -> bool:
        with self._lock:
            self.tried[name] += 1
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(0.002)
        with self._lock:
            self._at_once -= 1
        return password == "right"


async def trial(credentials: Credentials, client: str, name: str, password: str) -> Any:
    try:
        return await credentials.admits(client, name, password)
    except (RateLimited, Busy) as error:
        return type(error)


async def test_guesses_at_once_are_as_few_as_guesses_in_turn() -> None:
    accounts = CountedAccounts()
    credentials = Credentials(accounts, Clock())  # type: ignore[arg-type]
    tries = [trial(credentials, "evil", "ann", f"guess {number}") for number in range(120)]
    outcomes = Counter(await asyncio.gather(*tries))
    assert outcomes == {False: 10, RateLimited: 110}
    assert accounts.tried["ann"] == 10
    assert accounts.most_at_once <= 2
    assert await credentials.admits("home", "ann", "right")


async def test_an_account_is_guessed_at_from_few_addresses() -> None:
    accounts, clock = CountedAccounts(), Clock()
    credentials = Credentials(accounts, clock)  # type: ignore[arg-type]
    assert await credentials.admits("home", "ann", "right")
    for address in range(100):
        await trial(credentials, f"evil {address}", "ann", "guess")
    assert accounts.tried["ann"] == 21
    assert await trial(credentials, "elsewhere", "ann", "right") is True  # remembered
    clock.now += 301
    for address in range(100):
        await trial(credentials, f"evil {address}", "ann", "guess")
    assert await trial(credentials, "elsewhere", "ann", "right") is RateLimited
    assert await credentials.admits("home", "ann", "right")


async def test_what_is_right_costs_nothing_and_is_computed_once() -> None:
    accounts, clock = CountedAccounts(), Clock()
    credentials = Credentials(accounts, clock)  # type: ignore[arg-type]
    for _ in range(50):
        assert await credentials.admits("home", "ann", "right")
    assert accounts.tried["ann"] == 1
    assert not await credentials.admits("home", "an", "nright")
    clock.now += 301
    assert await credentials.admits("home", "ann", "right")
    assert accounts.tried["ann"] == 2


async def test_too_many_at_once_are_told_to_wait_and_lose_nothing() -> None:
    accounts = CountedAccounts()
    credentials = Credentials(accounts, Clock())  # type: ignore[arg-type]
    tries = [trial(credentials, f"address {n}", f"name {n}", "guess") for n in range(60)]
    outcomes = Counter(await asyncio.gather(*tries))
    assert outcomes[Busy] >= 30
    assert outcomes[False] == 60 - outcomes[Busy] >= 18


@pytest.mark.parametrize("way", ["basic", "form"])
async def test_a_server_computes_few_guesses_however_they_are_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "ships.txt").write_text("The ships wait in the harbour.")
    set_account(tmp_path / "accounts", "ann", "correct horse")
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploaded"))
    counted: list[str] = []
    computed = Accounts.admits

    def admits(self: Accounts, name: str, password: str) -> bool:
        counted.append(password)
        return computed(self, name, password)

    monkeypatch.setattr(Accounts, "admits", admits)
    accounts = Accounts.read(tmp_path / "accounts")
    site = Site(service_over(tmp_path / "index", docs), accounts)

    async def guess(client: httpx.AsyncClient, number: int) -> int:
        if way == "basic":
            answer = await client.get("/api/documents", auth=("ann", f"guess {number}"))
        else:
            form = {"username": "ann", "password": f"guess {number}"}
            answer = await client.post("/sign-in", data=form)
        return answer.status_code

    transport = httpx.ASGITransport(app=site.app, client=("192.0.2.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
        codes = Counter(await asyncio.gather(*(guess(client, number) for number in range(120))))
    assert codes == {401 if way == "basic" else 400: 10, 429: 110}
    assert len(counted) == 10
