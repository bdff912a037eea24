"""What became of a chat model's sentences, and what its answers gain or lose beside quoted ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..prose import Seconds
from ..types import Reply, Result
from .comparison import Comparison, comparison_to_dict
from .prose_check import check_error
from .statistics import Floats, Mean, figure
from .summary import as_json, figures

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_NUMBER = re.compile(r"\d[\d.,]*(?<![.,])")


def prose_figures(
    prose: Sequence[Result],
    quoted: Sequence[Result],
    comparison: Comparison,
    seconds: Sequence[Seconds],
) -> dict[str, Any]:
    """The figures of a run with a chat model, as JSON values, for reports.

    Shares of sentences are drawn again by question, as the sentences of one reply are alike; their
    ``n`` counts sentences.

    Args:
        prose: the results of the run.
        quoted: the results of the same questions answered by quoting.
        comparison: from these to the others, from ``compare``.
        seconds: how long its answers took.

    Returns:
        ``questions``: how many the model was asked to answer. ``shares``: ``dropped`` of its
        sentences, ``recited`` of those shown, and of its answers ``quoted`` and ``cut_short``.
        ``dropped``: numbers of sentences by reason. ``fallbacks``: numbers of answers by cause.
        ``took``: tokens and cost. ``seconds``: median and 95th percentile. ``check``: the error of
        the check that decides what is shown. ``quoted``: the figures of the quoted answers.
        ``paired``: the differences; see ``comparison_to_dict``.
    """
    replies = [result.response.reply for result in prose if result.response.reply is not None]
    answers = [
        result.response.reply
        for result in prose
        if result.response.reply is not None and result.response.status == "answered"
    ]
    return {
        "questions": len(answers),
        "shares": {name: as_json(mean) for name, mean in _shares(answers).items()},
        "dropped": _counted(
            dropped.why.partition(":")[0].rstrip(".")
            for reply in answers
            for dropped in reply.dropped
        ),
        "fallbacks": _counted(_cause(reply.fallback) for reply in answers if reply.fallback),
        "took": _took(replies),
        "seconds": _seconds(seconds),
        "check": {name: as_json(mean) for name, mean in check_error()._asdict().items()},
        "quoted": {name: as_json(mean) for name, mean in figures(quoted).items()},
        "paired": comparison_to_dict(comparison),
    }


def _shares(replies: Sequence[Reply]) -> dict[str, Mean]:
    def share(pairs: Iterable[tuple[float, float]]) -> Mean:
        values = np.array(list(pairs), dtype=float).reshape(-1, 2)
        return figure(values, _ratio)._replace(n=int(values[:, 1].sum()))

    return {
        "dropped": share((len(r.dropped), r.shown + len(r.dropped)) for r in replies),
        "recited": share((r.recited, r.shown) for r in replies),
        "quoted": share((r.is_quoted, 1) for r in replies),
        "cut_short": share((bool(r.fallback) and not r.is_quoted, 1) for r in replies),
    }


def _ratio(weights: Floats, values: Floats) -> Floats:
    """The share of the first column in the second for each row of weights: shape (d,)."""
    counted, whole = (weights @ values).T
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(counted / whole)


def _counted(kinds: Iterable[str]) -> dict[str, int]:
    """How often each kind occurs, the most frequent first."""
    return dict(Counter(kinds).most_common())


def _cause(fallback: str) -> str:
    """A cause without the numbers in which causes of one kind differ."""
    return _NUMBER.sub("…", _BRACKETS.sub("", fallback))


def _took(replies: Sequence[Reply]) -> dict[str, Any]:
    known = [reply.usage for reply in replies if reply.usage is not None]
    costs = [usage.cost for usage in known if usage.cost is not None]
    return {
        "tokens_in": sum(usage.tokens_in for usage in known),
        "tokens_out": sum(usage.tokens_out for usage in known),
        "cost": round(sum(costs), 6) if costs else None,
        "kept": sum(usage.cached for usage in known),
        "unknown": len(replies) - len(known),
    }


def _seconds(seconds: Sequence[Seconds]) -> dict[str, Any]:
    if not seconds:
        return {"n": 0}
    values = np.array(seconds)
    median, high = np.percentile(values, [50, 95], axis=0).round(2).tolist()
    named = zip(Seconds._fields, median, high, strict=True)
    return {"n": len(values), **{name: {"median": m, "p95": p} for name, m, p in named}}
