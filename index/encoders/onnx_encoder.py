"""The default way to run an encoder: an exported model on onnxruntime. Its only home."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ..types import Passage
from .base import Encoded, Vectors, pool_spans, unit


def _silent_onnxruntime() -> Any:
    """onnxruntime with its telemetry off: from 1.29 on it reports to its maker by default.

    The variable must be set before the import; the call covers a host that imported it earlier.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


class OnnxEncoder:
    """Runs an export made by ``loccit.index.encoders.export``."""

    backend = "onnxruntime"

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        onnxruntime = _silent_onnxruntime()

        described = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        self.name: str = described["name"]
        self.digest: str = described["digest"]
        self.dimension: int = described["dimension"]
        self.max_tokens: int = described["max_tokens"]
        self._prompts: dict[str, str] = described["prompts"]
        self._mean_pooling: bool = described["mean_pooling"]
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Threads that spin after a call take the processor from the search that follows it.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {node.name for node in self._session.get_inputs()}
        # The file may come with a limit and a padding of its own (MiniLM's says 128).
        self._vocabulary = folder / "tokenizer.json"
        self._tokenizer = Tokenizer.from_file(str(self._vocabulary))
        padding = self._tokenizer.padding or {}
        named = {name: padding[name] for name in ("pad_id", "pad_token") if name in padding}
        self._tokenizer.enable_truncation(self.max_tokens)
        self._tokenizer.enable_padding(**named)
        self._lock = threading.Lock()

    @cached_property
    def _counter(self) -> Any:
        from tokenizers import Tokenizer

        counter = Tokenizer.from_file(str(self._vocabulary))
        counter.no_truncation()
        counter.no_padding()
        return counter

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without special tokens and without any limit."""
        encodings = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions: float32, shape (n, d), unit length."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        _, _, vectors = self._run([self._prompts["query"] + text for text in texts])
        return unit(vectors)

    def encode_passages(self, passages: Sequence[Passage]) -> Iterator[Encoded]:
        """Vectors of passages and their spans, one passage at a time.

        On two cores that is as fast as any batch, and a passage's vectors do not depend on its
        neighbours. A span's vector is the mean of its tokens' outputs where the model pools
        by mean, so it costs no pass of its own; else the span is encoded as a text.
        """
        prompt = self._prompts["document"]
        for passage in passages:
            encodings, tokens, vectors = self._run([prompt + passage.text])
            if self._mean_pooling:
                offsets = [
                    (a - len(prompt), b - len(prompt)) if b else (0, 0)
                    for a, b in encodings[0].offsets
                ]
                spans = pool_spans(tokens[0], offsets, passage.spans)
            else:
                spans = self._encode_spans(passage)
            yield Encoded(unit(vectors[0]), spans)

    def _encode_spans(self, passage: Passage) -> Vectors:
        texts = [self._prompts["document"] + span.of(passage.text) for span in passage.spans]
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return unit(self._run(texts)[2])

    def _run(self, texts: Sequence[str]) -> tuple[Any, Vectors, Vectors]:
        """Token offsets, token vectors (n, t, d) and text vectors (n, d) of one batch."""
        with self._lock:
            encodings = self._tokenizer.encode_batch(list(texts))
        feeds = {
            "input_ids": np.array([encoding.ids for encoding in encodings], dtype=np.int64),
            "attention_mask": np.array(
                [encoding.attention_mask for encoding in encodings], dtype=np.int64
            ),
            "token_type_ids": np.array(
                [encoding.type_ids for encoding in encodings], dtype=np.int64
            ),
        }
        inputs = {name: array for name, array in feeds.items() if name in self._inputs}
        tokens, vectors = self._session.run(["token_embeddings", "sentence_embedding"], inputs)
        return encodings, tokens, vectors
