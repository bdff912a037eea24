"""No value from a visitor names a path or an address: every event, every component, every form."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gradio.context import LocalContext
from gradio.exceptions import InvalidPathError
from loccit.ui.guard.paths import Access, access
from visits.servers import service_over
from visits.strangers import FILE_META, JOIN, UPLOAD, Site, join, takes_files, traps, uploaded

REVIEWED = {
    "/gradio_api/queue/join",
    "/gradio_api/cancel",
    "/gradio_api/upload",
    "/gradio_api/reset",
}
"""Where Gradio takes ``POST`` through the guard: each is looked into before, or does nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    docs = folder / "docs"
    docs.mkdir()
    (docs / "ships.txt").write_text("The ships wait in the harbour.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder / "uploaded"))
        yield Site(service_over(folder / "index", docs))


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The names whose addresses were asked for, which stays empty."""
    names: list[Any] = []

    def count(*arguments: Any, **_: Any) -> Any:
        names.append(arguments)
        raise OSError("no name is looked up in this test")

    for function in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
        monkeypatch.setattr(socket, function, count)
    return names


def shapes(path: str) -> list[Any]:
    """The forms in which Gradio takes a path for a file."""
    plain = {"path": path}
    full = {"path": path, "meta": FILE_META}
    return [
        full,
        plain,
        [full],
        [[full]],
        {"value": full},
        {"path": path, "url": "http://name.example/x", "meta": FILE_META},
        {"path": None, "url": path, "meta": FILE_META},
        {"path": path, "is_stream": True, "meta": FILE_META},
        {"a": [{"b": full}]},
        [["a", plain]],
    ]


def test_every_event_refuses_every_file_that_is_not_its_visitors(
    site: Site, folder: Path, looked_up: list[Any], tmp_path: Path
) -> None:
    client, stranger = site.browser(), site.browser()
    before = sorted((folder / "index").rglob("*"))
    foreign = uploaded(stranger, "theirs.txt", b"What another visitor uploaded.")
    upload = uploaded(client, "mine.txt", b"What this visitor uploaded.")
    steps = [f"{upload}/../../../secret.txt", str(Path(upload).parent), f"{upload}/", f"{upload}\0"]
    with traps(tmp_path) as paths:
        named = [*paths, foreign, *steps]
        for number, inputs in site.events():
            tried = named if any(map(takes_files, inputs)) else [paths[0], foreign]
            for value in (shape for path in tried for shape in shapes(path)):
                answer = join(client, number, [value] * max(1, len(inputs)))
                assert answer.status_code == 403, (number, value)
                assert "did not upload" in answer.json()["error"]
            for value in shapes("/etc/passwd"):
                event = {"fn_index": number, "data": [], "session_hash": "s", "event_data": value}
                assert client.post(JOIN, json=event).status_code == 403
    assert looked_up == []
    assert sorted((folder / "index").rglob("*")) == before


def test_a_component_that_takes_files_is_there_to_be_attacked(site: Site) -> None:
    taking = [number for number, inputs in site.events() if any(map(takes_files, inputs))]
    assert taking


@pytest.mark.parametrize("key", ["batched", "simple_format", "event_id", "oauth_token", "x"])
def test_an_event_says_no_more_than_the_page_says(site: Site, key: str) -> None:
    event = {"fn_index": 0, "data": [], "session_hash": "s", key: "1"}
    answer = site.browser().post(JOIN, json=event)
    assert (answer.status_code, key in answer.json()["error"]) == (403, True)


@pytest.mark.parametrize("number", [-1, 9_999, 10**30])
def test_an_event_is_one_of_the_pages(site: Site, number: int) -> None:
    answer = join(site.browser(), number, [])
    assert (answer.status_code, "no such event" in answer.json()["error"]) == (403, True)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b"[" * 100_000, b'{"data": 1}', b'{"data": [], "fn_index": true}'],
)
def test_what_is_no_event_is_refused(site: Site, body: bytes) -> None:
    assert site.browser().post(JOIN, content=body).status_code == 403


def test_what_was_uploaded_is_given_to_its_visitor_alone(site: Site) -> None:
    client, stranger = site.browser(), site.browser()
    path = uploaded(client, "../..\\a\0b/c.txt", b"The ships wait.")
    assert Path(path).name == "c.txt"
    assert client.get(f"/gradio_api/file={path}").content == b"The ships wait."
    assert stranger.get(f"/gradio_api/file={path}").status_code == 403


def test_no_path_of_gradio_is_open_that_was_not_looked_at(site: Site) -> None:
    posts, gets = set(), set()
    for path, methods in site.routes():
        plain = path.replace("{path:path}", "x").replace("{path_or_url:path}", "/x")
        if access(plain) in {Access.OPEN, Access.PAGE, Access.SESSION}:
            (posts if "POST" in methods else gets).add(path.rstrip("/") or "/")
    assert "/gradio_api/queue/join" in posts
    assert posts <= REVIEWED
    assert {path for path in gets if "{" in path} <= {
        "/gradio_api/file={path_or_url:path}",
        "/gradio_api/heartbeat/{session_hash}",
        "/assets/{path:path}",
        "/static/{path:path}",
        "/svelte/{path:path}",
        "/pwa_icon/{size}",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../../../etc/passwd",
        "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/svelte/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/assets//etc/passwd",
        "/gradio_api/file=/proc/self/environ",
        "/gradio_api/file=/dev/zero",
        "/documents/..%2f..%2fetc%2fpasswd",
        "/originals//etc/passwd",
        "/pictures/%2fetc%2fpasswd?number=1",
        "/evaluations/..%2f..%2f..%2fsecret",
        "/?deep_link=..%2f..%2fx",
    ],
)
def test_no_path_leads_to_a_file_of_the_server(site: Site, path: str) -> None:
    answer = site.browser().get(path)
    assert answer.status_code in {200, 400, 403, 404, 422}
    assert "root:" not in answer.text
    assert "GRADIO_TEMP_DIR" not in answer.text


async def test_gradio_itself_refuses_what_the_guard_should_miss(site: Site) -> None:
    function = next(fn for fn in site.page.fns.values() if any(map(takes_files, fn.inputs)))
    LocalContext.blocks.set(site.page)
    with pytest.raises(InvalidPathError, match="not uploaded by a user"):
        await site.page.preprocess_data(
            function, [[{"path": "/etc/passwd", "meta": FILE_META}]], None
        )


def test_an_upload_without_a_form_is_refused(site: Site) -> None:
    client = site.browser()
    many = [("files", (f"{number}.txt", b"x")) for number in range(21)]
    assert client.post(UPLOAD, files=many).status_code == 413
    with_a_field = [("files", ("a.txt", b"x")), ("x", (None, b"y"))]
    assert client.post(UPLOAD, files=with_a_field).status_code == 413
    assert client.post(UPLOAD, data={"files": "x"}).status_code == 413
    nothing = client.post(UPLOAD, content=b"x")
    assert (nothing.status_code, nothing.json()) == (200, [])
