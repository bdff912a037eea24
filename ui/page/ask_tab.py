"""The Ask tab: the conversation, the question box and its buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import gradio as gr

from ...index.errors import LoccitError
from ...index.filters import LONGEST_PATTERN
from ...rag.config import RagConfig
from ...rag.types import ChatInput
from ..examples import ABOUT
from ..examples import MOST as MOST_EXAMPLES
from ..guard.security import client_of
from ..service import Service
from .conversations import Conversations
from .feedback import Feedback
from .transcript import transcript
from .turns import Turn, bounded, history_of, stored_turns, understood

Check = Callable[[str], None]
"""Raises a ``LoccitError`` if the client at this address asks too often."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Options of events that show no progress and are not part of the HTTP API."""

_MOST_SENTENCES = 8
_MOST_PASSAGES = 20
_WAITING = "Reading the documents …"
_WARMING = "Starting up: the first answer takes a little longer."
_AT_ONCE = 4
"""Questions answered concurrently; others are queued."""


class _Parts(NamedTuple):
    """The components that a question changes, in the order of what ``ask`` yields."""

    shown: gr.HTML
    turns: gr.State
    box: gr.Textbox
    send: gr.Button
    stop: gr.Button
    tools: gr.Row
    examples: gr.Row
    rating: gr.Accordion


class Asker(NamedTuple):
    """Asks questions like the question box: rate-limited, stoppable and stored the same way."""

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
        """The event that asks a component's question; repeats the last question for ``None``."""
        inputs = [question or self.parts.box, self.parts.turns, gr.State(question is None)]
        event: dict[str, Any] = trigger(
            _asking(self),
            [*inputs, *self.settings],
            [*self.parts, self.saved],
            concurrency_limit=_AT_ONCE,
            trigger_mode="always_last",  # a question sent before the last answer ends is not lost
            **QUIET,
        )
        return event

    def stops(self, events: list[dict[str, Any]]) -> None:
        """Have the Stop button end these events."""
        parts = self.parts
        parts.stop.click(_updates, parts.turns, _updated_parts(parts), cancels=events, **QUIET)


def ask_tab(
    page: gr.Blocks,
    service: Service,
    check: Check,
    saved: gr.BrowserState | gr.State,
    conversations: Conversations,
) -> Asker:
    """Build the tab.

    Args:
        page: the page to build in.
        service: answers the questions.
        check: called before each question.
        saved: where the browser stores the conversation of a user who is not signed in.
        conversations: conversations of signed-in users.

    Returns:
        An ``Asker`` for other tabs.
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
        labels = ("Ask again", "Edit question", "Undo", "New conversation")
        buttons = [gr.Button(label, size="sm", min_width=80) for label in labels]
    rating = _feedback(service, check, turns)
    parts = _Parts(shown, turns, box, send, stop, tools, row, rating)
    asker = Asker(service, check, parts, _settings(service.config), saved, conversations)
    _wire(asker, examples, buttons)

    def restore(saved: object, asked: list[Turn], request: gr.Request) -> tuple[Any, ...]:
        before = conversations.of(request.username) if request.username else stored_turns(saved)
        return _restored(asked or before)

    page.load(restore, [saved, turns], _updated_parts(parts), **QUIET)
    page.load(lambda: _example_buttons(service.examples()), None, examples, **QUIET)
    return asker


def _example_buttons(questions: list[str]) -> list[Any]:
    """A visible button for each question; the remaining buttons are hidden."""
    shown = [gr.update(value=question, visible=True) for question in questions]
    return [*shown, *[gr.update(visible=False)] * (MOST_EXAMPLES - len(shown))]


def _settings(config: RagConfig) -> list[Any]:
    """Controls for filters, the number of passages searched and the length of an answer."""
    passages = max(_MOST_PASSAGES, config.hits)
    sentences = max(_MOST_SENTENCES, config.max_sentences)
    with gr.Accordion("Settings", open=False), gr.Row():
        return [
            gr.Textbox(label="Dated on or after", placeholder="2020-06", max_length=10),
            gr.Textbox(label="Dated before", placeholder="2021", max_length=10),
            gr.Textbox(
                label="Name matches (glob)", placeholder="briefs/*", max_length=LONGEST_PATTERN
            ),
            gr.Slider(1, passages, value=config.hits, step=1, label="Passages to search"),
            gr.Slider(1, sentences, value=config.max_sentences, step=1, label="Maximum sentences"),
        ]


def _feedback(service: Service, check: Check, turns: gr.State) -> gr.Accordion:
    rating = gr.Accordion("Rate the last answer", open=False, visible=False)
    with rating:
        note = gr.Textbox(label="Note (optional)", max_length=2000, lines=1)
        with gr.Row(elem_id="rating"):
            good = gr.Button("Good answer", size="sm")
            bad = gr.Button("Bad answer", size="sm")
        thanks = gr.Markdown()
    for button, is_good in ((good, True), (bad, False)):
        button.click(_rating(service, check, is_good), [turns, note], [thanks, note], **QUIET)
    return rating


def _rating(service: Service, check: Check, is_good: bool) -> Callable[..., tuple[str, str]]:
    feedback = Feedback(service.folder)

    def rate(turns: list[Turn], note: str, request: gr.Request) -> tuple[str, str]:
        if not turns or turns[-1]["answer"] is None:
            return "There is no answer to rate yet.", note
        try:
            check(address_of(request))
            payer = request.username or address_of(request)
            feedback.keep(service.index, turns[-1], is_good, note, payer)
        except LoccitError as error:
            return f"Not saved: {error}", note
        return "Saved with the index. Thank you.", ""

    return rate


def address_of(request: gr.Request) -> str:
    """The address, or its network, that the rate limit of a page's event counts for."""
    return client_of({"client": (request.client.host, 0)} if request.client else {})


