"""Changes of an index's documents from the page: one queue, and what was asked for in the end.

A change is accepted or refused at once. What is accepted lies on the disk (see ``added``), so
that a server which ends or is killed makes it at its next start. One thread makes the changes in
the order they came; those that wait together share a build.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath

from ..index import (
    BuildReport,
    Index,
    IndexBusy,
    LoccitError,
    Parser,
    Progress,
    Skipped,
    Stopped,
    build_index,
    upload_names,
    uploads_agree,
)
from .added import AddedFiles
from .steps import LOOK_SECONDS, Change, Step, failed, postponed

Build = Callable[[Progress, Parser], BuildReport]
"""Brings the index up to date with the folders that it was made from."""

BUSY_SECONDS = 180.0
"""For how long a change waits while another process writes the index."""
RETRY_SECONDS = 60.0
"""After which what could not be made is tried again, if no other change comes before."""
_BUSY_LOOK = 0.5
_BUSY = "Waiting: another process is writing the index"
_STILL_BUSY = "another process is writing the index; what you asked for is done when that has ended"
_ENDING = "the server is ending; what you asked for is done when it starts again"


class Changes:
    """The queue of changes of one index, and the thread that makes them."""

    def __init__(self, folder: Path, build: Build | None = None) -> None:
        self._folder = folder
        self._uploads = AddedFiles(folder)
        self._build = build or (
            lambda progress, parser: build_index([], folder, parser=parser, progress=progress)
        )
        self._parser = Parser()
        self._turn = threading.Condition()
        self._open: list[Change] = []
        self._is_fresh = self._is_behind = self._is_ending = False
        self._worker = threading.Thread(target=self._work, name="changes", daemon=True)

    def start(self) -> None:
        """Begin, with what an earlier server accepted and did not make."""
        with self._turn:
            if self._worker.ident is not None or self._is_ending:
                return
            with suppress(OSError):
                if names := self._uploads.arrived():
                    self._enqueue(Change(names))
            self._worker.start()

    def listed(self, owner: str | None) -> list[str]:
        """Names of the files that an account may remove; that anybody may, for ``None``."""
        with self._turn:
            return self._uploads.of(owner)

    def add(self, paths: Sequence[Path], owner: str | None) -> Change:
        """Take copies of some files and have them indexed.

        Raises:
            UsageError: if one may not be added; then none is.
            IndexUnwritable: if they cannot be kept.
        """
        self.start()
        with self._turn:
            return self._enqueue(Change(self._uploads.accept(paths, owner)))

    def remove(self, name: str, owner: str | None) -> Change:
        """Delete a file that was added, and have the index follow.

        Raises:
            UsageError: if there is none of this name that ``owner`` may remove.
            IndexUnwritable: if it cannot be deleted.
        """
        self.start()
        with self._turn:
            self._uploads.remove(name, owner)
            for change in self._open:
                change.names = tuple(added for added in change.names if added != name)
            return self._enqueue(Change())

    def sync(self) -> Change:
        """Have the index follow its folders."""
        self.start()
        with self._turn:
            return self._enqueue(Change())

    def end(self) -> None:
        """Make no more changes: a build stops where it next says how far it is."""
        with self._turn:
            self._is_ending = True
            self._turn.notify_all()
        self._parser.stop()

    def join(self, seconds: float) -> bool:
        """Wait for the thread after ``end``; says whether it ended."""
        ends = time.monotonic() + seconds
        while self._worker.is_alive() and time.monotonic() < ends:
            self._parser.stop()  # again: a process may have been started meanwhile
            self._worker.join(LOOK_SECONDS)
        return not self._worker.is_alive()

    @property
    def is_pending(self) -> bool:
        """Whether something that was accepted is still to be made."""
        return bool(self._open)

    def _enqueue(self, change: Change) -> Change:
        self._open.append(change)
        if self._is_ending:
            change.step = postponed(_ENDING)
        self._is_fresh = True
        self._turn.notify_all()
        return change

    def _work(self) -> None:
        with suppress(Exception):  # what cannot be compared waits for the next build
            if not uploads_agree(self._folder):
                with self._turn:
                    self._is_behind = self._is_fresh = True
        try:
            while (batch := self._next()) is not None:
                with suppress(Exception):  # what is left open is tried again
                    self._make(batch)
        except Stopped:
            pass
        with self._turn:
            for change in self._open:
                change.step = postponed(_ENDING)

    def _next(self) -> list[Change] | None:
        """What is to be made now, nothing new where a build is tried again; ``None`` at the end."""
        with self._turn:
            is_due = self._is_behind or self._open
            self._turn.wait_for(
                lambda: self._is_ending or self._is_fresh, RETRY_SECONDS if is_due else None
            )
            self._is_fresh = False
            return None if self._is_ending else list(self._open)

    def _make(self, batch: list[Change]) -> None:
        """Make changes together; where that fails, each by itself: one does not cost the others."""
        error = self._attempt(batch)
        if error and len(batch) > 1:
            for change in batch:
                self._give_up([change], self._attempt([change]))
        else:
            self._give_up(batch, error)

    def _attempt(self, batch: list[Change]) -> str:
        """Make changes; gives why that failed, their files back where they wait, or nothing."""
        try:
            with self._turn:
                self._uploads.admit(_names(batch))
            self._close(batch, self._built(batch))
        except IndexBusy:
            for change in batch:  # they stay open
                change.step = postponed(_STILL_BUSY)
        except Stopped:
            raise
        except BaseException as error:  # a panic of a library in Rust is no Exception
            with self._turn:
                self._uploads.withdraw(_names(batch))
            return str(error) if isinstance(error, LoccitError) else _unforeseen(error)
        return ""

    def _built(self, batch: list[Change]) -> BuildReport:
        def progress(stage: str, done: int, total: int) -> None:
            if self._is_ending and done < total:
                raise Stopped
            for change in batch:
                change.step = Step(stage, done / total if total else 1.0)

        ends = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                return self._build(progress, self._parser)
            except IndexBusy:
                if time.monotonic() > ends:
                    raise
                for change in batch:
                    change.step = Step(_BUSY, 0.0)
                with self._turn:
                    if self._turn.wait_for(lambda: self._is_ending, _BUSY_LOOK):
                        raise Stopped from None
            finally:
                self._parser.close()

    def _close(self, batch: list[Change], report: BuildReport) -> None:
        """End changes that were made; files that cannot be read are put away again."""
        unreadable = self._unreadable(_names(batch), report) if _names(batch) else {}
        with self._turn:
            refused = {name: unreadable[name] for name in _names(batch) if name in unreadable}
            if refused:
                self._uploads.discard(refused)
            self._is_behind = bool(refused)
            self._is_fresh = self._is_fresh or self._is_behind
            for change in batch:
                own = tuple(
                    Skipped(name, refused[name]) for name in change.names if name in refused
                )
                change.step = Step("Done", 1.0, report, refused=own)
                self._open.remove(change)

    def _unreadable(self, names: Iterable[str], report: BuildReport) -> dict[str, str]:
        """Files that gave no document, and why: a root may hold others of the same names."""
        documents = upload_names(self._folder)
        with closing(Index.open(self._folder)) as index:
            places = [
                place for name in index.names for place in (name, *PurePosixPath(name).parents)
            ]
        held = set(map(str, places))
        skipped = [(file.name, file.why) for file in report.skipped]
        refused = {}
        for name in names:
            document = documents.get(name)
            if document is None or document not in held:
                below = f"{document or name}/"
                reasons = [why for place, why in skipped if f"{place}/".startswith(below)]
                if reasons:
                    refused[name] = reasons[0]
        return refused

    def _give_up(self, batch: list[Change], error: str) -> None:
        """End changes that cannot be made, if there is an error; what was to be added goes."""
        if not error:
            return
        with self._turn:
            with suppress(LoccitError):
                self._uploads.discard(_names(batch))
            self._is_behind = True
            for change in batch:
                change.step = failed(error if change.names else f"{error}. It is tried again")
                self._open.remove(change)


def _names(batch: Iterable[Change]) -> list[str]:
    return [name for change in batch for name in change.names]


def _unforeseen(error: BaseException) -> str:
    return (
        f"indexing failed ({type(error).__name__}: {error}); the index is as before. "
        "Try again, and tell whoever runs this server if it stays so"
    )
