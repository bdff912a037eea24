"""Temporary storage of uploaded files, separate per visitor, with quotas and expiry.

LoccitError
└── UploadRefused         an upload exceeds the quota or cannot be stored
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

from ...index.errors import LoccitError
from .visitors import Visitor

MOST_FILES = 20
"""Maximum number of files in a request."""
_EXPIRES = 900.0
"""Seconds until an unused upload expires."""
_SHARES_OF_ONE, _SHARES_OF_ALL = 2, 10
"""Quota of one visitor, and of all visitors, as multiples of the largest request."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\]")
_LONGEST_NAME = 200
"""Bytes of a file name; file systems allow 255."""


class UploadRefused(LoccitError):  # noqa: N818 - named after the state, as RateLimited is
    """An upload exceeds the quota or cannot be stored."""


class Uploads:
    """A folder with a subfolder per visitor; no visitor chooses its name.

    Thread-safe.

    Args:
        root: folder for uploads only; created if missing.
        largest: maximum size of a request in bytes.
        clock: a monotonic clock, in seconds.
    """

    def __init__(
        self, root: Path, largest: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.largest = largest
        self._root = root / "visitors"
        self._clock = clock
        self._lock = threading.Lock()
        self._reserved: Counter[str] = Counter()
        self._files: dict[Path, tuple[float, str, int]] = {}

    @contextmanager
    def room(self, visitor: Visitor, size: int) -> Iterator[None]:
        """Reserve ``size`` bytes of a visitor's quota while a request is being received.

        Raises:
            UploadRefused: if a quota would be exceeded.
        """
        payer = visitor.payer
        self.expire()
        with self._lock:
            mine = self._reserved[payer] + sum(
                size for _, owner, size in self._files.values() if owner == payer
            )
            everything = self._reserved.total() + sum(size for *_, size in self._files.values())
            for used, shares in ((mine, _SHARES_OF_ONE), (everything, _SHARES_OF_ALL)):
                if used + size > shares * self.largest:
                    raise UploadRefused(
                        f"{used:,} bytes of uploads are pending already; the limit is "
                        f"{shares * self.largest:,} including this one. Try again when they are "
                        "indexed"
                    )
            self._reserved[payer] += size
        try:
            yield
        finally:
            with self._lock:
                self._reserved[payer] -= size

    def keep(self, visitor: Visitor, name: str, content: BinaryIO) -> Path:
        """Write a file below the visitor's folder, under a sanitized name.

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
                f"the file cannot be stored: {error.strerror or error}; try again later, or tell "
                "the server's operator"
            ) from error
        with self._lock:
            self._files[path] = (self._clock(), visitor.payer, size)
        return path

    def owned(self, visitor: Visitor, path: object) -> Path | None:
        """The file at a path, if this visitor uploaded it; else ``None``."""
        if not isinstance(path, str):
            return None
        place, folder = Path(path), self._root / visitor.folder
        if place not in self._files or str(place) != path:
            return None
        try:
            is_file = stat.S_ISREG(place.lstat().st_mode)
            is_below = place.resolve(strict=True).is_relative_to(folder.resolve(strict=True))
        except OSError:
            return None
        return place if is_file and is_below else None

    def discard(self, path: Path) -> None:
        """Delete a file and free its quota."""
        with self._lock:
            is_ours = self._files.pop(path, None) is not None
        if is_ours:
            self._remove(path.parent)

    def _remove(self, folder: Path) -> None:
        """Delete a file's folder, and the visitor's folder if it is empty now."""
        with self._lock, suppress(OSError):
            shutil.rmtree(folder, ignore_errors=True)
            folder.parent.rmdir()

    def forget(self, folder: str) -> None:
        """Delete the uploads of a visitor, given the name of its folder."""
        for path in [path for path in list(self._files) if path.parts[-3] == folder]:
            self.discard(path)

    def expire(self) -> None:
        """Delete expired files and free the quota of used ones."""
        oldest = self._clock() - _EXPIRES
        for path, (since, *_) in list(self._files.items()):
            if since < oldest or not path.exists():
                self.discard(path)


def _plain(name: str) -> str:
    """A sanitized file name without folders; a long name keeps its end with the suffix."""
    plain = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2])
    short = plain.encode("utf-8", "replace")[-_LONGEST_NAME:].decode("utf-8", "ignore")
    return short if short.strip(".") else "document"
