"""The tab to ask on: the conversation, the question box, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import gradio as gr

from ...index import LONGEST_PATTERN, LoccitError
from ...rag import ChatInput, RagConfig
from ..examples import ABOUT
from ..examples import MOST as MOST_EXAMPLES
from ..guard.security import client_of
from ..service import Service
from .conversations import Conversations
from .feedback import Feedback
from .transcript import transcript
from .turns import Turn, bounded, history_of, kept, understood

Check = Callable[[str], None]
"""Raises a ``LoccitError`` if the client of this address asks too often."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Of events that show nothing by themselves and are no part of the HTTP interface."""

_MOST_SENTENCES = 8
_MOST_PASSAGES = 20
_WAITING = "Reading the documents …"
_WARMING = "Warming up: the first answer takes a moment longer."
_AT_ONCE = 4
"""Questions that are answered at the same time; others wait their turn."""


class _Parts(NamedTuple):
    """The components that a question changes, in the order of what ``ask`` yields."""

    shown: gr.HTML
    turns: gr.State
    box: gr.Textbox
    send: gr.Button
    stop: gr.Button
    tools: gr.Row
    examples: gr.Row
    judging: gr.Accordion


class Asker(NamedTuple):
    """Has questions asked as the question box does: counted, stopped and kept alike."""

    service: Service
    check: Check
    parts: _Parts
    settings: list[Any]
    saved: gr.BrowserState | gr.State
    conversations: Conversations

    def on(self, trigger: Any, question: Any) -> None:
        """Ask whenever a trigger fires.

        Args:
            trigger: such as ``button.click``, or ``then`` of another event.
            question: the component that holds the question.
        """
        self.stops([self.asks(trigger, question)])

    def asks(self, trigger: Any, question: Any | None) -> dict[str, Any]:
        """The event that asks a component's question; the last one once more for ``None``."""
        inputs = [question or self.parts.box, self.parts.turns, gr.State(question is None)]
        event: dict[str, Any] = trigger(
            _asking(self),
            [*inputs, *self.settings],
            [*self.parts, self.saved],
            concurrency_limit=_AT_ONCE,
            trigger_mode="always_last",  # what is asked before the last answer ends is not lost
            **QUIET,
        )
        return event

    def stops(self, events: list[dict[str, Any]]) -> None:
        """Have the Stop button end these events."""
        parts = self.parts
        parts.stop.click(_drawn, parts.turns, _drawing(parts), cancels=events, **QUIET)


def ask_tab(
    page: gr.Blocks,
    service: Service,
    check: Check,
    saved: gr.BrowserState | gr.State,
    conversations: Conversations,
) -> Asker:
    """Build the tab.

    Args:
        page: that it is a part of.
        service: what answers.
        check: called before each question.
        saved: where the browser keeps the conversation, unless it is somebody's who signs in.
        conversations: of those who sign in.

    Returns:
        What lets other tabs ask here.
    """
    turns = gr.State([])
    shown = gr.HTML(transcript([]), elem_id="conversation", js_on_load=None)
    with gr.Row(elem_id="examples") as row:
        examples = [
            gr.Button(ABOUT, size="sm", elem_classes="example", visible=not number)
            for number in range(MOST_EXAMPLES)
        ]
    with gr.Row(elem_id="asking"):
        box = gr.Textbox(
            label="Question",
            placeholder="Ask about your documents",
            lines=1,
            max_lines=6,
            max_length=service.config.max_question,
            autofocus=True,
            scale=8,
        )
        send = gr.Button("Ask", variant="primary", min_width=90)
        stop = gr.Button("Stop", variant="stop", min_width=90, visible=False)
    with gr.Row(elem_id="turn-tools", visible=False) as tools:
        named = ("Ask again", "Edit question", "Undo", "New conversation")
        buttons = [gr.Button(one, size="sm", min_width=80) for one in named]
    judging = _feedback(service, check, turns)
    parts = _Parts(shown, turns, box, send, stop, tools, row, judging)
    asker = Asker(service, check, parts, _settings(service.config), saved, conversations)
    _wire(asker, examples, buttons)

    def restore(saved: object, asked: list[Turn], request: gr.Request) -> tuple[Any, ...]:
        before = conversations.of(request.username) if request.username else kept(saved)
        return _restored(asked or before)

    page.load(restore, [saved, turns], _drawing(parts), **QUIET)
    page.load(lambda: _named(service.examples()), None, examples, **QUIET)
    return asker


def _named(questions: list[str]) -> list[Any]:
    """A button for each question; the others stay out of sight."""
    shown = [gr.update(value=one, visible=True) for one in questions]
    return [*shown, *[gr.update(visible=False)] * (MOST_EXAMPLES - len(shown))]


def _settings(config: RagConfig) -> list[Any]:
    """What bounds an answer: dates and names of documents, what is searched, and its length."""
    passages = max(_MOST_PASSAGES, config.hits)
    sentences = max(_MOST_SENTENCES, config.max_sentences)
    with gr.Accordion("Settings", open=False), gr.Row():
        return [
            gr.Textbox(
                label="Documents of this date or later", placeholder="2020-06", max_length=10
            ),
            gr.Textbox(label="Before this date", placeholder="2021", max_length=10),
            gr.Textbox(label="With such names", placeholder="briefs/*", max_length=LONGEST_PATTERN),
            gr.Slider(1, passages, value=config.hits, step=1, label="Passages to search"),
            gr.Slider(1, sentences, value=config.max_sentences, step=1, label="Sentences at most"),
        ]


