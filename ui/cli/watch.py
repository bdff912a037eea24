"""Keep an index up to date while its folders change. The only home of watchfiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from ...index import BuildReport, LoccitError
from ..terminal import warn

_TURN = 500
"""Milliseconds after which the watch says that it has begun, and looks again."""


def watch(
    folders: Sequence[Path],
    apart: Path,
    build: Callable[[], BuildReport],
    said: Callable[[str], None],
) -> None:
    """Build after each change below ``folders`` until interrupted.

    A build that fails is told and does not end the watch: the next change may mend it.

    Args:
        folders: files and folders to watch.
        apart: the index folder; changes below it are none but for those of its uploads.
        build: brings the index up to date.
        said: told what happened, a line at a time.
    """
    from watchfiles import Change
    from watchfiles import watch as changes

    own, uploads = apart.resolve(), apart.resolve() / "uploads"

    def counts(change: Change, path: str) -> bool:
        place = Path(path)
        return place.is_relative_to(uploads) or not place.is_relative_to(own)

    watched = changes(*folders, watch_filter=counts, rust_timeout=_TURN, yield_on_timeout=True)
    with suppress(KeyboardInterrupt):
        for turn, changed in enumerate(watched):
            if not turn:
                said(f"Watching {', '.join(map(str, folders))}; Ctrl-C ends it.")
            # The first turn builds too: something may have changed before the watch began.
            if changed or not turn:
                _build(build, said)


def _build(build: Callable[[], BuildReport], said: Callable[[str], None]) -> None:
    try:
        report = build()
    except LoccitError as error:
        warn(f"loccit: {error}")
        return
    if report.changed:
        said(
            f"The index was built: {report.documents:,} documents, read {report.read:,}, "
            f"embedded {report.encoded:,} chunks."
        )
