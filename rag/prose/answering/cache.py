"""Replies of chat models that are kept in the cache folder; they are verified again when used."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from ....index.encoders.cache import cache_folder
from ....index.system.sync import replace
from ..models.config import ModelConfig, is_here
from ..prompt.wording import ChatMessage, version

MOST = 2000
"""How many replies are kept; the oldest are deleted first."""
_LONGEST = 200_000
"""Characters of a reply that is kept."""


def reply_key(config: ModelConfig, messages: Sequence[ChatMessage]) -> str:
    """What a reply is kept under: the digest of all that shapes it, in hexadecimal digits.

    Args:
        config: the model's settings.
        messages: the prompt: it holds the question, the conversation and the passages.
    """
    shape = [
        *(version(), config.model, config.url, config.temperature, config.max_tokens),
        *(list(message) for message in messages),
    ]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


class ReplyCache:
    """Kept replies, one file each. Where the folder cannot be read or written, none is kept."""

    def __init__(self, folder: Path | None, most: int = MOST) -> None:
        """Nothing is read or written yet.

        Args:
            folder: where they are; ``None`` keeps none.
            most: how many are kept, 1 or more.
        """
        self._folder = folder
        self._most = most

    @classmethod
    def of(cls, config: ModelConfig, has_accounts: bool) -> Self:
        """The kept replies of a model; none if its settings say so.

        Args:
            config: its settings.
            has_accounts: whether it is asked for the accounts of a server.
        """
        is_kept = config.cache
        if is_kept is None:
            is_kept = is_here(config) or not has_accounts
        return cls(cache_folder() / "replies" if is_kept else None)

    def find(self, key: str) -> str | None:
        """A kept reply; ``None`` if there is none.

        Args:
            key: see ``reply_key``.
        """
        if self._folder is None:
            return None
        try:
            kept = json.loads(self._path(key).read_text(encoding="utf-8"))
            reply = kept["reply"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return reply if isinstance(reply, str) else None

    def keep(self, key: str, reply: str) -> None:
        """Keep a reply that came to its end.

        Args:
            key: see ``reply_key``.
            reply: all of its text.
        """
        if self._folder is None or len(reply) > _LONGEST:
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = self._path(key).with_suffix(f".{os.getpid()}.new")
            fresh.write_text(json.dumps({"reply": reply}), encoding="utf-8")
            os.chmod(fresh, 0o600)
            replace(fresh, self._path(key))
            self._delete_oldest(self._folder)

    def _path(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{key}.json"

    def _delete_oldest(self, folder: Path) -> None:
        with os.scandir(folder) as entries:
            dated = sorted((entry.stat().st_mtime_ns, entry.path) for entry in entries)
        for _, path in dated[: max(0, len(dated) - self._most)]:
            with suppress(OSError):
                os.unlink(path)
