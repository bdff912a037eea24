"""The standard library's HTML parser, which looks for an end that is not there once alone."""

from __future__ import annotations

from html.parser import HTMLParser


class OnceParser(HTMLParser):
    """A parser that is fed a whole page at once.

    Where a comment has no end, none that begins behind it has: the standard library would read
    the rest of the page for each.
    """

    _is_endless = False

    def parse_comment(self, i: int, report: bool = True) -> int:
        if self._is_endless:
            return -1
        end = super().parse_comment(i, report)
        self._is_endless = end < 0
        return end
