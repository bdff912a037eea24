"""Weights in float32 beside the bfloat16 ones that a step computes with."""

from __future__ import annotations

import torch
from torch import Tensor

from .model import Reader

_MOST_NORM = 1.0
"""Of the gradients of one step, together."""


class Masters:
    """A reader whose layers compute in bfloat16, and float32 copies that the optimizer changes.

    Small steps would be lost in bfloat16; autocasting each weight at each step costs a third more.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._names = [name for name, p in reader.named_parameters() if p.requires_grad]
        trained = dict(reader.named_parameters())
        self.masters = [trained[name].detach().clone().float() for name in self._names]
        reader.trunk.bfloat16()
        trained = dict(reader.named_parameters())
        self._computing = [trained[name] for name in self._names]

    def take_gradients(self) -> None:
        """Move the gradients of a step to the float32 copies, clipped."""
        for master, computing in zip(self.masters, self._computing, strict=True):
            gradient = computing.grad
            master.grad = None if gradient is None else gradient.float()
            computing.grad = None
        torch.nn.utils.clip_grad_norm_(self.masters, _MOST_NORM)

    @torch.no_grad()
    def give_back(self) -> None:
        """Round the float32 copies into the weights that compute."""
        for master, computing in zip(self.masters, self._computing, strict=True):
            computing.copy_(master)

    def state(self) -> dict[str, Tensor]:
        """The trained weights by name, float32."""
        return dict(zip(self._names, (master.clone() for master in self.masters), strict=True))

    @torch.no_grad()
    def load(self, state: dict[str, Tensor]) -> None:
        """Take the weights of ``state``."""
        for name, master in zip(self._names, self.masters, strict=True):
            master.copy_(state[name])
        self.give_back()
