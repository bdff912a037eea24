"""A server on this machine that speaks as OpenAI's does, and misbehaves as its model is called."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

LONGEST = 5.0
"""Seconds after which a server that never ends a reply does."""

KEY = "sk-SECRET1234"
TOOL = {
    "id": "1",
    "index": 0,
    "type": "function",
    "function": {"name": "search", "arguments": "{}"},
}


class Exchange(BaseHTTPRequestHandler):
    """A request to the server, and the parts that replies are made of."""

    protocol_version = "HTTP/1.1"
    server: Misbehaving

    def do_POST(self) -> None:
        self.payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = self.payload["model"]
        self.server.requests[name] += 1
        try:
            BEHAVIOURS[name](self)
        except OSError:
            self.server.hung_up.set()
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def fail(self, status: int, message: str, code: str = "", **headers: str) -> None:
        body = json.dumps({"error": {"message": message, "code": code, "type": code}}).encode()
        self.send(status, body, "application/json", **headers)

    def send(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def line(self, text: str) -> None:
        part = f"{text}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.flush()

    def delta(self, reason: str | None = None, **delta: Any) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        self.line("data: " + json.dumps({"id": "1", "choices": [choice]}))

    def end(self, done: bool = True) -> None:
        if done:
            self.line("data: [DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def reply(self, *texts: str, reason: str | None = "stop", done: bool = True) -> None:
        self.begin()
        for text in texts:
            self.delta(content=text)
        if reason:
            self.delta(reason)
        self.end(done)

    def cut(self) -> None:
        """Close the connection in the middle of a reply."""
        self.wfile.flush()
        self.close_connection = True


def once(then: Callable[[Exchange], None]) -> Callable[[Exchange], None]:
    """Fail at the first request only."""

    def behave(exchange: Exchange) -> None:
        if exchange.server.requests[exchange.payload["model"]] > 1:
            exchange.reply("It is so [1].")
        else:
            then(exchange)

    return behave


def deltas(*deltas: dict[str, Any], reason: str = "stop") -> Callable[[Exchange], None]:
    def behave(exchange: Exchange) -> None:
        exchange.begin()
        for delta in deltas:
            exchange.delta(**delta)
        exchange.delta(reason)
        exchange.end()

    return behave


def lines(*lines: str, done: bool = True) -> Callable[[Exchange], None]:
    """Lines after the first text."""

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta(content="It is so")
        for line in lines:
            exchange.line(line)
        exchange.end(done)

    return behave


def cut(*texts: str) -> Callable[[Exchange], None]:
    def behave(exchange: Exchange) -> None:
        exchange.begin()
        for text in texts:
            exchange.delta(content=text)
        exchange.cut()

    return behave


def endless(line: str, *texts: str) -> Callable[[Exchange], None]:
    """Begin with some texts, then send a line for ever, or nothing if it is empty."""

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        for text in texts:
            exchange.delta(content=text)
        exchange.connection.settimeout(0.02)
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            if line:
                exchange.line(line)
            with suppress(TimeoutError):
                if not exchange.connection.recv(1):
                    raise ConnectionResetError

    return behave


def without_temperature(exchange: Exchange) -> None:
    if "temperature" in exchange.payload:
        message = "Unsupported value: 'temperature' does not support 0 with this model."
        exchange.fail(400, message, "unsupported_value")
    else:
        exchange.reply("It is so [1].")


def fails(status: int, message: str, code: str = "", **headers: str) -> Callable[[Exchange], None]:
    return lambda exchange: exchange.fail(status, message, code, **headers)


SOON = {"retry_after_ms": "10"}
BEHAVIOURS: dict[str, Callable[[Exchange], None]] = {
    "m401": fails(401, f"Incorrect API key provided: {KEY}.", "invalid_api_key"),
    "m403": fails(403, "Country not supported"),
    "m404": fails(404, "The model `x` does not exist", "model_not_found"),
    "m429": fails(429, "Rate limit reached. Please try again in 20s.", **SOON),
    "m429_long": fails(429, "Rate limit reached.", retry_after="20"),
    "m429_once": once(fails(429, "Rate limit reached.", **SOON)),
    "m429quota": fails(429, "You exceeded your current quota", "insufficient_quota", **SOON),
    "m500": fails(500, "The server had an error", **SOON),
    "m503": fails(503, "<html>busy</html>", **SOON),
    "m503_once": once(fails(503, "busy", **SOON)),
    "mctx": fails(400, "This model's maximum context length is 8192 tokens."),
    "mctx_llamacpp": fails(400, "the request exceeds the available context size"),
    "mtemp": without_temperature,
    "mfilter400": fails(400, "The response was filtered due to the content management policy."),
    "mhtml": lambda exchange: exchange.send(200, b"<html>Sign in</html>", "text/html"),
    "mempty": lambda exchange: exchange.reply(),
    "mtool": deltas({"tool_calls": [TOOL]}, reason="tool_calls"),
    "mreason": deltas({"reasoning_content": "So."}, {"content": "It is so [1]."}),
    "mreason_only": deltas({"reasoning_content": "So."}, reason="length"),
    "mthink": lambda exchange: exchange.reply("<think>So.</think>\n\n", "It is so [1]."),
    "mfilter": lambda exchange: exchange.reply("It is", reason="content_filter"),
    "mlength": lambda exchange: exchange.reply("It is so [1]. And the", reason="length"),
    "mrefusal": deltas({"refusal": "I cannot help with that."}),
    "mcut": cut("It is so [1]. And"),
    "mcut_once": once(cut()),
    "mnodone": lambda exchange: exchange.reply("It is so [1]. And", reason=None, done=False),
    "merrmid": lines(f'data: {{"error": {{"message": "CUDA out of memory {KEY}"}}}}'),
    "mslow": endless("", "It is so"),
    "mbadjson": lines('data: {"choices": [{"delta": ', done=False),
    "mnochoices": lines('data: {"choices": []}', 'data: {"choices": [{"delta": {}, "index": 0,'
                        ' "finish_reason": "stop"}]}'),
    "mevent": lines("event: ping\ndata: {}", ": a comment", 'event: x\ndata: {"choices": '
                    '[{"delta": {"content": " [1]."}, "index": 0, "finish_reason": "stop"}]}'),
    "mnull": deltas({"content": None}, {"content": "ok"}),
    "msilent": endless(""),
    "malive": endless(": keep-alive"),
    "malive_late": endless(": keep-alive", "It is so"),
}  # fmt: skip


class Misbehaving(ThreadingHTTPServer):
    """The server.

    Attributes:
        requests: how many it has had, by model.
        hung_up: set when a client closed a connection before the reply ended.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.requests: Counter[str] = Counter()
        self.hung_up = Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that break connections off: some are to."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def misbehaving() -> Iterator[Misbehaving]:
    """The server, in threads of its own."""
    with Misbehaving() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
