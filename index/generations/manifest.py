"""The manifest of a generation: its description, and checksums of its files."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from ..config import IndexConfig
from ..digests import file_digest
from ..errors import IndexDamaged, IndexMismatch, UsageError
from ..stores.permission import permitted

FORMAT = 2
"""Number of the index format that this version reads and writes."""

_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Description of one generation.

    Attributes:
        config: the settings it was built with; they override others when it is opened.
        fingerprint: digest of those settings and of the version of parsing and chunking.
        encoder: name, digest (SHA-256 of the weights) and dimension.
        roots: absolute paths of the indexed files and folders.
        sources: SHA-256 of each file that was read, by name.
        skipped: why each skipped file is not indexed, by name.
        counts: the numbers of documents, chunks and sentences.
        files: size and SHA-256 of every file, by path below the generation.
    """

    config: IndexConfig
    fingerprint: str
    encoder: Mapping[str, Any]
    roots: tuple[str, ...]
    sources: Mapping[str, str]
    skipped: Mapping[str, str]
    counts: Mapping[str, int]
    files: Mapping[str, Mapping[str, Any]]

    @property
    def sentence_shape(self) -> tuple[int, int]:
        """The number of sentence vectors, and their dimension."""
        return self.counts["sentences"], self.encoder["dimension"]

    def write(self, folder: Path) -> None:
        """Write it into ``folder``, with a digest of its own content."""
        body = {"format": FORMAT, **asdict(self)}
        text = _as_text({**body, "sha256": _digest(body)})
        (folder / _NAME).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest in ``folder``, its own digest checked.

        Raises:
            IndexMismatch: if it has another format number.
            IndexUnreadable: if this user may not read it.
            IndexDamaged: if it is missing, or not as it was written.
        """
        path = folder / _NAME
        try:
            with permitted():
                body = json.loads(path.read_text(encoding="utf-8"))
            stated_digest = body.pop("sha256")
            format_ = body.pop("format")
        except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise IndexDamaged(
                f"{path} cannot be read ({error}); rebuild the index with `loccit index`"
            ) from error
        if format_ != FORMAT:
            raise IndexMismatch(
                f"{folder} was written in index format {format_}; this version reads format "
                f"{FORMAT}. Rebuild it with `loccit index`"
            )
        if stated_digest != _digest({"format": format_, **body}):
            raise IndexDamaged(
                f"{path} is not what was written; rebuild the index with `loccit index`"
            )
        try:
            config = IndexConfig.from_dict(body.pop("config"))
            return cls(config=config, roots=tuple(body.pop("roots")), **body)
        except (KeyError, TypeError, UsageError) as error:
            raise IndexDamaged(f"{path}: {error}; rebuild it with `loccit index`") from error

    def check_sizes(self, folder: Path) -> None:
        """Compare the size of every file with the recorded one, which is fast.

        Raises:
            IndexUnreadable: if this user may not read one.
            IndexDamaged: if one is missing or has another size.
        """
        for name, written in self.files.items():
            path = folder / name
            size = _size(path)
            if size != written["size"]:
                problem = "is missing" if size is None else f"has {size} bytes"
                raise IndexDamaged(
                    f"{path} {problem}; expected {written['size']} bytes. "
                    "Rebuild the index with `loccit index`"
                )

    def check_content(self, folder: Path, path: Path, content: bytes) -> None:
        """Compare the SHA-256 of a file's content with the recorded one.

        Args:
            folder: the generation.
            path: a file below it.
            content: what was read from the file.

        Raises:
            IndexDamaged: if they differ, or no such file is recorded.
        """
        written = self.files.get(path.relative_to(folder).as_posix(), {"sha256": None})
        if hashlib.sha256(content).hexdigest() != written["sha256"]:
            raise IndexDamaged(
                f"{path} is not what was written; rebuild the index with `loccit index`"
            )

    def altered_files(self, folder: Path) -> list[str]:
        """Names of the files, the manifest included, that are not byte for byte as written.

        Raises:
            IndexUnreadable: if this user may not read one.
        """
        altered = [name for name in self.files if not self._is_as_written(folder, name)]
        return altered if _is_canonical(folder / _NAME) else [_NAME, *altered]

    def _is_as_written(self, folder: Path, name: str) -> bool:
        try:
            with permitted():
                return bool(file_digest(folder / name) == self.files[name]["sha256"])
        except OSError:
            return False


def _size(path: Path) -> int | None:
    """Size of a readable file in bytes; ``None`` if it is missing."""
    with suppress(FileNotFoundError, IsADirectoryError), permitted(), path.open("rb") as file:
        return os.fstat(file.fileno()).st_size
    return None


def describe_files(folder: Path) -> dict[str, dict[str, Any]]:
    """Size and SHA-256 of every file below ``folder``, by relative path."""
    return {
        path.relative_to(folder).as_posix(): {
            "size": path.stat().st_size,
            "sha256": file_digest(path),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _as_text(body: Mapping[str, Any]) -> str:
    return json.dumps(body, indent=1, ensure_ascii=False) + "\n"


def _is_canonical(path: Path) -> bool:
    """Whether a manifest has exactly the bytes that were written; its digest covers values only."""
    try:
        with permitted():
            text = path.read_bytes().decode("utf-8")
        return _as_text(json.loads(text)) == text
    except (OSError, ValueError):
        return False


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
