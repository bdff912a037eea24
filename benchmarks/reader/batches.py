"""Groups of windows to train on: a question, where it is answered, and where it is not."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from loccit.rag.reader.windows import CLS, MOST_CONTEXT, MOST_QUESTION, SEP

from .mistype import as_typed
from .model import Batch
from .prepare import Prepared


class Group(NamedTuple):
    """A question and the windows that it is read with under one softmax.

    Attributes:
        question: its word pieces.
        chunks: the windows' chunks.
        positives: (window, sentence) pairs that answer.
        is_any: whether it is unknown which of them does.
        span: (window, first, last) word pieces of the short answer in the chunk, or ``None``.
        has_span: whether the span heads learn from it.
        has_preceding: whether each window shows the sentence before its chunk.
        supports, denies: (window, sentence) pairs that bear it out or deny it.
        is_claim: whether it is a claim instead of a question.
    """

    question: Sequence[int]
    chunks: list[int]
    positives: list[tuple[int, int]]
    is_any: bool
    span: tuple[int, int, int] | None
    has_span: bool
    has_preceding: bool
    supports: Sequence[tuple[int, int]] = ()
    denies: Sequence[tuple[int, int]] = ()
    is_claim: bool = False


class Labels(NamedTuple):
    """What a batch should score.

    Attributes:
        groups: the group of each window, int64, shape (b,).
        positive: whether each sentence answers, bool, shape (s,).
        is_any: per group, bool, shape (g,).
        spans: (window, first, last) of each group's short answer in word pieces of the window;
            (-1, 0, 0) for none, int64, shape (g, 3).
        has_span: per group, bool, shape (g,).
        starts: where each window's chunk starts, int64, shape (b,).
        supports, denies: whether each sentence does, bool, shape (s,).
        is_claim: per group, bool, shape (g,).
    """

    groups: torch.Tensor
    positive: torch.Tensor
    is_any: torch.Tensor
    spans: torch.Tensor
    has_span: torch.Tensor
    starts: torch.Tensor
    supports: torch.Tensor
    denies: torch.Tensor
    is_claim: torch.Tensor

    def to(self, device: str) -> Labels:
        """The same on a device."""
        return Labels(*(tensor.to(device) for tensor in self))


def epoch(prepared: Prepared, seed: int) -> list[int]:
    """The questions of one pass in random order, those of weight 1.5 once or twice."""
    rng = np.random.default_rng(seed)
    numbers = np.flatnonzero(~prepared.is_held_out)
    weights = prepared.weight[numbers]
    times = np.floor(weights).astype(int)
    times += rng.random(len(numbers)) < weights - times
    order = np.repeat(numbers, times)
    rng.shuffle(order)
    return [int(number) for number in order]


def to_group(prepared: Prepared, number: int, rng: random.Random) -> Group | None:
    """A question with windows: where it is answered, and some of those retrieved for it.

    One in eight answerable questions is read without the window that answers it.
    """
    if prepared.is_claim[number]:
        return _claim_group(prepared, number)
    question = as_typed(prepared.question[number].tolist(), rng)
    if len(prepared.denies[number]):
        return _denied_group(prepared, number, question, rng)
    marked = prepared.positives[number].tolist()
    negatives = _negatives(prepared, number)
    chunks = sorted({chunk for chunk, _ in marked})
    has_preceding = rng.random() < 0.4
    if not chunks or (rng.random() < 0.125 and negatives):
        if not chunks and _asked_of(prepared, number):
            windows = _asked_of(prepared, number)
            windows = rng.sample(windows, min(len(windows), rng.choice((1, 1, 2))))
            if rng.random() < 0.3:
                windows += _some(negatives, 1, rng)
        else:
            windows = _some(negatives, rng.choice((1, 1, 2)), rng)
        return Group(question, windows, [], False, None, True, has_preceding) if windows else None
    rng.shuffle(chunks)
    windows = chunks[:2]
    windows += _some(negatives, rng.choice((0, 0, 0, 1, 1, 1, 1, 2)), rng)
    places = {chunk: at for at, chunk in enumerate(windows)}
    positives = [(places[chunk], place) for chunk, place in marked if chunk in places]
    chunk, first, last = prepared.span[number].tolist()
    span = (places[chunk], first, last) if chunk in places else None
    is_any = bool(prepared.is_any[number])
    return Group(question, windows, positives, is_any, span, span is not None, has_preceding)


def _claim_group(prepared: Prepared, number: int) -> Group:
    """A claim with its evidence."""
    return Group(
        prepared.question[number].tolist(),
        _asked_of(prepared, number),
        [],
        False,
        None,
        False,
        False,
        [(0, place) for _, place in prepared.supports[number].tolist()],
        [(0, place) for _, place in prepared.denies[number].tolist()],
        True,
    )


def _denied_group(
    prepared: Prepared, number: int, question: Sequence[int], rng: random.Random
) -> Group:
    """A question that supposes what a chunk denies, with that chunk and perhaps another."""
    marked = prepared.denies[number].tolist()
    chunks = sorted({chunk for chunk, _ in marked})[:2]
    others = [c for c in prepared.candidates[number].tolist() if c >= 0 and c not in chunks]
    windows = chunks + _some(others, rng.choice((0, 0, 1)), rng)
    places = {chunk: at for at, chunk in enumerate(windows)}
    denies = [(places[chunk], place) for chunk, place in marked if chunk in places]
    return Group(question, windows, [], False, None, True, rng.random() < 0.4, [], denies)


def _asked_of(prepared: Prepared, number: int) -> list[int]:
    first, end = prepared.asked_of[number].tolist()
    return list(range(first, end))


def _negatives(prepared: Prepared, number: int) -> list[int]:
    first, end = prepared.asked_of[number].tolist()
    positive = {chunk for chunk, _ in prepared.positives[number].tolist()}
    if prepared.is_any[number]:
        positive |= set(range(first, end))
    return [
        chunk
        for chunk in prepared.candidates[number].tolist()
        if chunk >= 0 and chunk not in positive
    ]


def _some(candidates: Sequence[int], count: int, rng: random.Random) -> list[int]:
    """Some candidates, the better ranked ones more often."""
    chosen: list[int] = []
    while len(chosen) < count and len(chosen) < len(candidates):
        pick = candidates[min(int(rng.expovariate(0.3)), len(candidates) - 1)]
        if pick not in chosen:
            chosen.append(pick)
        elif rng.random() < 0.2:
            break
    return chosen


def batches(
    prepared: Prepared, order: Sequence[int], windows: int, seed: int
) -> Iterator[tuple[Batch, Labels]]:
    """Batches of about ``windows`` windows of similar length."""
    rng = random.Random(seed)
    pool: list[Group] = []
    for number in order:
        if (group := to_group(prepared, number, rng)) is not None:
            pool.append(group)
        if len(pool) >= 64 * windows:
            yield from _sorted_batches(prepared, pool, windows, rng)
            pool = []
    yield from _sorted_batches(prepared, pool, windows, rng)


def _sorted_batches(
    prepared: Prepared, pool: list[Group], windows: int, rng: random.Random
) -> list[tuple[Batch, Labels]]:
    pool.sort(key=lambda group: max(_length(prepared, group, chunk) for chunk in group.chunks))
    cut: list[list[Group]] = [[]]
    for group in pool:
        if sum(len(member.chunks) for member in cut[-1]) + len(group.chunks) > windows:
            cut.append([])
        cut[-1].append(group)
    cut = [batch for batch in cut if batch]
    rng.shuffle(cut)
    return [to_batch(prepared, batch) for batch in cut]


def _length(prepared: Prepared, group: Group, chunk: int) -> int:
    return len(group.question) + len(prepared.context[chunk]) + len(prepared.chunk[chunk])


def to_batch(prepared: Prepared, groups: Sequence[Group]) -> tuple[Batch, Labels]:
    """Groups as tensors."""
    rows: list[list[int]] = []
    starts, owners, windows, firsts, ends, spans = [], [], [], [], [], []
    positive, supports, denies = [], [], []
    for owner, group in enumerate(groups):
        before_group = len(rows)
        marked = set(group.positives)
        for place, chunk in enumerate(group.chunks):
            context = prepared.context[chunk].tolist()
            if group.has_preceding:
                context += prepared.preceding[chunk].tolist()
            head = [CLS, *group.question[:MOST_QUESTION], SEP, *context[:MOST_CONTEXT], SEP]
            for number, (first, end) in enumerate(prepared.sentences[chunk].tolist()):
                windows.append(len(rows))
                firsts.append(len(head) + first)
                ends.append(len(head) + end)
                positive.append((place, number) in marked)
                supports.append((place, number) in group.supports)
                denies.append((place, number) in group.denies)
            rows.append([*head, *prepared.chunk[chunk].tolist(), SEP])
            starts.append(len(head))
            owners.append(owner)
        if group.span is None:
            spans.append((-1, 0, 0))
        else:
            window, first, last = group.span
            start = starts[before_group + window]
            spans.append((before_group + window, start + first, start + last))
    length = max(map(len, rows))
    ids = torch.zeros((len(rows), length), dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
        types[number, starts[number] : len(row)] = 1
    batch = Batch(ids, types, mask, *map(torch.tensor, (windows, firsts, ends)))
    labels = Labels(
        groups=torch.tensor(owners),
        positive=torch.tensor(positive),
        is_any=torch.tensor([group.is_any for group in groups]),
        spans=torch.tensor(spans),
        has_span=torch.tensor([group.has_span for group in groups]),
        starts=torch.tensor(starts),
        supports=torch.tensor(supports),
        denies=torch.tensor(denies),
        is_claim=torch.tensor([group.is_claim for group in groups]),
    )
    return batch, labels
