"""A visitor of the Documents tab: HTTP requests like those of a browser, without a browser."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx

_ANSWERS = 60.0


class Visitor:
    """Adds and removes documents; events are looked up in the page's configuration."""

    def __init__(self, address: str, name: str = "", password: str = "") -> None:
        self._http = httpx.Client(base_url=address, timeout=_ANSWERS)
        if name:
            form = {"username": name, "password": password}
            assert not self._http.post("/sign-in", data=form).is_error
        self._http.get("/").raise_for_status()
        self._session = secrets.token_hex(8)
        self._config = self._http.get("/config").json()

    def look(self) -> list[str]:
        """Open the tab; the documents that can be removed there."""
        *_, outputs = self._run(self._event("tabitem", "Documents", "select"), [])
        return [name for name, _ in outputs[2]["choices"]]

    def documents(self) -> list[str]:
        """Names of all that is indexed, as the table shows them."""
        *_, outputs = self._run(self._event("tabitem", "Documents", "select"), [])
        return [row[0] for row in outputs[1]["data"]]

    def add(self, **contents: str | bytes) -> list[str]:
        """Add text files of these names; returns the successive states shown on the page."""
        return self.add_files({f"{name}.txt": content for name, content in contents.items()})

    def add_files(self, contents: dict[str, str | bytes]) -> list[str]:
        """Add files of these names; returns the successive states shown on the page."""
        files = [
            ("files", (name, text.encode() if isinstance(text, str) else text))
            for name, text in contents.items()
        ]
        paths = self._http.post("/gradio_api/upload", files=files).json()
        sent = [
            {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}
            for path, name in zip(paths, contents, strict=True)
        ]
        event = self._event("file", "Add documents", "upload")
        return [str(outputs[0]) for outputs in self._run(event, [sent])]

    def remove(self, name: str) -> list[str]:
        """Remove a document; returns the successive states shown on the page."""
        self.look()
        event = self._event("button", "Remove document", "click")
        return [str(outputs[0]) for outputs in self._run(event, [name])]

    def ask_to_remove(self, name: str) -> dict[str, Any]:
        """Request the removal of a document, listed or not; returns the server's last message."""
        *_, last = self._messages(self._event("button", "Remove document", "click"), [name])
        return last

    def leave(self) -> None:
        """Close the page with all its pending requests."""
        self._http.close()

    def ask(self, question: str) -> dict[str, Any]:
        """The answer to a question."""
        return dict(self._http.post("/api/ask", json={"question": question}).json())

    def _event(self, kind: str, label: str, trigger: str) -> int:
        parts = [
            part["id"]
            for part in self._config["components"]
            if part["type"] == kind
            and label in (part["props"].get("label"), part["props"].get("value"))
        ]
        return next(
            int(event["id"])
            for event in self._config["dependencies"]
            if [parts[0], trigger] in [list(target) for target in event["targets"]]
        )

    def _run(self, event: int, values: list[Any]) -> Iterator[list[Any]]:
        before: list[Any] = []
        for message in self._messages(event, values):
            output = message.get("output") or {}
            if message.get("msg") == "process_generating" and output.get("data"):
                before = merged(before, output["data"])
                yield before
            elif message.get("msg") == "process_completed":
                assert message["success"], message
                if output.get("data") and not output.get("is_generating"):
                    yield output["data"]

    def _messages(self, event: int, values: list[Any]) -> Iterator[dict[str, Any]]:
        body = {"data": values, "fn_index": event, "session_hash": self._session}
        self._http.post("/gradio_api/queue/join", json=body).raise_for_status()
        asked = {"session_hash": self._session}
        with self._http.stream("GET", "/gradio_api/queue/data", params=asked) as stream:
            for line in stream.iter_lines():
                message = json.loads(line[6:]) if line.startswith("data: ") else {}
                yield message
                if message.get("msg") == "process_completed":
                    return


def merged(before: list[Any], changed: list[Any]) -> list[Any]:
    """Apply changes to the previous state; texts are sent in full or as differences."""
    states = []
    for number, value in enumerate(changed):
        old = before[number] if number < len(before) else ""
        if isinstance(value, list) and all(isinstance(change, list) for change in value):
            for what, path, new in value:
                old = (
                    new
                    if what == "replace" and not path
                    else old + new
                    if what == "append"
                    else old
                )
            states.append(old)
        else:
            states.append(value)
    return states


class Doing(threading.Thread):
    """A call in a background thread, and its result."""

    def __init__(self, do: Any, *values: Any, **named: Any) -> None:
        super().__init__(daemon=True)
        self._do = lambda: do(*values, **named)
        self.result: Any = None
        self.start()

    def run(self) -> None:
        with suppress(httpx.TransportError):  # the server may be gone meanwhile
            self.result = self._do()

    def end(self) -> Any:
        """Wait for the call to end, and return its result."""
        self.join(_ANSWERS)
        assert not self.is_alive(), "it never ended"
        return self.result
