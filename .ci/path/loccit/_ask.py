"""A cited answer in one call."""

from __future__ import annotations

from pathlib import Path

from .index.search import Index
from .rag.answer import answer_question
from .rag.config import RagConfig
from .rag.types import Answer, ChatInput


def ask(
    question: str | ChatInput, index: Index | str | Path, config: RagConfig | None = None
) -> Answer:
    """Answer a question from an index, every sentence cited.

    To ask many questions, open the index once and pass it: a folder is opened at every call.

    Args:
        question: the question, or a ``ChatInput`` with the conversation so far and filters.
        index: an open index, or the folder of one, as ``build_index`` writes it.
        config: settings of the answer; ``None`` takes the defaults.

    Returns:
        The answer with its citations. If the documents do not say, ``abstained`` is true.

    Raises:
        IndexFolderError: if the folder holds no usable index.
        QuestionError: if the question is empty or too long, or its history is malformed.
        UsageError: if a filter is invalid.
    """
    if isinstance(index, Index):
        return answer_question(index, question, config)
    opened = Index.open(index)
    try:
        return answer_question(opened, question, config)
    finally:
        opened.close()
