"""The default encoder as an ONNX export, made from its packaged files without torch."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np

from .base import Encoder
from .bert_graph import write_graph
from .model_files import Model
from .probe import probe_texts

_FIRST_COMPONENTS = (
    *(-0.0475, 0.0068, -0.0442, 0.0350, -0.0129, 0.0068),
    *(0.0353, 0.0394, 0.0012, 0.0093, 0.0628, 0.0231),
)
"""The first component of each probe text's vector, as torch computes it."""


class BundledModel:
    """Exports the default encoder."""

    mean_pooling = True

    def __init__(self, model: Model) -> None:
        def read(name: str) -> dict[str, int]:
            return dict(json.loads((model.folder / name).read_text(encoding="utf-8")))

        self._folder = model.folder
        self.dimension = read("config.json")["hidden_size"]
        self.max_tokens = read("sentence_bert_config.json")["max_seq_length"]
        self.prompts = {"query": "", "document": ""}

    def export(self, folder: Path) -> None:
        """Write ``model.onnx``, its weights beside it, and ``tokenizer.json`` into ``folder``."""
        write_graph(self._folder, folder)
        shutil.copyfile(self._folder / "tokenizer.json", folder / "tokenizer.json")

    def agreement(self, exported: Encoder) -> float:
        """The cosine between the first components of the probe texts' vectors and the reference."""
        reference = np.array(_FIRST_COMPONENTS)
        computed = exported.encode_questions(probe_texts())[:, 0]
        return float(reference @ computed / np.linalg.norm(reference) / np.linalg.norm(computed))
