"""Limits that a run must keep: a team's CI fails where an assistant stops telling the truth.

A gate is a TOML file:

    [at_least]
    grounded_score = 0.3
    quote_exact = 1.0

    [at_most]
    fabricated = 0.02

    [no_fall]
    run = "baseline"
    metrics = ["grounded_score", "citation_recall"]

A limit is broken where the whole 95 % interval lies on its wrong side, that is beyond noise. That
of ``quote_exact`` is broken by a single quote that is not exact: it is a promise, not an average.
A fall is judged against an earlier run, example by example.
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
"""Metrics that are a promise for every example: their mean itself must keep the limit."""

Kind = Literal["at_least", "at_most", "no_fall"]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and what became of it.

    ``limit`` is ``None`` for a fall; then ``value``, ``low`` and ``high`` are of the difference.
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
    """What a gate asks.

    Attributes:
        at_least: least figures by metric.
        at_most: greatest figures by metric.
        baseline: the folder of an earlier run, if falls are judged.
        no_fall: metrics that may not fall against it.
    """

    at_least: Mapping[str, float]
    at_most: Mapping[str, float]
    baseline: Path | None = None
    no_fall: tuple[str, ...] = (HEADLINE,)


def read_gate(path: Path) -> Gate:
    """A gate from its file.

    Raises:
        DatasetError: if the file cannot be read, or asks for what is no metric.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetError(f"the gate {str(path)!r} cannot be read: {error}") from error
    if unknown := sorted(tables.keys() - {"at_least", "at_most", "no_fall"}):
        raise DatasetError(
            f"the gate {str(path)!r} has the table {unknown[0]!r}; "
            "expected at_least, at_most and no_fall"
        )
    at_least = _limits(tables.get("at_least", {}), path)
    gate = Gate(at_least, _limits(tables.get("at_most", {}), path))
    if "no_fall" in tables:
        run, names = _falls(tables["no_fall"], path)
        gate = replace(gate, baseline=path.parent / run, no_fall=names)
    if not (gate.at_least or gate.at_most or gate.baseline):
        raise DatasetError(f"the gate {str(path)!r} sets no limit; expected one at least")
    return gate


def judge_gate(
    gate: Gate, figures: Mapping[str, Mean], results: Sequence[Result]
) -> tuple[Limit, ...]:
    """Each limit of a gate, kept or broken.

    Raises:
        DatasetError: if the earlier run cannot be read or shares no example.
    """
    limits = [_bound(name, "at_least", x, figures[name]) for name, x in gate.at_least.items()]
    limits += [_bound(name, "at_most", x, figures[name]) for name, x in gate.at_most.items()]
    if gate.baseline:
        _, before = read_run(gate.baseline)
        differences = compare(before, results).differences
        limits += [_fall(name, differences[name]) for name in gate.no_fall]
    return tuple(limits)


def gate_to_dict(limits: Sequence[Limit]) -> dict[str, Any]:
    """As JSON values."""
    return {
        "passed": all(limit.passed for limit in limits),
        "limits": [asdict(limit) for limit in limits],
    }


def junit(limits: Sequence[Limit], name: str) -> str:
    """The limits as JUnit XML, a test case each."""
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
        raise DatasetError(f"the gate {str(path)!r} has {table!r}; expected a table of limits")
    for name, value in table.items():
        _check_name(name, path)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DatasetError(
                f"the gate {str(path)!r} sets {name} to {value!r}; expected a number"
            )
    return {name: float(value) for name, value in table.items()}


def _falls(table: Any, path: Path) -> tuple[str, tuple[str, ...]]:
    """The earlier run, and the metrics that may not fall against it."""
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
            f"the gate {str(path)!r} names the metric {name!r}; expected one of {', '.join(allowed)}"
        )


def _bound(name: str, kind: Kind, limit: float, figure: Mean) -> Limit:
    """A limit of one figure. What was not measured keeps none."""
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
            f"{name} changed by {difference.value:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}] over "
            f"{difference.n} examples; this set shows a change of {difference.least:.3f} in 80 % of cases"
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
