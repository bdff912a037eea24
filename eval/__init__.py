"""Evaluation: how far a system's answers are grounded in the documents, with confidence intervals.

Names are imported lazily on first access.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .datasets.corpus import Corpus, DocumentSpan, IndexedSentence
    from .datasets.dataset import Dataset, parse_lines, resolve, to_line, write_lines
    from .datasets.draft import draft_examples
    from .errors import DatasetError, SystemUnfit
    from .judging.bots import BOTS, make_bot
    from .judging.cast import Names, collect_names
    from .judging.mutation import Mutation, mutations
    from .judging.variation import variations
    from .judging.verifier import judge_verifier
    from .readers.read import read_dataset
    from .readers.texts import write_texts
    from .report.failures import BY_KIND, Failure, failures
    from .report.headline import headline_section, system_name
    from .report.markup import escaped, plain, quoted
    from .report.numbers import interval_of, mean_of, value_of
    from .report.page import curve_figure, slices_section
    from .report.write import write_reports
    from .run import Evaluation, evaluate
    from .run_folder import read_run
    from .scoring.comparison import Change, Comparison, compare, comparison_to_dict
    from .scoring.gate import Gate, Limit, gate_to_dict, judge_gate, junit, read_gate
    from .scoring.metrics import HEADLINE, METRICS, Metric
    from .scoring.statistics import Difference, Mean
    from .scoring.summary import figures, summarize
    from .system import Ask, as_response, as_system
    from .types import CitedSpan, Example, Gold, Response, Result, RetrievedPassage

_HOMES = {
    "datasets.corpus": "Corpus DocumentSpan IndexedSentence",
    "datasets.dataset": "Dataset parse_lines resolve to_line write_lines",
    "datasets.draft": "draft_examples",
    "errors": "DatasetError SystemUnfit",
    "judging.bots": "BOTS make_bot",
    "judging.cast": "Names collect_names",
    "judging.mutation": "Mutation mutations",
    "judging.variation": "variations",
    "judging.verifier": "judge_verifier",
    "readers.read": "read_dataset",
    "readers.texts": "write_texts",
    "report.failures": "BY_KIND Failure failures",
    "report.headline": "headline_section system_name",
    "report.markup": "escaped plain quoted",
    "report.numbers": "interval_of mean_of value_of",
    "report.page": "curve_figure slices_section",
    "report.write": "write_reports",
    "run": "Evaluation evaluate",
    "run_folder": "read_run",
    "scoring.comparison": "Change Comparison compare comparison_to_dict",
    "scoring.gate": "Gate Limit gate_to_dict judge_gate junit read_gate",
    "scoring.metrics": "HEADLINE METRICS Metric",
    "scoring.statistics": "Difference Mean",
    "scoring.summary": "figures summarize",
    "system": "Ask as_response as_system",
    "types": "CitedSpan Example Gold RetrievedPassage Response Result",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "BOTS",
    "BY_KIND",
    "HEADLINE",
    "METRICS",
    "Ask",
    "Change",
    "CitedSpan",
    "Comparison",
    "Corpus",
    "Dataset",
    "DatasetError",
    "Difference",
    "DocumentSpan",
    "Evaluation",
    "Example",
    "Failure",
    "Gate",
    "Gold",
    "IndexedSentence",
    "Limit",
    "Mean",
    "Metric",
    "Mutation",
    "Names",
    "Response",
    "Result",
    "RetrievedPassage",
    "SystemUnfit",
    "as_response",
    "as_system",
    "collect_names",
    "compare",
    "comparison_to_dict",
    "curve_figure",
    "draft_examples",
    "escaped",
    "evaluate",
    "failures",
    "figures",
    "gate_to_dict",
    "headline_section",
    "interval_of",
    "judge_gate",
    "judge_verifier",
    "junit",
    "make_bot",
    "mean_of",
    "mutations",
    "parse_lines",
    "plain",
    "quoted",
    "read_dataset",
    "read_gate",
    "read_run",
    "resolve",
    "slices_section",
    "summarize",
    "system_name",
    "to_line",
    "value_of",
    "variations",
    "write_lines",
    "write_reports",
    "write_texts",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
