"""Rebuild an index when its folders change. The only module that imports watchfiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from ...index.build import BuildReport
from ...index.errors import LoccitError
from ..terminal import warn

_POLL_MILLISECONDS = 500
"""How long one round of watching lasts; the first reports that watching has begun."""


def watch(
    folders: Sequence[Path],
    index: Path,
    build: Callable[[], BuildReport],
    report: Callable[[str], None],
) -> None:
    """Build after each change below ``folders`` until interrupted.

    A failed build is reported and does not end the watch: the next change may fix it.

    Args:
        folders: files and folders to watch.
        index: the index folder; of the changes below it, only those of its uploads count.
        build: brings the index up to date.
        report: called with each line to print.
    """
    from watchfiles import Change
    from watchfiles import watch as changes

    resolved, uploads = index.resolve(), index.resolve() / "uploads"

    def counts(change: Change, path: str) -> bool:
        place = Path(path)
        return place.is_relative_to(uploads) or not place.is_relative_to(resolved)

    watched = changes(
        *folders, watch_filter=counts, rust_timeout=_POLL_MILLISECONDS, yield_on_timeout=True
    )
    with suppress(KeyboardInterrupt):
        for round_, changed in enumerate(watched):
            if not round_:
                report(f"Watching {', '.join(map(str, folders))}; press Ctrl-C to stop.")
            # The first round builds too: something may have changed before watching began.
            if changed or not round_:
                _build(build, report)


def _build(build: Callable[[], BuildReport], report: Callable[[str], None]) -> None:
    try:
        result = build()
    except LoccitError as error:
        warn(f"loccit: {error}")
        return
    if result.changed:
        report(
            f"Index updated: {result.documents:,} documents, read {result.read:,}, "
            f"embedded {result.encoded:,} chunks."
        )
