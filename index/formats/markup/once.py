"""The standard library's HTML parser without its quadratic search for missing comment ends."""

from __future__ import annotations

from html.parser import HTMLParser


class OnceParser(HTMLParser):
    """A parser for a page that is fed as a whole.

    If one comment has no end, no later one has: the standard library would scan the rest of the
    page for each.
    """

    _is_endless = False

    def parse_comment(self, i: int, report: bool = True) -> int:
        if self._is_endless:
            return -1
        end = super().parse_comment(i, report)
        self._is_endless = end < 0
        return end
