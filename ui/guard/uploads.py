"""Files that visitors send and the page has not used yet: each visitor's apart, bounded, expired.

LoccitError
└── UploadRefused         an upload is more than may be kept
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ...index import LoccitError
from .visitors import Visitor

MOST_FILES = 20
"""Files of one request."""
_EXPIRES = 900.0
"""Seconds that an upload waits to be used."""
_SHARES_OF_ONE, _SHARES_OF_ALL = 2, 10
"""How many of the largest requests one visitor, and all of them, may have waiting."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\]")
_LONGEST_NAME = 200
"""Bytes of a file's name; file systems take 255."""


class UploadRefused(LoccitError):  # noqa: N818 - named after the state, as RateLimited is
    """What waits already leaves no room for an upload."""


class Uploads:
    """A folder with a folder for each visitor, in which no name is of a visitor's choosing.

    Safe to use from several threads.

    Args:
        root: holds nothing else; made if it is not there.
        largest: bytes of the largest request.
        clock: seconds that never run backwards.
    """

    def __init__(
        self, root: Path, largest: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.largest = largest
        self._root = root / "visitors"
        self._clock = clock
        self._lock = threading.Lock()
        self._reserved: Counter[str] = Counter()
        self._kept: dict[Path, tuple[float, str, int]] = {}

    @contextmanager
    def room(self, visitor: Visitor, size: int) -> Iterator[None]:
        """Hold ``size`` bytes for a request of a visitor while it is being received.

        Raises:
            UploadRefused: if what waits and what is being received leave no such room.
        """
        payer = visitor.payer
        self.expire()
        with self._lock:
            mine = self._reserved[payer] + sum(
                kept for _, owner, kept in self._kept.values() if owner == payer
            )
            everything = self._reserved.total() + sum(kept for *_, kept in self._kept.values())
            for used, shares in ((mine, _SHARES_OF_ONE), (everything, _SHARES_OF_ALL)):
                if used + size > shares * self.largest:
                    raise UploadRefused(
                        f"{used:,} bytes of uploads wait to be added already; expected at most "
                        f"{shares * self.largest:,} with this one. Try again when they are added"
                    )
            self._reserved[payer] += size
        try:
            yield
        finally:
            with self._lock:
                self._reserved[payer] -= size

    def keep(self, visitor: Visitor, name: str, content: BinaryIO) -> Path:
        """Write a file below the visitor's folder; its own name is kept as far as it is plain.

        Raises:
            UploadRefused: if it cannot be written.
        """
        folder = self._root / visitor.folder / secrets.token_hex(8)
        path = folder / _plain(name)
        try:
            with self._lock:
                folder.mkdir(mode=0o700, parents=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                shutil.copyfileobj(content, out)
                size = out.tell()
        except OSError as error:
            self._remove(folder)
            raise UploadRefused(
                f"the file cannot be kept: {error.strerror or error}; try again later, or tell "
                "whoever runs this server"
            ) from error
        with self._lock:
            self._kept[path] = (self._clock(), visitor.payer, size)
        return path

    def owned(self, visitor: Visitor, path: object) -> Path | None:
        """The file that a visitor names, if it is one that this very visitor uploaded."""
        if not isinstance(path, str):
            return None
        place, own = Path(path), self._root / visitor.folder
        if place not in self._kept or str(place) != path:
            return None
        try:
            is_file = stat.S_ISREG(place.lstat().st_mode)
            is_below = place.resolve(strict=True).is_relative_to(own.resolve(strict=True))
        except OSError:
            return None
        return place if is_file and is_below else None

    def discard(self, path: Path) -> None:
        """Remove a file and the room that it took."""
        with self._lock:
            is_ours = self._kept.pop(path, None) is not None
        if is_ours:
            self._remove(path.parent)

    def _remove(self, folder: Path) -> None:
        """Remove a file's folder, and the visitor's if that was its last."""
        with self._lock, suppress(OSError):
            shutil.rmtree(folder, ignore_errors=True)
            folder.parent.rmdir()

    def forget(self, folder: str) -> None:
        """Remove what a visitor uploaded, by the name of its folder."""
        for path in [kept for kept in list(self._kept) if kept.parts[-3] == folder]:
            self.discard(path)

    def expire(self) -> None:
        """Remove what has waited too long, and let go of what was used."""
        oldest = self._clock() - _EXPIRES
        for path, (since, *_) in list(self._kept.items()):
            if since < oldest or not path.exists():
                self.discard(path)


def _plain(name: str) -> str:
    """A file's own name without what leads elsewhere; the end, with the suffix, is what is kept."""
    plain = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2])
    kept = plain.encode("utf-8", "replace")[-_LONGEST_NAME:].decode("utf-8", "ignore")
    return kept if kept.strip(".") else "document"
