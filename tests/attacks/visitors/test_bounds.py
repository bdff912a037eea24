"""Nothing that a visitor asks holds a thread, memory or disk without bound."""

from __future__ import annotations

import asyncio
import io
import json
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from documents.pdfs import Piece, draw
from loccit.index import DocumentError, Index, UsageError
from loccit.index.generations.current import KEPT
from loccit.ui.guard.paths import Access, access
from loccit.ui.guard.rate import RateLimit
from loccit.ui.guard.uploads import UploadRefused, Uploads
from loccit.ui.guard.visitors import Visitors
from loccit.ui.page.feedback import FILE, Feedback
from loccit.ui.page.turns import Turn
from loccit.ui.server.app import ServeOptions, create_app
from loccit.ui.server.page_images import PageImages
from loccit.ui.server.routes import viewer_routes
from loccit.ui.work import Busy, Workers
from visits.servers import HOME, Clock, FakeService, page_over, service_over
from visits.strangers import JOIN, UPLOAD, Site, uploaded


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeService:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "ships.txt").write_text("The ships wait in the harbour.")
    pages = [Piece(0, 60, 80, "A report on ships."), Piece(1, 60, 80, "Its second page.")]
    (docs / "report.pdf").write_bytes(draw(pages))
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploaded"))
    return service_over(tmp_path / "index", docs)


class SlowParser:
    """Draws when it is allowed to."""

    def __init__(self, picture: Callable[[int], bytes]) -> None:
        self._picture = picture
        self.is_allowed = threading.Event()
        self.begun: list[int] = []

    def __call__(self) -> SlowParser:
        return self

    def __enter__(self) -> SlowParser:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def picture(self, content: bytes, number: int) -> bytes:
        self.begun.append(number)
        assert self.is_allowed.wait(30)
        return self._picture(number)


@asynccontextmanager
async def asking(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=HOME, timeout=30) as client:
        yield client


def drawing(service: FakeService, parser: SlowParser) -> Any:
    routes = viewer_routes(service, PageImages(parser))  # type: ignore[arg-type]
    options = ServeOptions(questions_per_minute=10_000)
    return create_app(service, page_over(service), options, None, [routes])


async def test_a_heavy_page_is_drawn_once_and_holds_up_nobody(service: FakeService) -> None:
    parser = SlowParser(lambda number: b"\x89PNG")
    async with asyncio.TaskGroup() as tasks, asking(drawing(service, parser)) as client:
        path = "/pictures/report.pdf?number=1"
        begun = [tasks.create_task(client.get(path)) for _ in range(60)]
        while not parser.begun:
            await asyncio.sleep(0.01)
        others = ["/api/documents", "/text/ships.txt", "/documents/ships.txt", "/report", "/"]
        for request in others:
            assert (await client.get(request)).status_code == 200
        asked = await client.post("/api/ask", json={"question": "Where do the ships wait?"})
        assert asked.status_code == 200
        assert not any(task.done() for task in begun)
        parser.is_allowed.set()
        assert {(await task).status_code for task in begun} == {200}
        assert (await client.get(path)).status_code == 200
    assert parser.begun == [1]


async def test_a_page_that_cannot_be_drawn_is_not_tried_again_at_once(
    service: FakeService,
) -> None:
    def fail(number: int) -> bytes:
        raise DocumentError("took more than 8 seconds")

    parser = SlowParser(fail)
    parser.is_allowed.set()
    async with asking(drawing(service, parser)) as client:
        for _ in range(3):
            answer = await client.get("/pictures/report.pdf?number=2")
            assert (answer.status_code, "more than 8 seconds" in answer.text) == (404, True)
    assert parser.begun == [2]


async def test_work_is_refused_where_too_much_waits() -> None:
    workers, gate = Workers("things are done", 1, 1, 30.0), threading.Event()
    tasks = [asyncio.create_task(workers.run(gate.wait)) for _ in range(2)]
    await asyncio.sleep(0.05)
    with pytest.raises(Busy, match="too many things are done; try again"):
        await workers.run(gate.wait)
    gate.set()
    assert await asyncio.gather(*tasks) == [True, True]
    assert await workers.run(lambda: 3) == 3


