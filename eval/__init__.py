"""Measures whether answers tell the truth about the documents, with the error of each figure.

Everything that the folders above may use is named here and imported when first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .corpus import Corpus, Place, Said
    from .dataset import Dataset, parse_lines, resolve, to_line, write_lines
    from .errors import DatasetError, SystemUnfit
    from .metrics import HEADLINE, METRICS, Metric
    from .report import write_reports
    from .run import Evaluation, evaluate
    from .statistics import Difference, Mean
    from .store import read_run
    from .summary import figures, summarize
    from .system import Ask, as_response, as_system
    from .types import Cited, Example, Gold, Ranked, Response, Result

_HOMES = {
    "corpus": "Corpus Place Said",
    "dataset": "Dataset parse_lines resolve to_line write_lines",
    "errors": "DatasetError SystemUnfit",
    "metrics": "METRICS Metric HEADLINE",
    "report": "write_reports",
    "run": "Evaluation evaluate",
    "statistics": "Difference Mean",
    "store": "read_run",
    "summary": "summarize figures",
    "system": "Ask as_response as_system",
    "types": "Cited Example Gold Ranked Response Result",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "HEADLINE",
    "METRICS",
    "Ask",
    "Cited",
    "Corpus",
    "Dataset",
    "DatasetError",
    "Difference",
    "Evaluation",
    "Example",
    "Gold",
    "Mean",
    "Metric",
    "Place",
    "Ranked",
    "Response",
    "Result",
    "Said",
    "SystemUnfit",
    "as_response",
    "as_system",
    "evaluate",
    "figures",
    "parse_lines",
    "read_run",
    "resolve",
    "summarize",
    "to_line",
    "write_lines",
    "write_reports",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
