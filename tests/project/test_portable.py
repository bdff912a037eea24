"""Systems and installations that lack something: Loccit works without, or names what to install.

No other system is here: interpreters are started without what that system lacks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Write
from loccit.index import IndexUnreadable
from loccit.index.generations import generation as generations
from loccit.index.stores.permission import permitted
from loccit.index.system import scratch, sync
from loccit.index.system.extras import require_extra
from loccit.index.system.scratch import find_scratch, scratch_folder
from loccit.ui.cli import main as cli

POSIX = (
    "fcntl resource pwd grp os.geteuid os.getuid os.pread os.supports_dir_fd "
    "os.O_ASYNC os.O_DIRECTORY os.O_NOFOLLOW os.O_NONBLOCK os.O_PATH"
).split()
"""What Windows lacks of what is used elsewhere."""

SERVER = "gradio fastapi uvicorn starlette".split()
TORCH = "torch transformers sentence_transformers".split()


def run_without(
    absent: list[str], program: str, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """A program in an interpreter that lacks things, as all have that it starts."""
    path = os.pathsep.join(
        [str(ROOT / "tests/absent"), str(ROOT / ".ci/path"), str(ROOT / "tests/helpers")]
    )
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "PYTHONPATH": path, "LOCCIT_ABSENT": " ".join(absent), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


# A system without what POSIX has.


BUILD = """
import sys
from pathlib import Path
from fakes import FakeEncoder
from loccit.index import Index, build_index
from loccit.index.generations.generation import is_being_written, writing
from loccit.index.system.scratch import find_scratch, scratch_folder
docs, folder = map(Path, sys.argv[1:])
report = build_index([docs], folder, encoder=FakeEncoder())
assert not report.skipped, report.skipped
(docs / "b.md").write_text("# Ferry\\n\\nThe ferry sank in the harbour.\\n")
assert build_index([], folder, encoder=FakeEncoder()).changed
index = Index.open(folder, FakeEncoder())
print(*(hit.chunk.document for hit in index.search("When did the ferry sink?")))
assert not is_being_written(folder)
with writing(folder):
    assert is_being_written(folder)
with scratch_folder() as home:
    assert find_scratch() == []
