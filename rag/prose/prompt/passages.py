"""The passages of a prompt: numbered, each under its title, date and heading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ....index.types import Hit
from ....text.spans import Span
from ..budget import count_tokens
from .neutral import neutral, neutral_line

_APART = "\n\n"
_LONGEST_TITLE, _LONGEST_CONTEXT = 200, 600


@dataclass(frozen=True, slots=True)
class PromptPassage:
    """A hit as a prompt shows it.

    Attributes:
        number: by which the model cites it, from 1.
        hit: where it comes from.
        shown: what of the hit is shown, as a span of the document; it starts where the chunk does.
        text: its part of the prompt, with its number and what stands above it; a neutral copy,
            never to be cited.
        tokens: how many the text takes, with the blank line after it.
    """

    number: int
    hit: Hit
    shown: Span
    text: str
    tokens: int

    @property
    def is_cut(self) -> bool:
        """Whether the end of the hit is not shown."""
        return self.shown.end < self.hit.chunk.end


def whole_passage(number: int, hit: Hit) -> PromptPassage:
    """A passage that shows all of a hit.

    Args:
        number: its number, from 1.
        hit: the hit.
    """
    return _passage(number, hit, hit.chunk.end)


def fitting_passages(hits: Sequence[Hit], room: int) -> list[PromptPassage]:
    """The first hits that together fit in a room, each as a passage.

    The first passage that does not fit is cut after a whole sentence, and is the last one. The best
    is cut within its first sentence if that does not fit.

    Args:
        hits: search results, the best first.
        room: in tokens.

    Returns:
        The passages in the order of the hits, numbered from 1; none if not even a character of the
        best hit fits.
    """
    passages: list[PromptPassage] = []
    for number, hit in enumerate(hits, start=1):
        passage = whole_passage(number, hit)
        if passage.tokens > room:
            return [*passages, *_cut(number, hit, room)]
        passages.append(passage)
        room -= passage.tokens
    return passages


def together(passages: Sequence[PromptPassage]) -> str:
    """The texts of passages, a blank line between them.

    Args:
        passages: in order.
    """
    return _APART.join(passage.text for passage in passages)


def _cut(number: int, hit: Hit, room: int) -> Iterator[PromptPassage]:
    """The longest beginning of a hit that fits, if there is one."""
    chunk = hit.chunk
    sentence_ends = [sentence.end for sentence in chunk.sentences]
    choices: list[Sequence[int]] = [sentence_ends]
    if number == 1:
        words = range(chunk.start + 1, chunk.end)
        choices += [[at for at in words if chunk.text[at - chunk.start].isspace()], words]
    for ends in choices:
        fits = bisect_right(ends, room, key=lambda end: _passage(number, hit, end).tokens)
        if fits:
            yield _passage(number, hit, ends[fits - 1])
            return


def _passage(number: int, hit: Hit, end: int) -> PromptPassage:
    """A passage that shows a hit up to a place in its document."""
    shown = Span(hit.chunk.start, end)
    body = neutral(hit.chunk.text[: end - hit.chunk.start])
    text = "\n".join([f"[{number}] {_above(hit)}".rstrip(), *_context(hit), body]).rstrip()
    return PromptPassage(number, hit, shown, text, count_tokens(f"{text}{_APART}").tokens)


def _above(hit: Hit) -> str:
    """The title, the date and the heading of a hit, as far as it has them."""
    parts = dict.fromkeys((hit.title, hit.metadata.date or "", hit.chunk.heading))
    lines = (neutral_line(part, _LONGEST_TITLE) for part in parts)
    return " · ".join(line for line in lines if line)


def _context(hit: Hit) -> Iterator[str]:
    """What else is above a hit: the question that it answers, the names of its columns."""
    for line in hit.chunk.context.splitlines():
        if line not in (hit.title, hit.chunk.heading):
            yield neutral_line(line, _LONGEST_CONTEXT)
