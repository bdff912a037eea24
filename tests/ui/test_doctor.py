"""What the doctor says of an index folder, and what its repair does."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from corpora import said_by, write_states
from fakes import FakeEncoder
from filelock import FileLock
from loccit.index import Index, UsageError, build_index
from loccit.index.generations.current import current_generation
from loccit.index.generations.debris import find_debris, find_exports
from loccit.index.generations.repair import repair_index
from loccit.ui.cli import doctor
from loccit.ui.cli import main as cli

Doctor = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_states(tmp_path_factory.mktemp("states"), documents=6)


@pytest.fixture
def folder(tmp_path: Path, states: dict[str, Path]) -> Path:
    build_index([states["a"]], tmp_path / "index", encoder=FakeEncoder())
    return tmp_path / "index"


@pytest.fixture
def second(tmp_path: Path, states: dict[str, Path]) -> Path:
    """A whole generation of other documents."""
    build_index([states["b"]], tmp_path / "other", encoder=FakeEncoder())
    return current_generation(tmp_path / "other")


@pytest.fixture
def examine(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Doctor:
    """Run the command on the folder, and on a machine without faults; gives code and words."""
    monkeypatch.setattr(doctor, "_encoder", lambda folder: ())
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def call(*arguments: str) -> tuple[int, str]:
        code = cli.run(["doctor", "--index", str(folder), *arguments])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return code, shown.out + shown.err

    return call


def documents(folder: Path) -> object:
    return said_by(Index.open(folder, FakeEncoder()))["documents"]


def leave_debris(folder: Path) -> None:
    """What builds that were killed leave: at the first step, at the last, and old ones."""
    home = folder / "generations"
    (home / ".new").mkdir()
    (home / ".new" / "sentences.npy").write_bytes(b"x" * 2_500_000)
    (home / ".current").write_text("000002")
    shutil.copytree(home / "000001", home / "000002")
    (home / "stray").write_text("x")


def is_offered(out: str, name: str) -> bool:
    return any(
        f"{name} (" in line and "is a complete index; `loccit doctor --repair` restores it" in line
        for line in out.splitlines()
    )


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_whole_index_is_all_good(examine: Doctor) -> None:
    code, out = examine()
    assert code == 0
    assert "all checksums match" in out
    assert "leftovers" not in out
    assert examine("--repair") == (0, out)


def test_no_index_is_no_fault(examine: Doctor, folder: Path) -> None:
    shutil.rmtree(folder)
    for options in ([], ["--repair"]):
        code, out = examine(*options)
        assert (code, "none yet" in out) == (0, True)
    assert not folder.exists()


def test_debris_is_named_with_its_size_and_removed(examine: Doctor, folder: Path) -> None:
    before = documents(folder)
    leave_debris(folder)
    names = [".current", ".new", "000002", "stray"]
    code, out = examine()
    assert code == 1
    assert ".new (2.5 MB)" in out
    assert [line for line in out.splitlines() if "FAIL" in line] == [
        line for line in out.splitlines() if "leftovers" in line and "doctor --repair" in line
    ]
    assert [leftover.path.name for leftover in find_debris(folder)] == names
    code, out = examine("--repair")
    assert code == 0
    removed = [line.split(" (")[0] for line in out.splitlines() if line.startswith("done")]
    assert removed == [f"done  removed {folder / 'generations' / name}" for name in names]
    assert find_debris(folder) == []
    assert documents(folder) == before


def test_a_killed_first_build_is_cleared_away(examine: Doctor, folder: Path) -> None:
    (folder / "CURRENT").unlink()
    (folder / "generations" / "000001").rename(folder / "generations" / ".new")
    assert examine()[0] == 1
    code, out = examine("--repair")
    assert (code, "none yet" in out) == (0, True)


def test_repair_waits_for_no_writer_and_harms_none(examine: Doctor, folder: Path) -> None:
    leave_debris(folder)
    with FileLock(folder / "LOCK"):
        code, out = examine()
        assert (code, "another process is writing" in out) == (0, True)
        code, out = examine("--repair")
        assert (code, "another process is writing" in out) == (1, True)
        assert len(find_debris(folder)) == 4
    assert examine("--repair")[0] == 0


@pytest.mark.parametrize("pointer", [None, "", "garbage", "000009"])
def test_a_lost_pointer_is_set_to_the_newest_whole_generation(
    examine: Doctor, folder: Path, second: Path, pointer: str | None
) -> None:
    shutil.copytree(second, folder / "generations" / "000002")
    shutil.copytree(second, folder / "generations" / "000003")
    flip(folder / "generations" / "000003" / "records.sqlite")
    if pointer is None:
        (folder / "CURRENT").unlink()
    else:
        (folder / "CURRENT").write_text(pointer)
    code, out = examine()
    assert (code, is_offered(out, "000002")) == (1, True)
    code, out = examine("--repair")
    assert (code, "000002 as the current index" in out) == (0, True)
    assert current_generation(folder).name == "000002"
    assert find_debris(folder) == []
    assert documents(folder) == documents(second.parent.parent)


def test_a_damaged_index_is_to_be_built_again(examine: Doctor, folder: Path) -> None:
    before = documents(folder)
    (folder / "generations" / ".new").mkdir()
    flip(current_generation(folder) / "records.sqlite")
    for options in ([], ["--repair"]):
        code, out = examine(*options)
        assert code == 1
        assert "records.sqlite" in out
        assert "rebuild with `loccit index`" in out
    assert find_debris(folder) == []
    build_index([], folder, encoder=FakeEncoder())
    assert examine()[0] == 0
    assert documents(folder) == before


def test_a_whole_generation_stands_in_for_a_damaged_one(
    examine: Doctor, folder: Path, second: Path
) -> None:
    shutil.copytree(second, folder / "generations" / "000002")
    flip(folder / "generations" / "000001" / "records.sqlite")
    code, out = examine()
    assert (code, is_offered(out, "000002")) == (1, True)
    assert examine("--repair")[0] == 0
    assert current_generation(folder).name == "000002"


@pytest.mark.parametrize("content", [b"\t", b"\n\n"])
def test_white_space_in_a_manifest_is_found(examine: Doctor, folder: Path, content: bytes) -> None:
    path = current_generation(folder) / "manifest.json"
    path.write_bytes(path.read_bytes()[:-1] + content)
    code, out = examine()
    assert (code, "manifest.json in" in out) == (1, True)


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not an index"):
        repair_index(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_exports_that_nobody_finishes_are_removed(examine: Doctor, tmp_path: Path) -> None:
    home = tmp_path / "cache" / "encoders"
    for name in (".export-old", ".export-new", "0123-v1"):
        (home / name).mkdir(parents=True)
        (home / name / "model.onnx").write_bytes(b"x" * 100_000)
    for path in [home / ".export-old" / "model.onnx", home / ".export-old", home / "0123-v1"]:
        os.utime(path, (0, 0))
    assert [export.path.name for export in find_exports()] == [".export-old"]
    code, out = examine()
    assert (code, ".export-old (0.1 MB)" in out) == (1, True)
    code, out = examine("--repair")
    assert (code, "removed" in out) == (0, True)
    assert sorted(path.name for path in home.iterdir()) == [".export-new", "0123-v1"]


def test_what_cannot_be_removed_is_still_named(
    examine: Doctor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "generations" / ".new").mkdir()
    monkeypatch.setattr(shutil, "rmtree", lambda *arguments, **options: None)
    code, out = examine("--repair")
    assert (code, "done" in out, ".new (0.0 MB)" in out) == (1, False, True)


@pytest.mark.parametrize(
    ("setting", "code", "text"),
    [
        ("", 0, "loccit-reader"),
        ('reader = "none"', 0, "none, by the settings"),
        ('reader = "empty"', 1, "is no cross-encoder that can be loaded"),
    ],
)
def test_the_reader_of_the_settings_is_opened(
    setting: str,
    code: int,
    text: str,
    examine: Doctor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "loccit.toml").write_text(f"[rag]\n{setting}\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    shown_code, shown = examine()
    assert shown_code == code
    assert text in " ".join(shown.split())


def test_chat_models_are_listed_and_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("langchain_openai")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    findings = {finding.subject: finding for finding in doctor.examine(tmp_path / "none")}
    assert findings["chat models"].text == "none configured; answers quote the documents"
    (tmp_path / "loccit.toml").write_text(
        '[models.near]\nmodel = "openai:qwen"\nbase_url = "http://127.0.0.1:1/v1"\n'
        'default = true\n[models.far]\nmodel = "openai:gpt-5-mini"\n'
    )
    findings = {finding.subject: finding for finding in doctor.examine(tmp_path / "none")}
    near, far = findings["chat model near"], findings["chat model far"]
    assert near.good
    assert near.text.startswith("openai:qwen, the default; questions and passages stay on this")
    assert not far.good
    assert "go to api.openai.com" in far.text
    assert "OPENAI_API_KEY" in far.text
    (tmp_path / "loccit.toml").write_text("[models.near]\n")
    findings = {finding.subject: finding for finding in doctor.examine(tmp_path / "none")}
    assert not findings["chat models"].good
