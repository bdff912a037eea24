"""Measures how well answers are grounded.

Everything that the folders above may use is named here and imported when first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .mutation import Mutation, mutations
    from .names import Names, collect_names
    from .variation import variations

_HOMES = {
    "mutation": "Mutation mutations",
    "names": "Names collect_names",
    "variation": "variations",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Mutation",
    "Names",
    "collect_names",
    "mutations",
    "variations",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
