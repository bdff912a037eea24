"""Fixtures that all tests share, and one deterministic profile for hypothesis."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from chat.verdicts import judge, verdict  # noqa: F401, the fixtures of tests/rag/prose/gate
from fakes import FakeEncoder
from hypothesis import settings
from loccit.index import Encoder, Index, build_index, open_encoder
from loccit.index.config import DEFAULT_ENCODER

if os.name == "nt":  # these limit and kill processes, or bind permissions, in the ways of POSIX
    collect_ignore_glob = [
        *("*/test_crash.py", "*/test_hostile.py", "*/test_isolation.py", "*/test_watch.py"),
        *("*/test_cut_short.py", "*/test_let_go.py", "*/test_modes.py", "*/test_orphans.py"),
        *("*/test_parser_signals.py", "*/test_served*.py"),
    ]

settings.register_profile("loccit", derandomize=True, deadline=None, max_examples=50, database=None)
settings.load_profile("loccit")

ROOT = Path(__file__).resolve().parent.parent

Write = Callable[[str, str | bytes], Path]
"""Writes a file below the test's folder, given its relative name and content."""


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write text as UTF-8, its line ends as they are, or bytes."""

    def make(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return make


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that other users may enter, which those of pytest are not."""
    home = Path(tempfile.mkdtemp(prefix="loccit-test-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


@contextmanager
def powerless() -> Iterator[None]:
    """Drop root privileges, so that file permissions apply."""
    is_root = os.geteuid() == 0
    if is_root:
        os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        if is_root:
            os.setresuid(0, 0, 0)


@pytest.fixture(autouse=True)
def unread(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer without a reader, which is slow and real, unless a test is marked ``reads``."""
    if "reads" not in request.keywords:
        monkeypatch.setattr("loccit.rag.extractive.extract.open_reader", lambda name: None)


@pytest.fixture(scope="session")
def corpus_folder() -> Path:
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """Two pages saved from the web, which are not part of this repository."""
    folder = ROOT.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the two saved web pages are not on this machine")
    return folder


@pytest.fixture(scope="session")
def real_encoder() -> Encoder:
    return open_encoder(DEFAULT_ENCODER)


@pytest.fixture(scope="session")
def plain_encoder() -> Encoder:
    """The default encoder in float32."""
    return open_encoder(DEFAULT_ENCODER, precision="float32")


@pytest.fixture(scope="session")
def corpus_index(
    tmp_path_factory: pytest.TempPathFactory, corpus_folder: Path, real_encoder: Encoder
) -> Index:
    """The sample corpus under the real encoder."""
    folder = tmp_path_factory.mktemp("corpus") / "index"
    build_index([corpus_folder], folder, encoder=real_encoder)
    return Index.open(folder, real_encoder)


@pytest.fixture(scope="session")
def fake_index(tmp_path_factory: pytest.TempPathFactory, corpus_folder: Path) -> Index:
    """The sample corpus under the fake encoder."""
    folder, encoder = tmp_path_factory.mktemp("fake") / "index", FakeEncoder()
    build_index([corpus_folder], folder, encoder=encoder)
    return Index.open(folder, encoder)
