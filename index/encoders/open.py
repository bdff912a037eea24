"""Open an encoder by name: on onnxruntime where it can be exported, else on torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import EncoderError, LoccitError
from .base import Encoder, Notify

if TYPE_CHECKING:
    from .model_files import Model


def open_encoder(name: str, digest: str | None = None, notify: Notify | None = None) -> Encoder:
    """The encoder called ``name``, through onnxruntime where it can be exported.

    Args:
        name: ``sentence-transformers/all-MiniLM-L6-v2`` (a package dependency), the name of
            another sentence-transformers model that is on this machine, or a path to one.
        digest: the weights that an index was built with; the export is then found without
            looking at the model itself.
        notify: called with a line of text when opening takes long.

    Raises:
        EncoderError: if there is no such model, its files are not the expected ones, or what runs
            it is not installed.
    """
    from .export import cached_export
    from .onnx_encoder import OnnxEncoder

    folder = cached_export(digest) if digest else None
    if folder is None:
        from .model_files import find_model

        model = find_model(name)
        if digest and model.digest != digest:
            raise EncoderError(
                f"the encoder {name!r} has the weights {model.digest[:12]}…, but the index was "
                f"built with {digest[:12]}…; rebuild it with `loccit index`, or restore the model"
            )
        folder = cached_export(model.digest)
        if folder is None:
            return _prepared(model, notify or (lambda message: None))
    return OnnxEncoder(folder)


def _prepared(model: Model, notify: Notify) -> Encoder:
    """Export a model that has not been exported on this machine."""
    from .export import export
    from .onnx_encoder import OnnxEncoder

    notify(f"Preparing the encoder {model.name} (once on this machine) …")
    if model.is_bundled:
        from .bundled import BundledModel

        try:
            return OnnxEncoder(export(model, BundledModel(model), notify))
        except LoccitError:
            raise
        except Exception as error:  # onnx and onnxruntime have errors of their own
            raise EncoderError(
                f"the encoder {model.name} could not be prepared for onnxruntime: {error}; "
                "free space in the cache folder, or reinstall onnx and onnxruntime"
            ) from error
    from .torch_encoder import TorchEncoder

    encoder = TorchEncoder(model)
    try:
        return OnnxEncoder(export(model, encoder, notify))
    except Exception as error:  # a model that does not export still runs on torch
        notify(f"{model.name} does not export to ONNX ({error}); torch runs instead, slower.")
        return encoder
