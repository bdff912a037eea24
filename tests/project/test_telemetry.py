"""What runs the encoder reports to nobody: a question leaves no trace of its maker's telemetry."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from conftest import ROOT
from loccit.index import Index
from loccit.index.encoders.cache import cached_export

PROGRAM = """
import sys
from pathlib import Path
from loccit.index.encoders.onnx_encoder import OnnxEncoder

OnnxEncoder(Path(sys.argv[1])).encode_questions(["Who asks?"])
"""


def test_onnxruntime_writes_no_telemetry(corpus_index: Index, tmp_path: Path) -> None:
    export = cached_export(corpus_index.encoder.digest)
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT / ".ci/path")}
    for name in ("CI", "XDG_CACHE_HOME", "ORT_DISABLE_TELEMETRY"):
        environment.pop(name, None)
    subprocess.run([sys.executable, "-c", PROGRAM, str(export)], check=True, env=environment)
    assert not [path for path in tmp_path.rglob("*") if "onnxruntime" in path.name]
