"""The page in a real browser: a person asks, looks at sources, adds and removes documents.

Every request of every test is looked at: none may leave this computer.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from conftest import ROOT
from evals import keep_run, result
from loccit.eval import Example, Response, Result
from loccit.index import Encoder, Index, build_index
from loccit.rag import Answer, ChatInput
from loccit.ui.guard.accounts import set_account
from loccit.ui.page.page import LOOK, build_page
from loccit.ui.server.app import ServeOptions, create_app
from loccit.ui.server.routes import viewer_routes
from loccit.ui.server.run import listen
from loccit.ui.service import Service

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium on this computer")

CORPUS = ROOT / "corpus"
HOSTILE = """Dragon <img src=x onerror=alert(1)> ![spy](http://spy.example/t.png)

The dragon <script>alert(1)</script> of Kish is \u202eeltrut a\u202c called
[Nimbus](javascript:alert(1)) & <iframe src="http://spy.example/"></iframe> sleeps.
"""
PATIENCE = 20_000
"""Milliseconds that the page may take to show what is waited for."""


class Server:
    """``loccit serve`` in a process of its own, that can be started again."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self._options = options
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/"
        self.start()

    def start(self) -> None:
        """Start, and wait for the line that says so."""
        program = "from loccit.ui.cli.main import main; main()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, "serve", "--port", str(self.port), *self._options],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT / ".ci/path")},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        assert self._process.stdout.readline() == f"Serving on {self.address.rstrip('/')}\n"

    def stop(self) -> None:
        """Stop as Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        assert self._process.wait(timeout=30) == 0


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, corpus_index: Index, real_encoder: Encoder
) -> Iterator[Server]:
    """A server over the sample corpus and a hostile document."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(corpus_index.folder, folder / ".loccit")
    (folder / "dragon.txt").write_text(HOSTILE, encoding="utf-8")
    build_index([folder / "dragon.txt"], folder / ".loccit", encoder=real_encoder, add=True)
    server = Server(folder)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    asked: list[str] = []
    dialogs: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(server.address)
    ready(page)
    yield page
    context.close()
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
    assert not dialogs, "a document ran a script"


def ready(page: Any) -> None:
    """Wait until a new page shows what it loads last: the questions to begin with."""
    page.locator("#examples button").nth(1).wait_for()


def ask(page: Any, question: str) -> Any:
    """Ask, and wait for the whole answer; its turn."""
    before = page.locator(".turn").count()
    page.get_by_label("Question", exact=True).fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").nth(before)
    turn.locator(".tools, .problem").first.wait_for()
    page.get_by_role("button", name="Ask", exact=True).wait_for()
    settled(page)
    return turn


def settled(page: Any) -> None:
    """Gradio loses what is sent in the very instant in which its stream ends: let that pass."""
    page.wait_for_timeout(300)


def test_a_mark_leads_to_the_sentence_and_on_to_the_whole_document(page: Any) -> None:
    turn = ask(page, "What does Iran fear?")
    mark = turn.locator("a.cite").first
    cited = page.locator(f"[id='{mark.get_attribute('href')[1:]}']")
    quote = cited.inner_text()
    assert quote in turn.locator(".text").inner_text()
    mark.click()
    assert page.evaluate("document.querySelector(':target').id") == cited.get_attribute("id")
    assert 0 <= cited.bounding_box()["y"] < 900
    with page.context.expect_page() as opened:
        turn.get_by_role("link", name="Open document").first.click()
    whole = opened.value
    whole.wait_for_load_state()
    assert whole.locator("#cited").inner_text() == quote
    assert 0 <= whole.locator("#cited").bounding_box()["y"] < 900
    with whole.expect_download() as saved:
        whole.get_by_role("link", name="Original file").click()
    original = Path(saved.value.path()).read_bytes()
    assert original == (CORPUS / "interview-what-tehran-wants.md").read_bytes()


def test_a_pdf_is_seen_at_the_cited_page(page: Any) -> None:
    turn = ask(page, "When did the Board of Governors approve the Model Additional Protocol?")
    foot = turn.locator(".source-foot", has_text="iaea-safeguards.pdf, page 2").first
    with page.context.expect_page() as opened:
        foot.get_by_role("link", name="Open document").click()
    whole = opened.value
    whole.get_by_role("link", name="View page 2 of the PDF").click()
    whole.get_by_text("Page 2 of 3").wait_for()
    whole.wait_for_load_state("networkidle")
    assert whole.locator(".printed").evaluate("picture => picture.naturalWidth") == 1240
    whole.get_by_role("link", name="Next page").click()
    whole.get_by_text("Page 3 of 3").wait_for()
    assert whole.get_by_role("link", name="Next page").count() == 0


def test_settings_bound_an_answer(page: Any) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Dated before").fill("2019-10")
    for name in ("Passages to search", "Maximum sentences"):
        page.get_by_label(f"number input for {name}").fill("1")
    turn = ask(page, "What is snapback?")
    assert turn.locator("a.cite").count() == 1
    dates = turn.locator(".source .about").all_inner_texts()
    assert dates
    assert all(re.search(r"\d{4}(-\d\d)?", date)[0] < "2019-10" for date in dates)  # type: ignore[index]


def test_what_the_documents_do_not_say(page: Any) -> None:
    turn = ask(page, "What is the population of Iran?")
    assert "The documents do not say." in turn.inner_text()
    assert "“population”" in turn.inner_text()
    assert "The nearest statement:" in turn.inner_text()
    assert turn.locator(".source").count() == 1
    page.locator("#examples button").first.click()
    page.locator(".turn").nth(1).locator(".cite").first.wait_for()


def test_a_follow_up_is_shown_as_it_was_understood(page: Any) -> None:
    ask(page, "What does Iran fear?")
    turn = ask(page, "And China?")
    assert "What does China fear?" in turn.locator(".understood").inner_text()
    assert "oil routes" in turn.locator(".text").inner_text()
    page.get_by_role("button", name="Edit question").click()
    page.wait_for_function("document.querySelectorAll('.turn').length == 1")
    assert page.get_by_label("Question", exact=True).input_value() == "What does China fear?"


def test_short_answers_and_sources_that_differ_stand_out(page: Any) -> None:
    turn = ask(page, "How wide is the Strait of Hormuz at its narrowest point?")
    assert turn.locator(".short").inner_text().startswith("21 miles")
    turn = ask(page, "Who is the president of Iran?")
    assert "Sources differ" in turn.locator(".differ").inner_text()


def test_again_edit_undo_and_a_new_conversation(page: Any) -> None:
    ask(page, "What is snapback?")
    ask(page, "What does Iran fear?")
    page.get_by_role("button", name="Ask again").click()
    settled(page)  # it is being asked by now
    page.get_by_role("button", name="Edit question").wait_for()
    settled(page)
    page.get_by_role("button", name="Edit question").click()
    page.wait_for_function("document.querySelectorAll('.turn').length == 1")
    assert page.get_by_label("Question", exact=True).input_value() == "What does Iran fear?"
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("document.querySelectorAll('.turn').length == 0")
    ask(page, "What is snapback?")
    page.get_by_role("button", name="New conversation").click()
    page.wait_for_function("document.querySelectorAll('.turn').length == 0")


def test_an_example_is_asked_with_one_click(page: Any) -> None:
    page.locator("#examples button").first.click()
    page.locator(".turn .text").first.wait_for()


def test_bad_input_is_told_and_nothing_is_lost(page: Any) -> None:
    ask(page, "What is snapback?")
    assert "in words" in ask(page, "?!").locator(".problem").inner_text()
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Dated on or after").fill("soon")
    assert "soon" in ask(page, "What is snapback?").locator(".problem").inner_text()
    assert page.locator(".turn").count() == 3


def test_an_answer_is_judged_with_a_note(page: Any, server: Server) -> None:
    ask(page, "What is snapback?")
    page.get_by_role("button", name="Rate the last answer").click()
    page.get_by_label("Note (optional)").fill("short and right")
    page.get_by_role("button", name="Good answer").click()
    page.get_by_text("Saved with the index.").wait_for()
    lines = (server.folder / ".loccit/kept/feedback.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["note"] == "short and right"


def test_a_hostile_document_is_text(page: Any) -> None:
    turn = ask(page, "Who is the dragon of Kish called?")
    assert "<script>alert(1)</script>" in turn.inner_text()
    assert turn.locator("script, img, iframe").count() == 0
    with page.context.expect_page() as opened:
        turn.get_by_role("link", name="Open document").first.click()
    opened.value.wait_for_load_state()
    assert opened.value.locator("script, img, iframe").count() == 0


def test_a_document_is_added_asked_and_removed(page: Any, tmp_path: Path) -> None:
    note = tmp_path / "lighthouse.txt"
    note.write_text("The lighthouse of Larak was painted blue by Omid Farrokh in 1987.\n")
    page.get_by_role("tab", name="Documents").click()
    with page.context.expect_page() as report:
        page.get_by_role("link", name="What was left out and why").click()
    assert "cookie notice" in report.value.inner_text("body")
    page.locator("input[type=file][multiple]").set_input_files(note)
    page.get_by_role("tab", name="Ask").click()
    ask(page, "What is snapback?")  # while the index is being written
    page.get_by_role("tab", name="Documents").click()
    page.get_by_text("The index is up to date.").wait_for()
    page.get_by_role("tab", name="Ask").click()
    turn = ask(page, "Who painted the lighthouse of Larak?")
    assert "Omid Farrokh" in turn.locator(".text").inner_text()
    page.get_by_role("tab", name="Documents").click()
    page.get_by_label("Documents you can remove").click()
    page.get_by_role("option", name="lighthouse.txt").click()
    page.get_by_role("button", name="Remove document").click()
    page.wait_for_function("document.body.innerText.includes('23 documents')")
    page.get_by_role("tab", name="Ask").click()
    assert "do not say" in ask(page, "Who painted the lighthouse of Larak?").inner_text()


def test_a_file_that_cannot_be_read_is_named_and_not_kept(page: Any, server: Server) -> None:
    page.get_by_role("tab", name="Documents").click()
    broken = {"name": "<b>broken</b>.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 no"}
    page.locator("input[type=file][multiple]").set_input_files(broken)
    page.get_by_text("Not added:").wait_for()
    assert not list((server.folder / ".loccit/uploads").iterdir())


def test_a_slow_answer_is_stopped(browser: Any, corpus_index: Index, tmp_path: Path) -> None:
    shutil.copytree(corpus_index.folder, tmp_path / "index")
    with slow_server(tmp_path / "index") as address:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        ready(page)
        page.get_by_label("Question", exact=True).fill("What does Iran fear?")
        page.keyboard.press("Enter")
        page.locator(".turn .cite").first.wait_for()  # the first sentence is there already
        page.get_by_role("button", name="Stop").click()
        page.get_by_role("button", name="Ask", exact=True).wait_for()
        assert page.locator(".turn").count() == 0
        page.close()


@contextmanager
def slow_server(folder: Path) -> Iterator[str]:
    """A server in this process that gives the first sentence and then takes its time."""

    is_over = threading.Event()

    class Slow(Service):
        def stream(self, asked: ChatInput, *bounds: int | None) -> Iterator[Answer]:
            yield next(super().stream(asked, *bounds))
            is_over.wait()

    service = Slow(folder)
    service.warm()
    listening = listen("127.0.0.1", 0)
    options = ServeOptions(look=LOOK)
    app = create_app(service, build_page(service), options, None, [viewer_routes(service)])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    is_over.set()
    server.should_exit = True
    thread.join(timeout=30)


def test_passages_are_searched(page: Any) -> None:
    page.get_by_role("tab", name="Documents").click()
    page.get_by_text("passages, indexed").wait_for()
    settled(page)
    page.get_by_label("Search passages").fill("De Ruyter frigate")
    page.keyboard.press("Enter")
    page.locator("#passages .source").first.wait_for()
    assert "De Ruyter" in page.locator("#passages .source").first.inner_text()


def test_keyboard_alone(page: Any) -> None:
    page.keyboard.type("What does Iran fear?")  # the box has the focus from the start
    page.keyboard.press("Enter")
    page.locator(".turn .tools").wait_for()
    page.locator(".turn a.cite").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').tagName") == "MARK"


def test_a_narrow_screen_needs_no_scrolling_sideways(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    turn = ask(page, "What does Iran fear?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    answer, sources = (turn.locator(selector).bounding_box() for selector in (".answer", ".beside"))
    assert answer["y"] + answer["height"] <= sources["y"]


@pytest.fixture
def evaluated(server: Server) -> Iterator[Path]:
    """Two runs beside the index, the newer one with hostile words, and a folder that is none."""
    index = server.folder / ".loccit"
    failed = [
        Result(
            Example("1", "And China?", standalone="What does China fear?", tags=("follow-up",)),
            Response("abstained", confidence=0.2),
            {"credit": 0.0, "worth": 0.0},
        ),
        Result(
            Example("2", HOSTILE), Response("answered", HOSTILE, confidence=0.9), {"credit": 0.1}
        ),
        Result(Example("3", "What is snapback?"), Response("error"), {"credit": 0.0}),
    ]
    keep_run(index, "0001", [result("right", credit=1.0)], system="The older")
    keep_run(index, "0002", [*failed, *[result("right", credit=1.0)] * 3], system="<b>newer</b>")
    (index / "kept/evals/0003").mkdir()
    yield index
    shutil.rmtree(index / "kept/evals")


def evaluation(page: Any) -> None:
    """Open the tab, and wait for a run that is shown."""
    page.get_by_role("tab", name="Evaluation").click()
    page.get_by_role("link", name="Full report").wait_for()
    settled(page)


def test_without_evaluations_the_tab_says_how_to_make_one(page: Any) -> None:
    page.get_by_role("tab", name="Evaluation").click()
    page.get_by_text("There are no evaluations yet.").wait_for()
    panel = page.get_by_role("tabpanel").filter(has_text="There are no evaluations yet.")
    assert "loccit eval run questions.jsonl" in panel.inner_text()
    assert "loccit eval init questions.jsonl" in panel.inner_text()
    assert panel.locator("table:visible, input:visible, svg:visible").count() == 0


def test_evaluations_are_chosen_and_their_report_is_opened(page: Any, evaluated: Path) -> None:
    evaluation(page)
    rows = page.locator(".runs tbody tr").all_inner_texts()
    assert ["0002" in rows[0], "0001" in rows[1], len(rows)] == [True, True, 2]
    assert "<b>newer</b>" in rows[0]
    page.get_by_text("Unreadable or unfinished: 0003.").wait_for()
    assert page.get_by_label("Run", exact=True).input_value().startswith("0002")
    assert page.locator("#run .curve-plot, #run .failures").count() == 2
    assert page.locator("#run script, #run img, #run iframe").count() == 0
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Full report").click()
    opened.value.wait_for_load_state()
    assert "Grounding report" in opened.value.inner_text("body")
    assert opened.value.locator("summary").first.evaluate("e => getComputedStyle(e).cursor") == (
        "pointer"
    )
    page.get_by_label("Run", exact=True).click()
    page.get_by_role("option", name="0001").click()
    page.get_by_text("None.").wait_for()
    page.get_by_role("tab", name="Ask").click()
    evaluation(page)
    assert page.get_by_label("Run", exact=True).input_value().startswith("0001")


def test_a_failure_is_asked_again_on_the_ask_tab(page: Any, evaluated: Path) -> None:
    ask(page, "Who leads Iran's team?")
    evaluation(page)
    page.get_by_role("button", name="What does China fear?").click()
    turn = page.locator(".turn").nth(1)
    turn.locator(".tools").wait_for()
    settled(page)
    assert "oil routes" in turn.locator(".text").inner_text()
    assert page.get_by_role("tab", name="Ask").get_attribute("aria-selected") == "true"
    evaluation(page)
    page.get_by_role("button", name="What is snapback?").focus()
    page.keyboard.press("Enter")
    page.locator(".turn").nth(2).locator(".tools").wait_for()
    assert page.evaluate("document.activeElement.textContent").strip() == "Ask"
    settled(page)
    page.reload()
    page.locator(".turn").nth(2).wait_for()
    evaluation(page)
    page.get_by_role("button", name="Dragon").click()
    turn = page.locator(".turn").nth(3)
    turn.locator(".tools, .problem").first.wait_for()
    assert "<img src=x onerror=alert(1)>" in turn.locator(".question").inner_text()
    assert turn.locator("script, img, iframe").count() == 0


def test_a_failure_that_is_asked_again_is_stopped(
    browser: Any, corpus_index: Index, tmp_path: Path
) -> None:
    shutil.copytree(corpus_index.folder, tmp_path / "index")
    failed = Result(Example("1", "What does Iran fear?"), Response("error"), {"credit": 0.0})
    keep_run(tmp_path / "index", "0001", [failed])
    with slow_server(tmp_path / "index") as address:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        ready(page)
        evaluation(page)
        page.get_by_role("button", name="What does Iran fear?").click()
        page.locator(".turn .cite").first.wait_for()
        page.get_by_role("button", name="Stop").click()
        page.get_by_role("button", name="Ask", exact=True).wait_for()
        assert page.locator(".turn").count() == 0
        page.close()


def test_evaluations_fit_a_narrow_screen(page: Any, evaluated: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    evaluation(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.evaluate(
        "[...document.querySelectorAll('.evaluation *:not(.wide *)')]"
        ".filter(one => one.getBoundingClientRect().right > 390).map(one => one.outerHTML)"
    )
    assert not wide


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier(page: Any, evaluated: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme=scheme)
    page.reload()
    ready(page)
    ask(page, "What does Iran fear?")
    ask(page, "What is the population of Iran?")
    for tab in ("Ask", "Documents", "Evaluation"):
        page.get_by_role("tab", name=tab).click()
        settled(page)
        if tab == "Evaluation":
            page.locator("#run .failures").wait_for()
            page.get_by_text("More figures by tag").click()
        violations = axe.Axe().run(page).response["violations"]
        serious = [
            violation for violation in violations if violation["impact"] in {"serious", "critical"}
        ]
        details = [
            (violation["id"], [node["html"][:200] for node in violation["nodes"]])
            for violation in serious
        ]
        assert not details


def test_a_conversation_survives_a_restart(page: Any, server: Server) -> None:
    ask(page, "What is snapback?")
    server.stop()
    server.start()
    page.goto(server.address)
    page.locator(".turn .text").wait_for()
    assert "What is snapback?" in page.locator(".turn").inner_text()


@pytest.fixture
def closed(server: Server) -> Iterator[Server]:
    """A server over the same documents where people sign in."""
    for name in ("ann", "ben"):
        set_account(server.folder / "accounts", name, "correct horse")
    closed = Server(server.folder, "--auth", "accounts")
    yield closed
    closed.stop()


def sign_in(page: Any, name: str, password: str = "correct horse") -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_who_signs_out_leaves_nothing_to_the_next(browser: Any, closed: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(closed.address)
    sign_in(page, "ann", "wrong horse")
    assert "Wrong name or password" in page.get_by_role("alert").inner_text()
    sign_in(page, "ann")
    ready(page)
    ask(page, "What is snapback?")
    page.reload()
    page.locator(".turn .text").wait_for()
    stored = "JSON.stringify([localStorage, sessionStorage])"
    assert "snapback" not in page.evaluate(stored)
    page.get_by_text("Signed in as ann").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Name").wait_for()
    page.go_back()
    page.get_by_label("Name").wait_for()
    sign_in(page, "ben")
    ready(page)
    page.get_by_text("Signed in as ben").wait_for()
    assert page.locator(".turn").count() == 0
    context.close()
