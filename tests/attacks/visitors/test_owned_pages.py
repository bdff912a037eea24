"""A page and a conversation belong to one visitor: nobody uses, watches or ends another's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from loccit.ui.guard.accounts import Accounts, set_account
from loccit.ui.guard.visitors import Visitors
from loccit.ui.page.conversations import Conversations
from loccit.ui.page.turns import Turn, bounded, stored_turns
from loccit.ui.server.mount import GradioSessions
from starlette.testclient import TestClient
from visits.servers import Clock, service_over
from visits.strangers import JOIN, Site, join, outputs, visitor

QUESTION = "Where do the ships wait?"


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    file = tmp_path_factory.mktemp("accounts") / "accounts"
    for name in ("ann", "ben"):
        set_account(file, name, "correct horse")
    return Accounts.read(file)


@pytest.fixture
def site(tmp_path: Path, accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> Site:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "ships.txt").write_text("The ships wait in the harbour.")
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploaded"))
    return Site(service_over(tmp_path / "index", docs), accounts)


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with site.served() as address:
        yield address


def of(site: Site, name: str) -> int:
    """The number of the page's only event of such a function."""
    (number,) = [n for n, fn in site.page.fns.items() if fn.name == name]
    return number


def asked(client: httpx.Client, site: Site, question: str, session: str) -> str:
    """The conversation as the page shows it after a question."""
    number = next(n for n, fn in site.page.fns.items() if fn.name == "ask")
    values = [question, None, None, "", "", "", 8, 4]
    outputs(client, number, values, session)
    return shown(client, site, session)


def shown(client: httpx.Client, site: Site, session: str) -> str:
    """The conversation that a page begins with in a session."""
    return str(outputs(client, of(site, "restore"), [None, None], session)[0])


