"""What a generation of an index says of itself, and whether its files are the ones written."""

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
        config: the settings that shaped it; they win on opening.
        fingerprint: of those settings and the version of parsing and chunking.
        encoder: name, digest (SHA-256 of the weights) and dimension.
        roots: absolute paths that the index mirrors.
        sources: SHA-256 of each file that was read, by document name.
        skipped: why each file that is not indexed is not, by name.
        counts: documents, chunks and sentences.
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
        """How many sentence vectors there are, and their dimension."""
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
            IndexMismatch: if it was written in another format.
            IndexUnreadable: if this user may not read it.
            IndexDamaged: if it is not there, or not what was written.
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
        """Compare the size of every file with what was written; takes no time worth naming.

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
        """Compare the SHA-256 of what was read of a file below ``folder`` with what was written.

        Raises:
            IndexDamaged: if it is not that, or no such file was written.
        """
        written = self.files.get(path.relative_to(folder).as_posix(), {"sha256": None})
        if hashlib.sha256(content).hexdigest() != written["sha256"]:
            raise IndexDamaged(
                f"{path} is not what was written; rebuild the index with `loccit index`"
            )

    def altered_files(self, folder: Path) -> list[str]:
        """Names of the files, the manifest among them, that are not byte for byte as written.

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
    """Bytes of a file that can be read; ``None`` if there is none."""
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
    """Whether a manifest has the very bytes that were written; its digest is of what they mean."""
    try:
        with permitted():
            text = path.read_bytes().decode("utf-8")
        return _as_text(json.loads(text)) == text
    except (OSError, ValueError):
        return False


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
