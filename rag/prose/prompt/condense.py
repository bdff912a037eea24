"""Ask a chat model for a question that stands alone, and check what it replies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....index.formats.decode import well_formed
from ....text import lexicon
from ....text.dates import DateSpan, bears_out
from ....text.names import Name
from ....text.quantities import Quantity
from ....text.reading import Facts, read_facts
from ....text.sentences import is_interrogative
from ....text.tokens import tokenize
from ...verify.claims import plain
from ..boundaries import has_word, split
from .conversation import conversation_block, recent
from .neutral import neutral_line, restored
from .wording import ChatMessage, examples, instruction, worded

_LONGEST_QUESTION = 2000
_WRAPPING = "\"“”'‘’*_`"
_LABEL = re.compile(
    rf"\W*(?:[^\W_]+ ){{0,3}}{lexicon.any_word('prose.question_labels')}\W*?:[*_\s]*", re.IGNORECASE
)
_ASKS = ("؟", "\u037e")
"""Question marks of Arabic and Greek."""


def condense_prompt(question: str, history: Sequence[tuple[str, str]]) -> tuple[ChatMessage, ...]:
    """The messages that ask for a question that stands alone.

    Args:
        question: as asked; at most 2,000 characters of it are used.
        history: the questions before it and their answers, oldest first.

    Returns:
        Messages in order; LangChain takes them as they are.
    """
    messages = [ChatMessage("system", instruction("condense"))]
    for example in examples("condense"):
        asking = _asking(example["question"], example["history"])
        messages += [ChatMessage("human", asking), ChatMessage("ai", example["reply"])]
    return (*messages, ChatMessage("human", _asking(question, history)))


def accept_condensed(
    reply: str, question: str, history: Sequence[tuple[str, str]], max_question: int
) -> str | None:
    """The question of a reply, if it can be answered in place of the one that was asked.

    It is one line, is not longer than a question may be, and asks. It has no more sentences than
    the question as asked, or one. Its names, numbers, dates and codes occur in the question or in
    the turns that the model saw.

    Args:
        reply: of the model, without what it thought.
        question: as asked.
        history: the questions before it and their answers, oldest first.
        max_question: how many characters a question may have, 1 or more.

    Returns:
        The question, without quotation marks around it and a label before it; ``None`` if it
        cannot be used.
    """
    question = well_formed(question)
    originals = [question, *(text for turn in history for text in turn)]
    text = restored(_bare(well_formed(reply).strip()), originals)
    if not 0 < len(text) <= max_question or len(text.splitlines()) > 1 or not has_word(text):
        return None
    if not is_interrogative(text) and not text.endswith(_ASKS):
        return None
    if len(split(text)) > max(1, len(split(question))):
        return None
    spoken = "\n".join([question, *(text for turn in recent(history) for text in turn)])
    return text if _occurs(read_facts(plain(text)), read_facts(plain(spoken))) else None


def _asking(question: str, history: Sequence[tuple[str, str]]) -> str:
    asked = neutral_line(question, _LONGEST_QUESTION)
    before = conversation_block(history)
    return worded("condense", "question", conversation=before, question=asked).strip()


def _bare(text: str) -> str:
    """A text without a label before it, and without quotation marks or bold around it."""
    text = _unwrapped(text)
    label = _LABEL.match(text)
    return _unwrapped(text[label.end() :]) if label else text


def _unwrapped(text: str) -> str:
    """A text without quotation marks or bold around all of it."""
    is_wrapped = text[:1] in _WRAPPING and text[-1:] in _WRAPPING
    return text.strip(_WRAPPING).strip() if is_wrapped else text


def _occurs(asked: Facts, spoken: Facts) -> bool:
    """Whether all that a question names, counts and dates occurs in what was spoken."""
    tokens = frozenset(tokenize(spoken.text))
    return (
        all(_is_named(name, spoken, tokens) for name in asked.names)
        and all(_is_counted(number, spoken) for number in asked.quantities)
        and all(_is_dated(date, spoken) for date in asked.moments)
    )


def _is_named(name: Name, spoken: Facts, tokens: frozenset[str]) -> bool:
    if name.is_code:
        return tokens.issuperset(tokenize(name.text))
    if name.place and name.canonical in spoken.place_names:
        return True
    pieces = (piece for word in name.words for piece in re.split(r"[-&'/]", word) if piece)
    return all(piece in spoken.small for piece in pieces)


def _is_counted(asked: Quantity, spoken: Facts) -> bool:
    """Whether a number was spoken with its unit; "a week" is no number here."""
    if asked.kind == "single":
        return True
    return any(
        asked.size == stated.size and asked.measure == stated.measure
        if asked.measure
        else asked.value == stated.value
        for stated in spoken.quantities
    ) or any(asked.value == date.moment.year for date in spoken.moments)


def _is_dated(asked: DateSpan, spoken: Facts) -> bool:
    return any(bears_out(date.moment, asked.moment) for date in spoken.moments) or (
        asked.text.isdecimal()
        and any(stated.value == float(asked.text) for stated in spoken.quantities)
    )
