"""Check everything that an answer depends on, and report what is wrong."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from ...index.config import IndexConfig
from ...index.encoders.cache import altered_files, cached_export, export_folder, unfit_marker
from ...index.encoders.model_files import Model, find_model
from ...index.encoders.precision import LEAST_COSINE, graph_digest
from ...index.errors import IndexMissing, IndexUnreadable, LoccitError
from ...index.generations.current import current_generation
from ...index.generations.debris import find_debris, find_exports, newest_whole, remove_all
from ...index.generations.generation import is_being_written
from ...index.generations.manifest import Manifest
from ...index.generations.repair import repair_index
from ...index.search import Index
from ...index.system.scratch import find_scratch
from ...rag.config import RagConfig
from ...rag.prose.budget import counted_by
from ...rag.prose.models.config import destination, is_here, load_models
from ...rag.prose.models.opening import lacking
from ...rag.reader.open import open_reader

_PACKAGES = ("onnxruntime", "faiss-cpu", "tantivy", "langchain-core")
_OF_EXTRAS = {"sentence-transformers": "encoders", "torch": "encoders", "gradio": "ui"}
"""Packages that are not always there, and the extra that brings each."""


class Finding(NamedTuple):
    """The result of one check: its subject, whether it passed, and the details."""

    subject: str
    good: bool
    text: str


def examine(folder: Path) -> list[Finding]:
    """Check the installation, the encoder, the index in ``folder`` and leftover files."""
    index = list(_index(folder))
    leftovers = _leftovers(folder, all(finding.good for finding in index))
    models = list(_models(folder))
    return [*_installation(), *_encoder(folder), *_reader(), *models, *index, *leftovers]


def repair(folder: Path) -> list[str]:
    """Repair what can be repaired without the documents; returns a line for each action.

    Raises:
        IndexBusy: if another process is writing the index.
        UsageError: if the folder holds something other than an index.
        IndexUnwritable: if it cannot be written.
    """
    repaired = repair_index(folder)
    lines = [f"restored {repaired.restored} as the current index"] if repaired.restored else []
    removed = [*repaired.removed, *remove_all([*find_exports(), *find_scratch()])]
    return [
        *lines,
        *(f"removed {leftover.path} ({_megabytes(leftover.size)})" for leftover in removed),
    ]


def _installation() -> Iterator[Finding]:
    yield Finding("Python", True, f"{platform.python_version()} on {platform.platform()}")
    for package in _PACKAGES:
        try:
            yield Finding(package, True, version(package))
        except PackageNotFoundError:
            yield Finding(package, False, f"not installed; run `pip install {package}`")
    for package, extra in _OF_EXTRAS.items():
        try:
            yield Finding(package, True, version(package))
        except PackageNotFoundError:
            yield Finding(package, True, f"not installed; pip install 'loccit[{extra}]' brings it")
    yield Finding("prompt tokens", True, f"counted by {counted_by()}")


def _encoder(folder: Path) -> Iterator[Finding]:
    try:
        config = Manifest.read(current_generation(folder)).config
    except LoccitError:
        config = IndexConfig()
    try:
        model = find_model(config.encoder, config.precision)
    except LoccitError as error:
        yield Finding("encoder", False, str(error))
        return
    text = f"{model.name} in {model.precision}, digest {model.digest[:12]}…"
    if model.is_bundled and model.precision != config.precision:
        marker = unfit_marker(graph_digest(model.digest, config.precision))
        text += f"; {config.precision} computes wrong vectors here: delete {marker} to try it again"
    yield Finding("encoder", True, text)
    export = cached_export(model.digest)
    if export is None:
        text = f"none at {export_folder(model.digest)}; created on first use"
        yield Finding("export", True, text)
    elif altered := altered_files(export):
        text = f"{export / altered[0]} has changed since it was written; delete {export}, "
        yield Finding("export", False, text + "it is created again on next use")
    elif (cosine := _agreement(model, export)) < LEAST_COSINE[model.precision]:
        text = f"{export} computes other vectors on this machine than elsewhere (cosine "
        yield Finding("export", False, f"{text}{cosine:.3f}); delete it, and run `loccit index`")
    else:
        text = f"questions are encoded by onnxruntime, from {export}"
        yield Finding("export", True, text)


def _agreement(model: Model, export: Path) -> float:
    """The least cosine of the default encoder's vectors of probe texts with the known ones."""
    from ...index.encoders.bundled import BundledModel
    from ...index.encoders.onnx_encoder import OnnxEncoder

    return BundledModel(model).agreement(OnnxEncoder(export)) if model.is_bundled else 1.0


def _reader() -> Iterator[Finding]:
    """The reader that the working folder's settings name."""
    try:
        reader = open_reader(RagConfig.load().reader)
    except LoccitError as error:
        yield Finding("reader", False, str(error))
        return
    yield Finding("reader", True, reader.name if reader else "none, by the settings")


def _models(folder: Path) -> Iterator[Finding]:
    """The configured chat models: where questions go, and what is missing; nothing is sent."""
    roots: list[Path] = []
    with suppress(LoccitError):  # reported by the check of the index
        roots = [Path(root) for root in Manifest.read(current_generation(folder)).roots]
    try:
        models = load_models(roots=roots)
    except LoccitError as error:
        yield Finding("chat models", False, str(error))
        return
    if not models.configs:
        yield Finding("chat models", True, "none configured; answers quote the documents")
    for config in models.configs:
        missing = lacking(config)
        is_default = ", the default" if config == models.default else ""
        place = f"questions and passages go to {destination(config)}"
        if is_here(config):
            place = "questions and passages stay on this machine"
        text = f"{config.model}{is_default}; {place}; "
        text += missing or "its package and any key that it needs are there"
        yield Finding(f"chat model {config.name}", missing is None, text)


def _index(folder: Path) -> Iterator[Finding]:
    try:
        generation = current_generation(folder)
        manifest = Manifest.read(generation)
        altered = manifest.altered_files(generation)
    except LoccitError as error:
        is_new = isinstance(error, IndexMissing) and not newest_whole(folder)
        yield Finding("index", is_new, ("none yet: " if is_new else "") + str(error))
        return
    if altered:
        text = (
            f"checksum mismatch: {', '.join(altered)} in {generation}; rebuild with `loccit index`"
        )
        yield Finding("index", False, text)
        return
    try:
        Index.open(folder).close()
    except LoccitError as error:
        yield Finding("index", False, str(error))
        return
    counts = ", ".join(f"{count} {unit}" for unit, count in manifest.counts.items())
    yield Finding("index", True, f"{generation}: {counts}; all checksums match")


def _leftovers(folder: Path, is_good: bool) -> Iterator[Finding]:
    """Files that killed processes left; if the index is damaged, one may replace it."""
    leftovers, spare = [*find_exports(), *find_scratch()], None
    if is_being_written(folder):
        text = "index not checked: another process is writing it"
        yield Finding("leftovers", True, text)
    else:
        with suppress(IndexUnreadable):  # reported by the check of the index
            leftovers = [*find_debris(folder), *leftovers]
            spare = None if is_good else newest_whole(folder)
    for leftover in leftovers:
        is_spare = leftover.path == spare
        state = "is a complete index" if is_spare else "was left by a killed process"
        remedy = "restores it" if is_spare else "removes it"
        place = f"{leftover.path} ({_megabytes(leftover.size)})"
        text = f"{place} {state}; `loccit doctor --repair` {remedy}"
        yield Finding("leftovers", False, text)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
