"""Images of PDF pages, rendered once with a time limit; failures are cached."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from ...index.errors import DocumentError
from ...index.search import Index
from ...index.sources.isolation import Parser
from ..work import Workers
from .original_files import NoOriginal, read_original

_AT_ONCE, _MOST_WAITING, _PATIENCE = 2, 8, 5.0
_MOST_BYTES = 64_000_000
"""Size of the image cache in bytes."""
_FORGIVEN = 600.0
"""Seconds until a page that failed to render is retried."""
_MOST_FAILURES = 1_000

Key = tuple[str, int]
"""The digest of a document's file, and a page number."""


class PageImages:
    """Renders pages of PDFs in subprocesses, a few at a time.

    Args:
        parser: creates the parser that renders, with limits on time and memory.
        clock: a monotonic clock, in seconds.
    """

    def __init__(
        self,
        parser: Callable[[], Parser] = Parser,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._parser = parser
        self._clock = clock
        self._workers = Workers("pages are being rendered", _AT_ONCE, _MOST_WAITING, _PATIENCE)
        self._lock = threading.Lock()
        self._pictures: OrderedDict[Key, bytes] = OrderedDict()
        self._failures: OrderedDict[Key, tuple[float, str]] = OrderedDict()
        self._begun: dict[Key, asyncio.Task[bytes]] = {}

    async def picture(self, index: Index, name: str, number: int) -> bytes:
        """Render a page of a document as PNG.

        Args:
            index: the index that contains the document.
            name: name of the document.
            number: page number, from 1.

        Raises:
            NoOriginal: if the file no longer exists, or the page cannot be rendered in time.
            Busy: if too many pages are being rendered.
        """
        key = (index.document(name).digest, number)
        if picture := self._cached(key):
            return picture
        task = self._begun.get(key)
        if task is None:
            work = self._workers.run(lambda: self._rendered(index, name, key))
            task = self._begun[key] = asyncio.create_task(work)
            task.add_done_callback(lambda _: self._begun.pop(key, None))
        return await asyncio.shield(task)

    def _cached(self, key: Key) -> bytes | None:
        with self._lock:
            since, why = self._failures.get(key, (-_FORGIVEN, ""))
            if self._clock() - since < _FORGIVEN:
                raise NoOriginal(why)
            if key in self._pictures:
                self._pictures.move_to_end(key)
            return self._pictures.get(key)

    def _rendered(self, index: Index, name: str, key: Key) -> bytes:
        source = read_original(index, name).content
        try:
            with self._parser() as parser:
                picture = parser.picture(source, key[1])
        except DocumentError as error:
            why = f"{name!r} {error}"
            with self._lock:
                self._failures[key] = (self._clock(), why)
                if len(self._failures) > _MOST_FAILURES:
                    self._failures.popitem(last=False)
            raise NoOriginal(why) from error
        with self._lock:
            self._pictures[key] = picture
            while sum(map(len, self._pictures.values())) > _MOST_BYTES:
                self._pictures.popitem(last=False)
        return picture
