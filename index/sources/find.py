"""Find the files under the roots that may be documents, and name each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ...text.signs import printable
from ..errors import UsageError
from ..formats.parsed import Skipped
from ..formats.sniff import HEAD_BYTES, refusal
from .regular import open_regular

_LINKED = "is a link to a folder, which is not followed; index the folder itself"
_LEADS_OUT = (
    "is a link to a file outside the indexed folders, which is not followed; "
    "index its target itself"
)


class File(NamedTuple):
    """A file to index.

    Attributes:
        name: its document name in the index.
        path: where it was found.
        place: its real path, absolute and without links.
    """

    name: str
    path: Path
    place: Path


def find(roots: Sequence[Path], excluded: Path | None = None) -> tuple[list[File], list[Skipped]]:
    """All files under ``roots``, sorted by name, and those that cannot be documents.

    A name is the path below its root, prefixed with as much of the root's path as keeps names
    distinct; control characters are escaped. Hidden files and folders are ignored. Links to folders
    are not followed; links to files are, if their target is below a root and not ignored there.

    Args:
        roots: files and folders.
        excluded: a folder that is ignored.

    Returns:
        the files, and those that were skipped, with the reason.

    Raises:
        UsageError: if a root does not exist.
    """
    by_place: dict[Path, tuple[Path, Path, str]] = {}
    skipped: list[Skipped] = []
    excluded = _real(excluded) if excluded else None
    places = [_real(root) for root in roots]
    for root in roots:
        if not root.exists():
            raise UsageError(
                f"no file or folder at {str(root)!r}; give a path that exists, "
                "or run `loccit index PATH` with the folder that holds your documents"
            )
        for path, why in _walk(root, excluded):
            name = printable(path.name if path == root else path.relative_to(root).as_posix())
            place = _real(path)
            if not why and not any(_is_below(place, root_place, excluded) for root_place in places):
                why = _LEADS_OUT
            if why := why or _unwanted(path.suffix, place):
                skipped.append(Skipped(name, why))
            else:
                by_place.setdefault(place, (root, path, name))
    names = _distinct_names([(root, name) for root, _, name in by_place.values()])
    files = [
        File(name, path, place)
        for name, (place, (_, path, _)) in zip(names, by_place.items(), strict=True)
    ]
    return sorted(files), sorted(skipped)


def _is_below(place: Path, root: Path, excluded: Path | None) -> bool:
    """Whether a walk through ``root`` visits a file; both paths without links."""
    if not place.is_relative_to(root):
        return False
    inner = place.relative_to(root).parts
    is_hidden = any(name.startswith(".") for name in inner)
    folders = [root.joinpath(*inner[:depth]) for depth in range(1, len(inner))]
    return not is_hidden and excluded not in folders


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _distinct_names(places: Sequence[tuple[Path, str]]) -> list[str]:
    """A distinct name for each file: its path, after as much of its root's path as needed."""
    roots = [[printable(part) for part in root.resolve().parts[1:]] for root, _ in places]
    shown = [0] * len(places)
    while True:
        names = [
            "/".join([*root[len(root) - count :], name])
            for root, count, (_, name) in zip(roots, shown, places, strict=True)
        ]
        times = Counter(names)
        clashing = [
            number
            for number, name in enumerate(names)
            if times[name] > 1 and shown[number] < len(roots[number])
        ]
        if not clashing:
            return names
        for number in clashing:
            shown[number] += 1


def _walk(root: Path, excluded: Path | None) -> Iterator[tuple[Path, str]]:
    """Files below a root, unordered, with a reason for those that cannot be opened."""
    if not root.is_dir():
        yield root, _no_file(root)
        return
    closed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        for name in folders:
            if Path(folder, name).is_symlink() and not name.startswith("."):
                yield Path(folder, name), _LINKED
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and _real(Path(folder, name)) != excluded
        )
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith("."):
                yield path, _no_file(path)
    for error in closed:
        yield Path(os.fsdecode(error.filename)), f"cannot be opened: {error.strerror}"


def _no_file(path: Path) -> str:
    """Why a directory entry is not a readable file; empty if it is."""
    if path.is_file():
        return ""
    if path.is_symlink() and not path.exists():
        return "is a broken link"
    return "is not a regular file but a pipe, a socket or a device"


def _unwanted(suffix: str, place: Path) -> str:
    """Why a file cannot be a document, by its suffix or else its first bytes; empty if it can."""
    try:
        return refusal(suffix, lambda: _head(place))
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"


def _head(path: Path) -> bytes:
    with open_regular(path) as file:
        return file.read(HEAD_BYTES)
