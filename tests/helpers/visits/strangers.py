"""Forged requests: what a visitor can send without using the page."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import uvicorn
from fastapi.routing import iter_route_contexts
from loccit.ui.guard.accounts import Accounts
from loccit.ui.guard.rate import RateLimit
from loccit.ui.page.conversations import Conversations
from loccit.ui.page.page import build_page
from loccit.ui.server.app import ServeOptions, create_app
from loccit.ui.server.connections import settings
from loccit.ui.server.routes import viewer_routes
from loccit.ui.server.run import listen
from starlette.routing import Mount
from starlette.testclient import TestClient
from visits.servers import HOME, FakeService

FILE_META = {"_type": "gradio.FileData"}
JOIN, UPLOAD = "/gradio_api/queue/join", "/gradio_api/upload"


class Site:
    """A server with the real page, and HTTP clients for it."""

    def __init__(self, service: FakeService, accounts: Accounts | None = None, **options: Any):
        limit = RateLimit(options.get("questions_per_minute", 10_000))
        conversations = Conversations() if accounts else None
        self.service = service
        self.page: gr.Blocks = build_page(service, limit.check, conversations)
        chosen = ServeOptions(accounts=accounts, **{"questions_per_minute": 10_000, **options})
        self.app = create_app(
            service, self.page, chosen, limit, [viewer_routes(service)], conversations
        )

    def browser(self, name: str = "", password: str = "correct horse") -> TestClient:
        """A browser that has opened the page, signed in where a name is given."""
        client = TestClient(self.app, base_url=HOME, follow_redirects=False)
        if name:
            form = {"username": name, "password": password}
            assert client.post("/sign-in", data=form).status_code == 303
        client.get("/")
        return client

    @contextmanager
    def served(self) -> Iterator[str]:
        """The address of the server, listening for real."""
        listening = listen("127.0.0.1", 0)
        config = uvicorn.Config(
            self.app, log_level="error", timeout_graceful_shutdown=1, **settings(())
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=30)
        listening.close()

    def routes(self) -> Iterator[tuple[str, set[str]]]:
        """The path and the methods of each route, ours and Gradio's."""
        mounts = [route.app for route in self.app.routes if isinstance(route, Mount)]
        for routes in (self.app.routes, *(app.routes for app in mounts)):
            for context in iter_route_contexts(routes):
                if path := getattr(context, "path", ""):
                    yield path, set(getattr(context, "methods", None) or ())

    def events(self) -> Iterator[tuple[int, list[Any]]]:
        """The number of each event of the page, and the components that it takes."""
        for number, function in self.page.fns.items():
            yield number, list(function.inputs)


def visitor(address: str, name: str = "", password: str = "correct horse") -> httpx.Client:
    """A browser on a server that listens, signed in where a name is given."""
    client = httpx.Client(base_url=address, timeout=30)
    if name:
        form = {"username": name, "password": password}
        assert client.post("/sign-in", data=form).status_code == 303
    client.get("/")
    return client


def outputs(client: httpx.Client, number: int, values: list[Any], session: str) -> list[Any]:
    """What an event gives at its end."""
    assert join(client, number, values, session).status_code == 200
    stream = client.get("/gradio_api/queue/data", params={"session_hash": session})
    assert stream.status_code == 200
    events = [json.loads(line[6:]) for line in stream.text.splitlines() if line.startswith("data")]
    (done,) = [event for event in events if event["msg"] == "process_completed"]
    assert done["success"], done
    return list(done["output"]["data"])


def takes_files(component: Any) -> bool:
    """Whether a component's values are, or hold, files, by its own data model."""
    model = getattr(component, "data_model", None)
    return model is not None and "FileData" in str(model.model_json_schema())


def join(client: Any, number: int, values: list[Any], session: str = "s") -> Any:
    """Send an event as the page does; gives the response."""
    event = {"fn_index": number, "data": values, "session_hash": session, "event_data": None}
    return client.post(JOIN, json=event)


def uploaded(client: Any, name: str, content: bytes) -> str:
    """The path that the server gives to an upload."""
    sent = client.post(UPLOAD, files={"files": (name, content)})
    assert sent.status_code == 200, sent.text
    (path,) = sent.json()
    return str(path)


@contextmanager
def traps(folder: Path) -> Iterator[list[str]]:
    """Paths that lead to what no visitor may read, or that never end."""
    secret = folder / "secret.txt"
    secret.write_text("A secret that lies outside of everything.")
    link, pipe = folder / "link.txt", folder / "pipe"
    link.symlink_to(secret)
    os.mkfifo(pipe)
    yield [
        "/etc/passwd",
        "/etc/shadow",
        "/proc/self/environ",
        "/proc/self/cwd/accounts",
        "/proc/self/fd/0",
        "/dev/zero",
        "/dev/stdin",
        str(secret),
        str(link),
        str(pipe),
        "secret.txt",
        "../secret.txt",
        "",
        "\0",
        "~/.ssh/id_rsa",
        "file:///etc/passwd",
        "http://name.example/a.txt",
        "https://name.example/a.txt",
        "//name.example/a.txt",
        "ftp://name.example/a.txt",
        "/gradio_api/file=/etc/passwd",
    ]
