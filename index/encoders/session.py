"""Run a graph on onnxruntime, quietly."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def open_session(graph: Path, threads: int = 0) -> Any:
    """An ``onnxruntime.InferenceSession`` on the processor.

    Args:
        graph: the file.
        threads: that compute one call; 0 for as many as there are processors.

    Its telemetry is off: from 1.29 on it reports to its maker by default. The variable must be set
    before the import; the call covers a host that imported it earlier.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    # Threads that spin after a call take the processor from the search that follows it.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
