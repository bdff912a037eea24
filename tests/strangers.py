"""Forged requests: what a visitor may send to the page who does not use the page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gradio as gr
from loccit.ui.accounts import Accounts
from loccit.ui.app import ServeOptions, create_app
from loccit.ui.conversations import Conversations
from loccit.ui.page import build_page
from loccit.ui.rate import RateLimit
from loccit.ui.routes import viewer_routes
from servers import HOME, FakeService
from starlette.testclient import TestClient

FILE_META = {"_type": "gradio.FileData"}
JOIN, UPLOAD = "/gradio_api/queue/join", "/gradio_api/upload"


class Site:
    """A server over a service with the real page, and browsers that ask it."""

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

    def events(self) -> Iterator[tuple[int, list[Any]]]:
        """The number of each event of the page, and the components that it takes."""
        for number, function in self.page.fns.items():
            yield number, list(function.inputs)


def takes_files(component: Any) -> bool:
    """Whether a component's values are, or hold, files, by its own data model."""
    model = getattr(component, "data_model", None)
    return model is not None and "FileData" in str(model.model_json_schema())


def join(client: TestClient, number: int, values: list[Any], session: str = "s") -> Any:
    """Send an event as the page does; gives the response."""
    event = {"fn_index": number, "data": values, "session_hash": session, "event_data": None}
    return client.post(JOIN, json=event)


def uploaded(client: TestClient, name: str, content: bytes) -> str:
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
