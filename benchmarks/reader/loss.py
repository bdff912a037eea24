"""The loss of a batch: one softmax over all windows of a question, with "not here" among them."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from .batches import Labels
from .model import Batch, Scores

SPAN, EACH, VERDICT = 0.5, 1.0, 1.0
"""Weights of the losses of spans, of single sentences and of verdicts, beside 1."""
_ANSWERED = 0.25
"""Weight of "nothing denies it" where a question is answered."""


def loss(scores: Scores, batch: Batch, labels: Labels) -> Tensor:
    """Mean over the groups of a batch.

    A window's scores count relative to its own "not here", so that those of different windows
    compare (Clark and Gardner 2018, shared normalisation); "not here" is 0 for all. Likewise one
    softmax says which sentence denies what a question supposes, if any does.
    """
    relative = scores.sentences - scores.absent[batch.windows]
    owners = labels.groups[batch.windows]
    asks = (~labels.is_claim).float()
    answering = _softmax(relative, owners, labels.positive, labels.is_any)
    denying = _softmax(scores.denies, owners, labels.denies, torch.zeros_like(labels.is_any))
    is_answered = _count(owners, labels.positive, len(asks)) > 0
    is_known = ~(labels.is_any[owners] & labels.positive | labels.is_claim[owners])
    of_claims = labels.is_claim[owners]
    return (
        _mean(answering, asks)
        + SPAN * _spans(scores, batch, labels)
        + EACH * _binary(relative, labels.positive, is_known)
        + VERDICT * _mean(denying, asks * torch.where(is_answered, _ANSWERED, 1.0))
        + VERDICT * _binary(scores.supports, labels.supports, of_claims)
        + VERDICT * _binary(scores.denies, labels.denies, of_claims)
    )


def _mean(losses: Tensor, weights: Tensor) -> Tensor:
    return (losses * weights).sum() / weights.sum().clamp(min=1)


def _count(owners: Tensor, chosen: Tensor, groups: int) -> Tensor:
    return chosen.new_zeros(groups, dtype=torch.float).index_add(0, owners, chosen.float())


def _binary(logits: Tensor, truth: Tensor, is_known: Tensor) -> Tensor:
    """Mean binary cross entropy where the truth is known; 0 if it is nowhere."""
    if not is_known.any():
        return logits.sum() * 0
    return functional.binary_cross_entropy_with_logits(logits[is_known], truth[is_known].float())


def _softmax(values: Tensor, owners: Tensor, right: Tensor, is_any: Tensor) -> Tensor:
    """Cross entropy of each group's right sentences, or of none of them, which scores 0.

    Args:
        values: of each sentence, shape (s,).
        owners: the group of each, shape (s,).
        right: whether each is right, shape (s,).
        is_any: whether one right sentence is enough, else all count alike, shape (g,).
    """
    groups = len(is_any)
    held = _count(owners, right, groups)
    mean = values.new_zeros(groups).index_add(0, owners, values * right) / held.clamp(min=1)
    some = _log_sum(values[right], owners[right], groups, with_zero=False)
    target = torch.where(is_any, some, mean)
    return _log_sum(values, owners, groups) - torch.where(held > 0, target, target.new_zeros(()))


def _log_sum(values: Tensor, owners: Tensor, groups: int, with_zero: bool = True) -> Tensor:
    """log Σ exp of each group's values, with exp 0 among them."""
    if with_zero:
        values = torch.cat([values, values.new_zeros(groups)])
        owners = torch.cat([owners, torch.arange(groups, device=owners.device)])
    lowest = values.new_full((groups,), -1e4)
    most = lowest.scatter_reduce(0, owners, values.detach(), "amax")
    sums = values.new_zeros(groups).index_add(0, owners, (values - most[owners]).exp())
    return most + sums.clamp(min=1e-30).log()


def _spans(scores: Scores, batch: Batch, labels: Labels) -> Tensor:
    """Cross entropy of the short answer's first and last word piece, mean of both."""
    at = torch.arange(batch.ids.shape[1], device=batch.ids.device)
    # A chunk's word pieces, without the [SEP] that ends it.
    lengths = batch.mask.sum(1) - 1
    inside = (at >= labels.starts[:, None]) & (at < lengths[:, None])
    owners = labels.groups[:, None].expand_as(inside)[inside]
    window, first, last = labels.spans.unbind(1)
    losses = []
    for logits, place in ((scores.starts, first), (scores.ends, last)):
        relative = logits - logits[:, :1]
        total = _log_sum(relative[inside], owners, len(labels.has_span))
        chosen = relative[window.clamp(min=0), place]
        losses.append(total - torch.where(window >= 0, chosen, chosen.new_zeros(())))
    return _mean(torch.cat(losses), labels.has_span.float().repeat(2))
