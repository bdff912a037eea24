"""Runs with a chat model, made by hand for tests of their figures and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from evals import result
from loccit.eval import Reply, Result, compare
from loccit.eval.prose import Seconds
from loccit.eval.scoring.prose import prose_figures
from loccit.rag import Dropped, Usage

NUMBER = "The passage does not state this number"


def dropped(*words: str) -> tuple[Dropped, ...]:
    return tuple(Dropped(f"It has {w}.", f"{NUMBER}: {w}.", "number") for w in words)


def replied(id_: str, reply: Reply | None, **scores: Any) -> Result:
    """A result with what became of a reply."""
    plain = result(id_, **scores)
    return replace(plain, response=replace(plain.response, reply=reply))


def figures_of(
    prose: Sequence[Result], quoted: Sequence[Result], *seconds: Seconds
) -> dict[str, Any]:
    return prose_figures(prose, quoted, compare(quoted, prose), seconds)


_NONE_SHOWN = "none of its sentences could be shown (2 dropped)"
PROSE = (
    replied("a", Reply(3, 1, dropped("5"), usage=Usage(1000, 50, 0.5)), credit=1.0,
            evidence_f1=1.0),
    replied(
        "b",
        Reply(dropped=dropped("6", "7"), fallback=_NONE_SHOWN, is_quoted=True,
              usage=Usage(900, 40, 0.25)),
        credit=0.5, evidence_f1=0.5,
    ),
    replied("c", Reply(1, fallback="the reply broke off: no text for 60 s"), credit=0.0,
            evidence_f1=0.5),
    replied("d", Reply(2, usage=Usage(0, 0, 0.0, cached=True)), credit=1.0, evidence_f1=1.0),
    replied("e", Reply(usage=Usage(70, 7, 0.01)), status="abstained", answerable=False,
            restraint=1.0),
    replied("f", None, status="abstained", answerable=False, restraint=1.0),
)  # fmt: skip
"""Whole; quoted instead; cut short, its tokens unknown; kept; condensed only; not asked."""

QUOTED = (
    *(result(name, credit=0.5, evidence_f1=0.5) for name in "abcd"),
    *(result(name, status="abstained", answerable=False, restraint=1.0) for name in "ef"),
)
