"""The reader as the ONNX graph that is shipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from loccit.index.digests import file_digest
from loccit.index.encoders.base import Vectors
from loccit.index.encoders.bert_graph import Graph, TensorType, add_layer, read_safetensors
from loccit.index.encoders.model_files import Model
from loccit.index.encoders.quantize import quantize
from loccit.rag.reader.heads import HEADS
from torch import Tensor

VERSION = 1
"""Raised when the graph's inputs or outputs change their meaning."""
_SCORES = "scores"


def export_reader(state: Mapping[str, Tensor], encoder: Model, folder: Path) -> None:
    """Write ``reader.onnx`` in 8-bit integers, its weights and ``reader.json`` beside it.

    Args:
        state: the trained weights by name; those of the encoder stand for what is missing.
        encoder: the default encoder.
        folder: where the files go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "reader.onnx"
    quantize(exported_graph(state, encoder.folder), path, [_SCORES], is_portable=True)
    described = {
        "name": "loccit-reader",
        "version": VERSION,
        "encoder": encoder.name,
        "heads": list(HEADS),
        "files": {
            file.name: file_digest(file) for file in (path, path.with_name(f"{path.name}.data"))
        },
    }
    (folder / "reader.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def exported_graph(state: Mapping[str, Tensor], folder: Path) -> Any:
    """The reader as an ``onnx.ModelProto`` in float32.

    Args:
        state: the trained weights by name; those of the encoder stand for what is missing.
        folder: of the default encoder.
    """
    return _graph(_weights(state, folder), folder)


def _weights(state: Mapping[str, Tensor], folder: Path) -> dict[str, Vectors]:
    weights = read_safetensors(folder / "model.safetensors")
    trained = {name: tensor.float().numpy() for name, tensor in state.items()}
    layers = {
        name.removeprefix("trunk."): tensor
        for name, tensor in trained.items()
        if name.startswith("trunk.")
    }
    span = trained["span.weight"], trained["span.bias"]
    rows = {
        "sentence": (trained["sentence.weight"][0], trained["sentence.bias"][0]),
        "peak": (trained["peak.weight"][0], np.float32(0)),
        "start": (span[0][0], span[1][0]),
        "end": (span[0][1], span[1][1]),
        "absent": (trained["absent.weight"][0], trained["absent.bias"][0]),
        "supports": (trained["verdict.weight"][0], trained["verdict.bias"][0]),
        "denies": (trained["verdict.weight"][1], trained["verdict.bias"][1]),
    }
    heads = {
        "heads.weight": np.stack([rows[name][0] for name in HEADS]),
        "heads.bias": np.array([rows[name][1] for name in HEADS], dtype=np.float32),
    }
    return {**weights, **layers, **heads}


def _graph(weights: Mapping[str, Vectors], folder: Path) -> Any:
    """Layers and heads over the rows of word embeddings that the caller looks up."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    graph = Graph(weights, config["layer_norm_eps"])
    types = graph.add("Gather", graph.weight("embeddings.token_type_embeddings.weight"), "types")
    positions = graph.add(
        "Slice",
        graph.weight("embeddings.position_embeddings.weight"),
        graph.constant([0]),
        graph.add("Shape", "types", start=1, end=2),
    )
    embedded = graph.add("Add", graph.add("Add", "words", types), positions)
    tokens = graph.normalise("embeddings.LayerNorm", embedded)
    nothing = graph.constant(0.0)
    for number in range(config["num_hidden_layers"]):
        tokens = add_layer(graph, f"encoder.layer.{number}", tokens, nothing, config)
    product = graph.add(
        "MatMul", tokens, graph.weight("heads.weight", transposed=True), output=_SCORES
    )
    graph.add("Add", product, graph.weight("heads.bias"), output="logits")
    hidden = config["hidden_size"]
    return graph.model(
        "reader",
        {
            "words": (TensorType.FLOAT, ["batch", "tokens", hidden]),
            "types": (TensorType.INT64, ["batch", "tokens"]),
        },
        {"logits": ["batch", "tokens", len(HEADS)]},
    )
