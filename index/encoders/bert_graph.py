"""The bundled encoder as an ONNX graph, built from its weights without torch.

A BERT of the sentence-transformers kind: embeddings, transformer layers, then the mean of the token
vectors scaled to unit length (Devlin et al. 2019; Reimers and Gurevych 2019).
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np

from .base import Vectors

_OPSET, _IR_VERSION = 17, 8
"""What onnxruntime has read since 1.12."""

Shape = list[str | int]
"""Sizes of a tensor's axes, or their names where they vary."""


class TensorType(IntEnum):
    """Kinds of tensors by their ONNX numbers."""

    FLOAT = 1
    INT64 = 7


_MASKED = float(np.finfo(np.float32).min)
"""Added to the attention scores of padding; softmax turns it into 0."""


def read_safetensors(path: Path) -> dict[str, Vectors]:
    """The float32 tensors of a safetensors file, mapped into memory."""
    header, offset = read_header(path)
    content = np.memmap(path, dtype=np.uint8, mode="r", offset=offset)
    return {
        name: content[slice(*entry["data_offsets"])].view("<f4").reshape(entry["shape"])
        for name, entry in header.items()
        if entry.get("dtype") == "F32"
    }


def read_header(path: Path) -> tuple[dict[str, Any], int]:
    """What a safetensors file says of its tensors, and at which byte they begin.

    The format is a little-endian length, a JSON header of that length, and the tensors' bytes.
    """
    with path.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header: dict[str, Any] = json.loads(file.read(size))
    return header, 8 + size


def build_graph(model: Path) -> Any:
    """A BERT model with mean pooling as an ``onnx.ModelProto`` in float32.

    Args:
        model: its folder, with ``config.json`` and ``model.safetensors``.
    """
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    return _bert(config, read_safetensors(model / "model.safetensors"))


def save_graph(graph: Any, path: Path) -> None:
    """Write a graph, and its weights to a file beside it, which is mapped into memory later."""
    import onnx

    onnx.save_model(graph, str(path), save_as_external_data=True, location=f"{path.name}.data")


def _bert(config: Mapping[str, Any], weights: Mapping[str, Vectors]) -> Any:
    graph = Graph(weights, config["layer_norm_eps"])
    tokens = _embeddings(graph)
    is_padding = graph.add("Sub", graph.constant(1.0), _mask(graph, [1, 2]))
    penalty = graph.add("Mul", is_padding, graph.constant(_MASKED))
    for number in range(config["num_hidden_layers"]):
        tokens = add_layer(graph, f"encoder.layer.{number}", tokens, penalty, config)
    graph.add("Identity", tokens, output="token_embeddings")
    _pool(graph, tokens)
    names = ("input_ids", "attention_mask", "token_type_ids")
    hidden = config["hidden_size"]
    return graph.model(
        "encoder",
        {name: (TensorType.INT64, ["batch", "tokens"]) for name in names},
        {
            "token_embeddings": ["batch", "tokens", hidden],
            "sentence_embedding": ["batch", hidden],
        },
    )


def _mask(graph: Graph, axes: list[int]) -> str:
    """1 for tokens and 0 for padding, with new axes at these positions."""
    mask = graph.add("Cast", "attention_mask", to=1)
    return graph.add("Unsqueeze", mask, graph.constant(axes))


def _embeddings(graph: Graph) -> str:
    """Word, token type and position of each token, summed and normalised."""
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    types = graph.add(
        "Gather", graph.weight("embeddings.token_type_embeddings.weight"), "token_type_ids"
    )
    length = graph.add("Shape", "input_ids", start=1, end=2)
    positions = graph.add(
        "Slice",
        graph.weight("embeddings.position_embeddings.weight"),
        graph.constant([0]),
        length,
    )
    embedded = graph.add("Add", graph.add("Add", words, types), positions)
    return graph.normalise("embeddings.LayerNorm", embedded)


def add_layer(graph: Graph, name: str, tokens: str, penalty: str, config: Mapping[str, Any]) -> str:
    """Self-attention and a feed-forward network, each added to its input and normalised."""
    attended = _attention(graph, f"{name}.attention.self", tokens, penalty, config)
    projected = graph.linear(f"{name}.attention.output.dense", attended)
    tokens = graph.normalise(
        f"{name}.attention.output.LayerNorm", graph.add("Add", projected, tokens)
    )
    widened = _gelu(graph, graph.linear(f"{name}.intermediate.dense", tokens))
    projected = graph.linear(f"{name}.output.dense", widened)
    return graph.normalise(f"{name}.output.LayerNorm", graph.add("Add", projected, tokens))


