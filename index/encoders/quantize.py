"""Write a graph in 8-bit integers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any


def quantize(
    graph: Any, path: Path, excluded: Sequence[str] = (), is_portable: bool = False
) -> None:
    """Quantize the weights of a graph, and its activations at run time, to 8-bit integers.

    Weights go to a file beside it, ``path`` with ``.data`` behind its name, which is mapped into
    memory.

    Args:
        graph: an ``onnx.ModelProto`` in float32.
        path: of the file to write.
        excluded: names of nodes that stay in float32.
        is_portable: whether weights take 7 bits of the 8, which costs a little accuracy: sums of
            products of full bytes saturate on processors without VNNI.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Its shapes are known; without this note the library asks for that on the root logger.
    graph.metadata_props.add(key="onnx.quant.pre_process", value="onnxruntime.quant")
    quantize_dynamic(
        graph,
        path,
        use_external_data_format=True,
        nodes_to_exclude=list(excluded),
        per_channel=True,
        reduce_range=is_portable,
        weight_type=QuantType.QInt8,
    )
