"""Which labelled sentences of chat models the gate shows.

    python -m benchmarks.claims.prose [--set FILE] [--verifier] [--list]

Prints for each kind of claim how many of the true ones are kept and of the false ones shown, with
Wilson's 95 % interval. Without ``--set`` it is the report half of our own claims. Every passage of
a claim counts as cited: each is tried alone. A note counts as kept: it is shown as what it is.
``--verifier`` judges by ``verify_claim`` instead, each passage alone, as before there was a gate.
``--list`` also prints the sentences that are judged wrongly: not for a set that figures come from.
``--record`` writes the two shares of all kinds to ``eval/scoring/prose_check.json``, which reports
of prose print beside their figures.
"""

from __future__ import annotations

import argparse
import datetime
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import loccit
from loccit.eval.scoring.prose_check import FILE
from loccit.index import open_encoder
from loccit.index.config import DEFAULT_ENCODER
from loccit.rag import verify_claim
from loccit.rag.prose.events import LineKind, ReplySentence
from loccit.rag.prose.gate.gate import Gate
from loccit.rag.prose.gate.outcomes import Dropped
from loccit.rag.reader.open import SHIPPED, open_reader

from ..sets.sources import sha256_of
from .passages import passages
from .run import portion

ROOT = Path(__file__).parents[2]
OWN = ROOT / "benchmarks" / "data" / "claims"
REPORT = OWN / "report.jsonl"
WEIGHTS = ROOT / "rag" / "prose" / "gate" / "weights.json"


class Labelled(NamedTuple):
    """A sentence with its passages, and whether one of these alone bears it out."""

    id: str
    question: str
    sources: tuple[str, ...]
    claim: str
    is_true: bool
    kind: str


class Judged(NamedTuple):
    """A labelled sentence, whether it is shown, and why not."""

    item: Labelled
    is_shown: bool
    why: str


def labelled(path: Path) -> list[Labelled]:
    """The claims of a file."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Labelled(
            row["id"],
            row["question"],
            tuple(row["sources"]),
            row["claim"],
            row["true"],
            row["kind"],
        )
        for row in rows
    ]


def gated(items: Sequence[Labelled]) -> Iterator[Judged]:
    """What the gate makes of claims."""
    encoder, reader = open_encoder(DEFAULT_ENCODER), open_reader(SHIPPED)
    for item in items:
        prompt = passages(item.sources)
        numbers = tuple(passage.number for passage in prompt)
        sentence = ReplySentence(item.claim, numbers, LineKind.PARAGRAPH, "next")
        outcome = Gate(prompt, item.question, encoder, reader).judge(sentence)
        why = outcome.why if isinstance(outcome, Dropped) else ""
        yield Judged(item, not isinstance(outcome, Dropped), why)


def verified(items: Sequence[Labelled]) -> Iterator[Judged]:
    """What the claim verifier makes of claims."""
    for item in items:
        is_shown = any(verify_claim(item.claim, [source]).supported for source in item.sources)
        yield Judged(item, is_shown, "")


def table(judged: Sequence[Judged]) -> Iterator[str]:
    """A line for each kind of true and of false claim, and one for all of each."""
    for is_true, title in ((True, "true, kept"), (False, "false, shown")):
        of_label = [entry for entry in judged if entry.item.is_true == is_true]
        kinds = sorted({entry.item.kind for entry in of_label})
        for kind in ("all", *kinds):
            flags = [e.is_shown for e in of_label if kind in {"all", e.item.kind}]
            if flags:
                mean = portion(flags)
                interval = f"[{mean.low:.3f}, {mean.high:.3f}]"
                counts = f"{sum(flags):4} of {len(flags):4}  {mean.value:.3f}"
                yield f"{title:14}{kind:16}{counts} {interval}"


def recorded(judged: Sequence[Judged]) -> dict[str, Any]:
    """The shares of false sentences shown and of true ones dropped, with their provenance."""
    false = [entry.is_shown for entry in judged if not entry.item.is_true]
    true = [not entry.is_shown for entry in judged if entry.item.is_true]
    numbers = {"false_shown": portion(false), "true_dropped": portion(true)}
    return {
        "numbers": {
            name: {key: x if key == "n" else round(x, 4) for key, x in mean._asdict().items()}
            for name, mean in numbers.items()
        },
        "provenance": {
            "command": "python -m benchmarks.claims.prose --record",
            "date": datetime.date.today().isoformat(),
            "version": loccit.__version__,
            "measured_on": {str(REPORT.relative_to(ROOT)): sha256_of(REPORT)},
            "weights": {str(WEIGHTS.relative_to(ROOT)): sha256_of(WEIGHTS)},
            "intervals": "Wilson's, 95 %",
        },
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", type=Path, default=REPORT, help="the claims")
    parser.add_argument("--verifier", action="store_true", help="judge by verify_claim instead")
    parser.add_argument("--list", action="store_true", help="print what is judged wrongly")
    parser.add_argument("--record", action="store_true", help="write the shares for reports")
    options = parser.parse_args()
    if options.record and (options.set != REPORT or options.verifier):
        parser.error("--record came with --set or --verifier; expected it alone")
    items = labelled(options.set)
    judged = list(verified(items) if options.verifier else gated(items))
    print(*table(judged), sep="\n")
    if options.record:
        text = json.dumps(recorded(judged), indent=1)
        (ROOT / "eval" / "scoring" / FILE).write_text(f"{text}\n", encoding="utf-8")
    for entry in judged if options.list else ():
        if entry.is_shown != entry.item.is_true:
            label = "true" if entry.item.is_true else "FALSE"
            print(f"{label:6}{entry.item.kind:12}{entry.item.claim}\n      {entry.why}")


if __name__ == "__main__":
    main()
