"""Compare an index with its uploads folder: which files it holds, and under which names."""

from __future__ import annotations

from pathlib import Path

from ..digests import digest
from ..errors import DocumentError, UsageError
from ..generations.current import UPLOADS, current_generation
from ..generations.manifest import Manifest
from .find import File, find
from .load import read


def upload_names(folder: Path) -> dict[str, str]:
    """The document name of each uploaded file, by its path below the uploads folder.

    Hidden files, and files that cannot be documents, are not included.

    Raises:
        IndexFolderError: if there is no usable index.
        UsageError: if a folder of the index is missing.
    """
    uploads = folder / UPLOADS
    files = _files(folder, Manifest.read(current_generation(folder)))
    return {
        file.path.relative_to(uploads).as_posix(): file.name
        for file in files
        if file.path.is_relative_to(uploads)
    }


def uploads_agree(folder: Path) -> bool:
    """Whether the index was built from the present uploads, whatever its other folders hold.

    True if another folder of the index is missing: no build can run then anyway.

    Raises:
        IndexFolderError: if there is no usable index.
    """
    manifest = Manifest.read(current_generation(folder))
    try:
        files = _files(folder, manifest)
    except UsageError:
        return True
    uploads = folder / UPLOADS
    return manifest.sources.keys() <= {file.name for file in files} and all(
        manifest.sources.get(file.name) == _digest(file)
        for file in files
        if file.path.is_relative_to(uploads)
    )


def _files(folder: Path, manifest: Manifest) -> list[File]:
    uploads = folder / UPLOADS
    roots = [*map(Path, manifest.roots), *([uploads] if uploads.is_dir() else [])]
    return find(roots, excluded=folder)[0]


def _digest(file: File) -> str | None:
    try:
        return digest(read(file))
    except DocumentError:
        return None
