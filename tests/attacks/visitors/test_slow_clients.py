"""Connections that are held open, half-sent or not read keep nobody else out."""

from __future__ import annotations

import io
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import uvicorn
from loccit.ui.guard import pace
from loccit.ui.guard.credentials import Credentials
from loccit.ui.guard.rate import RateLimit
from loccit.ui.guard.security import Guard, Rules, client_of
from loccit.ui.guard.visitors import Visitors
from loccit.ui.server.connections import settings
from loccit.ui.server.run import listen
from loccit.ui.terminal import ThrottledStream
from starlette.requests import Request
from starlette.responses import Response
from visits.servers import Clock

GET = b"GET /api/documents HTTP/1.1\r\nHost: localhost\r\n\r\n"
LARGE = "/report"
POST = b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
HANG = 20.0
"""Seconds after which a test gives up."""


async def echo(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        return
    is_large = scope["path"] == LARGE
    body = await Request(scope, receive).body() or b"x" * (20_000_000 if is_large else 10)
    await Response(body)(scope, receive, send)


@contextmanager
def server(credentials: Credentials | None = None, **limits: Any) -> Iterator[tuple[int, Any]]:
    """A port behind which the guard stands, and the class of its connections."""
    hosts, rate = frozenset({"localhost"}), RateLimit(100_000)
    rules = Rules(hosts, Visitors(), credentials, rate, 1_000_000)
    chosen = settings(())
    kind = chosen["http"] = type("Connection", (chosen["http"],), limits)
    listening = listen("127.0.0.1", 0)
    config = uvicorn.Config(
        Guard(echo, rules),
        log_level="error",
        ws="none",
        timeout_keep_alive=1,
        timeout_graceful_shutdown=1,
        **chosen,
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, args=([listening],), daemon=True)
    thread.start()
    yield listening.getsockname()[1], kind
    running.should_exit = True
    thread.join(timeout=HANG)
    listening.close()


def connected(port: int, sent: bytes, address: str = "127.0.0.1") -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), HANG, (address, 0))
    client.sendall(sent)
    return client


def is_closed(client: socket.socket) -> bool:
    """Whether the other side has ended the connection, whatever it sent before."""
    try:
        while client.recv(1 << 20):
            pass
    except ConnectionError:
        pass
    except TimeoutError:
        return False
    return True


def status(port: int, sent: bytes = GET, address: str = "127.0.0.1") -> int:
    try:
        with connected(port, sent, address) as client:
            line = client.makefile("rb").readline()
    except ConnectionError:
        return 0
    return int(line.split()[1]) if line else 0


@pytest.mark.parametrize("sent", [b"", b"GET / HT", GET[:-2], GET + b"GET / HT"])
def test_a_head_that_does_not_end_is_not_waited_for(sent: bytes) -> None:
    with server(head_seconds=0.3) as (port, _):
        held = [connected(port, sent) for _ in range(5)]
        assert status(port) == 200
        assert all(is_closed(client) for client in held)


def test_a_head_that_drips_is_not_waited_for() -> None:
    with server(head_seconds=0.5) as (port, _), connected(port, b"GET / HTTP/1.1\r\n") as client:
        begun = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - begun < HANG:
                client.sendall(b"X: y\r\n")
                time.sleep(0.05)
        assert time.monotonic() - begun < HANG


def test_a_body_that_does_not_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_BODY_SECONDS", 0.2)
    with server() as (port, _):
        assert status(port, POST + b"{") == 408


def test_all_addresses_have_so_many_connections_together() -> None:
    with server(most=3, most_of_an_address=100) as (port, _):
        held = [connected(port, b"GET", f"127.0.0.{number}") for number in (2, 3, 4)]
        assert status(port) == 0
        for client in held:
            client.close()


def test_who_is_refused_reads_why_though_the_body_comes_later() -> None:
    body = b"x" * 1000
    with server() as (port, _), connected(port, POST.replace(b"localhost", b"evil")) as client:
        answers = client.makefile("rb")
        assert b" 400 " in answers.readline()
        client.sendall(body + GET)
        assert any(b"HTTP/1.1 200 " in line for line in answers)


def test_a_body_that_was_refused_is_not_waited_for() -> None:
    with (
        server(head_seconds=0.3) as (port, _),
        connected(port, POST.replace(b"localhost", b"evil") + b"{") as client,
    ):
        time.sleep(0.1)
        client.sendall(b"{")
        assert is_closed(client)


def test_an_answer_that_is_not_read_is_not_kept() -> None:
    with server(stall_seconds=0.2) as (port, kind):
        client = connected(port, GET.replace(b"/api/documents", LARGE.encode()))
        until = time.monotonic() + HANG
        while not kind.by_address and time.monotonic() < until:
            time.sleep(0.01)
        while kind.by_address and time.monotonic() < until:
            time.sleep(0.05)
        assert not kind.by_address
        client.close()


def test_one_address_has_some_connections_and_all_have_more() -> None:
    with server(most_of_an_address=3, most=100) as (port, kind):
        held = [connected(port, b"GET") for _ in range(3)]
        assert status(port) == 0
        assert kind.by_address == Counter({"127.0.0.1": 3})
        assert status(port, address="127.0.0.2") == 200
        held.pop().close()
        until = time.monotonic() + HANG
        while status(port) != 200 and time.monotonic() < until:
            time.sleep(0.02)
        assert status(port) == 200
        for client in held:
            client.close()


def test_a_head_that_grows_is_not_kept() -> None:
    with server() as (port, _):
        assert status(port, b"GET /" + b"x" * 300_000) in {0, 400}
        assert status(port) == 200


def test_what_strangers_provoke_does_not_fill_the_log() -> None:
    clock, log = Clock(), io.StringIO()
    clock.now = 0.0
    stream = ThrottledStream(log, clock)
    for number in range(10_000):
        print(f"odd client {number} \x1b]0;title\x07", file=stream)
    stream.write("x" * 1_000_000)
    lines = log.getvalue().splitlines()
    assert len(log.getvalue()) < 60_000
    assert lines[0].startswith("odd client 0 ")
    assert "is omitted" in lines[-1]
    assert "\x1b" not in log.getvalue()
    clock.now += 60
    stream.write("again")
    assert log.getvalue().endswith("again")


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:2", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("testclient", "testclient"),
    ],
)
def test_a_network_of_one_customer_is_one_client(address: str, client: str) -> None:
    assert client_of({"client": (address, 1)}) == client


def test_a_log_whose_stream_was_closed_goes_quietly() -> None:
    stream = io.StringIO()
    throttled = ThrottledStream(stream)
    stream.close()
    throttled.close()
    assert throttled.closed
