"""The queue of changes to an index's documents requested on the page.

A change is accepted or refused at once. Accepted changes are on disk (see ``added``), so a server
that stops or is killed resumes them at its next start. One thread applies the changes in order;
changes that wait together share a build.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath

from ..index.build import BuildReport, build_index
from ..index.errors import IndexBusy, LoccitError, Stopped
from ..index.formats.parsed import Skipped
from ..index.generations.generation import Progress
from ..index.search import Index
from ..index.sources.agreement import upload_names, uploads_agree
from ..index.sources.isolation import Parser
from .added import AddedFiles
from .steps import LOOK_SECONDS, Change, Step, failed, postponed

Build = Callable[[Progress, Parser], BuildReport]
"""Brings the index up to date with its folders."""

BUSY_SECONDS = 180.0
"""How long a change waits while another process writes the index."""
RETRY_SECONDS = 60.0
"""How long until a failed change is retried, unless another change comes first."""
_BUSY_LOOK = 0.5
_BUSY = "Waiting: another process is writing the index"
_STILL_BUSY = "another process is writing the index; your change is applied when it has finished"
_ENDING = "the server is shutting down; your change is applied when it starts again"


class Changes:
    """The queue of changes to an index, and the thread that applies them."""

    def __init__(self, folder: Path, build: Build | None = None) -> None:
        self._folder = folder
        self._uploads = AddedFiles(folder)
        self._build = build or (
            lambda progress, parser: build_index([], folder, parser=parser, progress=progress)
        )
        self._parser = Parser()
        self._condition = threading.Condition()
        self._pending: list[Change] = []
        self._has_news = self._is_outdated = self._is_ending = False
        self._worker = threading.Thread(target=self._work, name="changes", daemon=True)

    def start(self) -> None:
        """Start the thread, first with changes that an earlier server left pending."""
        with self._condition:
            if self._worker.ident is not None or self._is_ending:
                return
            with suppress(OSError):
                if names := self._uploads.arrived():
                    self._enqueue(Change(names))
            self._worker.start()

    def listed(self, owner: str | None) -> list[str]:
        """Names of the files that an account may remove; all files for ``None``."""
        with self._condition:
            return self._uploads.of(owner)

    def add(self, paths: Sequence[Path], owner: str | None) -> Change:
        """Copy files and queue them for indexing.

        Raises:
            UsageError: if a file is refused; then none is added.
            IndexUnwritable: if they cannot be stored.
        """
        self.start()
        with self._condition:
            return self._enqueue(Change(self._uploads.accept(paths, owner)))

    def remove(self, name: str, owner: str | None) -> Change:
        """Delete an uploaded file and queue an update of the index.

        Raises:
            UsageError: if ``owner`` may not remove a file of this name.
            IndexUnwritable: if it cannot be deleted.
        """
        self.start()
        with self._condition:
            self._uploads.remove(name, owner)
            for change in self._pending:
                change.names = tuple(added for added in change.names if added != name)
            return self._enqueue(Change())

    def sync(self) -> Change:
        """Queue an update of the index from its folders."""
        self.start()
        with self._condition:
            return self._enqueue(Change())

    def end(self) -> None:
        """Apply no more changes; a running build stops at its next progress report."""
        with self._condition:
            self._is_ending = True
            self._condition.notify_all()
        self._parser.stop()

    def join(self, seconds: float) -> bool:
        """Wait for the thread after ``end``; returns whether it ended."""
        ends = time.monotonic() + seconds
        while self._worker.is_alive() and time.monotonic() < ends:
            self._parser.stop()  # again: a new process may have started meanwhile
            self._worker.join(LOOK_SECONDS)
        return not self._worker.is_alive()

    @property
    def is_pending(self) -> bool:
        """Whether accepted changes are still to be applied."""
        return bool(self._pending)

    def _enqueue(self, change: Change) -> Change:
        self._pending.append(change)
        if self._is_ending:
            change.step = postponed(_ENDING)
        self._has_news = True
        self._condition.notify_all()
        return change

    def _work(self) -> None:
        with suppress(Exception):  # a failed comparison waits for the next build
            if not uploads_agree(self._folder):
                with self._condition:
                    self._is_outdated = self._has_news = True
        try:
            while (batch := self._next()) is not None:
                with suppress(Exception):  # pending changes are retried
                    self._make(batch)
        except Stopped:
            pass
        with self._condition:
            for change in self._pending:
                change.step = postponed(_ENDING)

    def _next(self) -> list[Change] | None:
        """The pending changes, empty if only a build is retried; ``None`` when ending."""
        with self._condition:
            is_due = self._is_outdated or self._pending
            self._condition.wait_for(
                lambda: self._is_ending or self._has_news, RETRY_SECONDS if is_due else None
            )
            self._has_news = False
            return None if self._is_ending else list(self._pending)

    def _make(self, batch: list[Change]) -> None:
        """Apply changes together; if that fails, one by one, so that one cannot fail the others."""
        error = self._attempt(batch)
        if error and len(batch) > 1:
            for change in batch:
                self._give_up([change], self._attempt([change]))
        else:
            self._give_up(batch, error)

    def _attempt(self, batch: list[Change]) -> str:
        """Apply changes; returns an error message, with the files moved back, or ``""``."""
        try:
            with self._condition:
                self._uploads.admit(_names(batch))
            self._close(batch, self._built(batch))
        except IndexBusy:
            for change in batch:  # they stay pending
                change.step = postponed(_STILL_BUSY)
        except Stopped:
            raise
        except BaseException as error:  # a panic in a Rust library is not an Exception
            with self._condition:
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
                with self._condition:
                    if self._condition.wait_for(lambda: self._is_ending, _BUSY_LOOK):
                        raise Stopped from None
            finally:
                self._parser.close()

    def _close(self, batch: list[Change], report: BuildReport) -> None:
        """Finish applied changes; unreadable files are deleted."""
        unreadable = self._unreadable(_names(batch), report) if _names(batch) else {}
        with self._condition:
            refused = {name: unreadable[name] for name in _names(batch) if name in unreadable}
            if refused:
                self._uploads.discard(refused)
            self._is_outdated = bool(refused)
            self._has_news = self._has_news or self._is_outdated
            for change in batch:
                refusals = tuple(
                    Skipped(name, refused[name]) for name in change.names if name in refused
                )
                change.step = Step("Done", 1.0, report, refused=refusals)
                self._pending.remove(change)

    def _unreadable(self, names: Iterable[str], report: BuildReport) -> dict[str, str]:
        """Files that yielded no document, and why; other roots may have files of the same name."""
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
        """Finish failed changes, if there is an error; their files are deleted."""
        if not error:
            return
        with self._condition:
            with suppress(LoccitError):
                self._uploads.discard(_names(batch))
            self._is_outdated = True
            for change in batch:
                change.step = failed(error if change.names else f"{error}. It will be retried")
                self._pending.remove(change)


def _names(batch: Iterable[Change]) -> list[str]:
    return [name for change in batch for name in change.names]


def _unforeseen(error: BaseException) -> str:
    return (
        f"indexing failed ({type(error).__name__}: {error}); the index is unchanged. "
        "Try again, and tell the server's operator if it keeps failing"
    )
