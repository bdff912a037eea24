"""Write a graph in 8-bit integers."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def quantize(graph: Any, path: Path) -> None:
    """Quantize the weights of a graph, and its activations at run time, to 8-bit integers.

    Args:
        graph: an ``onnx.ModelProto`` in float32.
        path: of the file to write.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Its shapes are known; without this note the library asks for that on the root logger.
    graph.metadata_props.add(key="onnx.quant.pre_process", value="onnxruntime.quant")
    quantize_dynamic(graph, path, per_channel=True, weight_type=QuantType.QInt8)