async def test_work_waits_no_longer_than_its_patience() -> None:
    workers, gate = Workers("things are done", 1, 5, 0.05), threading.Event()
    first = asyncio.create_task(workers.run(gate.wait))
    await asyncio.sleep(0.01)
    done: list[int] = []
    with pytest.raises(Busy):
        await workers.run(lambda: done.append(1))
    gate.set()
    assert await first
    assert await workers.run(lambda: len(done)) == 0


async def test_busy_is_503_with_a_time_to_wait(service: FakeService) -> None:
    app = drawing(service, SlowParser(lambda number: b""))
    service.work.reading._most = service.work.answering._most = 0
    async with asking(app) as client:
        asked = {"question": "Who?"}
        answers = [
            await client.post("/api/ask", json=asked),
            await client.post("/api/search", json=asked),
            *[await client.get(path) for path in ("/report", "/text/ships.txt", "/api/documents")],
        ]
    assert {answer.status_code for answer in answers} == {503}
    assert all(answer.headers["retry-after"] == "2" for answer in answers)


def test_every_path_that_is_answered_is_counted(service: FakeService) -> None:
    site = Site(service, questions_per_minute=1)
    client = site.browser()
    while client.get("/text/ships.txt").status_code != 429:
        pass
    named = {path: path.translate({ord("{"): None, ord("}"): None}) for path, _ in site.routes()}
    paths = {path.replace(":path", "") for path in named.values()}
    heavy = {path for path in paths if access(path) not in {Access.CLOSED, Access.FETCH}}
    assert {JOIN, UPLOAD, "/api/ask", "/report", "/pictures/name", "/api/openapi.json"} <= heavy
    for path in sorted(heavy):
        is_static = path.startswith(("/assets/", "/static/", "/svelte/", "/pwa_icon"))
        answers = [client.get(path) for _ in range(12 if is_static else 1)]
        assert answers[-1].status_code == 429, path
        assert int(answers[-1].headers["retry-after"]) >= 1


def test_a_long_body_costs_more(service: FakeService) -> None:
    site = Site(service, questions_per_minute=60)
    client = site.browser()
    body = b" " * 3_000_000
    codes = [client.post(JOIN, content=body).status_code for _ in range(11)]
    assert 429 in codes


def test_uploads_have_an_owner_a_quota_and_a_time(tmp_path: Path) -> None:
    clock = Clock()
    visitors, uploads = Visitors(), Uploads(tmp_path, 100, clock)
    ann, ben = visitors.create("a"), visitors.create("b")
    again = visitors.create("a")
    with uploads.room(ann, 100):
        first = uploads.keep(ann, "a.txt", io.BytesIO(b"x" * 100))
    with uploads.room(ann, 60), pytest.raises(UploadRefused, match=r"160 bytes .* limit is 200"):
        uploads.room(again, 60).__enter__()
    for number in range(9):
        stranger = visitors.create(f"c{number}")
        with uploads.room(stranger, 100):
            uploads.keep(stranger, "c.txt", io.BytesIO(b"x" * 100))
    with pytest.raises(UploadRefused, match="limit is 1,000"):
        uploads.room(ben, 1).__enter__()
    assert uploads.owned(ann, str(first)) == first
    assert uploads.owned(again, str(first)) is None
    clock.now += 901
    with uploads.room(ben, 1):
        pass
    assert uploads.owned(ann, str(first)) is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_was_added_takes_no_room_any_more(tmp_path: Path) -> None:
    uploads, visitor = Uploads(tmp_path, 100), Visitors().create("a")
    for _ in range(5):
        with uploads.room(visitor, 100):
            uploads.keep(visitor, "a.txt", io.BytesIO(b"x" * 100)).unlink()
    uploads.expire()
    assert not list((tmp_path / "visitors").iterdir())


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", fail)
    with pytest.raises(UploadRefused, match="No space left on device; try again later"):
        Uploads(tmp_path, 100).keep(Visitors().create("a"), "a.txt", io.BytesIO(b"x"))
    assert not list((tmp_path / "visitors").iterdir())


