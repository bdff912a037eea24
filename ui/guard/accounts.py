"""The accounts file: one line per account with a name and a salted password hash.

A line is ``name:scrypt$n$r$p$salt$hash`` (RFC 7914; salt and hash in hexadecimal). Blank lines and
lines that start with ``#`` are ignored.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ...index.errors import UsageError, echoed

_N, _R, _P = 2**15, 8, 1
_MOST_MEMORY = 256 * 2**20
"""Memory that a hash may need, in bytes; a file that demands more is refused."""
_LEAST_PASSWORD, _LONGEST_NAME = 8, 100
_NAME = re.compile(r"[^\s:#\x00-\x1f\x7f][^:\x00-\x1f\x7f]*(?<!\s)")
_FORM = "name:scrypt$n$r$p$salt$hash"


@dataclass(frozen=True, slots=True)
class _Hash:
    """A salted password hash."""

    n: int
    r: int
    p: int
    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, password: str) -> Self:
        salt = secrets.token_bytes(16)
        empty = cls(_N, _R, _P, salt, b"\0" * 32)
        return cls(_N, _R, _P, salt, empty.digest_of(password))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse the hash in a line of the file.

        Raises:
            ValueError: if it is malformed or needs too much memory.
        """
        kind, n, r, p, salt, digest = text.split("$")
        parsed = cls(int(n), int(r), int(p), bytes.fromhex(salt), bytes.fromhex(digest))
        is_power = parsed.n > 1 and not parsed.n & (parsed.n - 1)
        is_sound = is_power and parsed.r > 0 and 0 < parsed.p <= 16
        if kind != "scrypt" or not is_sound or parsed._memory() > _MOST_MEMORY:
            raise ValueError("is not a valid scrypt hash")
        if len(parsed.salt) < 8 or not 16 <= len(parsed.digest) <= 64:
            raise ValueError("has a salt or hash of the wrong length")
        return parsed

    def _memory(self) -> int:
        return 128 * self.r * (self.n + self.p + 2)

    def digest_of(self, password: str) -> bytes:
        return hashlib.scrypt(
            password.encode("utf-8", "surrogatepass"),
            salt=self.salt,
            n=self.n,
            r=self.r,
            p=self.p,
            maxmem=2 * self._memory(),
            dklen=len(self.digest),
        )

    def __str__(self) -> str:
        return f"scrypt${self.n}${self.r}${self.p}${self.salt.hex()}${self.digest.hex()}"


@dataclass(frozen=True, slots=True)
class Accounts:
    """Account names with password hashes; at least one."""

    hashes: Mapping[str, _Hash]

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read the accounts in a file.

        Raises:
            UsageError: if it cannot be read, is malformed or contains no account.
        """
        hashes = {name: _Hash.parse(text) for name, text in _lines(file).items()}
        if not hashes:
            raise UsageError(
                f"{str(file)!r} contains no accounts; add one with `loccit account {file} NAME`"
            )
        return cls(hashes)

    def admits(self, name: str, password: str) -> bool:
        """Whether this is an account's password; unknown names take the same time."""
        hash_ = self.hashes.get(name)
        compared = hash_ or next(iter(self.hashes.values()))
        is_equal = hmac.compare_digest(compared.digest_of(password), compared.digest)
        return is_equal and hash_ is not None


def set_account(file: Path, name: str, password: str) -> bool:
    """Add an account to a file or change its password; returns whether the account is new.

    The file is replaced atomically, and only its owner may read it.

    Raises:
        UsageError: if the name or password is not allowed, or the file cannot be read or written.
    """
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        raise UsageError(
            f"the name is {echoed(name)}; expected at most {_LONGEST_NAME} characters, without a "
            "colon, without leading or trailing white space, and not starting with #"
        )
    if len(password) < _LEAST_PASSWORD:
        raise UsageError(
            f"the password has {len(password)} characters; expected {_LEAST_PASSWORD} or more"
        )
    existing = _lines(file) if file.exists() else {}
    changed = {**existing, name: str(_Hash.of(password))}
    _replace(file, "".join(f"{account}:{text}\n" for account, text in changed.items()))
    return name not in existing


def _lines(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"the accounts file {str(file)!r} cannot be read: {error}; "
            f"create one with `loccit account {file} NAME`"
        ) from error
    hashes: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, text = line.rstrip().partition(":")
        if name in hashes or not _NAME.fullmatch(name) or not _is_hash(text):
            why = f"repeats the name {echoed(name)}" if name in hashes else f"is not {_FORM!r}"
            raise UsageError(
                f"line {number} of {str(file)!r} {why}; remove it, "
                f"and run `loccit account {file} NAME`"
            )
        hashes[name] = text
    return hashes


def _is_hash(text: str) -> bool:
    try:
        _Hash.parse(text)
    except ValueError:
        return False
    return True


def _replace(file: Path, text: str) -> None:
    place = file.resolve()
    fresh = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(place)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            f"the accounts file {str(file)!r} cannot be written: {error.strerror or error}; "
            "choose a file in a writable folder"
        ) from error
