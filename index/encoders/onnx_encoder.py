"""The default way to run an encoder: an exported model on onnxruntime."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ..types import Passage
from .base import Encoded, Vectors, pool_spans, unit
from .session import open_session
from .vocabulary import open_vocabulary


class OnnxEncoder:
    """Runs an export made by ``loccit.index.encoders.export``."""

    backend = "onnxruntime"

    def __init__(self, folder: Path) -> None:
        described = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        self.name: str = described["name"]
        self.digest: str = described["digest"]
        self.dimension: int = described["dimension"]
        self.max_tokens: int = described["max_tokens"]
        self._prompts: dict[str, str] = described["prompts"]
        self._mean_pooling: bool = described["mean_pooling"]
        self._session = open_session(folder / "model.onnx")
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._vocabulary = folder / "tokenizer.json"
        self._tokenizer = open_vocabulary(self._vocabulary)
        self._tokenizer.enable_truncation(self.max_tokens)
        self._lock = threading.Lock()

    @cached_property
    def _counter(self) -> Any:
        return open_vocabulary(self._vocabulary)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without special tokens and without any limit."""
        encodings = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions: float32, shape (n, d), unit length."""
        return self._vectors([self._prompts["query"] + text for text in texts])

    def encode_passages(self, passages: Sequence[Passage]) -> Iterator[Encoded]:
        """Vectors of passages and their spans.

        A span's vector is the mean of its tokens' outputs where the model pools
        by mean, so it costs no pass of its own; else the span is encoded as a text.
        """
        prompt = self._prompts["document"]
        for passage in passages:
            offsets, tokens, vector = self._run(prompt + passage.text)
            if self._mean_pooling:
                offsets = [(a - len(prompt), b - len(prompt)) if b else (0, 0) for a, b in offsets]
                spans = pool_spans(tokens, offsets, passage.spans)
            else:
                spans = self._vectors([prompt + span.of(passage.text) for span in passage.spans])
            yield Encoded(unit(vector), spans)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return unit(np.stack([self._run(text)[2] for text in texts]))

    def _run(self, text: str) -> tuple[list[tuple[int, int]], Vectors, Vectors]:
        """Token offsets, token vectors (t, d) and the vector (d,) of a text.

        A graph in 8-bit integers scales by what is in a batch, so a text is read alone: its vector
        never depends on its neighbours. On two cores that is as fast as any batch.
        """
        with self._lock:
            encoding = self._tokenizer.encode(text)
        rows = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        inputs = {
            name: np.array([row], dtype=np.int64)
            for name, row in rows.items()
            if name in self._inputs
        }
        tokens, vectors = self._session.run(["token_embeddings", "sentence_embedding"], inputs)
        return encoding.offsets, tokens[0], vectors[0]
