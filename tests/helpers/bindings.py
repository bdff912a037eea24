"""Finds the names that Python source binds, and which of them are vague."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

VAGUE = frozenset(
    "one found told said other own given known made left rest thing data obj tmp".split()
)
"""Names that do not say what a variable holds."""


def bindings(source: str) -> Iterator[tuple[str, int]]:
    """Each name that the source binds, with its line: parameters, targets and attributes set.

    Attributes declared in a class body and keyword-only parameters count; imports, functions and
    classes do not.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name, node.lineno


def is_vague(name: str) -> bool:
    """Whether a name, apart from leading and trailing underscores, is one of ``VAGUE``."""
    return name.strip("_") in VAGUE


def vague_bindings(path: Path) -> tuple[list[tuple[str, int]], int]:
    """The vague bindings of a file with their lines, and the number of all its bindings."""
    bound = list(bindings(path.read_text(encoding="utf-8")))
    return [(name, line) for name, line in bound if is_vague(name)], len(bound)
