"""The ground floor: what a text says, read once for all that is above.

Everything that the folders above may use is named here and imported when first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .dates import (
        MONTH,
        WEEKDAY,
        DateSpan,
        Moment,
        bears_out,
        find_dates,
        missing_parts,
        parse_date,
        read_dates,
    )
    from .names import Name, is_common, read_names
    from .negation import find_negations, is_negated
    from .quantities import (
        Quantity,
        distinct,
        read_quantities,
        same_unit,
        same_value,
        stands_for,
        without_place,
    )
    from .reading import Facts, read_facts
    from .sentences import is_interrogative, is_panic, sentence_spans, trimmed
    from .signs import STEERING, fold, harmless, printable, unfold
    from .spans import Span, Taken, stretches
    from .tokens import STOP_WORDS, joined_lines, line_breaks, tokenize, topic_tokens
    from .wordings import first_of_wording, wording, written_words
    from .words import Word, near, read_words, root, stem

_HOMES = {
    "dates": (
        "MONTH WEEKDAY DateSpan Moment bears_out find_dates missing_parts parse_date read_dates"
    ),
    "names": "Name is_common read_names",
    "negation": "find_negations is_negated",
    "quantities": (
        "Quantity distinct read_quantities same_unit same_value stands_for without_place"
    ),
    "reading": "Facts read_facts",
    "sentences": "is_interrogative is_panic sentence_spans trimmed",
    "signs": "STEERING fold harmless printable unfold",
    "spans": "Span Taken stretches",
    "tokens": "STOP_WORDS joined_lines line_breaks tokenize topic_tokens",
    "wordings": "first_of_wording wording written_words",
    "words": "Word near read_words root stem",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "MONTH",
    "STEERING",
    "STOP_WORDS",
    "WEEKDAY",
    "DateSpan",
    "Facts",
    "Moment",
    "Name",
    "Quantity",
    "Span",
    "Taken",
    "Word",
    "bears_out",
    "distinct",
    "find_dates",
    "find_negations",
    "first_of_wording",
    "fold",
    "harmless",
    "is_common",
    "is_interrogative",
    "is_negated",
    "is_panic",
    "joined_lines",
    "line_breaks",
    "missing_parts",
    "near",
    "parse_date",
    "printable",
    "read_dates",
    "read_facts",
    "read_names",
    "read_quantities",
    "read_words",
    "root",
    "same_unit",
    "same_value",
    "sentence_spans",
    "stands_for",
    "stem",
    "stretches",
    "tokenize",
    "topic_tokens",
    "trimmed",
    "unfold",
    "without_place",
    "wording",
    "written_words",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
