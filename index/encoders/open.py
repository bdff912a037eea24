"""Which encoder opens for a name: exported to ONNX, or torch itself."""

from __future__ import annotations

from ..errors import EncoderError
from .base import Encoder, Notify


def open_encoder(name: str, digest: str | None = None, notify: Notify | None = None) -> Encoder:
    """The encoder called ``name``, through onnxruntime where it can be exported.

    Args:
        name: ``sentence-transformers/all-MiniLM-L6-v2`` (a package dependency), the name of
            another sentence-transformers model that is on this machine, or a path to one.
        digest: the weights that an index was built with; the export is then found without
            looking at the model itself.
        notify: told what is done when it takes long.

    Raises:
        EncoderError: if there is no such model, or its files are not the expected ones.
    """
    from .export import cached_export, export
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
        folder = cached_export(model.digest) or export(model, notify or (lambda message: None))
        if folder is None:
            from .torch_encoder import TorchEncoder

            return TorchEncoder(model)
    return OnnxEncoder(folder)
