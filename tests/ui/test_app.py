"""The server as a browser, a program and a stranger meet it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import Write
from documents.pdfs import Piece, draw
from fastapi import APIRouter
from loccit.index import Index
from loccit.rag import ChatInput, answer_question
from loccit.ui.guard.accounts import Accounts, set_account
from loccit.ui.guard.credentials import Credentials
from loccit.ui.server.app import ServeOptions, create_app
from loccit.ui.service import Service
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from visits.servers import HOME, Clock, FakeService, client_of, page_over, service_over

HOSTILE = "<html><body><script>alert(1)</script><p>Pirates wait off the coast today.</p></html>"
QUESTION = "Where do the ships wait?"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeService]:
    folder = tmp_path_factory.mktemp("served")
    docs = folder / "docs"
    docs.mkdir()
    (docs / "ships.txt").write_text("The ships wait in the harbour. A café opens at nine.")
    (docs / "old.txt").write_bytes("The café closed in winter, né.".encode("latin-1"))
    (docs / "page.html").write_text(HOSTILE)
    (docs / "é ü.txt").write_text("A name with signs in it is no obstacle.")
    (docs / "report.pdf").write_bytes(draw([Piece(0, 60, 80, "A report on ships in harbours.")]))
    with zipfile.ZipFile(docs / "notes.zip", "w") as archive:
        archive.writestr("inner.txt", "Notes on the ships of the fleet.")
    (folder / "secret.txt").write_text("A secret that lies outside of the folder.")
    (docs / "link.txt").symlink_to(folder / "secret.txt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder / "uploaded"))
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
        yield service_over(folder / "index", docs)


@pytest.fixture(scope="module")
def client(service: FakeService) -> TestClient:
    return client_of(service, allowed_hosts=("Docs.example",), questions_per_minute=10_000)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/config"),
        ("GET", "/theme.css"),
        ("GET", "/nowhere"),
        ("GET", "/api/documents"),
        ("GET", "/api/nowhere"),
        ("GET", "/originals/ships.txt"),
        ("GET", "/text/nowhere"),
        ("POST", "/api/ask"),
        ("GET", "/gradio_api/file=http://example.com"),
        ("GET", "/gradio_api/file=/etc/passwd"),
    ],
)
def test_every_answer_has_the_headers(client: TestClient, method: str, path: str) -> None:
    headers = client.request(method, path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_failure_has_the_headers_and_tells_nothing(
    service: FakeService, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(index: Index) -> None:
        raise RuntimeError("/a/secret/place")

    client = client_of(service)
    monkeypatch.setattr(Index, "listing", fail)
    answer = client.get("/api/documents")
    assert answer.status_code == 500
    assert "content-security-policy" in answer.headers
    assert "secret" not in answer.text
    assert "/a/secret/place" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("127.0.0.1:7860", 200),
        ("[::1]:7860", 200),
        ("docs.example", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("localhost@evil.example", 400),
        ("evil.example@localhost", 400),
        ("localhost/evil", 400),
        ("localhost:x", 400),
        ("[", 400),
        ("", 400),
    ],
)
def test_only_known_hosts_are_answered(client: TestClient, host: str, status: int) -> None:
    answer = client.get("/api/documents", headers={"host": host})
    assert answer.status_code == status
    if status == 400:
        assert "--allow-host" in answer.json()["error"]


def test_a_forwarded_host_must_be_known_too(client: TestClient) -> None:
    assert client.get("/", headers={"x-forwarded-host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:1", "http://["]
)
def test_pages_of_other_sites_send_nothing_and_read_nothing(
    client: TestClient, origin: str
) -> None:
    asked = {"question": QUESTION}
    for path in ("/api/ask", "/gradio_api/queue/join", "/gradio_api/upload", "/sign-in"):
        assert client.post(path, json=asked, headers={"origin": origin}).status_code == 403
    preflight = {"origin": origin, "access-control-request-method": "POST"}
    assert client.options("/api/ask", headers=preflight).status_code == 403
    read = client.get("/config", headers={"origin": origin})
    assert not [name for name in read.headers if name.startswith("access-control")]


def test_its_own_page_may_send(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}, headers={"origin": HOME})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://example.com/a.png",
        "/gradio_api/file=HTTPS://example.com/a.png",
        "/gradio_api/file=%68ttp%3A%2F%2Fexample.com",
        "/gradio_api/file=%2568ttp://example.com",
        "/gradio_api/file%3Dhttp://example.com",
        "//gradio_api//file=http://example.com",
        "/Gradio_API/File=http://example.com",
        "/gradio_api/file=//example.com/a.png",
        "/gradio_api/file/http://example.com",
        "/gradio_api/file=ftp://example.com",
        "/gradio_api/file=relative.txt",
        "/gradio_api/proxy=http://example.com",
        "/gradio_api/proxy=https://x.hf.space/a",
    ],
)
def test_no_address_is_fetched_however_it_is_spelled(client: TestClient, path: str) -> None:
    for method in ("GET", "HEAD"):
        assert client.request(method, f"{HOME}{path}").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/login",
        "/logout",
        "/openapi.json",
        "/monitoring",
        "/monitoring/summary",
        "/gradio_api/runs",
        "/gradio_api/token",
        "/gradio_api/openapi.json",
        "/gradio_api/call/lambda",
        "/gradio_api/run/predict",
        "/gradio_api/component_server",
        "/gradio_api/vibe-code",
        "/gradio_api/custom_component/x/server/y/z",
        "/gradio_api/deep_link",
        "/gradio_api/dev/reload",
        "/gradio_api/mcp/schema",
        "/gradio_api/stream/x/y/1/playlist-file",
    ],
)
def test_what_the_page_does_not_need_is_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == client.post(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("TRACE", "/api/ask", "POST"),
        ("GET", "/api/search", "POST"),
        ("PUT", "/api/documents", "GET"),
        ("DELETE", "/originals/ships.txt", "GET"),
        ("POST", "/report", "GET"),
    ],
)
def test_a_path_is_asked_by_its_own_method(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert f"expected {allowed}" in answer.json()["error"]


@pytest.mark.parametrize("path", ["/text/a%0ab", "/originals/%00", "/api/%7f", "/%1b"])
def test_no_path_has_control_characters(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, "error" in answer.json()) == (404, True)


def test_a_websocket_is_refused(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/gradio_api/queue/join"):
        pass


def test_further_routes_stand_behind_the_guard(service: FakeService, accounts: Accounts) -> None:
    router = APIRouter()
    router.get("/documents/{name}")(lambda name: {"shown": name})
    options = ServeOptions(accounts=accounts)
    app = create_app(service, page_over(service), options, routers=[router])
    client = TestClient(app, base_url=HOME)
    assert client.get("/documents/a").status_code == 401
    answer = client.get("/documents/a", auth=("ann", "correct horse"))
    assert answer.json() == {"shown": "a"}
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")


def test_uploads_are_given_back_to_who_sent_them(client: TestClient) -> None:
    sent = client.post("/gradio_api/upload", files={"files": ("a.txt", b"The ships wait.")})
    (path,) = sent.json()
    assert client.get(f"/gradio_api/file={path}").content == b"The ships wait."
    for path_ in ("/etc/hostname", f"{path}/../../../../etc/hostname"):
        assert client.get(f"{HOME}/gradio_api/file={path_}").status_code == 403


def test_large_requests_are_refused_before_they_are_read(service: FakeService) -> None:
    client = client_of(service, max_upload_bytes=1000)
    assert client.post("/api/ask", content=b" " * 1_100_000).status_code == 400
    assert client.post("/api/ask", content=b" " * 17_000_000).status_code == 413
    upload = client.post("/gradio_api/upload", files={"files": b"x" * 2000})
    assert upload.status_code == 413
    assert client.post("/api/ask", content=iter([b"{}"])).status_code == 411


@pytest.mark.parametrize(
    "asked",
    [
        ChatInput(QUESTION),
        ChatInput("And when?", (("Where do the ships wait?", "In the harbour."),)),
        ChatInput(QUESTION, filters={"in": "*.pdf"}),
        ChatInput("Which documents are there?"),
    ],
)
def test_the_api_gives_the_one_answer(
    client: TestClient, service: FakeService, asked: ChatInput
) -> None:
    body = {"question": asked.question, "history": asked.history, "filters": asked.filters}
    answer = client.post("/api/ask", json=body).json()
    expected = answer_question(service.index, asked, service.config).to_dict()
    assert answer.keys() == expected.keys()
    assert {**answer, "timings_ms": {}} == _as_json({**expected, "timings_ms": {}})


def _as_json(value: object) -> object:
    return json.loads(json.dumps(value))


def test_search_is_retrieval_alone(client: TestClient) -> None:
    response = client.post("/api/search", json={"question": " harbour ", "k": 2}).json()
    assert response["question"] == "harbour"
    assert [hit["rank"] for hit in response["hits"]] == [1, 2]


def test_documents_are_listed_with_their_passages(client: TestClient, service: FakeService) -> None:
    listed = client.get("/api/documents").json()["documents"]
    assert [document["name"] for document in listed] == service.index.names
    assert listed[0].keys() == {"name", "title", "author", "date", "passages"}
    counted = [len(list(service.index.passages(document))) for document in service.index.listing()]
    assert [document["passages"] for document in listed] == counted


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not valid JSON"),
        (b"\xff", "is not valid JSON"),
        (b"[" * 100_000, "is not valid JSON"),
        (b'{"question": "\\ud800"}', "is not valid JSON"),
        (b"[]", "of type list; expected a JSON object"),
        (b"{}", "the question is of type NoneType; expected text"),
        (b'{"question": " "}', "the question is empty"),
        (b'{"question": "Who?", "k": 3}', "the key 'k'"),
        (b'{"question": "Who?", "history": 7}', "the history is of type int"),
        (b'{"question": "Who?", "history": [["a"]]}', "turn 1 of the history"),
        (b'{"question": "Who?", "filters": []}', "filters is of type list"),
        (b'{"question": "Who?", "filters": {"x": "y"}}', "filter 'x' is 'y'"),
        (b'{"question": "Who?", "filters": {"after": "soon"}}', "after is 'soon'"),
    ],
)
def test_a_wrong_request_is_told_in_the_errors_own_words(
    client: TestClient, content: bytes, message: str
) -> None:
    answer = client.post("/api/ask", content=content)
    assert answer.status_code == 400
    assert message in answer.json()["error"]


def test_a_whole_number_of_json_may_have_a_point(client: TestClient) -> None:
    answer = client.post("/api/search", json={"question": "ships", "k": 2.0})
    assert len(answer.json()["hits"]) == 2


@pytest.mark.parametrize("k", [0, 101, "3", 1.5, True, None, 1e300])
def test_k_is_a_number_in_bounds(client: TestClient, k: object) -> None:
    answer = client.post("/api/search", json={"question": "Who?", "k": k})
    assert (answer.status_code, "expected a whole number" in answer.text) == (400, True)


def test_a_client_that_asks_too_often_is_told_how_long_to_wait(service: FakeService) -> None:
    clock = Clock()
    client = client_of(service, clock)
    for _ in range(5):
        assert client.post("/api/search", json={"question": "ships"}).status_code == 200
    refused = client.post("/api/ask", json={"question": "ships"})
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "12"
    assert "Try again in 12 s" in refused.json()["error"]
    assert client.get("/api/documents").status_code == 200
    clock.now += 12
    assert client.post("/api/ask", json={"question": "ships"}).status_code == 200


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    file = tmp_path_factory.mktemp("accounts") / "accounts"
    set_account(file, "ann", "correct horse")
    return Accounts.read(file)


@pytest.fixture
def closed(service: FakeService, accounts: Accounts) -> TestClient:
    return client_of(service, accounts=accounts)


def test_nothing_of_the_documents_is_shown_before_signing_in(
    closed: TestClient, service: Service
) -> None:
    assert closed.get("/").headers["location"] == "sign-in"
    shown = closed.get("/sign-in")
    assert shown.status_code == 200
    assert not [name for name in service.index.names if name in shown.text]
    for path in ("/config", "/gradio_api/info", "/gradio_api/file=/etc/hosts", "/api/documents"):
        assert closed.get(path).status_code == 401, path
    for path in ("/gradio_api/queue/join", "/gradio_api/upload", "/api/ask"):
        assert closed.post(path, json={}).status_code == 401, path
    for path in ("/originals/ships.txt", "/text/ships.txt"):
        answer = closed.get(path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic ")


def test_who_signs_in_on_the_page_may_open_documents_and_ask(closed: TestClient) -> None:
    for name, password in (("ann", "wrong"), ("eve", "correct horse")):
        refused = closed.post("/sign-in", data={"username": name, "password": password})
        assert (refused.status_code, "Wrong name or password" in refused.text) == (400, True)
    assert closed.get("/text/ships.txt").status_code == 401
    signed = closed.post("/sign-in", data={"username": "ann", "password": "correct horse"})
    assert (signed.status_code, signed.headers["location"]) == (303, "./")
    (cookie,) = signed.headers.get_list("set-cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert closed.get("/").status_code == 200
    assert closed.get("/sign-in").headers["location"] == "./"
    assert closed.get("/config").json()["username"] == "ann"
    assert "harbour" in closed.get("/text/ships.txt").text
    assert closed.get("/originals/ships.txt").status_code == 200
    assert closed.post("/api/ask", json={"question": QUESTION}).status_code == 200
    for path in ("/sign-out", "/logout"):
        closed.get(path)
    assert closed.get("/text/ships.txt").status_code == 200
    assert closed.post("/sign-out").headers["location"] == "./sign-in"
    assert closed.get("/text/ships.txt").status_code == 401


def test_a_cookie_of_nobodys_opens_nothing(closed: TestClient) -> None:
    closed.get("/sign-in")
    for value in ("", "None", "x"):
        cookie = f"{closed.app.state.cookie}={value}"  # type: ignore[attr-defined]
        assert closed.get("/api/documents", headers={"cookie": cookie}).status_code == 401


def test_programs_send_a_name_and_a_password(closed: TestClient) -> None:
    for auth, status in (
        (("ann", "correct horse"), 200),
        (("ann", "wrong"), 401),
        (("eve", "correct horse"), 401),
    ):
        assert closed.get("/api/documents", auth=auth).status_code == status
    assert closed.get("/config", auth=("ann", "correct horse")).status_code == 401
    for sent in ("Basic", "Basic !", "Basic /w==", "Basic YW5u", "Bearer x"):
        answer = closed.get("/api/documents", headers={"authorization": sent})
        assert answer.status_code == 401


def test_passwords_cannot_be_tried_without_end(
    service: FakeService, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Attempts are allowed again while a busy machine computes hashes, unless its clock stands.
    monkeypatch.setattr("loccit.ui.server.app.Credentials", partial(Credentials, clock=Clock()))
    closed = client_of(service, accounts=accounts)

    def attempt() -> int:
        return closed.get("/api/documents", auth=("ann", "wrong")).status_code

    assert [attempt() for _ in range(12)] == [401] * 10 + [429] * 2
    form = {"username": "ann", "password": "correct horse"}
    assert closed.post("/sign-in", data=form).status_code == 429


@pytest.mark.parametrize("name", ["ships.txt", "é ü.txt", "old.txt", "page.html"])
def test_a_text_is_shown_as_it_is_on_disk(
    client: TestClient, service: FakeService, name: str
) -> None:
    answer = client.get(f"/originals/{name}")
    assert answer.content == service.index.document(name).path.read_bytes()
    kind = answer.headers["content-type"]
    assert kind == ("text/plain" if name == "old.txt" else "text/plain; charset=utf-8")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_what_is_no_text_is_only_downloaded(client: TestClient) -> None:
    answer = client.get("/originals/report.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''report.pdf"


def test_a_page_of_a_pdf_is_a_picture(client: TestClient) -> None:
    shown = client.get("/pages/report.pdf?number=1")
    assert "Page 1 of 1" in shown.text
    assert 'src="/pictures/report.pdf?number=1"' in shown.text
    answer = client.get("/pictures/report.pdf?number=1")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    for picture_response in (shown, answer):
        assert picture_response.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("report.pdf?number=2", "no page 2; it has 1"),
        ("report.pdf?number=0", "no page 0; it has 1"),
        ("ships.txt?number=1", "no page 1; it has 0"),
        ("nowhere.pdf?number=1", "has no document"),
    ],
)
def test_a_page_that_is_not_there(client: TestClient, place: str, why: str) -> None:
    for path in ("pages", "pictures"):
        answer = client.get(f"/{path}/{place}")
        assert answer.status_code == 404
        assert why in answer.json()["error"]


def test_the_indexed_text_is_plain(client: TestClient, service: FakeService) -> None:
    for name in service.index.names:
        answer = client.get(f"/text/{name}")
        assert answer.text == service.index.document(name).text
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere.txt", "has no document"),
        ("%2e%2e/secret.txt", "has no document"),
        ("..%2fsecret.txt", "has no document"),
        ("/etc/passwd", "has no document"),
        ("%00", "no such path"),
        ("notes.zip", "has no document"),
        ("notes.zip/inner.txt", "no file of its own"),
        ("link.txt", "has no document"),
    ],
)
def test_no_other_file_is_given(client: TestClient, name: str, why: str) -> None:
    answer = client.get(f"{HOME}/originals/{name}")
    assert answer.status_code == 404
    assert why in answer.json()["error"]


def test_a_file_that_changed_or_went_is_refused(write: Write, tmp_path: Path) -> None:
    file = write("docs/a.txt", "The ships wait in the harbour.")
    client = client_of(service_over(tmp_path / "index", tmp_path / "docs"))
    assert client.get("/originals/a.txt").status_code == 200
    file.write_text("The ships left the other day..")
    answer = client.get("/originals/a.txt")
    assert (answer.status_code, "has changed since" in answer.text) == (404, True)
    file.unlink()
    answer = client.get("/originals/a.txt")
    assert (answer.status_code, "was moved" in answer.text) == (404, True)
    secret = write("secret.txt", "The ships wait in the harbour.")
    file.symlink_to(secret)
    answer = client.get("/originals/a.txt")
    assert (answer.status_code, "a link out of" in answer.text) == (404, True)
    assert client.get("/text/a.txt").text == "The ships wait in the harbour."
