"""The files uploaded on the page: their names, owners and quotas.

An accepted file waits in ``kept/arriving`` of the index folder until it is indexed, and then moves
to ``uploads``; ``kept/uploads.json`` records which account uploaded each file. A server that was
killed therefore resumes pending uploads at its next start.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from ..index.errors import IndexUnwritable, UsageError, echoed
from ..index.generations.current import KEPT, UPLOADS

_UNSAFE = re.compile(r"[^\w. ()-]+")
_LONGEST_STEM, _LONGEST_SUFFIX = 120, 20
_MOST_BYTES = 200
"""Bytes of a file name; file systems allow 255."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Limits of uploads: total bytes, bytes per account, and number of files."""

    total: int = 200 * 1024 * 1024
    account: int = 100 * 1024 * 1024
    files: int = 1000


def plain_name(name: str) -> str:
    """A portable file name that keeps the suffix; ``document`` if nothing else remains."""
    safe = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).rstrip(". ")
    stem, dot, suffix = safe.rpartition(".")
    suffix = suffix.strip()
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        stem, suffix = safe, ""
    end = f".{suffix}" if suffix else ""
    stem = stem[-_LONGEST_STEM:]
    while len((stem + end).encode()) > _MOST_BYTES:
        stem = stem[1:]
    stem = stem.strip(". ")
    plain = (stem if stem.strip("_") else "document") + end
    return f"_{plain}" if PureWindowsPath(plain).is_reserved() else plain


class AddedFiles:
    """The uploaded files of an index. Not thread-safe.

    An ``owner`` is an account, or ``None`` if the server has no accounts.
    """

    def __init__(self, folder: Path, quota: Quota | None = None) -> None:
        self._folder = folder / UPLOADS
        self._arriving = folder / KEPT / "arriving"
        self._record = folder / KEPT / "uploads.json"
        self._quota = quota or Quota()

    def of(self, owner: str | None) -> list[str]:
        """Sorted names of the files that ``owner`` may remove; all files for ``None``."""
        owners = self._owners()
        return sorted(name for name in self._sizes() if owner is None or owners.get(name) == owner)

    def accept(self, paths: Sequence[Path], owner: str | None) -> tuple[str, ...]:
        """Copy all the files or none, and return their names.

        Raises:
            UsageError: if a name is taken or a quota is exceeded.
            IndexUnwritable: if they cannot be stored.
        """
        names = tuple(plain_name(path.name) for path in paths)
        copies: list[Path] = []
        try:
            self._check(names, [path.stat().st_size for path in paths], owner)
            self._arriving.mkdir(parents=True, exist_ok=True)
            for path in paths:
                copies.append(self._arriving / f".{secrets.token_hex(8)}")
                shutil.copyfile(path, copies[-1])
            self._write_owners({**self._owners(), **dict.fromkeys(names, owner)})
            for number, name in enumerate(names):
                copies[number] = copies[number].replace(self._arriving / name)
        except OSError as error:
            for path in copies:
                with suppress(OSError):
                    path.unlink()
            raise IndexUnwritable(
                f"{', '.join(names)} cannot be stored: {error.strerror or error}; "
                "ask the server's operator to free space or make the index folder writable"
            ) from error
        return names

    def remove(self, name: str, owner: str | None) -> None:
        """Delete a file.

        Raises:
            UsageError: if ``owner`` may not remove a file of this name.
            IndexUnwritable: if it cannot be deleted.
        """
        if name not in self.of(owner):
            raise UsageError(
                f"there is no document {echoed(name)} that you can remove; choose one from "
                "the list, or ask the server's operator"
            )
        self.discard([name])

    def discard(self, names: Collection[str]) -> None:
        """Delete files and the record of their owners.

        Raises:
            IndexUnwritable: if one cannot be deleted.
        """
        try:
            for name in names:
                for place in (self._arriving, self._folder):
                    (place / name).unlink(missing_ok=True)
        except OSError as error:
            raise IndexUnwritable(
                f"{', '.join(names)} cannot be deleted: {error.strerror or error}; "
                "ask the server's operator to make the index folder writable"
            ) from error
        owners = self._owners()
        with suppress(OSError):  # deleting must work on a full disk
            self._write_owners({name: owners[name] for name in owners if name not in names})

    def arrived(self) -> tuple[str, ...]:
        """Names of accepted files not yet indexed; deletes partial copies of a killed server."""
        for path in _files(self._arriving):
            if path.name.startswith("."):
                path.unlink(missing_ok=True)
        return tuple(sorted(path.name for path in _files(self._arriving)))

    def admit(self, names: Collection[str]) -> None:
        """Move accepted files to the indexed folder; those removed meanwhile are skipped."""
        self._folder.mkdir(parents=True, exist_ok=True)
        _move(names, self._arriving, self._folder)

    def withdraw(self, names: Collection[str]) -> None:
        """Move files back to the waiting folder."""
        _move(names, self._folder, self._arriving)

    def _check(self, names: Sequence[str], sizes: Sequence[int], owner: str | None) -> None:
        held, owners = self._sizes(), self._owners()
        for number, name in enumerate(names):
            if name in held or name in names[:number]:
                raise UsageError(
                    f"a document {name} already exists; remove it first, or rename yours"
                )
        if len(held) + len(names) > self._quota.files:
            raise UsageError(
                f"cannot add {len(names):,} files: there are {len(held):,} uploaded files already, "
                f"and the limit is {self._quota.files:,}; remove a document first, or add fewer"
            )
        used_by_owner = sum(size for name, size in held.items() if owners.get(name) == owner)
        limits = [("all uploads", sum(held.values()), self._quota.total)]
        if owner is not None:
            limits.append(("your uploads", used_by_owner, self._quota.account))
        for whose, used, most in limits:
            if used + sum(sizes) > most:
                raise UsageError(
                    f"cannot add {', '.join(names)} ({sum(sizes):,} bytes): {whose} take "
                    f"{used:,} bytes already, and the limit is {most:,}; "
                    "remove a document first, or ask the server's operator to index the folder "
                    "with `loccit index --add`"
                )

    def _sizes(self) -> dict[str, int]:
        """Size of each visible file, waiting or indexed."""
        sizes = {}
        for path in [*_files(self._folder), *_files(self._arriving)]:
            with suppress(FileNotFoundError):
                if not path.name.startswith("."):
                    sizes[path.name] = path.stat().st_size
        return sizes

    def _owners(self) -> dict[str, str | None]:
        """The account that uploaded each file; files not listed belong to the operator."""
        try:
            owners = json.loads(self._record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return owners if isinstance(owners, dict) else {}

    def _write_owners(self, owners: dict[str, str | None]) -> None:
        self._record.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._record.with_name(f".{self._record.name}.new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(owners, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._record)


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _move(names: Collection[str], here: Path, there: Path) -> None:
    for name in names:
        with suppress(FileNotFoundError):
            (here / name).rename(there / name)
