"""Write the blocks of pages into one text, each with its place in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....text.spans import Span
from ..parsed import Block, BlockKind, Run
from .blocks import Draft

_TIGHT = {BlockKind.ITEM, BlockKind.ROW}


class PageWriter:
    """Collects the text of pages.

    Attributes:
        starts: where each page starts in the text.
    """

    def __init__(self) -> None:
        self.starts: list[int] = []
        self._pieces: list[str] = []
        self._length = 0
        self._drafts: list[tuple[BlockKind, str, list[Span]]] = []
        self._main = -1

    def page(self, head: Sequence[Draft], main: Sequence[Draft], foot: Sequence[Draft]) -> None:
        """Add a page: what is above its text, the text, and what is below."""
        if self.starts:
            self._add("\n")
        self.starts.append(self._length)
        before: Draft | None = None
        for draft in [*head, *main, *foot]:
            if before is not None:
                self._add(_separator(before, draft))
            self._draft(draft)
            before = draft

    def text(self) -> str:
        return "".join(self._pieces)

    def blocks(self) -> Iterator[Block]:
        """The blocks in the order of their first characters."""
        text = self.text()
        for kind, region, spans in self._drafts:
            runs = [Run(spans[0].of(text), *spans[0])]
            for span in spans[1:]:
                between = Span(runs[-1].end, span.start)
                if between.of(text).isspace():
                    whole = Span(runs.pop().start, span.end)
                    runs.append(Run(whole.of(text), *whole))
                else:
                    runs.append(Run("\n", between.start, between.start + 1))
                    runs.append(Run(span.of(text), *span))
            yield Block(kind, tuple(runs), region)

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def _draft(self, draft: Draft) -> None:
        start = self._length
        self._add("\n".join(draft.lines))
        span = Span(start, self._length)
        if draft.continues:
            self._drafts[self._main][2].append(span)
            return
        if not draft.region:
            self._main = len(self._drafts)
        self._drafts.append((draft.kind, draft.region, [span]))


def _separator(before: Draft, after: Draft) -> str:
    """A line break inside a block, a list or a table, else a blank line."""
    tight = after.kind in _TIGHT and after.kind is before.kind
    return "\n" if after.continues or tight else "\n\n"
