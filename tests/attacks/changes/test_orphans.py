"""Whoever starts a parser may be killed at any moment: no parser is left behind, however busy."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from loccit.index import DocumentError
from loccit.index.formats import limits
from loccit.index.formats.parsed import Blob
from loccit.index.sources.isolation import Parser

PATIENCE = 30.0
"""Seconds after which a test gives up; what it waits for takes a fraction of one."""

BUSY = {
    "python": "while True:\n    pass",
    "native": "import re\nre.match('(a|a)*b', 'a' * 100)",
    "asleep": "import time\ntime.sleep(3600)",
}
"""Ways to be busy; the second holds the interpreter, so that no other thread of it gets a turn."""

STAND_IN = """
import os, resource
with open({noted!r}, "a") as file:
    print(os.getpid(), *resource.getrlimit(resource.RLIMIT_CPU), os.times()[0], file=file)
{busy}
"""
"""Instead of a library that a parser imports: notes its process and limits, and stays busy."""

STARTER = """
import sys, threading
sys.path[:] = {path!r}
from pathlib import Path
from loccit.index.formats.parsed import Blob
from loccit.index.sources.isolation import Parser
def parse():
    Parser().parse(Blob("a.md", Path("a.md"), b"# Words"))
for _ in range({count}):
    threading.Thread(target=parse).start()
"""


def stand_in(home: Path, busy: str, package: str = "comrak") -> Path:
    """Make a package below ``home`` that is busy when it is imported; gives where it notes."""
    module = home / f"{package}.py"
    module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text(STAND_IN.format(noted=str(home / "noted"), busy=busy))
    return home / "noted"


def wait_for_lines(path: Path, count: int) -> list[list[str]]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        lines = path.read_text().splitlines() if path.exists() else []
        if len(lines) == count:
            return [line.split() for line in lines]
        time.sleep(0.02)
    raise AssertionError(f"{count} parsers were to start")


def runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("busy", BUSY)
def test_a_busy_parser_ends_with_whoever_started_it(tmp_path: Path, busy: str, count: int) -> None:
    noted = stand_in(tmp_path, BUSY[busy])
    program = STARTER.format(path=[str(tmp_path), *sys.path], count=count)
    starter = subprocess.Popen([sys.executable, "-c", program])
    children = []
    try:
        children = [int(process) for process, *_ in wait_for_lines(noted, count)]
        assert all(map(runs, children))
        starter.kill()
        starter.wait()
        until = time.monotonic() + PATIENCE / 3
        while any(map(runs, children)) and time.monotonic() < until:
            time.sleep(0.02)
        assert not any(map(runs, children)), "a parser outlives whoever started it"
    finally:
        starter.kill()
        for child in filter(runs, children):
            os.kill(child, signal.SIGKILL)


def test_a_parser_outlives_the_thread_that_started_it() -> None:
    """As it would not if the system were asked to end it with its parent: that is a thread."""
    blob = Blob("a.md", Path("a.md"), b"# Words")
    with Parser() as parser:
        thread = threading.Thread(target=parser.parse, args=(blob,))
        thread.start()
        thread.join()
        assert parser._process is not None
        first = parser._process.pid
        assert parser.parse(blob)[0].text == "# Words"
        assert parser._process.pid == first


def test_each_document_has_its_own_allowance_of_computing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody lives to end a parser, the system does: by what the document may take."""
    noted = stand_in(tmp_path, "sum(range(3_000_000))\nraise RecursionError")
    monkeypatch.syspath_prepend(tmp_path)
    with Parser() as parser:
        for _ in range(3):
            with pytest.raises(DocumentError, match="nested too deeply"):
                parser.parse(Blob("a.md", Path("a.md"), b"# Words"))
    notes = wait_for_lines(noted, 3)
    assert len({process for process, *_ in notes}) == 1
    for _, most, _, used in notes:
        assert 0 < int(most) - float(used) <= limits.PARSE_SECONDS + 2


def test_the_system_ends_what_computes_beyond_its_allowance() -> None:
    program = (
        "from loccit.index.sources.lifetime import allow_seconds\n"
        "for _ in range(3):\n"
        "    allow_seconds(1)\n"
        "while True:\n"
        "    pass\n"
    )
    path = os.pathsep.join(filter(None, sys.path))
    ended = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": path}, timeout=PATIENCE
    )
    assert ended.returncode == -signal.SIGXCPU


def test_a_page_that_cannot_be_drawn_in_time_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, BUSY["native"], "pypdfium2/raw")
    (tmp_path / "pypdfium2" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(limits, "DRAW_SECONDS", 1.0)
    with Parser() as parser, pytest.raises(DocumentError, match="more than 1 seconds to draw"):
        parser.picture(b"%PDF-1.7", 1)
