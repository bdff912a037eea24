"""The web chat: asking on one tab, the documents on the other."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio as gr

from ..index import IndexFolderError, LoccitError
from ..rag import ChatInput
from .examples import example_questions
from .feedback import keep_feedback
from .library import HEADERS, add_upload, found_passages, remove_upload, rows, update, uploaded
from .service import Service
from .transcript import transcript
from .turns import MOST, Turn, history_of, kept

STYLE = Path(__file__).with_name("style.css")
SCRIPT = Path(__file__).with_name("page.js")
MOST_UPLOADED = 200 * 1024 * 1024
"""Bytes that all uploads may hold."""

_KEY = "loccit-conversation"
_SECRET = "page.secret"
_WAITING = "Reading the documents …"
_WARMING = "Warming up: the first answer takes a moment longer."
_EXAMPLES = 4

Check = Callable[[str], None]
"""Raises a ``LoccitError`` if a client asks too often."""


def build_page(service: Service, check: Check = lambda client: None) -> gr.Blocks:
    """The page over a service: a ``gradio.Blocks``.

    Args:
        service: what answers.
        check: called with a client's address before each of its questions.
    """
    with gr.Blocks(title="Loccit", analytics_enabled=False, fill_width=True) as page:
        gr.Markdown("# Loccit\nAnswers from your own documents, each sentence with its source.")
        saved = gr.BrowserState([], storage_key=_KEY, secret=_secret(service.folder))
        turns = gr.State([])
        with gr.Tab("Ask"):
            _ask_tab(page, service, check, saved, turns)
        with gr.Tab("Documents"):
            _documents_tab(page, service)
    return page


def _ask_tab(page: gr.Blocks, service: Service, check: Check, saved: Any, turns: Any) -> None:
    """Conversation, question box, buttons and settings, with what they do."""
    shown = gr.HTML(transcript([]), elem_id="conversation", js_on_load=None)
    with gr.Row(elem_id="examples"):
        examples = [
            gr.Button(one, size="sm", elem_classes="example")
            for one in example_questions(service.index, service.config, _EXAMPLES)
        ]
    with gr.Row(elem_id="asking", equal_height=True):
        box = gr.Textbox(
            label="Question",
            placeholder="Ask something that the documents may answer",
            lines=1,
            max_lines=6,
            max_length=service.config.max_question,
            autofocus=True,
            scale=8,
        )
        send = gr.Button("Ask", variant="primary", scale=1, min_width=90)
        stop = gr.Button("Stop", variant="stop", scale=1, min_width=90, visible=False)
    with gr.Row(elem_id="turn-tools"):
        retry = gr.Button("Ask again", size="sm", min_width=80)
        edit = gr.Button("Edit question", size="sm", min_width=80)
        undo = gr.Button("Undo", size="sm", min_width=80)
        clear = gr.Button("New conversation", size="sm", min_width=80)
    with gr.Accordion("Was the last answer good?", open=False):
        note = gr.Textbox(label="Note (optional)", max_length=2000, lines=1)
        with gr.Row():
            good, bad = gr.Button("Good answer", size="sm"), gr.Button("Wrong answer", size="sm")
        thanks = gr.Markdown("")
    with gr.Accordion("Only some documents", open=False), gr.Row():
        after = gr.Textbox(label="From (2020, 2020-06 or 2020-06-15)", max_length=10)
        before = gr.Textbox(label="Before", max_length=10)
        within = gr.Textbox(label="Names, such as briefs/*", max_length=200)

    filters = [after, before, within]
    asking = _asking(service, check)
    done = [shown, turns, box, send, stop]
    running = []

    def keep(trigger: Any, question: Any, again: bool = False) -> None:
        before_, fn = (again, asking)
        event = trigger(
            fn,
            [question, turns, gr.State(before_), *filters],
            done,
            show_progress="hidden",
            concurrency_limit=4,
            api_visibility="private",
        )
        event.then(
            lambda told: told[-MOST:],
            turns,
            saved,
            api_visibility="private",
            show_progress="hidden",
        )
        running.append(event)

    keep(send.click, box)
    keep(box.submit, box)
    for one in examples:
        keep(one.click, one)
    keep(retry.click, box, again=True)
    stop.click(
        lambda told: (transcript(told), gr.update(visible=True), gr.update(visible=False)),
        turns,
        [shown, send, stop],
        cancels=running,
        api_visibility="private",
    )
    quiet = {"show_progress": "hidden", "api_visibility": "private"}

    def without_last(told: list[Turn]) -> tuple[str, list[Turn], str, list[Turn]]:
        question = told[-1]["question"] if told else ""
        return transcript(told[:-1]), told[:-1], question, told[:-1]

    edit.click(without_last, turns, [shown, turns, box, saved], **quiet)
    undo.click(
        lambda told: (transcript(told[:-1]), told[:-1], told[:-1]),
        turns,
        [shown, turns, saved],
        **quiet,
    )
    clear.click(lambda: (transcript([]), [], []), None, [shown, turns, saved], **quiet)
    for button, is_good in ((good, True), (bad, False)):
        button.click(_judging(service.folder, is_good), [turns, note], [thanks, note], **quiet)
    page.load(_restored, saved, [shown, turns], **quiet)


def _asking(service: Service, check: Check) -> Callable[..., Iterator[Any]]:
    """What a question does: the conversation grows by a turn, sentence by sentence."""

    def ask(
        question: str,
        turns: list[Turn],
        again: bool,
        after: str,
        before: str,
        within: str,
        request: gr.Request,
    ) -> Iterator[Any]:
        if again:
            if not turns:
                yield [gr.skip()] * 5
                return
            question, turns = turns[-1]["question"], turns[:-1]
        turn: Turn = {"question": question.strip(), "answer": None, "error": None}
        waiting = _WAITING if service.is_warm else _WARMING
        busy = (gr.update(visible=False), gr.update(visible=True))
        yield transcript([*turns, turn], waiting), gr.skip(), "", *busy
        try:
            check(request.client.host if request and request.client else "")
            filters = {"after": after, "before": before, "in": within}
            chosen = {name: one.strip() for name, one in filters.items() if one and one.strip()}
            asked = ChatInput(question, history_of(turns), chosen or None)
            for answer in service.stream(asked):
                turn = {**turn, "answer": answer.to_dict()}
                yield transcript([*turns, turn]), gr.skip(), gr.skip(), *busy
        except LoccitError as error:
            turn = {**turn, "answer": None, "error": str(error)}
        told = [*turns, turn][-MOST:]
        yield transcript(told), told, gr.skip(), gr.update(visible=True), gr.update(visible=False)

    return ask


def _judging(folder: Path, is_good: bool) -> Callable[[list[Turn], str], tuple[str, str]]:
    def judge(turns: list[Turn], note: str) -> tuple[str, str]:
        if not turns or turns[-1]["answer"] is None:
            return "There is no answer to judge yet.", note
        keep_feedback(folder, turns[-1], is_good, note)
        return "Kept beside the index. Thank you.", ""

    return judge


def _restored(saved: object) -> tuple[str, list[Turn]]:
    turns = kept(saved)
    return transcript(turns), turns


def _documents_tab(page: gr.Blocks, service: Service) -> None:
    """What is indexed, uploading, removing, and searching passages."""
    folder = service.folder
    told = gr.Markdown(elem_id="indexed")
    table = gr.Dataframe(
        headers=HEADERS,
        datatype=["str", "str", "str", "number", "number", "number"],
        interactive=False,
        label="Documents",
        show_search="filter",
        max_height=420,
    )
    with gr.Row():
        with gr.Column():
            files = gr.File(label="Add documents", file_count="multiple")
        with gr.Column():
            names = gr.Dropdown(label="Uploaded documents", choices=uploaded(folder))
            remove = gr.Button("Remove document", size="sm")
    state = gr.Markdown(elem_id="state")
    words = gr.Textbox(label="Search passages", max_length=service.config.max_question)
    results = gr.HTML(elem_id="passages", js_on_load=None)
    shown = [told, table, names]

    def look() -> tuple[str, list[list[str | int]], Any]:
        with suppress(IndexFolderError):
            found = rows(folder)
            return _summary(found), found, gr.update(choices=uploaded(folder), value=None)
        return "", [], gr.update()

    def build(progress: Any) -> Iterator[str]:
        for step in update(folder):
            progress(step.share, desc=step.stage)
            if step.error:
                yield f"Not indexed: {step.error}"
            elif step.report:
                skipped = [f"{one.name}: {one.why}" for one in step.report.skipped]
                lines = "".join(f"\n- `{line}`" for line in skipped)
                yield "The index is up to date." + (f" Not indexed:{lines}" if lines else "")
            else:
                yield f"{step.stage} …"

    def upload(paths: list[str] | None, progress: Any = gr.Progress()) -> Iterator[str]:  # noqa: B008
        try:
            for path in paths or []:
                add_upload(folder, Path(path), Path(path).name, MOST_UPLOADED)
        except LoccitError as error:
            yield f"Not added: {error}"
            return
        if paths:
            yield from build(progress)

    def drop(name: str | None, progress: Any = gr.Progress()) -> Iterator[str]:  # noqa: B008
        try:
            remove_upload(folder, name or "")
        except LoccitError as error:
            yield f"Not removed: {error}"
            return
        yield from build(progress)

    quiet = {"api_visibility": "private", "show_progress": "hidden"}
    page.load(look, None, shown, **quiet)
    files.upload(upload, files, state, api_visibility="private", concurrency_limit=1).then(
        look, None, shown, **quiet
    ).then(lambda: None, None, files, **quiet)
    remove.click(drop, names, state, api_visibility="private", concurrency_limit=1).then(
        look, None, shown, **quiet
    )
    words.submit(lambda text: found_passages(service.index, text), words, results, **quiet)


def _summary(found: list[list[str | int]]) -> str:
    passages = sum(int(one[3]) for one in found)
    return f"{len(found):,} documents, {passages:,} passages."


def _secret(folder: Path) -> str:
    """The key by which a browser's conversation is read again after a restart."""
    path = folder / _SECRET
    with suppress(FileExistsError):
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii")