assert not home.exists()
"""


@pytest.mark.parametrize("absent", [POSIX, ["fcntl"], ["resource"], ["os.O_ASYNC"]], ids="-".join)
def test_an_index_is_built_and_searched_without(
    absent: list[str], write: Write, tmp_path: Path
) -> None:
    docs = write("docs/a.html", "<!doctype html><p>The mill stands by the river.</p>").parent
    shown = run_without(absent, BUILD, str(docs), str(tmp_path / "index"), TMPDIR=str(tmp_path))
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.split()[0] == "b.md"


def test_a_parser_without_limits_of_the_system_ends_by_a_timer() -> None:
    program = (
        "import time\n"
        "from loccit.index.sources.lifetime import allow_seconds, limit_memory\n"
        "limit_memory(1)\n"
        "allow_seconds(60)\n"
        "allow_seconds(0.1)\n"
        "time.sleep(60)\n"
    )
    shown = run_without(["resource"], program)
    assert (shown.returncode, shown.stderr) == (1, "")


def test_a_parser_that_takes_too_long_is_ended_without_a_lifeline() -> None:
    program = (
        "from pathlib import Path\n"
        "from loccit.index import DocumentError\n"
        "from loccit.index.formats import limits\n"
        "from loccit.index.formats.parsed import Blob\n"
        "from loccit.index.sources.isolation import Parser\n"
        "limits.PARSE_SECONDS = limits.PARSE_SECONDS_PER_MEGABYTE = 0.0\n"
        "with Parser() as parser:\n"
        "    try:\n"
        "        parser.parse(Blob('a.html', Path('a'), b'<!doctype html><p>Text.'))\n"
        "    except DocumentError as error:\n"
        "        print(error)\n"
    )
    shown = run_without(POSIX, program)
    assert shown.stdout.strip() == "took more than 0 seconds to parse", shown.stderr


def test_a_file_behind_a_link_is_refused_without_looking_up_in_folders(
    write: Write, tmp_path: Path
) -> None:
    write("real/a.txt", "text")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from loccit.index.sources.regular import open_regular\n"
        "for folder in ('real', 'link'):\n"
        "    try:\n"
        "        print(open_regular(Path(sys.argv[1], folder, 'a.txt')).read())\n"
        "    except OSError as error:\n"
        "        print(error.strerror)\n"
    )
    shown = run_without(POSIX, program, str(tmp_path.resolve()))
    assert shown.stdout.splitlines() == ["b'text'", "it became a link, or is behind one"]


# Windows, which neither replaces nor removes what is open.


def test_a_file_that_is_open_elsewhere_is_replaced_as_soon_as_it_is_not(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "IS_WINDOWS", True)
    monkeypatch.setattr(sync, "_SECONDS", 0)
    refusals = iter([PermissionError, PermissionError])
    rename = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        for refusal in refusals:
            raise refusal
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    fresh, current = write("fresh", "2"), write("current", "1")
    sync.replace(fresh, current)
    assert current.read_text() == "2"
    refusals = iter([PermissionError] * 100)
    with pytest.raises(PermissionError):
        sync.replace(write("fresh", "3"), current)


def test_files_are_synced_as_windows_lets_them_and_folders_are_not(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("folder/file", "text")
    monkeypatch.setattr(sync, "IS_WINDOWS", True)

    def refuse(path: Path, *_: object) -> int:
        raise PermissionError(path)

    synced: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.write(handle, b"") == 0))
    monkeypatch.setattr(os, "open", refuse)
    sync.sync_tree(tmp_path / "folder")
    assert synced == [True], "a handle that can be written"


def test_a_temporary_folder_that_is_still_read_is_left_to_a_later_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(scratch, "IS_WINDOWS", True)
    still_open: list[object] = []
    monkeypatch.setattr(scratch, "_STILL_OPEN", still_open)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *arguments, **options: None)
        with scratch_folder() as home:
            (home / ".loccit-in-use").unlink()
        assert find_scratch() == [], "it is held while this process lives"
    (release,) = still_open
    release()  # type: ignore[operator]
    assert [debris.path for debris in find_scratch()] == [home]
    with scratch_folder() as later:
        assert not home.exists()
    assert not later.exists()


def test_a_file_that_may_not_be_read_is_said_where_there_are_no_users_by_number(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delattr(os, "geteuid")
    monkeypatch.setitem(sys.modules, "pwd", None)
    refusal = PermissionError(13, "denied", str(tmp_path / "CURRENT"))
    expected = r"CURRENT may not be read by this user\. Build"
    with pytest.raises(IndexUnreadable, match=expected), permitted():
        raise refusal


# An installation without what an extra brings.


ASK = """
import sys
from loccit.rag import RagChain
from loccit.ui.cli import main
docs, folder = sys.argv[1:]
assert main.run(["index", docs, "--index", folder]) == 0
assert main.run(["ask", "When did the ferry sink?", "--index", folder]) == 0
print(RagChain.open(folder).invoke("When did the ferry sink?").text)
"""


def test_index_ask_and_chain_need_no_server_and_no_torch(write: Write, tmp_path: Path) -> None:
    docs = write("docs/a.html", "<!doctype html><p>The ferry sank in May 1911.</p>").parent
    cache = str(tmp_path / "cache")
    arguments = str(docs), str(tmp_path / "index")
    shown = run_without([*SERVER, *TORCH], ASK, *arguments, LOCCIT_CACHE_DIR=cache)
    assert shown.stdout.splitlines()[-1:] == ["The ferry sank in May 1911."], shown.stderr


@pytest.mark.parametrize("package", ["gradio", "fastapi", "uvicorn"])
def test_serve_names_the_extra_that_it_needs(
    package: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert cli.run(["serve", "--index", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        f"loccit: loccit serve needs the package {package}, which is not installed; "
        "run: pip install 'loccit[ui]'\n"
    )


def test_what_is_installed_is_not_imported_to_see_that_it_is() -> None:
    program = (
        "import sys\n"
        "from loccit.index.system.extras import require_extra\n"
        "require_extra('x', 'x', 'pandas')\n"
        "print('pandas' in sys.modules)\n"
    )
    shown = run_without(["os.O_ASYNC"], program)
    assert shown.stdout.strip() == "False", shown.stderr
    with pytest.raises(ImportError, match="no_such_package"):
        require_extra("x", "this", "os", "no_such_package")


def test_the_write_lock_is_the_one_that_is_looked_at(tmp_path: Path) -> None:
    assert not generations.is_being_written(tmp_path)
    with generations.writing(tmp_path / "index"):
        assert generations.is_being_written(tmp_path / "index")
    assert not generations.is_being_written(tmp_path / "index")
