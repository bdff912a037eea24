"""Answer a question in prose; the extractive answer stands in wherever that fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from typing import TypeVar

from ....index.errors import UsageError
from ...asking.followups import Standalone
from ...errors import ModelFailed, SpendingLimit
from ...extractive.extract import Extraction, Inquiry, extract
from ...types import Answer, Progress
from ..models.chat_model import ChatModel
from ..prompt.wording import version
from .condensing import condense
from .draft import Draft
from .finishing import in_prose, instead
from .requests import Requests
from .write import Step, write

_FAILURES = (ModelFailed, SpendingLimit, UsageError, ImportError)
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def stream_prose(inquiry: Inquiry, model: ChatModel, account: str | None) -> Iterator[Answer]:
    """Answer a question in prose, of which every sentence is verified, or by quoting.

    The documents are searched first. If they do not answer, or the question is about documents
    themselves, that is the answer, and the model is not asked for one.

    Args:
        inquiry: the question, and what it is asked of.
        model: what is asked.
        account: who asks; ``None`` where there are no accounts.

    Yields:
        The answer so far, the last one whole. Whatever fails is told in its ``fallback``.
    """
    requests = Requests(model, account, most=2 if inquiry.history else 1)
    start = time.perf_counter()
    timings: dict[str, float] = {}
    try:
        alone, failure = inquiry.by_rules(), None
        if inquiry.history:
            alone, failure = yield from _condensed(inquiry, model, requests, alone)
            timings["condense"] = 1000 * (time.perf_counter() - start)
        extraction = extract(inquiry, alone)
        timings |= extraction.final.timings_ms
        final = extraction.final
        if final.abstained or extraction.is_about_documents or failure:
            yield from extraction.answers[:-1]
            if failure:
                final = instead(_asked(model, final), failure)
        else:
            start = time.perf_counter()
            final = yield from _written(inquiry, model, extraction, requests)
            timings["write"] = 1000 * (time.perf_counter() - start)
        yield replace(final, usage=requests.usage, timings_ms=timings)
    finally:
        requests.settle()


def _condensed(
    inquiry: Inquiry, model: ChatModel, requests: Requests, by_rules: Standalone
) -> Generator[Answer, None, tuple[Standalone, str | None]]:
    """The question as it stands alone, and why the model failed, if it did."""
    encoder = inquiry.index.encoder.name
    so_far = Answer(inquiry.question, inquiry.question, "", abstained=False)
    so_far = _asked(model, replace(so_far, model={"encoder": encoder, "answerer": model.name}))

    def shown(progress: Progress) -> Answer:
        return replace(so_far, progress=progress)

    try:
        return (yield from _each(condense(inquiry, requests), shown)), None
    except _FAILURES as failed:
        return by_rules, str(failed)


def _written(
    inquiry: Inquiry, model: ChatModel, extraction: Extraction, requests: Requests
) -> Generator[Answer, None, Answer]:
    """The answer in prose, or the extractive one in its place."""
    extractive = _asked(model, extraction.final)
    written = replace(extractive, model={**extractive.model, "answerer": model.name})

    def shown(step: Step) -> Answer:
        return replace(step.draft.shown_in(written), progress=step.progress)

    yield shown(Step(Draft(), "waiting"))
    try:
        steps = write(inquiry, extraction, model.config, requests)
        draft, cause = yield from _each(steps, shown)
    except _FAILURES as failed:
        return instead(extractive, str(failed))
    if not draft.text:
        return instead(extractive, cause or "", draft)
    return replace(in_prose(written, draft), fallback=cause)


def _asked(model: ChatModel, answer: Answer) -> Answer:
    """An answer that tells which model was asked."""
    return replace(answer, model={**answer.model, "model": model.config.model, "prompt": version()})


def _each(
    items: Generator[_Item, None, _Result], shown: Callable[[_Item], Answer]
) -> Generator[Answer, None, _Result]:
    """Yield what is shown of each item, and return the result."""
    with closing(items):
        while True:
            try:
                item = next(items)
            except StopIteration as end:
                result: _Result = end.value
                return result
            yield shown(item)
