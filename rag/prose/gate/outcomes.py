"""What becomes of a sentence of a reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Code = Literal[
    "heading", "fragment", "question", "lead_in", "code", "markup", "table_row", "piece",
    "quotation", "name", "number", "date", "unit", "roles", "merged", "negation", "scope", "hedge",
    "added", "cause", "comparison", "reference", "support", "language",
]  # fmt: skip
"""Why a sentence is not shown; the first eight hang on its form alone."""

REASONS: dict[Code, str] = {
    "heading": "It is a heading, not a sentence",
    "fragment": "It has no verb, so it states nothing",
    "question": "It is a question",
    "lead_in": "It only announces what follows",
    "code": "It is code",
    "markup": "It has a link, an image or markup",
    "table_row": "It is a row of a table",
    "piece": "It is a piece of a sentence that is too long to be checked",
    "quotation": "The passage does not have these words in quotation marks",
    "name": "The passage does not have this name",
    "number": "The passage does not state this number",
    "date": "The passage does not state this date",
    "unit": "The passage does not state this unit",
    "roles": "The passage says it of another person or thing",
    "merged": "The passage says one part of it of something else",
    "negation": "The passage says the opposite",
    "scope": "The passage does not say it of all",
    "hedge": "The passage is less certain or general",
    "added": "The passage does not have this member of the list",
    "cause": "The passage gives another reason",
    "comparison": "The passage does not make this comparison",
    "reference": "It does not refer to what the passage is about",
    "support": "The passage does not say enough to bear it out",
    "language": "Only English sentences can be checked, unless they are quoted",
}
"""What to tell people; the words in question follow in brackets."""


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """A sentence of a passage, or a row of a table in it.

    Attributes:
        passage: the number of the passage in the prompt.
        document: the name of its document.
        start: where the sentence starts in the document's cleaned text.
        end: where it ends there; ``text[start:end] == quote``.
        quote: its characters.
    """

    passage: int
    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence that was verified.

    Attributes:
        text: the sentence, without a lead-in such as "According to the passages,".
        citations: the fewest sentences of each passage that bear it out, in order.
        recited: whether none of the passages that it cited bears it out, but another one.
        support: the probability that it is borne out, in [0, 1].
    """

    text: str
    citations: tuple[SourceSpan, ...]
    recited: bool
    support: float


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence that says that the passages do not state something; it is never cited.

    Attributes:
        text: the sentence.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that is not shown.

    Attributes:
        text: the sentence.
        code: the kind of reason.
        why: the reason in a plain sentence.
    """

    text: str
    code: Code
    why: str


Outcome = Shown | Note | Dropped


def dropped(text: str, code: Code, words: str = "") -> Dropped:
    """A sentence that is not shown, with the words in question if there are any."""
    reason = f"{REASONS[code]}: {words}." if words else f"{REASONS[code]}."
    return Dropped(text, code, reason)
