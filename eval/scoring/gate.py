"""Limits for a run, so that CI fails if a system's quality drops.

A gate is a TOML file:

    [at_least]
    grounded_score = 0.3
    quote_exact = 1.0

    [at_most]
    fabricated = 0.02

    [no_fall]
    run = "baseline"
    metrics = ["grounded_score", "citation_recall"]

A limit is broken if the whole 95 % interval is on its wrong side, that is, by more than noise. The
limit of ``quote_exact`` applies to the mean itself: a single inexact quote breaks a limit of 1. A
fall is measured against an earlier run, example by example.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

from ..errors import DatasetError
from ..run_folder import read_run
from ..types import Result
from .comparison import compare, is_fall
from .metrics import BY_NAME, EACH, HEADLINE
from .statistics import Difference, Mean

_STRICT = frozenset({"quote_exact"})
"""Metrics guaranteed for every example: their mean itself must be within the limit."""

Kind = Literal["at_least", "at_most", "no_fall"]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and its result.

    Attributes:
        metric: the name of the metric.
        kind: ``at_least``, ``at_most`` or ``no_fall``.
        limit: the limit; ``None`` for ``no_fall``.
        value: the figure, or for ``no_fall`` the difference; ``None`` if it is not measured.
        low: lower end of its interval.
        high: upper end of its interval.
        n: the number of examples measured.
        passed: whether the limit is met.
        message: the result in a sentence.
    """

    metric: str
    kind: Kind
    limit: float | None
    value: float | None
    low: float | None
    high: float | None
    n: int
    passed: bool
    message: str


@dataclass(frozen=True, slots=True)
class Gate:
    """The limits of a gate file.

    Attributes:
        at_least: lower limits by metric.
        at_most: upper limits by metric.
        baseline: the folder of the earlier run for ``no_fall``, if any.
        no_fall: metrics that may not get worse than in it.
    """

    at_least: Mapping[str, float]
    at_most: Mapping[str, float]
    baseline: Path | None = None
    no_fall: tuple[str, ...] = (HEADLINE,)


def read_gate(path: Path) -> Gate:
    """Read a gate from a TOML file.

    Raises:
        DatasetError: if the file cannot be read, or names an unknown metric.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetError(
            f"the gate {str(path)!r} cannot be read: {error}. Expected a TOML file; correct it"
        ) from error
    if unknown := sorted(tables.keys() - {"at_least", "at_most", "no_fall"}):
        raise DatasetError(
            f"the gate {str(path)!r} has the table {unknown[0]!r}; "
            "expected at_least, at_most and no_fall. Remove or rename it"
        )
    at_least = _limits(tables.get("at_least", {}), path)
    gate = Gate(at_least, _limits(tables.get("at_most", {}), path))
    if "no_fall" in tables:
        run, names = _falls(tables["no_fall"], path)
        gate = replace(gate, baseline=path.parent / run, no_fall=names)
    if not (gate.at_least or gate.at_most or gate.baseline):
        raise DatasetError(
            f"the gate {str(path)!r} defines no limits; expected at least 1. Add one"
        )
    return gate


def judge_gate(
    gate: Gate, figures: Mapping[str, Mean], results: Sequence[Result]
) -> tuple[Limit, ...]:
    """Check each limit of a gate.

    Raises:
        DatasetError: if the earlier run cannot be read or has no example in common.
    """
    limits = [_bound(name, "at_least", x, figures[name]) for name, x in gate.at_least.items()]
    limits += [_bound(name, "at_most", x, figures[name]) for name, x in gate.at_most.items()]
    if gate.baseline:
        _, before = read_run(gate.baseline)
        differences = compare(before, results).differences
        limits += [_fall(name, differences[name]) for name in gate.no_fall]
    return tuple(limits)


def gate_to_dict(limits: Sequence[Limit]) -> dict[str, Any]:
    """The results of a gate as JSON values."""
    return {
        "passed": all(limit.passed for limit in limits),
        "limits": [asdict(limit) for limit in limits],
    }


def junit(limits: Sequence[Limit], name: str) -> str:
    """The limits as JUnit XML, one test case for each."""
    broken = [limit for limit in limits if not limit.passed]
    suite = ElementTree.Element(
        "testsuite", name=name, tests=str(len(limits)), failures=str(len(broken))
    )
    for limit in limits:
        case = ElementTree.SubElement(
            suite, "testcase", classname=f"loccit.eval.{limit.kind}", name=limit.metric
        )
        if not limit.passed:
            ElementTree.SubElement(case, "failure", message=limit.message)
        else:
            ElementTree.SubElement(case, "system-out").text = limit.message
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _limits(table: Any, path: Path) -> dict[str, float]:
    if not isinstance(table, dict):
        raise DatasetError(
            f"the gate {str(path)!r} has {table!r}; expected a table of limits. Correct it"
        )
    for name, value in table.items():
        _check_name(name, path)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DatasetError(
                f"the gate {str(path)!r} sets {name} to {value!r}; expected a number. Correct it"
            )
    return {name: float(value) for name, value in table.items()}


def _falls(table: Any, path: Path) -> tuple[str, tuple[str, ...]]:
    """The folder of the earlier run, and the metrics that may not get worse than in it."""
    run = table.get("run") if isinstance(table, dict) else None
    names = table.get("metrics", [HEADLINE]) if isinstance(table, dict) else None
    if not isinstance(run, str) or not isinstance(names, list):
        raise DatasetError(
            f"the gate {str(path)!r} has no_fall {table!r}; expected the folder of an earlier run "
            'and a list of metrics, as in run = "baseline" and metrics = ["credit"]'
        )
    for name in names:
        _check_name(name, path, (HEADLINE, *EACH))
    return run, tuple(names)


def _check_name(name: Any, path: Path, allowed: Collection[str] = tuple(BY_NAME)) -> None:
    if name not in allowed:
        raise DatasetError(
            f"the gate {str(path)!r} names the metric {name!r}; expected one of "
            f"{', '.join(allowed)}. Correct the name"
        )


def _bound(name: str, kind: Kind, limit: float, figure: Mean) -> Limit:
    """Check a limit of a figure; a figure that is not measured fails."""
    if figure.value is None or figure.low is None or figure.high is None:
        message = f"{name} was not measured; expected {kind.replace('_', ' ')} {limit:g}"
        return Limit(name, kind, limit, None, None, None, 0, False, message)
    low, high = (figure.value,) * 2 if name in _STRICT else (figure.low, figure.high)
    passed = high >= limit if kind == "at_least" else low <= limit
    message = f"{name} is {figure}; expected {kind.replace('_', ' ')} {limit:g}"
    return Limit(
        name, kind, limit, figure.value, figure.low, figure.high, figure.n, passed, message
    )


def _fall(name: str, difference: Difference) -> Limit:
    passed = not is_fall(name, difference)
    if difference.value is None:
        message = f"{name} was not measured in both runs"
    else:
        message = (
            f"{name} changed by {difference.value:+.3f} "
            f"[{difference.low:+.3f}, {difference.high:+.3f}] over {difference.n} examples; "
            f"a dataset like this detects a change of {difference.least:.3f} in 80 % of cases"
        )
    return Limit(
        name,
        "no_fall",
        None,
        difference.value,
        difference.low,
        difference.high,
        difference.n,
        passed,
        message,
    )
