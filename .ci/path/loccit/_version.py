"""The version of the installed distribution, or of the source checkout."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[3] / "pyproject.toml"


def _version() -> str:
    try:
        return version("loccit")
    except PackageNotFoundError:
        return str(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"])


__version__ = _version()
