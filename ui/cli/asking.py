"""``loccit ask`` with a chat model: which one, its sentences as they come, and what it took."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...index.errors import UsageError
from ...index.search import Index
from ...rag.answer import stream_answer
from ...rag.config import RagConfig
from ...rag.prose.models.chat_model import ChatModel
from ...rag.prose.models.config import load_models
from ...rag.rendering.render import render_sentences, render_sources, render_text
from ...rag.types import Answer, ChatInput, Usage
from ..terminal import warn


def check_model(name: str | None, without: bool) -> None:
    """Check the choice of a chat model before anything is opened.

    Args:
        name: what ``--model`` says.
        without: whether ``--no-model`` is given.

    Raises:
        UsageError: if both are given, or no such model is configured.
    """
    if name is not None and without:
        raise UsageError(
            "--model and --no-model came together; expected one of them. Leave one out"
        )
    if name is not None:
        load_models().choose(name)


def chosen_model(name: str | None, without: bool, index: Index) -> ChatModel | None:
    """The chat model to ask: the one that is named, else the default one, if there is any.

    Args:
        name: what ``--model`` says.
        without: whether ``--no-model`` is given.
        index: an open index.

    Raises:
        UsageError: if no such model is configured, or a file of documents says where questions go.
    """
    if without:
        return None
    if name is not None:
        model = ChatModel.of(name, index.manifest.roots)
    else:
        models = load_models(roots=[Path(root) for root in index.manifest.roots])
        if models.default is None:
            return None
        model = ChatModel(models.default)
    model.notify = warn
    return model


def answer_of(index: Index, asked: ChatInput, config: RagConfig, model: ChatModel | None) -> Answer:
    """The final answer, with what there is to say of the model on stderr."""
    *_, answer = stream_answer(index, asked, config, model)
    _tell(answer, model)
    return answer


def print_answer(
    index: Index,
    asked: ChatInput,
    config: RagConfig,
    model: ChatModel | None,
    width: int,
    color: bool,
) -> Answer:
    """Print an answer, one in prose sentence by sentence as it is verified."""
    printed = 0
    for answer in stream_answer(index, asked, config, model):
        if model and _is_written(answer) and len(answer.text) > printed:
            print(render_sentences(answer, printed, width), flush=True)
            printed = len(answer.text)
    if model and _is_written(answer):
        print(render_sources(answer, width, color))
    else:
        print(render_text(answer, width, color))
    _tell(answer, model)
    return answer


def _is_written(answer: Answer) -> bool:
    return answer.model.get("answerer") != "extractive"


def _tell(answer: Answer, model: ChatModel | None) -> None:
    """Say on stderr what became of the model's reply, and what it took."""
    if model is None:
        return
    lines: list[str] = []
    if answer.fallback:
        instead = "" if _is_written(answer) else "; answered from the documents alone"
        lines.append(f"model {model.name}: {answer.fallback}{instead}")
    if answer.dropped:
        count = len(answer.dropped)
        those = "1 sentence" if count == 1 else f"{count} sentences"
        lines.append(f"not shown: {those} of the model; --json tells which and why")
    for line in [*lines, *_took(answer.usage, model)]:
        warn(line)


def _took(usage: Usage | None, model: ChatModel) -> Iterator[str]:
    if usage and usage.cached:
        yield f"model {model.name}: a kept reply, no tokens"
    elif usage and (usage.tokens_in or usage.tokens_out):
        cost = "" if usage.cost is None else f", cost {usage.cost:.4f}"
        yield (
            f"model {model.name}: {usage.tokens_in:,} tokens of prompts, "
            f"{usage.tokens_out:,} of replies{cost}"
        )