def test_a_visitor_that_leaves_takes_its_uploads_along(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path, 100)
    visitor = Visitors().create("a")
    path = uploads.keep(visitor, "a.txt", io.BytesIO(b"x"))
    uploads.forget("another")
    assert path.exists()
    uploads.forget(visitor.folder)
    assert not path.exists()


def test_uploads_that_nobody_adds_do_not_fill_the_disk(
    service: FakeService, tmp_path: Path
) -> None:
    client = Site(service, max_upload_bytes=10_000).browser()
    uploaded(client, "a.txt", b"x" * 9_000)
    uploaded(client, "b.txt", b"x" * 9_000)
    refused = client.post(UPLOAD, files={"files": ("c.txt", b"x" * 9_000)})
    assert (refused.status_code, "are pending already" in refused.text) == (413, True)
    kept = [path for path in (tmp_path / "uploaded").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in kept) == 18_000


def turn_on(index: Index, quote: str) -> Turn:
    start = index.document("ships.txt").text.index(quote)
    citation = {
        "number": 1,
        "document": "ships.txt",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
    }
    answer = {
        "text": quote * 100_000,
        "abstained": False,
        "standalone_question": "?" * 100_000,
        "citations": [citation],
    }
    return Turn(question="?" * 100_000, answer=answer, error=None)


def test_feedback_is_bounded_and_of_true_citations(
    service: FakeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feedback, index = Feedback(tmp_path), service.index
    turn = turn_on(index, "The ships wait")
    feedback.keep(index, turn, True, "n" * 100_000, "ann")
    file = tmp_path / KEPT / FILE
    assert file.stat().st_size < 40_000
    assert turn["answer"]
    (citation,) = turn["answer"]["citations"]
    for forged in (
        {"quote": "x" * 1_000_000},
        {"quote": "The ships sink"},
        {"quote": 3},
        {"document": "nowhere.txt"},
        {"document": ["ships.txt"]},
        {"start": -1},
    ):
        answer = {**turn["answer"], "citations": [{**citation, **forged}]}
        with pytest.raises(UsageError, match="have changed since this answer"):
            feedback.keep(index, {**turn, "answer": answer}, True, "", "ann")
    assert len(file.read_text().splitlines()) == 1
    monkeypatch.setattr("loccit.ui.page.feedback._MOST_BYTES", file.stat().st_size + 10)
    with pytest.raises(UsageError, match="operator to move"):
        feedback.keep(index, turn, True, "", "ann")
    assert [json.loads(line)["tags"] for line in file.read_text().splitlines()] == [["liked"]]


def test_nobody_fills_the_feedback_for_the_others(service: FakeService, tmp_path: Path) -> None:
    feedback, turn = Feedback(tmp_path), turn_on(service.index, "The ships wait")
    file = tmp_path / KEPT / FILE
    feedback.keep(service.index, turn, True, "", "ann")
    for _ in range(1_000_000 // file.stat().st_size - 1):
        feedback.keep(service.index, turn, True, "", "ann")
    with pytest.raises(UsageError, match="rated too many answers"):
        feedback.keep(service.index, turn, True, "", "ann")
    assert file.stat().st_size <= 1_000_000
    feedback.keep(service.index, turn, True, "", "ben")


def test_a_search_and_a_judgement_are_counted_as_questions(service: FakeService) -> None:
    from loccit.ui.guard.rate import RateLimited
    from loccit.ui.page.ask_tab import _rating
    from loccit.ui.page.documents_tab import _searching

    class Request:
        client = None
        username = None

    limit = RateLimit(1, clock=Clock())
    limit.check("unknown")
    with pytest.raises(RateLimited):
        limit.check("unknown")
    assert "Try again in" in _searching(service, limit.check)("ships", Request())
    turn = turn_on(service.index, "The ships wait")
    message, note = _rating(service, limit.check, True)([turn], "mine", Request())  # type: ignore[arg-type]
    assert ("Try again in" in message, note) == (True, "mine")