def test_a_page_is_its_first_visitors(site: Site, address: str) -> None:
    ann, ben = visitor(address, "ann"), visitor(address, "ben")
    assert "harbour" in asked(ann, site, QUESTION, "a-page")
    refused = [
        join(ben, of(site, "restore"), [None, None], "a-page"),
        ben.get("/gradio_api/queue/data", params={"session_hash": "a-page"}),
        ben.get("/gradio_api/heartbeat/a-page"),
        ben.post(
            "/gradio_api/cancel", json={"session_hash": "a-page", "fn_index": 0, "event_id": "x"}
        ),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4
    assert "harbour" not in shown(ben, site, "a-page-of-ben")


@pytest.mark.parametrize("session", ["", "a/b", "a" * 65, "ä", None, 3, ["s"]])
def test_a_session_has_a_plain_name(site: Site, session: Any) -> None:
    event = {"fn_index": 0, "data": [], "session_hash": session}
    assert site.browser("ann").post(JOIN, json=event).status_code == 403


def test_an_event_is_ended_by_its_own_page_alone(site: Site, address: str) -> None:
    ann, ben = visitor(address, "ann"), visitor(address, "ben")
    (begun,) = [join(ann, of(site, "restore"), [None, None], "mine").json()["event_id"]]
    join(ben, of(site, "restore"), [None, None], "theirs")
    ended = {"session_hash": "theirs", "fn_index": 0, "event_id": begun}
    assert ben.post("/gradio_api/cancel", json=ended).json() == {"success": True}
    assert begun in site.page._queue.pending_event_ids_session["mine"]
    for body in (b"", b"[]", b'{"session_hash": 1}', json.dumps({**ended, "x": 1}).encode()):
        assert ben.post("/gradio_api/cancel", content=body).status_code == 403


def test_what_no_page_takes_is_bounded_and_let_go(site: Site, address: str) -> None:
    ann = visitor(address, "ann")
    answers = [join(ann, of(site, "restore"), [None, None], "mine") for _ in range(42)]
    assert [answer.status_code for answer in answers] == [200] * 40 + [503] * 2
    assert "too many pending events" in answers[-1].json()["error"]
    sessions, clock = GradioSessions(site.page), Clock()
    queue = site.page._queue
    for wait, is_kept in ((0.0, True), (290.0, True), (20.0, False)):
        clock.now += wait
        sessions.expire(clock.now)
        assert ("mine" in queue.pending_messages_per_session) == is_kept
    assert join(ann, of(site, "restore"), [None, None], "mine").status_code == 200


def test_the_next_account_on_a_browser_sees_nothing_of_the_last(site: Site, address: str) -> None:
    browser = visitor(address, "ann")
    assert "harbour" in asked(browser, site, QUESTION, "first")
    assert "harbour" in shown(browser, site, "reloaded")
    ended = browser.post("/sign-out")
    assert ended.headers["clear-site-data"] == '"cache", "storage"'
    assert join(browser, of(site, "restore"), [None, None], "reloaded").status_code == 401
    form = {"username": "ben", "password": "correct horse"}
    signed = browser.post("/sign-in", data=form)
    assert signed.headers["clear-site-data"] == '"cache", "storage"'
    assert join(browser, of(site, "restore"), [None, None], "first").status_code == 200
    assert "harbour" not in shown(browser, site, "second")
    assert "harbour" not in shown(visitor(address, "ann"), site, "third")


def test_one_account_at_a_time_is_signed_in(site: Site) -> None:
    browser = site.browser("ann")
    cookie = dict(browser.cookies)
    browser.post("/sign-in", data={"username": "ben", "password": "correct horse"})
    assert dict(browser.cookies) != cookie
    stolen = TestClient(site.app, base_url="http://localhost:7860", cookies=cookie)
    assert stolen.get("/api/documents").status_code == 401


def test_with_accounts_the_browser_is_given_no_storage_and_no_key(site: Site) -> None:
    config = site.browser("ann").get("/config").text
    assert "browserstate" not in config
    assert "secret" not in config


def test_a_page_elsewhere_signs_nobody_out_or_in(site: Site) -> None:
    browser = site.browser("ann")
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        for path in ("/sign-out", "/sign-in"):
            assert browser.post(path, headers=headers).status_code == 403
    for path in ("/sign-out", "/logout"):
        browser.get(path)
    assert browser.get("/api/documents").status_code == 200


def test_a_forged_conversation_is_let_go_or_bounded(site: Site) -> None:
    answer = {
        "text": "x" * 100_000,
        "abstained": False,
        "standalone_question": "?",
        "citations": [],
        "hits": [],
        "disagreements": [],
    }
    turn = Turn(question="?", answer=answer, error=None)
    assert 0 < len(json.dumps(stored_turns([turn] * 30))) < 1_100_000
    assert bounded([{**turn, "question": "x" * 2_000_000}]) == []
    deep: Any = []
    for _ in range(100):
        deep = [deep]
    citation = {"number": 1, "answer_start": 0, "answer_end": 1, "start": 0, "end": 1}
    for broken in (
        {"hits": deep},
        {"citations": [{**citation, "number": "<b>"}]},
        {"citations": [3]},
        {"citations": [{**citation, "start": True}]},
        {"text": 3},
        {"abstained": "no"},
    ):
        assert stored_turns([{**turn, "answer": {**answer, **broken}}]) == []
    assert stored_turns([{**turn, "more": "x" * 1000}]) == []


def test_visitors_come_and_go() -> None:
    clock, forgotten = Clock(), []
    visitors = Visitors(
        "x", lambda sessions, folder: forgotten.append((list(sessions), folder)), clock
    )
    newcomer = visitors.create("a")
    assert visitors.find(newcomer.token) == newcomer
    assert visitors.find("x") is None is visitors.find(None)
    for number in range(60):
        assert visitors.owns(newcomer, f"s{number}")
    assert forgotten == [([f"s{number}"], None) for number in range(40)]
    assert visitors.owns(visitors.create("b"), "s39")
    assert not visitors.owns(visitors.create("b"), "s40")
    clock.now += 24 * 3600 + 1
    visitors.expire()
    assert ([f"s{number}" for number in range(40, 60)], newcomer.folder) in forgotten
    assert visitors.owns(visitors.create("b"), "s40")


def test_a_conversation_is_kept_for_a_day() -> None:
    clock = Clock()
    conversations = Conversations(clock)
    turn = Turn(question="?", answer=None, error="no")
    conversations.keep("ann", [turn])
    conversations.expire()
    assert conversations.of("ann") == [turn]
    clock.now += 24 * 3600 + 1
    conversations.expire()
    assert conversations.of("ann") == []


def test_one_address_crowds_out_itself_alone() -> None:
    visitors = Visitors()
    guest, first = visitors.create("guest"), visitors.create("crowd")
    for _ in range(500):
        visitors.create("crowd")
    assert visitors.find(first.token) is None
    assert visitors.find(guest.token) == guest
