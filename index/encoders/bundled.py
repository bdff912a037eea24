"""The default encoder as an ONNX export, made from its packaged files without torch."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np

from .base import Encoder, Vectors
from .bert_graph import build_graph, save_graph
from .model_files import Model
from .probe import probe_texts
from .quantize import quantize


class BundledModel:
    """Exports the default encoder."""

    mean_pooling = True

    def __init__(self, model: Model) -> None:
        def read(name: str) -> dict[str, int]:
            return dict(json.loads((model.folder / name).read_text(encoding="utf-8")))

        self._model = model
        self.dimension = read("config.json")["hidden_size"]
        self.max_tokens = read("sentence_bert_config.json")["max_seq_length"]
        self.prompts = {"query": "", "document": ""}

    def export(self, folder: Path) -> None:
        """Write ``model.onnx``, any weights beside it, and ``tokenizer.json`` into ``folder``."""
        graph, path = build_graph(self._model.folder), folder / "model.onnx"
        if self._model.precision == "int8":
            quantize(graph, path)
        else:
            save_graph(graph, path)
        shutil.copyfile(self._model.folder / "tokenizer.json", folder / "tokenizer.json")

    def agreement(self, exported: Encoder) -> float:
        """The least cosine of a probe text's vector with the one that torch computes."""
        cosines = _reference() * exported.encode_questions(probe_texts())
        return float(np.min(np.sum(cosines, axis=1)))


def _reference() -> Vectors:
    """The probe texts' vectors as torch computes them in float32: shape (12, 384)."""
    with files(__package__).joinpath("probe_vectors.npy").open("rb") as file:
        vectors: Vectors = np.load(file).astype(np.float32)
        return vectors
