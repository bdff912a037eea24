"""The files that were added on the page: their names, whose they are, and how much they may be.

What is accepted waits in ``kept/arriving`` of the index folder until it is indexed, and then lies
in ``uploads``; ``kept/uploads.json`` says of each file which account added it. So a server that is
killed finds at its next start what it had promised.
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

from ..index import KEPT, UPLOADS, IndexUnwritable, UsageError, echoed

_UNSAFE = re.compile(r"[^\w. ()-]+")
_LONGEST_STEM, _LONGEST_SUFFIX = 120, 20
_MOST_BYTES = 200
"""Bytes of a name; file systems hold 255."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How much uploads may be: bytes of all, bytes of one account's, and number of files."""

    total: int = 200 * 1024 * 1024
    account: int = 100 * 1024 * 1024
    files: int = 1000


def plain_name(name: str) -> str:
    """A name under which a file is visible everywhere, with its suffix; ``document`` for none."""
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
    """The added files of one index, for one thread at a time.

    An ``owner`` is an account, or ``None`` where there are no accounts.
    """

    def __init__(self, folder: Path, quota: Quota | None = None) -> None:
        self._folder = folder / UPLOADS
        self._arriving = folder / KEPT / "arriving"
        self._record = folder / KEPT / "uploads.json"
        self._quota = quota or Quota()

    def of(self, owner: str | None) -> list[str]:
        """Names of the files that ``owner`` may remove, sorted: all of them for ``None``."""
        owners = self._owners()
        return sorted(name for name in self._sizes() if owner is None or owners.get(name) == owner)

    def accept(self, paths: Sequence[Path], owner: str | None) -> tuple[str, ...]:
        """Take copies of some files, of all or of none; their names.

        Raises:
            UsageError: if a name is taken, or they are more than may be uploaded.
            IndexUnwritable: if they cannot be kept.
        """
        names = tuple(plain_name(path.name) for path in paths)
        made: list[Path] = []
        try:
            self._check(names, [path.stat().st_size for path in paths], owner)
            self._arriving.mkdir(parents=True, exist_ok=True)
            for path in paths:
                made.append(self._arriving / f".{secrets.token_hex(8)}")
                shutil.copyfile(path, made[-1])
            self._write_owners({**self._owners(), **dict.fromkeys(names, owner)})
            for number, name in enumerate(names):
                made[number] = made[number].replace(self._arriving / name)
        except OSError as error:
            for path in made:
                with suppress(OSError):
                    path.unlink()
            raise IndexUnwritable(
                f"{', '.join(names)} cannot be kept: {error.strerror or error}; "
                "whoever runs this server has to free space, or let it write its index folder"
            ) from error
        return names

    def remove(self, name: str, owner: str | None) -> None:
        """Delete a file.

        Raises:
            UsageError: if ``owner`` may remove none of this name.
            IndexUnwritable: if it cannot be deleted.
        """
        if name not in self.of(owner):
            raise UsageError(
                f"there is no document {echoed(name)} that you may remove here; choose one of the "
                "list, or ask whoever runs this server"
            )
        self.discard([name])

    def discard(self, names: Collection[str]) -> None:
        """Delete files that are there, and forget whose they were.

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
                "whoever runs this server has to let it write its index folder"
            ) from error
        owners = self._owners()
        with suppress(OSError):  # a full disk keeps nobody from making room
            self._write_owners({name: owners[name] for name in owners if name not in names})

    def arrived(self) -> tuple[str, ...]:
        """Names of accepted files that were not indexed; half copies of a killed server go."""
        for path in _files(self._arriving):
            if path.name.startswith("."):
                path.unlink(missing_ok=True)
        return tuple(sorted(path.name for path in _files(self._arriving)))

    def admit(self, names: Collection[str]) -> None:
        """Move accepted files to where they are indexed; those that were removed stay away."""
        self._folder.mkdir(parents=True, exist_ok=True)
        _move(names, self._arriving, self._folder)

    def withdraw(self, names: Collection[str]) -> None:
        """Move files back to where they wait."""
        _move(names, self._folder, self._arriving)

    def _check(self, names: Sequence[str], sizes: Sequence[int], owner: str | None) -> None:
        held, owners = self._sizes(), self._owners()
        for number, name in enumerate(names):
            if name in held or name in names[:number]:
                raise UsageError(
                    f"there is a document {name} already; remove it first, or rename yours"
                )
        if len(held) + len(names) > self._quota.files:
            raise UsageError(
                f"these are {len(names):,} files, and uploads hold {len(held):,} of at most "
                f"{self._quota.files:,}; remove a document first, or add fewer"
            )
        own = sum(size for name, size in held.items() if owners.get(name) == owner)
        limits = [("uploads hold", sum(held.values()), self._quota.total)]
        if owner is not None:
            limits.append(("yours hold", own, self._quota.account))
        for whose, used, most in limits:
            if used + sum(sizes) > most:
                raise UsageError(
                    f"{', '.join(names)}: {sum(sizes):,} bytes, and {whose} {used:,} of at most "
                    f"{most:,}; remove a document first, or have whoever runs this server index "
                    "the folder with `loccit index --add`"
                )

    def _sizes(self) -> dict[str, int]:
        """Bytes of each visible file, whether it waits or lies where it is indexed."""
        sizes = {}
        for path in [*_files(self._folder), *_files(self._arriving)]:
            with suppress(FileNotFoundError):
                if not path.name.startswith("."):
                    sizes[path.name] = path.stat().st_size
        return sizes

    def _owners(self) -> dict[str, str | None]:
        """Who added each file; of one that is not named, the operator."""
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
