"""How well a reader does on held-out documents of the training sets."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from .batches import Group, to_batch, to_group
from .model import Reader
from .prepare import Prepared
from .sources import SOURCES

SPAN_SHARE = 0.5
"""What the best span inside a sentence adds to its score, as a share."""
_WINDOWS = 24
_ARTICLE = 8


def measure(reader: Reader, prepared: Prepared, most: int = 250, seed: int = 7) -> dict[str, float]:
    """Figures on held-out documents.

    ``paragraph``: the best sentence of the passage is right; ``article``: the best of the answering
    window and seven retrieved ones; ``auroc``: answerable against human unanswerable questions;
    ``own`` and ``own_auroc``: the same of our own questions, over eight retrieved windows;
    ``claims``: a claim is rightly borne out or denied.
    """
    rng = random.Random(seed)
    held = np.flatnonzero(prepared.is_held_out)
    squad = [n for n in held if SOURCES[prepared.source[n]].name.startswith(("squad1", "squad2"))]
    with_answer = [n for n in squad if len(prepared.positives[n])]
    without = [n for n in squad if not len(prepared.positives[n])]
    with_answer = rng.sample(with_answer, min(most, len(with_answer)))
    without = rng.sample(without, min(most, len(without)))
    passages = [range(*prepared.asked_of[n].tolist()) for n in with_answer]
    right, answerable = zip(
        *(
            best(reader, prepared, number, list(windows))
            for number, windows in zip(with_answer, passages, strict=True)
        ),
        strict=True,
    )
    absent = [
        best(reader, prepared, number, list(range(*prepared.asked_of[number].tolist())))[1]
        for number in without
    ]
    article = [
        best(reader, prepared, number, _article(prepared, number))[0]
        for number in with_answer[:200]
    ]
    figures = {
        "paragraph": float(np.mean(right)),
        "article": float(np.mean(article)),
        "auroc": auroc(answerable, absent),
    }
    ours = [n for n in held if prepared.source[n] < 0 and not prepared.is_claim[n]]
    if ours:
        figures |= _own_figures(reader, prepared, ours)
    claims = [n for n in held if prepared.is_claim[n] and _is_decided(prepared, n)]
    if claims:
        verdicts = [_is_judged_right(reader, prepared, number) for number in claims]
        figures["claims"] = float(np.mean(verdicts))
    return figures


def _own_figures(reader: Reader, prepared: Prepared, ours: Sequence[int]) -> dict[str, float]:
    """The best sentence of the retrieved windows is right; answerable against unanswerable."""
    judged = {n: best(reader, prepared, n, _retrieved(prepared, n)) for n in ours}
    with_answer = [n for n in ours if len(prepared.positives[n])]
    scores = [judged[n][1] for n in with_answer]
    absent = [judged[n][1] for n in ours if not len(prepared.positives[n])]
    return {
        "own": float(np.mean([judged[n][0] for n in with_answer])),
        "own_auroc": auroc(scores, absent),
    }


def _retrieved(prepared: Prepared, number: int) -> list[int]:
    return [c for c in prepared.candidates[number].tolist() if c >= 0][:_ARTICLE]


def _is_decided(prepared: Prepared, number: int) -> bool:
    return len(prepared.supports[number]) + len(prepared.denies[number]) > 0


@torch.inference_mode()
def _is_judged_right(reader: Reader, prepared: Prepared, number: int) -> bool:
    """Whether the most decided sentence of a claim's window supports or denies it as it should."""
    group = to_group(prepared, number, random.Random(0))
    if group is None:
        return False
    batch, _ = to_batch(prepared, [group])
    scores = reader(batch.to(reader.device))
    supported = float(scores.supports.max()) > float(scores.denies.max())
    return supported == bool(len(prepared.supports[number]))


def _article(prepared: Prepared, number: int) -> list[int]:
    positive = int(prepared.positives[number][0][0])
    retrieved = [c for c in prepared.candidates[number].tolist() if c >= 0 and c != positive]
    return [positive, *retrieved[: _ARTICLE - 1]]


@torch.inference_mode()
def best(
    reader: Reader, prepared: Prepared, number: int, chunks: Sequence[int]
) -> tuple[bool, float]:
    """Whether the best sentence of some windows is right, and its score above "not here"."""
    group = Group(
        prepared.question[number].tolist(), list(chunks), [], False, None, False, has_preceding=True
    )
    batch, _ = to_batch(prepared, [group])
    batch = batch.to(reader.device)
    scores = reader(batch)
    total = sentence_scores(scores, batch)
    places = [
        (chunk, sentence) for chunk in chunks for sentence in range(len(prepared.sentences[chunk]))
    ]
    if not places:
        return False, -20.0
    top = int(total.argmax())
    marked = {tuple(place) for place in prepared.positives[number].tolist()}
    return places[top] in marked, float(total[top])


def sentence_scores(scores: Any, batch: Any) -> torch.Tensor:
    """Each sentence's score above "not here", with the best span inside it."""
    starts = scores.starts - scores.starts[:, :1]
    ends = scores.ends - scores.ends[:, :1]
    spans = torch.stack(
        [
            starts[window, first:end].max() + ends[window, first:end].max()
            if end > first
            else starts.new_tensor(-20.0)
            for window, first, end in zip(
                batch.windows.tolist(), batch.firsts.tolist(), batch.ends.tolist(), strict=True
            )
        ]
    )
    relative = scores.sentences - scores.absent[batch.windows]
    return relative + SPAN_SHARE * spans / 2


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Area under the ROC curve: how often a positive is above a negative, ties half."""
    above = np.array(positive)[:, None] - np.array(negative)[None, :]
    return float((above > 0).mean() + (above == 0).mean() / 2)
