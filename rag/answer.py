"""Answer a question from an index: quoted from the documents, or written by a chat model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..index.filters import Filter
from ..index.search import Index
from ..text.signs import fold
from .asking.followups import check_history
from .config import RagConfig
from .errors import QuestionError
from .extractive.extract import Inquiry, extract
from .prose.models.chat_model import ChatModel
from .types import Answer, ChatInput

_SURROGATE = re.compile("[\ud800-\udfff]")


def answer_question(
    index: Index,
    question: str | ChatInput,
    config: RagConfig | None = None,
    model: ChatModel | None = None,
    account: str | None = None,
) -> Answer:
    """Answer a question from an index, every sentence cited, or abstain.

    Args:
        index: an open index.
        question: in words, or with the conversation before it and filters.
        config: settings; the defaults if ``None``.
        model: writes the answer, each sentence of which is verified; ``None`` to quote the
            documents. If it fails, the documents are quoted, and ``fallback`` tells why.
        account: who asks, on a server with accounts: limits of the model count for each, and
            replies of a model on another machine are not kept.

    Returns:
        The answer; ``abstained`` is true if the documents do not support one.

    Raises:
        QuestionError: if the question is empty or too long, or its history is malformed.
        UsageError: if a filter is wrong.
    """
    *_, final = stream_answer(index, question, config, model, account)
    return final


def stream_answer(
    index: Index,
    question: str | ChatInput,
    config: RagConfig | None = None,
    model: ChatModel | None = None,
    account: str | None = None,
) -> Iterator[Answer]:
    """Answer a question as ``answer_question`` does, sentence by sentence.

    Args:
        index: an open index.
        question: in words, or with the conversation before it and filters.
        config: settings; the defaults if ``None``.
        model: writes the answer; see ``answer_question``. While it is waited for, an item comes
            several times a second, and closing the iterator gives the model up.
        account: who asks, on a server with accounts.

    Yields:
        The answer so far, which only grows by whole sentences. Only the last one has
        ``timings_ms`` and may have ``short``; only others have ``progress``, and those of a model
        may still be without text. An abstention is a single item without a model.

    Raises:
        QuestionError: if the question is empty or too long, or its history is malformed.
        UsageError: if a filter is wrong.
    """
    config = config or RagConfig()
    text, within = check_question(question, config)
    history = () if isinstance(question, str) else question.history
    turns = tuple((asked, reply) for asked, reply in history)
    inquiry = Inquiry(index, text, turns, within, config)
    if model is None:
        yield from extract(inquiry, inquiry.by_rules()).answers
        return
    from .prose.answering.answer import stream_prose

    yield from stream_prose(inquiry, model, account)


def check_question(question: str | ChatInput, config: RagConfig) -> tuple[str, Filter | None]:
    """Check a question before it is answered.

    Args:
        question: in words, or with the conversation before it and filters.
        config: its limits.

    Returns:
        The question's text without white space at its ends, and the filter of the documents;
        ``None`` for all documents.

    Raises:
        QuestionError: if it is empty or too long, or its history is malformed.
        UsageError: if a filter is wrong.
    """
    asked = ChatInput(question) if isinstance(question, str) else question
    check_history(asked.history, config)
    text = asked.question.strip()
    for message in (text, *(message for turn in asked.history for message in turn)):
        if _SURROGATE.search(message):
            raise QuestionError(
                f"{message[:80]!a} contains a lone surrogate (half of a UTF-16 pair); expected "
                "whole characters. Decode the text properly before passing it in"
            )
    if not any(letter.isalnum() for letter in fold(text)):
        raise QuestionError(
            'the question is empty; ask in words, such as loccit ask "Who signed the agreement?"'
        )
    if len(text) > config.max_question:
        raise QuestionError(
            f"the question has {len(text):,} characters; expected at most "
            f"{config.max_question:,}. Shorten it, or raise max_question in loccit.toml"
        )
    return text, Filter.from_dict(asked.filters) if asked.filters else None
