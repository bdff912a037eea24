"""Systems that try to score well without answering truthfully; each must lose to an honest one.

They represent ways to game a metric, and give a lower bound to read a report against.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from ...index.search import Index
from ...index.types import Hit
from ...rag.types import ChatInput
from ..system import passages_of
from ..types import CitedSpan, Response

_PASSAGES = 8
_SEED = 0
Bot = Callable[[ChatInput], Response]


def make_bot(name: str, index: Index) -> Bot:
    """Make a bot.

    Args:
        name: a key of ``BOTS``.
        index: the documents that it retrieves from.

    Raises:
        KeyError: if there is no such bot.
    """
    respond = BOTS[name]

    def bot(asked: ChatInput) -> Response:
        return respond(index, asked)

    bot.takes_turns = True  # type: ignore[attr-defined]
    bot.__name__ = name
    return bot


def _always_abstains(index: Index, asked: ChatInput) -> Response:
    return Response("abstained", hits=passages_of(index.search(asked.question, _PASSAGES)))


def _returns_nothing(index: Index, asked: ChatInput) -> Response:
    return Response("error", error="the system returned no text")


def _copies_the_passage(index: Index, asked: ChatInput) -> Response:
    """The whole best passage, citing itself."""
    hits = index.search(asked.question, _PASSAGES)
    return _quoting(hits[:1], hits)


def _cites_everything(index: Index, asked: ChatInput) -> Response:
    """The first sentence of the best passage, citing every passage."""
    hits = index.search(asked.question, _PASSAGES)
    if not hits:
        return Response("error", error="no passages")
    chunk = hits[0].chunk
    first = chunk.sentences[0]
    text = chunk.text[first.start - chunk.start : first.end - chunk.start]
    cited = tuple(_cited(hit, 0, len(text)) for hit in hits)
    return Response("answered", text, cited, passages_of(hits), confidence=1.0)


def _draws_at_random(index: Index, asked: ChatInput) -> Response:
    """A random sentence of a random passage; an abstention to half of the questions."""
    generator = random.Random(f"{_SEED} {asked.question}")
    hits = index.search(asked.question, _PASSAGES)
    if generator.random() < 0.5 or not hits:
        return Response("abstained", hits=passages_of(hits), confidence=generator.random())
    listed = generator.choice([entry for entry in index.listing() if entry.first is not None])
    hit = generator.choice(list(index.passages(listed)))
    sentence = generator.choice(hit.chunk.sentences)
    quote = hit.chunk.text[sentence.start - hit.chunk.start : sentence.end - hit.chunk.start]
    cited = CitedSpan(0, len(quote), hit.chunk.document, quote, sentence.start, sentence.end)
    return Response("answered", quote, (cited,), passages_of(hits), confidence=generator.random())


BOTS: dict[str, Callable[[Index, ChatInput], Response]] = {
    "always-abstain": _always_abstains,
    "cite-everything": _cites_everything,
    "copy-the-passage": _copies_the_passage,
    "empty": _returns_nothing,
    "random": _draws_at_random,
}


def _quoting(quoted: list[Hit], hits: list[Hit]) -> Response:
    text, cited = "", []
    for hit in quoted:
        start = len(text) + bool(text)
        text = f"{text} {hit.chunk.text}".strip()
        cited.append(_cited(hit, start, len(text)))
    return Response("answered", text, tuple(cited), passages_of(hits), confidence=1.0)


def _cited(hit: Hit, start: int, end: int) -> CitedSpan:
    chunk = hit.chunk
    return CitedSpan(start, end, chunk.document, chunk.text, chunk.start, chunk.end)
