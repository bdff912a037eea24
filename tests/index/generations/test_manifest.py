"""What a generation says of itself, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from loccit.index import IndexConfig, IndexDamaged, IndexMismatch, Manifest, UsageError
from loccit.index.config import PIPELINE
from loccit.index.generations.manifest import FORMAT, describe_files

CONFIG = IndexConfig(encoder="fake", chunk_tokens=40, language="de")


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    (tmp_path / "sub").mkdir()
    (tmp_path / "records.sqlite").write_bytes(b"records")
    (tmp_path / "sub" / "terms").write_bytes(b"terms of it")
    manifest_ = Manifest(
        config=CONFIG,
        fingerprint=CONFIG.fingerprint(),
        encoder={"name": "fake", "digest": "ab", "dimension": 32},
        roots=("/corpus", "/more"),
        sources={"naïve 北京.txt": "cd"},
        skipped={"a.png": "is a picture (PNG)"},
        counts={"documents": 1, "chunks": 2, "sentences": 3},
        files=describe_files(tmp_path),
    )
    manifest_.write(tmp_path)
    return manifest_


def change(folder: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "manifest.json"
    body = json.loads(path.read_text())
    edit(body)
    path.write_text(json.dumps(body))


def test_a_manifest_read_is_the_one_written(manifest: Manifest, tmp_path: Path) -> None:
    assert Manifest.read(tmp_path) == manifest


def test_it_is_plain_json_that_describes_itself(manifest: Manifest, tmp_path: Path) -> None:
    body = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert body["format"] == FORMAT
    assert body["config"] == {
        "encoder": "fake",
        "precision": "int8",
        "chunk_tokens": 40,
        "language": "de",
    }
    assert body["files"]["sub/terms"]["size"] == len(b"terms of it")
    assert set(body) >= {
        "sha256",
        "encoder",
        "roots",
        "sources",
        "skipped",
        "counts",
        "fingerprint",
    }


def test_whole_files_are_whole(manifest: Manifest, tmp_path: Path) -> None:
    manifest.check_sizes(tmp_path)
    assert manifest.altered_files(tmp_path) == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda body: body["counts"].update(chunks=3),
        lambda body: body["config"].update(language="en"),
        lambda body: body.update(fingerprint="x"),
        lambda body: body.update(sha256="x"),
        lambda body: body.pop("roots"),
        lambda body: body.pop("sha256"),
        lambda body: body.pop("format"),
        lambda body: body.update(more=1),
    ],
)
def test_an_altered_manifest_is_damaged(
    manifest: Manifest, tmp_path: Path, edit: Callable[[dict[str, Any]], object]
) -> None:
    change(tmp_path, edit)
    with pytest.raises(IndexDamaged, match="loccit index"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"3", b"\xff\xfe\x00", b'{"sha256": 1}']
)
def test_a_broken_manifest_is_damaged(manifest: Manifest, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(IndexDamaged, match="loccit index"):
        Manifest.read(tmp_path)


def test_a_missing_manifest_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=r"manifest\.json cannot be read"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize("format_", [0, FORMAT + 1, "1", None])
def test_another_format_is_named_with_the_one_expected(
    manifest: Manifest, tmp_path: Path, format_: object
) -> None:
    change(tmp_path, lambda body: body.update(format=format_))
    with pytest.raises(
        IndexMismatch, match=rf"format {format_}.*reads format {FORMAT}.*loccit index"
    ):
        Manifest.read(tmp_path)


def test_a_changed_size_is_damaged_and_an_equal_one_is_told_by_its_digest(
    manifest: Manifest, tmp_path: Path
) -> None:
    path = tmp_path / "sub" / "terms"
    path.write_bytes(b"terms of IT")
    manifest.check_sizes(tmp_path)
    assert manifest.altered_files(tmp_path) == ["sub/terms"]
    path.write_bytes(b"terms")
    with pytest.raises(IndexDamaged, match=r"terms has 5 bytes; expected 11 bytes.*loccit index"):
        manifest.check_sizes(tmp_path)


def test_a_missing_file_is_damaged(manifest: Manifest, tmp_path: Path) -> None:
    (tmp_path / "records.sqlite").unlink()
    assert manifest.altered_files(tmp_path) == ["records.sqlite"]
    with pytest.raises(IndexDamaged, match="is missing"):
        manifest.check_sizes(tmp_path)


def test_a_fingerprint_tells_settings_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [
        IndexConfig(),
        IndexConfig(chunk_tokens=41),
        IndexConfig(language="de"),
        IndexConfig("x"),
    ]
    assert len({config.fingerprint() for config in others}) == 4
    assert IndexConfig().fingerprint() == IndexConfig().fingerprint()
    before = IndexConfig().fingerprint()
    monkeypatch.setattr("loccit.index.config.PIPELINE", PIPELINE + 1)
    assert IndexConfig().fingerprint() != before


@pytest.mark.parametrize(
    "fields",
    [
        {"chunk_tokens": 15},
        {"language": "xx"},
        {"chunk_tokens": "40"},
        {"chunks": 1},
        {"chunk_tokens": True},
        {"encoder": None},
    ],
)
def test_settings_out_of_range_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="expected"):
        IndexConfig.from_dict(fields)


# No pickle.


@pytest.mark.parametrize("path", sorted((ROOT / "index").glob("*.py")), ids=lambda path: path.name)
def test_no_module_pickles(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    imported = re.findall(r"^\s*(?:import|from)\s+(\w+)", text, re.M)
    assert not set(imported) & {"pickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"}
    assert "allow_pickle=True" not in text


def test_numpy_reads_saved_vectors_without_pickle(fake_index_folder: Path) -> None:
    (path,) = fake_index_folder.glob("generations/*/sentences.npy")
    vectors = np.load(path, allow_pickle=False)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.fixture(scope="module")
def fake_index_folder(fake_index: Any) -> Path:
    folder: Path = fake_index.folder
    return folder
