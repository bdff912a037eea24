"""Encoders by name: sentence-transformers on torch. The only home of both."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..config import DEFAULT_ENCODER
from ..errors import EncoderError
from ..system.extras import missing_extra
from ..types import Passage
from .base import Encoded, Encoder, Vectors, unit
from .model_files import LIBRARY, Model
from .probe import probe_texts


class TorchEncoder:
    """Runs any sentence-transformers model; exports it to ONNX."""

    backend = "torch"

    def __init__(self, model: Model) -> None:
        if message := missing_extra("encoders", f"the encoder {model.name}", LIBRARY):
            raise EncoderError(f"{message}, or leave the setting out to use {DEFAULT_ENCODER}")
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        quiet: Any = logging
        quiet.disable_progress_bar()
        loaded: Any
        try:
            loaded = SentenceTransformer(
                str(model.folder),
                device="cpu",
                local_files_only=True,
                model_kwargs={"attn_implementation": "eager"},
            )
        except Exception as error:  # a broken folder fails in many ways inside
            raise EncoderError(
                f"{model.folder} does not load as a sentence-transformers model ({error}); "
                "give another encoder"
            ) from error
        self._model = loaded
        self.name, self.digest = model.name, model.digest
        self.dimension = int(self._model.get_embedding_dimension())
        self.max_tokens = int(self._model.max_seq_length or 512)
        self.prompts = {kind: self._model.prompts.get(kind) or "" for kind in ("query", "document")}
        self.mean_pooling = self._pools_by_mean()

    def _pools_by_mean(self) -> bool:
        """Whether a vector is the mean of the token outputs and nothing more."""
        names = [type(module).__name__ for module in self._model]
        plain = names in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
        return plain and self._model[1].pooling_mode == "mean"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without special tokens and without any limit."""
        tokenizer = self._model.tokenizer
        return [len(tokenizer.encode(text, add_special_tokens=False)) for text in texts]

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions: float32, shape (n, d), unit length."""
        return self._encode(texts, "query")

    def encode_passages(self, passages: Sequence[Passage]) -> Iterator[Encoded]:
        """Vectors of passages; their spans are encoded as texts of their own."""
        for passage in passages:
            spans = [span.of(passage.text) for span in passage.spans]
            vectors = self._encode([passage.text, *spans], "document")
            yield Encoded(vectors[0], vectors[1:])

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        encoded = self._model.encode(
            list(texts), prompt=self.prompts[prompt] or None, show_progress_bar=False
        )
        return unit(np.asarray(encoded, dtype=np.float32))

    def agreement(self, exported: Encoder) -> float:
        """The lowest cosine of a vector of the export with torch's, over all probe texts."""
        texts = probe_texts()
        cosines = exported.encode_questions(texts) * self.encode_questions(texts)
        return float(np.min(np.sum(cosines, axis=1)))

    def export(self, folder: Path) -> None:
        """Write ``model.onnx``, its weights beside it, and ``tokenizer.json`` into ``folder``."""
        import onnx
        import torch

        example = self._model.preprocess(["a short text", "a text that is longer than the first"])
        names = [
            name for name in ("input_ids", "attention_mask", "token_type_ids") if name in example
        ]
        axes = {0: "batch", 1: "tokens"}
        outputs = {"token_embeddings": axes, "sentence_embedding": {0: "batch"}}
        whole = folder / "whole.onnx"
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                _graph(torch, self._model, names),
                tuple(example[name] for name in names),
                str(whole),
                dynamo=False,
                input_names=names,
                output_names=list(outputs),
                dynamic_axes={**dict.fromkeys(names, axes), **outputs},
                opset_version=17,
            )
        # Weights in a file of their own are mapped into memory instead of read.
        onnx.save_model(
            onnx.load(str(whole)),
            str(folder / "model.onnx"),
            save_as_external_data=True,
            location="model.onnx.data",
        )
        whole.unlink()
        self._model.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))


def _graph(torch: Any, model: Any, names: Sequence[str]) -> Any:
    """The model as a function of tensors, with both outputs that an index needs."""

    class Graph(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: Any) -> tuple[Any, Any]:
            features = {**dict(zip(names, tensors, strict=True)), "modality": "text"}
            for module in self.model:
                features = module(features)
            return features["token_embeddings"], features["sentence_embedding"]

    return Graph().eval()
