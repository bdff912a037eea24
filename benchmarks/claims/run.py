"""What the claim verifier finds, and what it wrongly objects to.

    python -m benchmarks.claims.run --bench DIR --work DIR [--out verifier.json]

Prints a table and writes the same as JSON. On the sample corpus: the share of false claims of each
kind that are found, and of true ones that are objected to; the source of a claim is the whole
passage of its sentence. On WiCE and BEGIN: how well support ranks claims (AUROC). The weights are
fitted on the fit halves (``benchmarks.fit verifier``), so figures are of the report halves; those
of whole development sets are given beside them. Every figure has its n and a 95 % interval:
Wilson's for a share, the bootstrap's for an AUROC.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from loccit.rag import Verdict, verify_claim
from loccit.rag.verify.types import Encode

from ..quality.indexes import opened
from ..quality.measures import Mean, auroc
from ..quality.tables import Row, as_json, table
from ..sets.collections import SETS
from .cases import Case, corpus_cases
from .public_sets import Judged, begin_sets, wice
from .vectors import kept_vectors

_KEPT: dict[tuple[Judged, bool], Verdict] = {}
TRUE_GROUPS = ("verbatim", "variation", "paraphrase")


def portion(values: Sequence[bool]) -> Mean:
    """The share of what is true, with its 95 % score interval (Wilson, 1927)."""
    n, z = len(values), 1.959964
    value = sum(values) / n
    middle = (value + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(value * (1 - value) / n + z * z / (4 * n * n))
    return Mean(value, n, max(0.0, middle - half), min(1.0, middle + half))


def corpus_rows(cases: Sequence[Case], encode: Encode | None, arm: str) -> Iterator[Row]:
    """Of each kind of false claim the share found, of each group of true ones the share refused."""
    judged = [(case, verify_claim(case.claim, case.sources, encode).supported) for case in cases]
    for group in ("mutation", "false paraphrase"):
        for kind in sorted({case.kind for case in cases if case.group == group}):
            found_flags = [
                not is_supported
                for case, is_supported in judged
                if (case.group, case.kind) == (group, kind)
            ]
            yield Row("corpus", f"found: {group}, {kind}", arm, portion(found_flags))
        found_flags = [not is_supported for case, is_supported in judged if case.group == group]
        yield Row("corpus", f"found: {group}, together", arm, portion(found_flags))
    for group in TRUE_GROUPS:
        wrong = [not is_supported for case, is_supported in judged if case.group == group]
        yield Row("corpus", f"false alarms: {group}", arm, portion(wrong))
    wrong = [not is_supported for case, is_supported in judged if case.group in TRUE_GROUPS]
    yield Row("corpus", "false alarms: together", arm, portion(wrong))


def set_rows(name: str, items: Sequence[Judged], encode: Encode | None, arm: str) -> Iterator[Row]:
    """AUROC of the support of one set, of its report half and of all; supported claims refused."""
    verdicts = [_judged(item, encode) for item in items]
    for half in ("report half", "all"):
        kept = [
            (item.label, verdict)
            for item, verdict in zip(items, verdicts, strict=True)
            if half == "all" or item.half == "report"
        ]
        supported = _support(kept, "supported")
        partly, unsupported = _support(kept, "partially_supported"), _support(kept, "not_supported")
        yield Row(name, f"AUROC, {half}", arm, auroc(supported, partly + unsupported))
        if partly:
            yield Row(name, f"AUROC against partly, {half}", arm, auroc(supported, partly))
            yield Row(name, f"AUROC against not, {half}", arm, auroc(supported, unsupported))
        refused = [not verdict.supported for label, verdict in kept if label == "supported"]
        found_flags = [not verdict.supported for label, verdict in kept if label != "supported"]
        yield Row(name, f"supported refused, {half}", arm, portion(refused))
        yield Row(name, f"others found, {half}", arm, portion(found_flags))


def _judged(item: Judged, encode: Encode | None) -> Verdict:
    key = (item, encode is None)
    if key not in _KEPT:
        _KEPT[key] = verify_claim(item.claim, item.sources, encode)
    return _KEPT[key]


def _support(kept: Sequence[tuple[str, Verdict]], label: str) -> list[float]:
    return [verdict.support for item_label, verdict in kept if item_label == label]


def main() -> None:
    """Print the table and write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--work", type=Path, required=True, help="keeps the index of the corpus")
    parser.add_argument("--out", type=Path, help="where the JSON goes")
    options = parser.parse_args()
    index = opened(SETS["corpus"](options.bench), options.work)
    cases = [case for case in corpus_cases(index) if case.half == "report"]
    public = {"wice": list(wice(options.bench / "wice" / "claims_dev.jsonl"))}
    public |= begin_sets(options.bench)
    public["begin, together"] = [item for name in [*public][1:] for item in public[name]]
    arms: dict[str, Encode | None] = {"words": None, "with vectors": kept_vectors(index)}
    rows = []
    for arm, encode in arms.items():
        rows += corpus_rows(cases, encode, arm)
        for name, items in public.items():
            rows += set_rows(name, items, encode, arm)
    print(table(rows))
    if options.out:
        figures = [as_json(row) for row in rows]
        options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
