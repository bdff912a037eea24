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
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetError(f"the gate {str(path)!r} cannot be read: {error}") from error
    if unknown := sorted(told.keys() - {"at_least", "at_most", "no_fall"}):
        raise DatasetError(
            f"the gate {str(path)!r} has the table {unknown[0]!r}; "
            "expected at_least, at_most and no_fall"
        )
    at_least = _limits(told.get("at_least", {}), path)
    gate = Gate(at_least, _limits(told.get("at_most", {}), path))
    if "no_fall" in told:
        run, names = _falls(told["no_fall"], path)
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
    found = [_bound(name, "at_least", x, figures[name]) for name, x in gate.at_least.items()]
    found += [_bound(name, "at_most", x, figures[name]) for name, x in gate.at_most.items()]
    if gate.baseline:
        _, before = read_run(gate.baseline)
        differences = compare(before, results).differences
        found += [_fall(name, differences[name]) for name in gate.no_fall]
    return tuple(found)


def gate_to_dict(limits: Sequence[Limit]) -> dict[str, Any]:
    """As JSON values."""
    return {"passed": all(one.passed for one in limits), "limits": [asdict(one) for one in limits]}


def junit(limits: Sequence[Limit], name: str) -> str:
    """The limits as JUnit XML, a test case each."""
    broken = [one for one in limits if not one.passed]
    suite = ElementTree.Element(
        "testsuite", name=name, tests=str(len(limits)), failures=str(len(broken))
    )
    for one in limits:
        case = ElementTree.SubElement(
            suite, "testcase", classname=f"loccit.eval.{one.kind}", name=one.metric
        )
        if not one.passed:
            ElementTree.SubElement(case, "failure", message=one.message)
        else:
            ElementTree.SubElement(case, "system-out").text = one.message
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _limits(told: Any, path: Path) -> dict[str, float]:
    if not isinstance(told, dict):
        raise DatasetError(f"the gate {str(path)!r} has {told!r}; expected a table of limits")
    for name, value in told.items():
        _check_name(name, path)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DatasetError(
                f"the gate {str(path)!r} sets {name} to {value!r}; expected a number"
            )
    return {name: float(value) for name, value in told.items()}


def _falls(told: Any, path: Path) -> tuple[str, tuple[str, ...]]:
    """The earlier run, and the metrics that may not fall against it."""
    run = told.get("run") if isinstance(told, dict) else None
    names = told.get("metrics", [HEADLINE]) if isinstance(told, dict) else None
    if not isinstance(run, str) or not isinstance(names, list):
        raise DatasetError(
            f"the gate {str(path)!r} has no_fall {told!r}; expected the folder of an earlier run "
            'and a list of metrics, as in run = "baseline" and metrics = ["credit"]'
        )
    for name in names:
        _check_name(name, path, (HEADLINE, *EACH))
    return run, tuple(names)


def _check_name(name: Any, path: Path, known: Collection[str] = tuple(BY_NAME)) -> None:
    if name not in known:
        raise DatasetError(
            f"the gate {str(path)!r} names the metric {name!r}; expected one of {', '.join(known)}"
        )


def _bound(name: str, kind: Kind, limit: float, found: Mean) -> Limit:
    """A limit of one figure. What was not measured keeps none."""
    if found.value is None or found.low is None or found.high is None:
        said = f"{name} was not measured; expected {kind.replace('_', ' ')} {limit:g}"
        return Limit(name, kind, limit, None, None, None, 0, False, said)
    low, high = (found.value,) * 2 if name in _STRICT else (found.low, found.high)
    passed = high >= limit if kind == "at_least" else low <= limit
    said = f"{name} is {found}; expected {kind.replace('_', ' ')} {limit:g}"
    return Limit(name, kind, limit, found.value, found.low, found.high, found.n, passed, said)


def _fall(name: str, found: Difference) -> Limit:
    passed = not is_fall(name, found)
    if found.value is None:
        said = f"{name} was not measured in both runs"
    else:
        said = (
            f"{name} changed by {found.value:+.3f} [{found.low:+.3f}, {found.high:+.3f}] over "
            f"{found.n} examples; this set shows a change of {found.least:.3f} in 80 % of cases"
        )
    return Limit(name, "no_fall", None, found.value, found.low, found.high, found.n, passed, said)
