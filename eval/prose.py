"""Loccit with a chat model as a system to evaluate, and how long its answers take."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from ..index.search import Index
from ..rag.answer import stream_answer
from ..rag.config import RagConfig
from ..rag.prose.models.chat_model import ChatModel
from ..rag.prose.models.config import ModelConfig
from ..rag.prose.models.spending import cost_of, most_of
from ..rag.prose.prompt.wording import version
from ..rag.types import Answer, ChatInput
from .run_folder import unfinished

_SHAPING = ("model", "max_tokens", "temperature", "prompt_tokens")


class Seconds(NamedTuple):
    """How long an answer took.

    Attributes:
        first: until its first sentence could be read.
        whole: until it was whole.
    """

    first: float
    whole: float


class ProseSystem:
    """Answers each question in prose, and times the answers that a model was asked for.

    Attributes:
        index: the documents.
        name: what reports call it.
        settings: all that shapes its answers, as JSON values.
        seconds: of each answer for which a model was asked; kept replies are left out.
    """

    takes_turns: ClassVar[bool] = True

    def __init__(
        self,
        index: Index,
        model: ChatModel,
        config: RagConfig | None = None,
        max_cost: float | None = None,
    ) -> None:
        """Nothing is asked yet.

        Args:
            index: the documents.
            model: writes the answers.
            config: how to answer otherwise.
            max_cost: what the run may spend, as far as it shapes the answers.
        """
        self.index = index
        self.name = f"Loccit with {model.name}"
        self.settings = {
            **asdict(config or RagConfig()),
            **_shaping(model.config),
            "prompt": version(),
            "max_cost": max_cost,
        }
        self.seconds: list[Seconds] = []
        self._model = model
        self._config = config

    def invoke(self, asked: ChatInput) -> Answer:
        """Answer a question.

        Args:
            asked: the question, with the conversation before it.
        """
        start, first = time.perf_counter(), None
        for answer in stream_answer(self.index, asked, self._config, self._model):
            if first is None and answer.text:
                first = time.perf_counter() - start
        is_asked = "model" in answer.model and not (answer.usage and answer.usage.cached)
        if first is not None and is_asked:
            self.seconds.append(Seconds(first, time.perf_counter() - start))
        return answer


def spent_in(folder: Path, config: ModelConfig) -> float:
    """What the finished questions of an interrupted run cost; the most that they can if unknown.

    Args:
        folder: that of the run; it need not exist.
        config: the settings of the model, with prices.
    """
    total = 0.0
    for result in unfinished(folder):
        reply = result.response.reply
        if reply is not None:
            requests = 2 if result.example.history else 1
            total += cost_of(config, reply.usage or most_of(config, requests))
    return total


def _shaping(config: ModelConfig) -> dict[str, Any]:
    return {name: getattr(config, name) for name in _SHAPING}
