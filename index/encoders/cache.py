"""The exports of encoders that are kept in the user's cache."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from ..digests import file_digest

EXPORT_VERSION = 1
"""Raised when the exported graph or the files beside it change their meaning."""

WORK_PREFIX = ".export-"
"""How the name of an unfinished export begins."""

DESCRIPTION = "encoder.json"


def cache_folder() -> Path:
    """Where exports are kept: ``LOCCIT_CACHE_DIR``, else the user's cache folder."""
    if path := os.environ.get("LOCCIT_CACHE_DIR"):
        return Path(path)
    from platformdirs import user_cache_path

    return user_cache_path("loccit")


def export_folder(digest: str) -> Path:
    """Where the export of the weights with this SHA-256 is kept."""
    return cache_folder() / "encoders" / f"{digest[:16]}-v{EXPORT_VERSION}"


def cached_export(digest: str) -> Path | None:
    """The kept export of these weights, if its files have the sizes that were written."""
    folder = export_folder(digest)
    try:
        described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        is_whole = described["digest"] == digest and all(
            (folder / name).stat().st_size == entry["size"]
            for name, entry in described["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return folder if is_whole else None


def altered_files(folder: Path) -> list[str]:
    """Names of an export's files whose SHA-256 is not the one written beside them."""
    described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    return [
        name
        for name, entry in described["files"].items()
        if not (folder / name).is_file() or file_digest(folder / name) != entry["sha256"]
    ]


def is_unfit(digest: str) -> bool:
    """Whether this machine computed wrong vectors with a graph when it was exported."""
    return unfit_marker(digest).is_file()


def mark_unfit(digest: str, reason: str) -> None:
    """Remember that this machine computes wrong vectors with a graph, if the cache can be written.

    Where it cannot, each process finds out for itself.
    """
    marker = unfit_marker(digest)
    with suppress(OSError):
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.write_text(reason + "\n", encoding="utf-8")


def unfit_marker(digest: str) -> Path:
    """The file that says so.

    Args:
        digest: of the graph.
    """
    folder = export_folder(digest)
    return folder.with_name(f"{folder.name}.unfit")
