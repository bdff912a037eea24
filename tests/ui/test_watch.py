"""``loccit index --watch`` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Queue

import pytest
from conftest import ROOT, Write

_SECONDS = 60

PROGRAM = """
import signal
import sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job may be deaf to it
sys.path[:0] = sys.argv[1:3]
from fakes import FakeEncoder
from loccit.index import build_index
from loccit.ui.cli.watch import watch
docs, folder = Path("docs"), Path("docs/x")
build = lambda: build_index([docs], folder, encoder=FakeEncoder())
build()
watch([docs], folder, build, lambda line: print(line, flush=True))
print("ended", flush=True)
"""


class Watched:
    """The process and the lines that it prints, as they come."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(ROOT / ".ci/path"), str(ROOT / "tests/helpers")],
            cwd=folder,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.strip())

    def line(self) -> str:
        return self._lines.get(timeout=_SECONDS)


@pytest.fixture
def docs(write: Write) -> Path:
    return write("docs/a.txt", "The ferry sank in March.").parent


def test_each_change_is_indexed_and_the_index_itself_is_none(docs: Path) -> None:
    watched = Watched(docs.parent)
    try:
        assert watched.line().startswith("Watching docs")
        (docs / "b.txt").write_text("The bridge is of granite.")
        assert watched.line() == "Index updated: 2 documents, read 1, embedded 1 chunks."
        (docs / "a.txt").unlink()
        assert watched.line() == "Index updated: 1 documents, read 0, embedded 0 chunks."
        (docs / "b.txt").unlink()
        assert watched.line().startswith("loccit: nothing to index")
        (docs / "c.txt").write_text("It goes on after a failure.")
        assert watched.line() == "Index updated: 1 documents, read 1, embedded 1 chunks."
        watched.process.send_signal(signal.SIGINT)
        assert watched.line() == "ended"
        assert watched.process.wait(_SECONDS) == 0
    finally:
        watched.process.kill()
        watched.process.wait()
