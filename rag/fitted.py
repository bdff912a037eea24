"""Fitted numbers, kept as JSON beside the code that uses them, with where they come from."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple, TypeGuard

from ..index.errors import echoed
from .errors import FittedNumbersError

PROVENANCE = ("command", "date", "version", "fitted_on", "reaches")
"""What is recorded about every fit; ``by_hand`` may be there as well."""


class FittedNumbers(NamedTuple):
    """The numbers of one file and their provenance.

    Attributes:
        source: the package and the name of the file.
        numbers: a number, or a table of numbers by name, under each key.
        provenance: ``command`` made them, on ``date`` (ISO) with that ``version`` of Loccit;
            ``fitted_on`` lists the sets with their files' SHA-256 and the number of examples;
            ``reaches`` lists the measured figures; ``by_hand`` names what was not left to the fit.
    """

    source: str
    numbers: Mapping[str, Any]
    provenance: Mapping[str, Any]

    def number(self, key: str) -> float:
        """The number under a key.

        Raises:
            FittedNumbersError: if there is none.
        """
        value = self.numbers.get(key)
        if not _is_number(value):
            raise self._error(key, value, "a number")
        return float(value)

    def table(self, key: str) -> dict[str, float]:
        """The named numbers under a key.

        Raises:
            FittedNumbersError: if there are none, or something else than a number is among them.
        """
        return self._checked(key, self.numbers.get(key))

    def tables(self, key: str) -> dict[str, dict[str, float]]:
        """The tables of numbers under a key, by name.

        Raises:
            FittedNumbersError: if there are none, or something else is among them.
        """
        values = self.numbers.get(key)
        if not isinstance(values, dict):
            raise self._error(key, values, "tables of numbers")
        return {name: self._checked(f"{key}.{name}", value) for name, value in values.items()}

    def row(self, key: str, names: Sequence[str]) -> tuple[float, ...]:
        """The numbers of a table in the order of ``names``, shape ``(len(names),)``.

        Raises:
            FittedNumbersError: if the table's names are not exactly these.
        """
        table = self.table(key)
        if table.keys() != set(names):
            raise self._error(key, sorted(table), f"exactly the names {', '.join(names)}")
        return tuple(table[name] for name in names)

    def named(self, key: str, names: Sequence[str]) -> dict[str, float]:
        """The same as ``row``, by name."""
        return dict(zip(names, self.row(key, names), strict=True))

    def _checked(self, key: str, values: Any) -> dict[str, float]:
        if not isinstance(values, dict) or not all(map(_is_number, values.values())):
            raise self._error(key, values, "a table of numbers")
        return {name: float(value) for name, value in values.items()}

    def _error(self, key: str, came: Any, expected: str) -> FittedNumbersError:
        return FittedNumbersError(
            f"{self.source}: {key} is {echoed(came)}; expected {expected}. Reinstall Loccit, or "
            f"make the file again with {self.provenance.get('command', 'python -m benchmarks.fit')}"
        )


def read_fitted(package: str, name: str) -> FittedNumbers:
    """Read a file of fitted numbers.

    Args:
        package: the package that the file lies in, such as ``loccit.rag.short``.
        name: the file's name, such as ``weights.json``.

    Raises:
        FittedNumbersError: if the file is missing, is no JSON, or lacks its provenance.
    """
    source = f"{package}/{name}"
    try:
        content = json.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
        numbers, provenance = content["numbers"], content["provenance"]
        if not isinstance(numbers, dict) or not isinstance(provenance, dict):
            raise TypeError("numbers and provenance must be tables")
        return FittedNumbers(source, numbers, check_provenance(provenance))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FittedNumbersError(
            f"{source} cannot be used ({echoed(error)}); expected JSON with numbers and their "
            f"provenance. Reinstall Loccit"
        ) from error


def check_provenance(provenance: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a provenance that is complete.

    Raises:
        ValueError: if a field of ``PROVENANCE`` is missing or empty.
    """
    if missing := [field for field in PROVENANCE if not provenance.get(field)]:
        raise ValueError(f"the provenance lacks {', '.join(missing)}")
    return provenance


def _is_number(value: Any) -> TypeGuard[float]:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(value) <= sys.float_info.max