def _feedback(service: Service, check: Check, turns: gr.State) -> gr.Accordion:
    judging = gr.Accordion("Was the last answer good?", open=False, visible=False)
    with judging:
        note = gr.Textbox(label="Note (optional)", max_length=2000, lines=1)
        with gr.Row(elem_id="judging"):
            good = gr.Button("Good answer", size="sm")
            bad = gr.Button("Wrong answer", size="sm")
        thanks = gr.Markdown()
    for button, is_good in ((good, True), (bad, False)):
        button.click(_judging(service, check, is_good), [turns, note], [thanks, note], **QUIET)
    return judging


def _judging(service: Service, check: Check, is_good: bool) -> Callable[..., tuple[str, str]]:
    feedback = Feedback(service.folder)

    def judge(turns: list[Turn], note: str, request: gr.Request) -> tuple[str, str]:
        if not turns or turns[-1]["answer"] is None:
            return "There is no answer to judge yet.", note
        try:
            check(address_of(request))
            payer = request.username or address_of(request)
            feedback.keep(service.index, turns[-1], is_good, note, payer)
        except LoccitError as error:
            return f"Not kept: {error}", note
        return "Kept beside the index. Thank you.", ""

    return judge


def address_of(request: gr.Request) -> str:
    """Whose questions are counted: the address, or its network, that a page's event comes from."""
    return client_of({"client": (request.client.host, 0)} if request.client else {})


def _wire(asker: Asker, examples: list[gr.Button], buttons: list[gr.Button]) -> None:
    """What happens on each key and button."""
    again, edit, undo, clear = buttons
    parts, saved, turns = asker.parts, asker.saved, asker.parts.turns
    asks: list[tuple[Any, Any]] = [(parts.send.click, parts.box), (parts.box.submit, parts.box)]
    asks += [(one.click, one) for one in examples]
    asker.stops([asker.asks(*one) for one in [*asks, (again.click, None)]])

    def left(rest: list[Turn], request: gr.Request) -> tuple[Any, ...]:
        if request.username:
            asker.conversations.keep(request.username, rest)
        return *_drawn(rest), rest

    def remove(turns: list[Turn], request: gr.Request) -> tuple[Any, ...]:
        return left(turns[:-1], request)

    def take_back(turns: list[Turn], request: gr.Request) -> tuple[Any, ...]:
        return *left(turns[:-1], request), understood(turns[-1]) if turns else ""

    def begin_anew(request: gr.Request) -> tuple[Any, ...]:
        return left([], request)

    drawing = _drawing(parts)
    undo.click(remove, turns, [*drawing, saved], **QUIET)
    edit.click(take_back, turns, [*drawing, saved, parts.box], **QUIET)
    clear.click(begin_anew, None, [*drawing, saved], **QUIET)


def _drawing(parts: _Parts) -> list[Any]:
    """What ``_drawn`` sets."""
    return [one for name, one in parts._asdict().items() if name != "box"]


def _drawn(turns: list[Turn]) -> tuple[Any, ...]:
    """The whole conversation, nothing being asked."""
    show, hide = gr.update(visible=True), gr.update(visible=False)
    used = show if turns else hide
    answer = turns[-1]["answer"] if turns else None
    examples = show if not turns or (answer and answer["abstained"]) else hide
    return transcript(turns), turns, show, hide, used, examples, used


def _restored(turns: list[Turn]) -> tuple[Any, ...]:
    """The conversation that a browser kept; none if it was kept in another shape than ours."""
    try:
        return _drawn(turns)
    except (AttributeError, KeyError, TypeError, ValueError):
        return _drawn([])


def _asking(asker: Asker) -> Callable[..., Iterator[Any]]:
    """What a question does: the conversation grows by a turn, sentence by sentence."""
    service = asker.service

    def ask(
        question: str,
        turns: list[Turn],
        again: bool,
        after: str,
        before: str,
        within: str,
        passages: float,
        sentences: float,
        request: gr.Request,
    ) -> Iterator[Any]:
        if again and turns:
            question, turns = turns[-1]["question"], turns[:-1]
        turn: Turn = {"question": question.strip(), "answer": None, "error": None}
        show, hide, same = gr.update(visible=True), gr.update(visible=False), gr.skip()
        waiting = _WAITING if service.is_warm else _WARMING
        yield transcript([*turns, turn], waiting), same, "", hide, show, hide, hide, hide, same
        try:
            asker.check(address_of(request))
            told = {"after": after, "before": before, "in": within}
            chosen = {name: one.strip() for name, one in told.items() if one and one.strip()}
            asked = ChatInput(question, history_of(turns), chosen or None)
            for answer in service.stream(asked, int(sentences), int(passages)):
                turn = {**turn, "answer": answer.to_dict()}
                yield transcript([*turns, turn]), *[same] * 8
        except LoccitError as error:
            turn = {**turn, "answer": None, "error": str(error)}
        shown, kept_, *rest = _drawn(bounded([*turns, turn]))
        if request.username:
            asker.conversations.keep(request.username, kept_)
        yield shown, kept_, same, *rest, kept_

    return ask
