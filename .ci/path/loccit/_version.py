"""The version of the installed distribution, or of the source checkout."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path


def find_version() -> str:
    """Return the installed version; without an installation, the one in ``pyproject.toml``."""
    try:
        return metadata.version("loccit")
    except metadata.PackageNotFoundError:
        project = Path(__file__).resolve().parents[3] / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


__version__ = find_version()
