"""Where the sentences of a text end that is not whole yet."""

from __future__ import annotations

from ...text.sentences import sentence_spans
from ...text.spans import Span

_PAIRS = (("(", ")"), ("“", "”"), ("«", "»"), ("「", "」"), ("『", "』"), ("（", "）"))
_OPENERS = frozenset("\"'‘" + "".join(opening for opening, _ in _PAIRS))
_REACH = 300
"""Characters after which a quotation mark or parenthesis no longer keeps sentences together."""


def split(text: str) -> list[Span]:
    """The sentences of a text, trimmed, in order.

    What follows the last one without a letter or digit belongs to it. A quotation mark that opens
    the next one, which the splitter takes for the end of this one until it is closed, does not.
    """
    spans = sentence_spans(text, 0)
    while len(spans) > 1 and not has_word(spans[-1].of(text)):
        last = spans.pop()
        spans[-1] = Span(spans[-1].start, last.end)
    for number, span in enumerate(spans[:-1]):
        words, _, signs = span.of(text).rpartition(" ")
        following = spans[number + 1]
        if words and span.end == following.start and _OPENERS.issuperset(signs):
            spans[number] = Span(span.start, span.start + len(words.rstrip()))
            spans[number + 1] = Span(span.end - len(signs), following.end)
    return spans


def is_settled(text: str) -> bool:
    """Whether the number of sentences does not hang on how the last word goes on.

    "C. K. Will" may be two sentences, "C. K. Williams" is not.
    """
    return not text[-1:].isalnum() or len(split(text)) == len(split(f"{text}x"))


def is_open(text: str) -> bool:
    """Whether a text ends within a quotation or in parentheses that began not long ago."""
    near = text[-_REACH:]
    return (text.count('"') % 2 == 1 and '"' in near) or any(
        opening in near and text.count(opening) > text.count(closing) for opening, closing in _PAIRS
    )


def has_word(text: str) -> bool:
    """Whether a text has a letter or a digit."""
    return any(char.isalnum() for char in text)


def visible_size(text: str) -> int:
    """How many characters a text has, white space aside."""
    return sum(map(len, text.split()))
