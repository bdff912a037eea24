"""Export an encoder to ONNX once, check it against torch, and keep it in the user's cache.

Importing torch and sentence-transformers costs seconds, onnxruntime a fraction of one; so torch
exports a model the first time and is not needed again.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from ..digests import file_digest
from .base import Notify
from .model_files import Model

EXPORT_VERSION = 1
"""Raised when the exported graph or the files beside it change their meaning."""

WORK_PREFIX = ".export-"
"""How the name of an export begins that is not finished."""

_DESCRIPTION = "encoder.json"
_LEAST_COSINE = 0.9999


def cache_folder() -> Path:
    """Where exports are kept: ``LOCCIT_CACHE_DIR``, else the user's cache folder."""
    if named := os.environ.get("LOCCIT_CACHE_DIR"):
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("loccit")


def export_folder(digest: str) -> Path:
    """Where the export of the weights with this SHA-256 is kept."""
    return cache_folder() / "encoders" / f"{digest[:16]}-v{EXPORT_VERSION}"


def cached_export(digest: str) -> Path | None:
    """The kept export of these weights, if its files have the sizes that were written."""
    folder = export_folder(digest)
    try:
        described = json.loads((folder / _DESCRIPTION).read_text(encoding="utf-8"))
        whole = described["digest"] == digest and all(
            (folder / name).stat().st_size == written["size"]
            for name, written in described["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return folder if whole else None


def altered_files(folder: Path) -> list[str]:
    """Names of an export's files whose SHA-256 is not the one written beside them."""
    described = json.loads((folder / _DESCRIPTION).read_text(encoding="utf-8"))
    return [
        name
        for name, wanted in described["files"].items()
        if not (folder / name).is_file() or file_digest(folder / name) != wanted["sha256"]
    ]


def export(model: Model, notify: Notify) -> Path | None:
    """Export a model and keep it; ``None`` if it cannot be, after saying why.

    The export is kept only if its vectors have a cosine of 0.9999 or more with torch's on a probe
    set of short, long and mixed texts.
    """
    notify(f"Preparing the encoder {model.name} (once on this machine, some 15 seconds) …")
    from .torch_encoder import TorchEncoder

    encoder = TorchEncoder(model)
    target = export_folder(model.digest)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=target.parent))
    except OSError as error:
        notify(f"The encoder's export cannot be kept ({error}); torch runs instead, slower.")
        return None
    try:
        encoder.export(work)
        _describe(work, model, encoder)
        worst = _least_cosine(work, encoder)
        if not worst >= _LEAST_COSINE:
            raise ValueError(f"its vectors differ from torch's (cosine {worst:.6f})")
        work.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        work.rename(target)
        return target
    except Exception as error:  # a model that will not export still runs on torch
        notify(f"{model.name} does not export to ONNX ({error}); torch runs instead, slower.")
        return None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _describe(folder: Path, model: Model, encoder: Any) -> None:
    files = {
        path.name: {"size": path.stat().st_size, "sha256": file_digest(path)}
        for path in sorted(folder.iterdir())
    }
    described = {
        "name": model.name,
        "digest": model.digest,
        "version": EXPORT_VERSION,
        "dimension": encoder.dimension,
        "max_tokens": encoder.max_tokens,
        "prompts": encoder.prompts,
        "mean_pooling": encoder.mean_pooling,
        "files": files,
    }
    text = json.dumps(described, indent=2, ensure_ascii=False)
    (folder / _DESCRIPTION).write_text(text + "\n", encoding="utf-8")


def probe_texts() -> list[str]:
    """Texts of about 3 to 400 word pieces in mixed order, with rare signs among them."""
    words = (
        "the envoy said that talks in Vienna over 60-percent enrichment resume on 29 November "
        "naïve café 北京 🙂 PPR-9087 don’t U.S.-Iran 3.67 % of stockpiles, sanctions; and “relief”"
    ).split()
    sizes = (1, 300, 5, 80, 2, 200, 12, 30, 250, 120, 3, 50)
    return [
        " ".join(words[(7 * number + at) % len(words)] for at in range(size))
        for number, size in enumerate(sizes)
    ]


def _least_cosine(folder: Path, reference: Any) -> float:
    from .onnx_encoder import OnnxEncoder

    texts = probe_texts()
    exported = OnnxEncoder(folder).encode_questions(texts)
    return float(np.min(np.sum(exported * reference.encode_questions(texts), axis=1)))
