"""Pages of PDFs as pictures: drawn once, in seconds or not at all; failures are remembered."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from ...index import DocumentError, Index, Parser
from ..work import Workers
from .original_files import NoOriginal, read_original

_AT_ONCE, _MOST_WAITING, _PATIENCE = 2, 8, 5.0
_MOST_BYTES = 64_000_000
"""Bytes of all pictures that are kept."""
_FORGIVEN = 600.0
"""Seconds after which a page that could not be drawn is tried again."""
_MOST_FAILURES = 1_000

Key = tuple[str, int]
"""The digest of a document's file, and the number of a page."""


class Drawings:
    """Draws pages in processes of their own, a few at a time.

    Args:
        parser: makes what draws; its limits of time and memory are the drawing's.
        clock: seconds that never run backwards.
    """

    def __init__(
        self,
        parser: Callable[[], Parser] = Parser,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._parser = parser
        self._clock = clock
        self._workers = Workers("pages are being drawn", _AT_ONCE, _MOST_WAITING, _PATIENCE)
        self._lock = threading.Lock()
        self._pictures: OrderedDict[Key, bytes] = OrderedDict()
        self._failures: OrderedDict[Key, tuple[float, str]] = OrderedDict()
        self._begun: dict[Key, asyncio.Task[bytes]] = {}

    async def picture(self, index: Index, name: str, number: int) -> bytes:
        """A page of a document as a PNG.

        Args:
            index: that holds the document.
            name: of the document.
            number: the page's, from 1.

        Raises:
            NoOriginal: if there is no such file any more, or the page cannot be drawn in time.
            Busy: if too many pages are being drawn.
        """
        key = (index.document(name).digest, number)
        if kept := self._kept(key):
            return kept
        task = self._begun.get(key)
        if task is None:
            work = self._workers.run(lambda: self._drawn(index, name, key))
            task = self._begun[key] = asyncio.create_task(work)
            task.add_done_callback(lambda _: self._begun.pop(key, None))
        return await asyncio.shield(task)

    def _kept(self, key: Key) -> bytes | None:
        with self._lock:
            since, why = self._failures.get(key, (-_FORGIVEN, ""))
            if self._clock() - since < _FORGIVEN:
                raise NoOriginal(why)
            if key in self._pictures:
                self._pictures.move_to_end(key)
            return self._pictures.get(key)

    def _drawn(self, index: Index, name: str, key: Key) -> bytes:
        source = read_original(index, name).data
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
