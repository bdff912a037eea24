"""Packages that only some uses need: an error names the line that installs them."""

from __future__ import annotations

from importlib.util import find_spec


def missing_extra(extra: str, purpose: str, *packages: str) -> str:
    """What to say where a package is not installed; empty where all are.

    Args:
        extra: the extra of Loccit that brings the packages.
        purpose: what needs them, as the subject of a sentence.
        packages: their import names. None of them is imported.
    """
    for package in packages:
        if find_spec(package) is None:
            return (
                f"{purpose} needs the package {package}, which is not installed; "
                f"run: pip install 'loccit[{extra}]'"
            )
    return ""


def require_extra(extra: str, purpose: str, *packages: str) -> None:
    """Check that packages are installed; see ``missing_extra``.

    Raises:
        ImportError: if one is not.
    """
    if message := missing_extra(extra, purpose, *packages):
        raise ImportError(message)
