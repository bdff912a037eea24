"""What a chat model's reply is read into, and the parts that it is made of on the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple


class LineKind(StrEnum):
    """What a line of a reply is, as its opening says in Markdown."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    """An item of a list: a sentence without its bullet."""
    QUOTE = "quote"
    """A line of a block quote."""
    ROW = "row"
    """A row of a table, with its bars."""
    CODE = "code"
    """A line inside code fences, as it stands."""


Ending = Literal["next", "line", "reply", "bound"]
"""What ended a sentence: the next one, its line, the end of the reply, or the longest length."""


@dataclass(frozen=True, slots=True)
class Thinking:
    """The model is thinking; what it thinks is not shown. Comes at most once in a reply."""


@dataclass(frozen=True, slots=True)
class ReplySentence:
    """A sentence of a reply.

    Attributes:
        text: its characters without citation markers, bullets, bold and italic; not empty, trimmed.
        numbers: what its markers cite, 0 to 999, in order, each once; empty if it has none.
        kind: the kind of its line.
        ending: what ended it. After ``"reply"`` it may be incomplete: the model may have been cut
            short in the middle of it.
        is_piece: whether it is only a piece of a sentence that is too long.
    """

    text: str
    numbers: tuple[int, ...]
    kind: LineKind
    ending: Ending
    is_piece: bool = False


Event = Thinking | ReplySentence


class LineStart(NamedTuple):
    """The opening of a line was read.

    Attributes:
        kind: the kind of the line.
        bullet: the bullet or number that was taken off, ``""`` for none.
    """

    kind: LineKind
    bullet: str = ""


@dataclass(frozen=True, slots=True)
class LineEnd:
    """A line ended."""


class Marker(NamedTuple):
    """A citation marker.

    Attributes:
        numbers: what it cites, 0 to 999, in order; not empty.
    """

    numbers: tuple[int, ...]


Marked = str | Marker
"""Text, or a marker in it."""
Part = Marked | LineStart | LineEnd
