"""An encoder's export: kept only if it agrees with torch, used only if it is whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from loccit.index import (
    altered_files,
    cached_export,
    export_folder,
    open_encoder,
)
from loccit.index.encoders import export as exports
from loccit.index.encoders.model_files import Model, find_model


class StubTorch(FakeEncoder):
    """Stands for torch: its export is two small files."""

    backend = "torch"
    prompts = {"query": "", "document": ""}  # noqa: RUF012 - as the class that it stands for
    mean_pooling = True
    fails: Exception | None = None

    def __init__(self, model: Model) -> None:
        super().__init__(model.name)
        self.digest = model.digest

    def export(self, folder: Path) -> None:
        if self.fails:
            raise self.fails
        (folder / "model.onnx").write_bytes(b"graph")
        (folder / "tokenizer.json").write_bytes(b"{}")


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Model:
    """A model whose torch encoder is a stub, and an empty cache."""
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("loccit.index.encoders.torch_encoder.TorchEncoder", StubTorch)
    monkeypatch.setattr(exports, "_least_cosine", lambda folder, reference: 1.0)
    return find_model(str(folder))


def silent(message: str) -> None:
    pass


def leftovers(model: Model) -> list[str]:
    home = export_folder(model.digest).parent
    return [path.name for path in home.iterdir()] if home.exists() else []


def test_an_export_that_agrees_is_kept_under_the_digest_of_the_weights(model: Model) -> None:
    messages: list[str] = []
    folder = exports.export(model, messages.append)
    assert folder == export_folder(model.digest) == cached_export(model.digest)
    assert altered_files(folder) == []
    assert leftovers(model) == [folder.name]
    assert len(messages) == 1
    assert "Preparing the encoder" in messages[0]


def test_it_describes_itself(model: Model) -> None:
    folder = exports.export(model, silent)
    assert folder is not None
    described = json.loads((folder / "encoder.json").read_text())
    assert described["digest"] == model.digest
    assert (described["dimension"], described["max_tokens"]) == (32, 64)
    assert set(described["files"]) == {"model.onnx", "tokenizer.json"}


@pytest.mark.parametrize("cosine", [0.99989, 0.5, -1.0, float("nan")])
def test_an_export_that_differs_is_not_kept(
    model: Model, monkeypatch: pytest.MonkeyPatch, cosine: float
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(exports, "_least_cosine", lambda folder, reference: cosine)
    assert exports.export(model, messages.append) is None
    assert cached_export(model.digest) is None
    assert leftovers(model) == []
    assert "torch runs instead" in messages[-1]


def test_torch_stands_in_for_an_export_that_differs(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "_least_cosine", lambda folder, reference: 0.9)
    encoder = open_encoder(str(model.folder))
    assert isinstance(encoder, StubTorch)
    assert (encoder.backend, encoder.digest) == ("torch", model.digest)


def test_torch_stands_in_for_a_model_that_does_not_export(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(StubTorch, "fails", RuntimeError("no such operator"))
    assert open_encoder(str(model.folder), notify=messages.append).backend == "torch"
    assert "no such operator" in messages[-1]
    assert leftovers(model) == []


def test_torch_stands_in_where_the_cache_cannot_be_written(
    model: Model, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "file"))
    messages: list[str] = []
    assert open_encoder(str(model.folder), notify=messages.append).backend == "torch"
    assert "cannot be kept" in messages[-1]


@pytest.mark.parametrize(
    "damage", ["longer", "shorter", "gone", "no description", "broken description", "other weights"]
)
def test_a_kept_export_that_is_not_whole_is_not_used(model: Model, damage: str) -> None:
    folder = exports.export(model, silent)
    assert folder is not None
    graph, description = folder / "model.onnx", folder / "encoder.json"
    if damage == "longer":
        graph.write_bytes(b"graph!")
    elif damage == "shorter":
        graph.write_bytes(b"grap")
    elif damage == "gone":
        graph.unlink()
    elif damage == "no description":
        description.unlink()
    elif damage == "broken description":
        description.write_text("{")
    else:
        described = json.loads(description.read_text())
        description.write_text(json.dumps({**described, "digest": "0" * 64}))
    assert cached_export(model.digest) is None


@pytest.mark.parametrize(
    "content", ["[]", "3", "null", '{"files": 3, "digest": "x"}', '{"files": {"model.onnx": 1}}']
)
def test_a_description_of_another_shape_is_not_used(model: Model, content: str) -> None:
    folder = exports.export(model, silent)
    assert folder is not None
    (folder / "encoder.json").write_text(content)
    assert cached_export(model.digest) is None


def test_an_export_is_made_again_in_place_of_a_damaged_one(model: Model) -> None:
    folder = exports.export(model, silent)
    assert folder is not None
    (folder / "model.onnx").unlink()
    assert exports.export(model, silent) == folder
    assert cached_export(model.digest) == folder


def test_a_byte_altered_in_place_is_told_by_its_digest(model: Model) -> None:
    folder = exports.export(model, silent)
    assert folder is not None
    (folder / "model.onnx").write_bytes(b"grapH")
    assert cached_export(model.digest) == folder
    assert altered_files(folder) == ["model.onnx"]


def test_another_version_of_the_export_has_a_folder_of_its_own(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = exports.export(model, silent)
    monkeypatch.setattr(exports, "EXPORT_VERSION", exports.EXPORT_VERSION + 1)
    assert cached_export(model.digest) is None
    assert export_folder(model.digest) != before


def test_the_probe_texts_are_short_long_and_mixed() -> None:
    sizes = [len(text.split()) for text in exports.probe_texts()]
    assert min(sizes) == 1
    assert max(sizes) > 256
    assert sizes != sorted(sizes)
    assert any(not text.isascii() for text in exports.probe_texts())


def test_the_worst_vector_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One vector of many that differs gives the cosine of that one."""
    vectors = np.eye(12, dtype=np.float32)
    changed = vectors.copy()
    changed[3] = vectors[4]

    class Fixed:
        def __init__(self, folder: Path | None = None) -> None:
            self.vectors = vectors if folder is None else changed

        def encode_questions(self, texts: Sequence[str]) -> np.ndarray:
            return self.vectors[: len(texts)]

    monkeypatch.setattr("loccit.index.encoders.onnx_encoder.OnnxEncoder", Fixed)
    assert exports._least_cosine(tmp_path, Fixed()) == 0.0