def _wire(asker: Asker, examples: list[gr.Button], buttons: list[gr.Button]) -> None:
    """Connect the events of each key and button."""
    again, edit, undo, clear = buttons
    parts, saved, turns = asker.parts, asker.saved, asker.parts.turns
    asks: list[tuple[Any, Any]] = [(parts.send.click, parts.box), (parts.box.submit, parts.box)]
    asks += [(example.click, example) for example in examples]
    asker.stops([asker.asks(*pair) for pair in [*asks, (again.click, None)]])

    def store(turns: list[Turn], request: gr.Request) -> tuple[Any, ...]:
        if request.username:
            asker.conversations.keep(request.username, turns)
        return *_updates(turns), turns

    def remove(turns: list[Turn], request: gr.Request) -> tuple[Any, ...]:
        return store(turns[:-1], request)

    def take_back(turns: list[Turn], request: gr.Request) -> tuple[Any, ...]:
        return *store(turns[:-1], request), understood(turns[-1]) if turns else ""

    def start_over(request: gr.Request) -> tuple[Any, ...]:
        return store([], request)

    drawing = _updated_parts(parts)
    undo.click(remove, turns, [*drawing, saved], **QUIET)
    edit.click(take_back, turns, [*drawing, saved, parts.box], **QUIET)
    clear.click(start_over, None, [*drawing, saved], **QUIET)


def _updated_parts(parts: _Parts) -> list[Any]:
    """The components that ``_updates`` updates."""
    return [part for name, part in parts._asdict().items() if name != "box"]


def _updates(turns: list[Turn]) -> tuple[Any, ...]:
    """Updates that show the whole conversation while no question is being answered."""
    show, hide = gr.update(visible=True), gr.update(visible=False)
    used = show if turns else hide
    answer = turns[-1]["answer"] if turns else None
    examples = show if not turns or (answer and answer["abstained"]) else hide
    return transcript(turns), turns, show, hide, used, examples, used


def _restored(turns: list[Turn]) -> tuple[Any, ...]:
    """Updates that show the conversation a browser stored; empty if it is malformed."""
    try:
        return _updates(turns)
    except (AttributeError, KeyError, TypeError, ValueError):
        return _updates([])


def _asking(asker: Asker) -> Callable[..., Iterator[Any]]:
    """The handler of a question: adds a turn and extends it sentence by sentence."""
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
            filters = {"after": after, "before": before, "in": within}
            chosen = {name: text.strip() for name, text in filters.items() if text and text.strip()}
            chat_input = ChatInput(question, history_of(turns), chosen or None)
            for answer in service.stream(chat_input, int(sentences), int(passages)):
                turn = {**turn, "answer": answer.to_dict()}
                yield transcript([*turns, turn]), *[same] * 8
        except LoccitError as error:
            turn = {**turn, "answer": None, "error": str(error)}
        shown, turns_after, *shown_parts = _updates(bounded([*turns, turn]))
        if request.username:
            asker.conversations.keep(request.username, turns_after)
        yield shown, turns_after, same, *shown_parts, turns_after

    return ask
