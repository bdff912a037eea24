"""Lazy imports for a package whose public names are listed in its ``__init__.pyi``.

The stub is the one list: type checkers and editors read it, and so does the running package, as
Scientific Python's SPEC 1 proposes.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def lazy_exports(
    package: str, file: str
) -> tuple[list[str], Callable[[str], Any], Callable[[], list[str]]]:
    """The ``__all__``, ``__getattr__`` and ``__dir__`` of a package with a stub.

    Args:
        package: the package's ``__name__``.
        file: its ``__file__``; the stub ``__init__.pyi`` lies beside it.
    """
    stub = ast.parse(Path(file).with_name("__init__.pyi").read_text(encoding="utf-8"))
    modules = {
        alias.name: f"{'.' * node.level}{node.module}"
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    names = sorted(modules)

    def get_attribute(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(modules[name], package), name)

    return names, get_attribute, lambda: names
