"""Temporary folders: private, gone afterwards, and found by the doctor after a kill."""

from __future__ import annotations

import ast
import errno
import fcntl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from corpora import write_states
from fakes import FakeEncoder
from loccit.index import Index, IndexFolderError, LoccitError, build_index
from loccit.index.system import scratch
from loccit.index.system.locks import file_lock, is_held
from loccit.index.system.scratch import find_scratch, scratch_folder
from loccit.ui.cli import doctor
from loccit.ui.cli import main as cli

HOLDER = """
import sys, time
sys.path[:] = {path!r}
from loccit.index.system.scratch import scratch_folder
with scratch_folder() as home:
    (home / "upload").write_bytes(bytes(1_000_000))
    print(home, flush=True)
    time.sleep(3600)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "temporary"
    home.mkdir()
    monkeypatch.setenv("TMPDIR", str(home))
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    return home


@pytest.fixture
def holder() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process that uses a temporary folder, and that folder."""
    command = [sys.executable, "-c", HOLDER.format(path=sys.path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    yield process, Path(process.stdout.readline().strip())
    process.kill()
    process.communicate()


def test_a_folder_is_private_and_goes(temporary: Path) -> None:
    with scratch_folder() as home:
        assert home.parent == temporary
        assert home.stat().st_mode & 0o777 == 0o700
        assert find_scratch() == []
    assert list(temporary.iterdir()) == []


def test_what_a_kill_left_is_found_and_removed(
    holder: tuple[subprocess.Popen[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(doctor, "_encoder", lambda folder: ())
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "cache"))
    process, home = holder
    arguments = ["doctor", "--index", str(tmp_path / "index")]
    assert cli.run(arguments) == 0
    assert home.name not in capsys.readouterr().out
    assert cli.run([*arguments, "--repair"]) == 0
    assert home.exists(), "what is in use was removed"
    process.kill()
    process.wait()
    capsys.readouterr()
    assert cli.run(arguments) == 1
    assert f"{home} (1.0 MB) was left by a killed process" in capsys.readouterr().out
    assert cli.run([*arguments, "--repair"]) == 0
    assert not home.exists()


def test_what_is_not_ours_is_left_alone(temporary: Path, tmp_path: Path) -> None:
    """A folder that merely has such a name, and a link that leads out."""
    (temporary / "loccit-abcdefgh").mkdir()
    (temporary / "loccit-abcdefgh" / "LOCK").touch()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / ".loccit-in-use").touch()
    (temporary / "loccit-12345678").symlink_to(tmp_path / "mine")
    assert find_scratch() == []


def test_no_room_for_temporary_files_is_said_and_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_states(tmp_path / "docs", documents=3)["a"]
    build_index([root], tmp_path / "index", encoder=FakeEncoder())
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
        with pytest.raises(LoccitError, match=r"temporary folder cannot.*TMPDIR") as missing:
            Index.open(tmp_path / "index", FakeEncoder())

    def fill(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(LoccitError, match=r"No space left.*TMPDIR") as full:
        Index.open(tmp_path / "index", FakeEncoder())
    assert not any(isinstance(caught.value, IndexFolderError) for caught in (missing, full))


def test_a_folder_whose_lock_cannot_be_made_is_not_left(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(scratch, "hold_new", full)
    with pytest.raises(LoccitError, match="No space left"), scratch_folder():
        pass
    assert list(temporary.iterdir()) == []


def test_looking_at_a_lock_does_not_make_a_writer_fail(tmp_path: Path) -> None:
    path = tmp_path / "LOCK"
    path.touch()
    with path.open("rb") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        timer = threading.Timer(0.05, fcntl.flock, (looking, fcntl.LOCK_UN))
        timer.start()
        with file_lock(path):
            assert is_held(path)
        timer.join()


def test_temporary_files_have_one_home() -> None:
    """The other is beside the exports, which are moved into their place from there."""
    importing = {
        path.relative_to(ROOT).as_posix()
        for folder in ("text", "index", "rag", "eval", "ui")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(name.name == "tempfile" for name in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "tempfile")
    }
    assert importing == {"index/system/scratch.py", "index/encoders/export.py"}
