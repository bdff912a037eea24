"""Measures whether answers tell the truth about the documents, with the error of each figure.

Everything that the folders above may use is named here and imported when first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .corpus import Corpus, Place, Said
    from .dataset import Dataset, parse_lines, resolve, to_line, write_lines
    from .draft import draft_examples
    from .errors import DatasetError, SystemUnfit
    from .readers.read import read_dataset
    from .readers.texts import write_texts
    from .statistics import Difference, Mean
    from .system import Ask, as_response, as_system
    from .types import Cited, Example, Gold, Ranked, Response, Result

_HOMES = {
    "corpus": "Corpus Place Said",
    "dataset": "Dataset parse_lines resolve to_line write_lines",
    "draft": "draft_examples",
    "errors": "DatasetError SystemUnfit",
    "readers.read": "read_dataset",
    "readers.texts": "write_texts",
    "statistics": "Difference Mean",
    "system": "Ask as_response as_system",
    "types": "Cited Example Gold Ranked Response Result",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Ask",
    "Cited",
    "Corpus",
    "Dataset",
    "DatasetError",
    "Difference",
    "Example",
    "Gold",
    "Mean",
    "Place",
    "Ranked",
    "Response",
    "Result",
    "Said",
    "SystemUnfit",
    "as_response",
    "as_system",
    "draft_examples",
    "parse_lines",
    "read_dataset",
    "resolve",
    "to_line",
    "write_lines",
    "write_texts",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
