"""The training loop: one schedule, checkpoints to resume from, the best state kept."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .batches import batches, epoch
from .loss import loss
from .masters import Masters
from .measure import measure
from .model import Reader
from .prepare import Prepared


@dataclass(frozen=True)
class Schedule:
    """How a reader is trained.

    Attributes:
        public: how often the questions of the public sets are read, times their set's weight.
        ours: how often our own questions are.
        claims: how often the claims are.
        windows: of a batch.
        rate: highest learning rate, reached after ``warm_up`` batches; it then falls to 0.
        warm_up: batches.
        frozen: lowest layers that stay as they are.
        seed: of order, windows and mistyping.
        every: batches between two checkpoints.
    """

    public: float
    ours: float
    claims: float
    rate: float
    windows: int = 48
    warm_up: int = 100
    frozen: int = 1
    seed: int = 0
    every: int = 1000


FIRST = Schedule(public=1.0, ours=2.0, claims=1.0, rate=2e-4)
"""On everything."""
SECOND = Schedule(public=0.06, ours=3.0, claims=1.0, rate=1e-4, every=250)
"""On our own questions, which are most like those of users."""


def train(
    reader: Reader, prepared: Prepared, work: Path, schedule: Schedule, device: str = "cpu"
) -> None:
    """Train a reader, going on from ``work/checkpoint.pt`` if it is there.

    Writes ``best.pt`` (weights of the best checkpoint by held-out figures) and ``log.jsonl``, and
    leaves the reader with the best weights.
    """
    work.mkdir(parents=True, exist_ok=True)
    reader.to(device)
    torch.manual_seed(schedule.seed)
    for layer in reader.trunk.encoder.layer[: schedule.frozen]:
        for parameter in layer.parameters():
            parameter.requires_grad = False
    weights = Masters(reader)
    optimizer = torch.optim.AdamW(weights.masters, lr=schedule.rate, weight_decay=0.01, fused=True)
    order = _order(prepared, schedule)
    step, best = _resumed(weights, optimizer, work)
    started, losses, windows, seen = time.monotonic(), [], 0, 0
    for number, (batch, labels) in enumerate(
        batches(prepared, order, schedule.windows, schedule.seed)
    ):
        seen += len(labels.is_any)
        if number < step:
            continue
        rate = _rate(number, seen / len(order), schedule)
        for group in optimizer.param_groups:
            group["lr"] = rate
        batch, labels = batch.to(device), labels.to(device)
        value = loss(reader(batch), batch, labels)
        value.backward()
        weights.take_gradients()
        optimizer.step()
        weights.give_back()
        losses.append(float(value.detach()))
        windows += len(batch.ids)
        if (number + 1) % schedule.every == 0:
            figures = _checkpoint(weights, prepared, optimizer, work, number + 1, best, schedule)
            best = max(best, figures["total"])
            figures |= {
                "loss": sum(losses) / len(losses),
                "share": seen / len(order),
                "rate": rate,
                "windows_per_second": windows / (time.monotonic() - started),
            }
            _log(work, {"step": number + 1, **figures})
            losses = []
    figures = _checkpoint(weights, prepared, optimizer, work, number + 1, best, schedule)
    _log(work, {"step": number + 1, "share": 1.0, **figures})
    weights.load(torch.load(work / "best.pt", weights_only=True))


def _order(prepared: Prepared, schedule: Schedule) -> list[int]:
    is_public = prepared.source >= 0
    times = np.where(
        is_public, schedule.public, np.where(prepared.is_claim, schedule.claims, schedule.ours)
    )
    return epoch(replace(prepared, weight=prepared.weight * times), schedule.seed)


def _rate(step: int, share: float, schedule: Schedule) -> float:
    return schedule.rate * min((step + 1) / schedule.warm_up, max(0.0, 1 - share))


def _resumed(weights: Masters, optimizer: Any, work: Path) -> tuple[int, float]:
    path = work / "checkpoint.pt"
    if not path.is_file():
        return 0, -1.0
    state = torch.load(path, map_location=weights.masters[0].device, weights_only=True)
    weights.load(state["reader"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"]), float(state["best"])


def _checkpoint(
    weights: Masters,
    prepared: Prepared,
    optimizer: Any,
    work: Path,
    step: int,
    best: float,
    schedule: Schedule,
) -> dict[str, float]:
    figures = measure(weights.reader, prepared)
    figures["total"] = sum(figures.values())
    state = {
        "reader": weights.state(),
        "optimizer": optimizer.state_dict(),
        "step": step,
        "best": max(best, figures["total"]),
        "schedule": asdict(schedule),
    }
    unfinished = work / "checkpoint.tmp"
    torch.save(state, unfinished)
    unfinished.replace(work / "checkpoint.pt")
    if figures["total"] > best:
        torch.save(weights.state(), work / "best.pt")
    return figures


def _log(work: Path, figures: dict[str, Any]) -> None:
    rounded = {key: round(value, 6) for key, value in figures.items()}
    line = json.dumps(rounded)
    print(line, flush=True)
    with (work / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(line + "\n")
