"""Export an encoder to ONNX once, check the export, and keep it in the user's cache.

Questions run on onnxruntime, which loads in a fraction of the seconds that torch takes. The default
encoder is exported without torch, others by it.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from ..digests import file_digest
from ..system.scratch import scratch_folder
from .base import Encoder, Notify
from .cache import DESCRIPTION, EXPORT_VERSION, WORK_PREFIX, cached_export, export_folder
from .model_files import Model
from .precision import LEAST_COSINE


class DifferentVectors(Exception):  # noqa: N818 - named after the state, as LoccitError's are
    """An export whose vectors are not those of the model."""


class Exporter(Protocol):
    """What an export is made from.

    Attributes:
        dimension: length of a vector.
        max_tokens: word pieces read at once, special tokens included.
        prompts: what precedes a ``query`` and a ``document``.
        mean_pooling: whether a text's vector is the mean of its tokens' vectors.
    """

    dimension: int
    max_tokens: int
    prompts: dict[str, str]
    mean_pooling: bool

    def export(self, folder: Path) -> None:
        """Write ``model.onnx``, its weights beside it, and ``tokenizer.json`` into ``folder``."""
        ...

    def agreement(self, exported: Encoder) -> float:
        """The least cosine between the export's vectors and what they should be."""
        ...


def export(model: Model, exporter: Exporter, notify: Notify) -> Path:
    """Export a model and keep it; gives the folder.

    An export that cannot be kept lies in a temporary folder until this process ends.

    Raises:
        DifferentVectors: if its vectors agree with the model's less than its precision should, on
            a probe set of short, long and mixed texts.
        Exception: what a library raises for a model that does not export.
    """
    target = export_folder(model.digest)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=target.parent))
    except OSError as error:
        notify(f"The encoder cannot be kept ({error}); every process prepares its own.")
        work = _until_exit()
        _fill(work, model, exporter)
        return work
    try:
        _fill(work, model, exporter)
        _keep(work, target, model.digest)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _until_exit() -> Path:
    """A temporary folder that goes when this process ends."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(scratch_folder())


def _fill(folder: Path, model: Model, exporter: Exporter) -> None:
    from .onnx_encoder import OnnxEncoder

    exporter.export(folder)
    _describe(folder, model, exporter)
    agreement = exporter.agreement(OnnxEncoder(folder))
    if not agreement >= LEAST_COSINE[model.precision]:
        raise DifferentVectors(f"its vectors differ from the model's own (cosine {agreement:.6f})")


def _keep(work: Path, target: Path, digest: str) -> None:
    """Give a finished export its name, unless another process was faster."""
    if cached_export(digest):
        return
    work.chmod(0o755)
    shutil.rmtree(target, ignore_errors=True)
    try:
        work.rename(target)
    except OSError:
        if cached_export(digest) is None:
            raise


def _describe(folder: Path, model: Model, exporter: Exporter) -> None:
    files = {
        path.name: {"size": path.stat().st_size, "sha256": file_digest(path)}
        for path in sorted(folder.iterdir())
    }
    described = {
        "name": model.name,
        "digest": model.digest,
        "version": EXPORT_VERSION,
        "dimension": exporter.dimension,
        "max_tokens": exporter.max_tokens,
        "prompts": exporter.prompts,
        "mean_pooling": exporter.mean_pooling,
        "files": files,
    }
    text = json.dumps(described, indent=2, ensure_ascii=False)
    (folder / DESCRIPTION).write_text(text + "\n", encoding="utf-8")
