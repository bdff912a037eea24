"""Open an encoder by name: on onnxruntime where it can be exported, else on torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import EncoderError, LoccitError
from .base import Encoder, Notify

if TYPE_CHECKING:
    from .model_files import Model


def open_encoder(
    name: str,
    digest: str | None = None,
    notify: Notify | None = None,
    precision: str = "int8",
) -> Encoder:
    """The encoder called ``name``, through onnxruntime where it can be exported.

    Args:
        name: ``sentence-transformers/all-MiniLM-L6-v2`` (a package dependency), the name of
            another sentence-transformers model that is on this machine, or a path to one.
        digest: the digest of the encoder that an index was built with; the export is then found
            without looking at the model itself, and ``precision`` is not used.
        notify: called with a line of text when opening takes long.
        precision: of the default encoder: ``int8`` or ``float32``. Others compute in float32.

    Raises:
        EncoderError: if there is no such model, its files are not the expected ones, or what runs
            it is not installed.
    """
    from .cache import cached_export
    from .onnx_encoder import OnnxEncoder

    folder = cached_export(digest) if digest else None
    if folder is None:
        from .model_files import find_model

        model = _model_of(name, digest) if digest else find_model(name, precision)
        folder = cached_export(model.digest)
        if folder is None:
            return _prepared(model, notify or (lambda message: None))
    return OnnxEncoder(folder)


def _model_of(name: str, digest: str) -> Model:
    """The model that makes the vectors of this digest."""
    from .model_files import find_model
    from .precision import LEAST_COSINE

    for precision in LEAST_COSINE:
        model = find_model(name, precision)
        if model.digest == digest:
            return model
    raise EncoderError(
        f"the encoder {name!r} has the digest {model.digest[:12]}… on this machine, but the "
        f"index was built with {digest[:12]}…; rebuild it with `loccit index`, or restore the model"
    )


def _prepared(model: Model, notify: Notify) -> Encoder:
    """Export a model that has not been exported on this machine."""
    from .export import export
    from .onnx_encoder import OnnxEncoder

    notify(f"Preparing the encoder {model.name} (once on this machine) …")
    if model.is_bundled:
        return _bundled(model, notify)
    from .torch_encoder import TorchEncoder

    encoder = TorchEncoder(model)
    try:
        return OnnxEncoder(export(model, encoder, notify))
    except Exception as error:  # a model that does not export still runs on torch
        notify(f"{model.name} does not export to ONNX ({error}); torch runs instead, slower.")
        return encoder


def _bundled(model: Model, notify: Notify) -> Encoder:
    """Export the default encoder, in float32 if its vectors in 8-bit integers are wrong here."""
    from .bundled import BundledModel
    from .cache import mark_unfit
    from .export import DifferentVectors, export
    from .model_files import find_model
    from .onnx_encoder import OnnxEncoder

    try:
        return OnnxEncoder(export(model, BundledModel(model), notify))
    except LoccitError:
        raise
    except Exception as error:  # onnx and onnxruntime have errors of their own
        if isinstance(error, DifferentVectors) and model.precision == "int8":
            notify(f"In 8-bit integers {error}; it computes in float32 here, half as fast.")
            encoder = _bundled(find_model(model.name, "float32"), notify)
            mark_unfit(model.digest, str(error))
            return encoder
        raise EncoderError(
            f"the encoder {model.name} could not be prepared for onnxruntime: {error}; "
            "free space in the cache folder, or reinstall onnx and onnxruntime"
        ) from error
