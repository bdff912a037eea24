"""The reader in torch: MiniLM's layers under heads for sentences, spans and "not here"."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn


class Scores(NamedTuple):
    """Logits of a batch of windows.

    Attributes:
        absent: that nothing in the window answers, shape (b,).
        sentences: of each sentence, shape (s,), all windows' sentences in order.
        starts: that the short answer starts at a word piece, shape (b, t).
        ends: that it ends there, shape (b, t).
        supports: of each sentence, that it bears out the claim, shape (s,).
        denies: of each sentence, that it denies the claim or what the question supposes, (s,).
    """

    absent: Tensor
    sentences: Tensor
    starts: Tensor
    ends: Tensor
    supports: Tensor
    denies: Tensor


class Batch(NamedTuple):
    """Windows as tensors.

    Attributes:
        ids, types, mask: word pieces, token types and 1 for no padding, int64, shape (b, t).
        windows: the window of each sentence, int64, shape (s,).
        firsts, ends: the half-open span of word pieces of each sentence, shape (s,).
    """

    ids: Tensor
    types: Tensor
    mask: Tensor
    windows: Tensor
    firsts: Tensor
    ends: Tensor

    def to(self, device: str) -> Batch:
        """The same on a device."""
        return Batch(*(tensor.to(device) for tensor in self))


class Reader(nn.Module):
    """A BERT with four linear heads.

    A sentence's score is read from the mean of its outputs, and from the one that speaks most for
    it; the others are read from single outputs.
    Word, position and type embeddings are those of the encoder and stay as they are.
    """

    def __init__(self, folder: Path, dropout: float = 0.0) -> None:
        super().__init__()
        from transformers import BertModel

        # Flash attention's backward pass costs more than half of a step on processors.
        self.trunk = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="eager",
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=dropout,
        )
        width = self.trunk.config.hidden_size
        self.sentence = nn.Linear(width, 1)
        self.peak = nn.Linear(width, 1, bias=False)
        nn.init.zeros_(self.peak.weight)
        self.absent = nn.Linear(width, 1)
        self.span = nn.Linear(width, 2)
        self.verdict = nn.Linear(width, 2)
        for parameter in self.trunk.embeddings.parameters():
            parameter.requires_grad = False

    @property
    def device(self) -> str:
        """Where its weights are."""
        return str(self.sentence.weight.device)

    def forward(self, batch: Batch) -> Scores:
        """Score a batch on the same device."""
        tokens = self.trunk(
            input_ids=batch.ids, attention_mask=batch.mask, token_type_ids=batch.types
        ).last_hidden_state
        return self._heads(tokens.float(), batch)

    def _heads(self, tokens: Tensor, batch: Batch) -> Scores:
        # Sums up to each word piece give every sentence's sum as one difference.
        sums = nn.functional.pad(tokens.cumsum(1), (0, 0, 1, 0))
        lengths = (batch.ends - batch.firsts).clamp(min=1).unsqueeze(1)
        means = (sums[batch.windows, batch.ends] - sums[batch.windows, batch.firsts]) / lengths
        starts, ends = self.span(tokens).unbind(-1)
        supports, denies = self.verdict(means).unbind(-1)
        return Scores(
            absent=self.absent(tokens[:, 0]).squeeze(-1),
            sentences=self.sentence(means).squeeze(-1) + self._peaks(tokens, batch),
            starts=starts,
            ends=ends,
            supports=supports,
            denies=denies,
        )

    def _peaks(self, tokens: Tensor, batch: Batch) -> Tensor:
        """The highest peak score of each sentence's word pieces, shape (s,)."""
        scores = self.peak(tokens).squeeze(-1)[batch.windows]
        at = torch.arange(scores.shape[1], device=scores.device)
        inside = (at >= batch.firsts[:, None]) & (at < batch.ends[:, None])
        inside[:, 0] |= ~inside.any(1)
        return scores.masked_fill(~inside, -1e4).amax(1)