def _attention(
    graph: Graph, name: str, tokens: str, penalty: str, config: Mapping[str, Any]
) -> str:
    """Scaled dot-product attention over all heads: shape (batch, tokens, hidden)."""
    heads, hidden = config["num_attention_heads"], config["hidden_size"]
    shape = graph.constant([0, 0, heads, hidden // heads])

    def split(kind: str, order: list[int]) -> str:
        projected = graph.add("Reshape", graph.linear(f"{name}.{kind}", tokens), shape)
        return graph.add("Transpose", projected, perm=order)

    queries, keys = split("query", [0, 2, 1, 3]), split("key", [0, 2, 3, 1])
    scale = graph.constant(1 / math.sqrt(hidden // heads))
    scores = graph.add("Mul", graph.add("MatMul", queries, keys), scale)
    shares = graph.add("Softmax", graph.add("Add", scores, penalty), axis=-1)
    mixed = graph.add("MatMul", shares, split("value", [0, 2, 1, 3]))
    joined = graph.add("Transpose", mixed, perm=[0, 2, 1, 3])
    return graph.add("Reshape", joined, graph.constant([0, 0, hidden]))


def _gelu(graph: Graph, values: str) -> str:
    """x · (1 + erf(x / √2)) / 2 (Hendrycks and Gimpel 2016)."""
    erf = graph.add("Erf", graph.add("Div", values, graph.constant(math.sqrt(2))))
    doubled = graph.add("Mul", values, graph.add("Add", erf, graph.constant(1.0)))
    return graph.add("Mul", doubled, graph.constant(0.5))


def _pool(graph: Graph, tokens: str) -> None:
    """Mean of the token vectors without padding, scaled to unit length."""
    mask = _mask(graph, [2])
    axis = graph.constant([1])
    total = graph.add("ReduceSum", graph.add("Mul", tokens, mask), axis, keepdims=0)
    count = graph.add("ReduceSum", mask, axis, keepdims=0)
    mean = graph.add("Div", total, count)
    length = graph.add("ReduceL2", mean, axes=[-1], keepdims=1)
    graph.add("Div", mean, length, output="sentence_embedding")


class Graph:
    """Nodes and weights of an ONNX graph as they are added; each value goes by its name."""

    def __init__(self, weights: Mapping[str, Vectors], epsilon: float) -> None:
        self._weights, self._epsilon = weights, epsilon
        self._nodes: list[Any] = []
        self._tensors: dict[str, Any] = {}

    def add(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Add a node; gives the name of its output."""
        from onnx import helper

        name = output or f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [name], name, **attributes))
        return name

    def constant(self, value: float | list[int]) -> str:
        """A float32 number or a list of int64."""
        array = np.array(value, dtype=np.int64 if isinstance(value, list) else np.float32)
        return self._tensor(f"constant {value}", array)

    def weight(self, name: str, transposed: bool = False) -> str:
        """A tensor of the model."""
        array = self._weights[name]
        return self._tensor(name, array.T if transposed else array)

    def linear(self, name: str, values: str) -> str:
        """``values`` times a weight matrix, plus a bias."""
        product = self.add("MatMul", values, self.weight(f"{name}.weight", transposed=True))
        return self.add("Add", product, self.weight(f"{name}.bias"))

    def normalise(self, name: str, values: str) -> str:
        """Layer normalisation over the last axis."""
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add("LayerNormalization", values, scale, bias, axis=-1, epsilon=self._epsilon)

    def model(
        self,
        name: str,
        inputs: Mapping[str, tuple[TensorType, Shape]],
        outputs: Mapping[str, Shape],
    ) -> Any:
        """The whole as an ONNX model; outputs are float32."""
        from onnx import helper

        graph = helper.make_graph(
            self._nodes,
            name,
            [
                helper.make_tensor_value_info(input_, kind, shape)
                for input_, (kind, shape) in inputs.items()
            ],
            [
                helper.make_tensor_value_info(output, TensorType.FLOAT, shape)
                for output, shape in outputs.items()
            ],
            list(self._tensors.values()),
        )
        opset = helper.make_opsetid("", _OPSET)
        return helper.make_model(graph, opset_imports=[opset], ir_version=_IR_VERSION)

    def _tensor(self, name: str, array: Any) -> str:
        from onnx import numpy_helper

        if name not in self._tensors:
            tensor = numpy_helper.from_array(np.ascontiguousarray(array), name)
            self._tensors[name] = tensor
        return name
