"""A real chat model on this machine, for the one test that asks it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

VARIABLE = "LOCCIT_TEST_MODEL"
"""Names a GGUF file, or the URL of a server that speaks as OpenAI's does, up to ``/v1``."""
_PATIENCE = 120.0
"""Seconds in which a server opens its model."""


@contextmanager
def served_model() -> Iterator[str]:
    """The URL of the server; one of llama.cpp with one thread is started for a file."""
    named = os.environ[VARIABLE]
    if named.startswith(("http://", "https://")):
        yield named
        return
    if not Path(named).is_file():
        raise FileNotFoundError(f"{VARIABLE} names {named!r}; expected a GGUF file or a URL")
    port = _free_port()
    command = [sys.executable, "-m", "llama_cpp.server", "--model", named, "--port", str(port)]
    command += ["--host", "127.0.0.1", "--n_ctx", "4096", "--n_threads", "1"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(server, port)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/v1/models")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(
        "llama_cpp.server did not open the model; expected pip install 'llama-cpp-python[server]'"
    )
