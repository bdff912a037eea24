"""Have a chat model write an answer from passages, and verify each sentence as it comes."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from time import monotonic
from typing import NamedTuple

from ...errors import ModelFailed
from ...extractive.extract import Extraction, Inquiry
from ...types import Progress
from ..events import Event, ReplySentence
from ..gate.gate import Gate
from ..gate.outcomes import Shown
from ..gate.passages import numbered
from ..models.config import ModelConfig
from ..models.pieces import Finished, Piece, Quiet, TextPiece
from ..prompt.build import Prompt, build_prompt, was_cut
from ..prompt.neutral import restored
from ..sentinel import is_not_stated
from ..stream import ReplyStream
from . import causes
from .draft import Draft, Drafting
from .relevance import Relevance
from .requests import Requests

_SIGN = 0.25
"""Seconds after which a caller is given a sign, at the latest."""


class Step(NamedTuple):
    """Where an answer in prose stands.

    Attributes:
        draft: what may be shown so far.
        progress: what happens now.
    """

    draft: Draft
    progress: Progress


class Written(NamedTuple):
    """What became of a reply.

    Attributes:
        draft: what may be shown.
        cause: why that is not all that the model was asked for; ``None`` for a whole reply of
            which something may be shown.
    """

    draft: Draft
    cause: str | None


def write(
    inquiry: Inquiry, extraction: Extraction, config: ModelConfig, requests: Requests
) -> Generator[Step, None, Written]:
    """Ask for an answer, and yield it as far as it is verified; returns what became of it.

    Args:
        inquiry: the question, and what it is asked of.
        extraction: the extractive answer, from whose passages the model is to answer.
        config: the model's settings.
        requests: asks the model.

    Raises:
        SpendingLimit: if the question would exceed a limit of the day.
        ImportError: if the provider's package is not installed.
        UsageError: if the model cannot be opened, or the prompt has no room for a passage.
    """
    question, hits = extraction.final.standalone_question, extraction.final.hits
    prompt = build_prompt(question, inquiry.history, hits, config)
    writer = _Writer(inquiry, extraction, prompt)
    finished, failure = None, ""
    try:
        with closing(requests.stream(prompt.messages, _sent(inquiry, prompt))) as pieces:
            for piece in pieces:
                yield from writer.read(piece)
                finished = piece if isinstance(piece, Finished) else None
    except ModelFailed as failed:
        failure = failed.cause
    if finished and not finished.is_whole:
        failure = causes.ending(finished.reason, config)
    yield from writer.end(is_whole=not failure)
    return writer.written(finished, failure)


def _sent(inquiry: Inquiry, prompt: Prompt) -> str:
    """What a prompt holds, in words."""
    documents = {passage.hit.chunk.document for passage in prompt.passages}
    history = ", the history" if inquiry.history else ""
    passages = _counted(len(prompt.passages), "passage")
    return f"the question{history} and {passages} of {_counted(len(documents), 'document')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class _Writer:
    """Reads a reply, and keeps what may be shown of it."""

    def __init__(self, inquiry: Inquiry, extraction: Extraction, prompt: Prompt) -> None:
        index, question = inquiry.index, extraction.final.standalone_question
        hits = [passage.hit for passage in prompt.passages]
        self._prompt = prompt
        self._originals = [question]
        for hit in hits:
            self._originals += [hit.title, hit.chunk.context, hit.chunk.text]
        self._gate = Gate(numbered(index, hits), question, index.encoder, extraction.reader)
        by_number = dict(enumerate(hits, start=1))
        self._relevance = Relevance(index, extraction, by_number)
        self._drafting = Drafting(index, by_number)
        self._stream = ReplyStream()
        self._events: list[Event] = []
        self._draft = Draft()
        self._progress: Progress | None = None
        self._told = 0.0

    def read(self, piece: Piece) -> Generator[Step, None, None]:
        """Read the next piece of the reply."""
        if isinstance(piece, Quiet):
            is_thinking = piece.is_reasoning or self._stream.is_thinking
            yield self._step("thinking" if is_thinking else "waiting")
        elif isinstance(piece, TextPiece):
            for event in self._stream.feed(piece.text):
                self._events.append(event)
                if isinstance(event, ReplySentence):
                    yield from self._judge(event)
            yield from self._sign()

    def end(self, is_whole: bool) -> Generator[Step, None, None]:
        """Judge what is left of the reply, without the sentence in which it broke off."""
        for event in self._stream.finish():
            self._events.append(event)
            if not isinstance(event, ReplySentence):
                continue
            if is_whole or event.ending != "reply":
                yield from self._judge(event)
            else:
                self._draft = self._draft.without(event.text, *causes.BROKEN_OFF)

    def written(self, finished: Finished | None, failure: str) -> Written:
        """What became of the reply, after its end."""
        draft = self._draft
        if finished and finished.usage and was_cut(finished.usage.tokens_in, self._prompt.tokens):
            note = causes.prompt_was_cut(finished.usage.tokens_in, self._prompt.tokens)
            draft = replace(draft, notes=(*draft.notes, note))
        if failure:
            return Written(draft, causes.broken_off(failure) if draft.text else failure)
        if is_not_stated(self._events):
            return Written(replace(draft, dropped=()), causes.NOT_STATED)
        if draft.text:
            return Written(draft, None)
        return Written(draft, causes.nothing_shown(len(draft.dropped), len(draft.notes)))

    def _judge(self, sentence: ReplySentence) -> Generator[Step, None, None]:
        yield self._step("checking")
        sentence = replace(sentence, text=restored(sentence.text, self._originals))
        outcome = self._gate.judge(sentence, self._draft.sentences)
        before = self._draft
        if isinstance(outcome, Shown) and outcome.text in before.sentences:
            self._draft = before.without(outcome.text, *causes.REPEATED)
        elif isinstance(outcome, Shown) and self._relevance.is_beside(outcome.citations):
            self._draft = before.without(outcome.text, *causes.BESIDE)
        else:
            self._draft = self._drafting.with_outcome(before, outcome)
        if self._draft.text != before.text:
            yield self._step("waiting")

    def _sign(self) -> Generator[Step, None, None]:
        """Tell what happens now, if it is something else or was told some time ago."""
        progress: Progress = "waiting"
        if self._stream.is_thinking:
            progress = "thinking"
        elif self._stream.held:
            progress = "checking"
        if progress != self._progress or monotonic() >= self._told + _SIGN:
            yield self._step(progress)

    def _step(self, progress: Progress) -> Step:
        self._progress, self._told = progress, monotonic()
        return Step(self._draft, progress)
