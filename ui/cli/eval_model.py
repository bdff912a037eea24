"""The chat model of ``loccit eval run --model``."""

from __future__ import annotations

from pathlib import Path

from ...eval.prose import ProseSystem, spent_in
from ...index.search import Index
from ...rag.config import RagConfig
from ...rag.prose.models.chat_model import ChatModel
from ...rag.prose.models.config import destination, is_here
from ...rag.prose.models.run_limit import RunLimit
from ..terminal import warn


def prose_system(index: Index, name: str, max_cost: float | None, folder: Path) -> ProseSystem:
    """Loccit with a chat model, as a system to evaluate.

    The model is opened at once: what it lacks is told before the first question.

    Args:
        index: an open index.
        name: what the model is called in ``loccit.toml``.
        max_cost: what the run may cost; ``None`` for any costs.
        folder: that of the run; an interrupted run may lie in it.

    Raises:
        UsageError: if there is no such model, a file of documents says where questions go, it has
            no API key, or its costs are limited without prices.
        ImportError: if the provider's package is not installed.
    """
    model = ChatModel.of(name, index.manifest.roots)
    model.client()
    config = model.config
    if max_cost is not None:
        model.spending = RunLimit(max_cost, config, spent_in(folder, config))
    where = destination(config)
    warn(
        "the questions, their histories and the passages found for them "
        f"{'stay on' if is_here(config) else 'go to'} {where}"
    )
    return ProseSystem(index, model, RagConfig.load(), max_cost)
