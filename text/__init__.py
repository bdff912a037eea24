"""The ground floor: what a text says, read once for all that is above.

Everything that the folders above may use is named here and imported when first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .amounts import Amount, read_amounts
    from .dates import Moment, read_dates
    from .moments import DateSaid, bears_out, missing_parts
    from .names import Name, is_common
    from .negation import find_negations, is_negated
    from .panics import is_panic
    from .quantities import Quantity, distinct, same_unit, same_value, without_place
    from .reading import Facts, read_facts
    from .sentences import is_interrogative, sentence_spans, trimmed
    from .signs import STEERING, fold, harmless, printable, unfold
    from .spans import Span, Taken, stretches
    from .synonyms import near
    from .tokens import STOP_WORDS, joined_lines, line_breaks, tokenize, topic_tokens
    from .whole_dates import parse_date
    from .wordings import first_of_wording, wording, written_words
    from .words import Word, read_words, root, stem

_HOMES = {
    "amounts": "Amount read_amounts",
    "dates": "Moment read_dates",
    "moments": "DateSaid bears_out missing_parts",
    "names": "Name is_common",
    "negation": "find_negations is_negated",
    "panics": "is_panic",
    "quantities": "Quantity distinct same_unit same_value without_place",
    "reading": "Facts read_facts",
    "sentences": "is_interrogative sentence_spans trimmed",
    "signs": "STEERING fold harmless printable unfold",
    "spans": "Span Taken stretches",
    "synonyms": "near",
    "tokens": "STOP_WORDS joined_lines line_breaks tokenize topic_tokens",
    "whole_dates": "parse_date",
    "wordings": "first_of_wording wording written_words",
    "words": "Word read_words root stem",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "STEERING",
    "STOP_WORDS",
    "Amount",
    "DateSaid",
    "Facts",
    "Moment",
    "Name",
    "Quantity",
    "Span",
    "Taken",
    "Word",
    "bears_out",
    "distinct",
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
    "read_amounts",
    "read_dates",
    "read_facts",
    "read_words",
    "root",
    "same_unit",
    "same_value",
    "sentence_spans",
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
