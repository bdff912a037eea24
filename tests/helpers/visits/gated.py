"""``loccit`` in a process of its own, whose builds use the fake encoder and wait at gates.

A gate is a file named after a stage of a build in the folder ``GATES``: while it is there, a build
that comes by waits; the file ``STAGE.reached`` says that one did. A gate that holds the name of an
error lets go at once and raises that error, once.
"""

from __future__ import annotations

import builtins
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import ROOT
from fakes import FakeEncoder
from loccit.index import Encoded

STAGES = ("finding", "reading", "parsing", "embedding", "writing", "switching", "switched")
PATIENCE = 60.0
"""Seconds after which something that is waited for counts as never coming."""


class Gates:
    """The gates in a folder, seen from either side."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def close(self, stage: str, error: str = "") -> None:
        """Have the next build wait at a stage, or fail there."""
        assert stage in STAGES
        (self.folder / stage).write_text(error)

    def open(self, stage: str) -> None:
        """Let a build that waits at a stage go on."""
        (self.folder / stage).unlink(missing_ok=True)
        (self.folder / f"{stage}.reached").unlink(missing_ok=True)

    def wait_for(self, stage: str) -> None:
        """Return when a build is at a stage."""
        until(lambda: (self.folder / f"{stage}.reached").exists(), f"a build at {stage!r}")

    def pass_by(self, stage: str) -> None:
        """What a build does at a stage."""
        gate = self.folder / stage
        if not gate.exists():
            return
        (self.folder / f"{stage}.reached").touch()
        if error := gate.read_text():
            gate.unlink()
            raise getattr(builtins, error)(f"made to fail while {stage}")
        while gate.exists():
            time.sleep(0.01)


def until(holds: Callable[[], Any], what: str) -> Any:
    """Wait for something to hold, and give it."""
    ends = time.monotonic() + PATIENCE
    while not (value := holds()):
        assert time.monotonic() < ends, f"{what} never came"
        time.sleep(0.02)
    return value


class GatedEncoder(FakeEncoder):
    """The fake encoder, which waits before each passage."""

    def __init__(self, gates: Gates) -> None:
        super().__init__()
        self._gates = gates

    def encode_passages(self, passages: Any) -> Iterator[Encoded]:
        for encoded in super().encode_passages(passages):
            self._gates.pass_by("embedding")
            yield encoded


def patch(gates: Gates, setting: Callable[[Any, str, Any], None]) -> None:
    """Put gates into the stages of a build; ``setting`` is ``setattr`` or a test's own."""
    from loccit.index import build
    from loccit.index import search as store
    from loccit.index.generations import generation
    from loccit.index.sources import gather
    from loccit.index.stores import backends

    def before(stage: str, do: Callable[..., Any], after: str = "") -> Callable[..., Any]:
        def gated(*values: Any, **named: Any) -> Any:
            gates.pass_by(stage)
            result = do(*values, **named)
            if after:
                gates.pass_by(after)
            return result

        return gated

    setting(build, "find_sources", before("finding", build.find_sources))
    setting(gather, "blobs", before("reading", gather.blobs))
    setting(build.Parser, "parse", before("parsing", build.Parser.parse))
    setting(backends, "write_lexical", before("writing", backends.write_lexical))
    setting(generation, "switch", before("switching", generation.switch, "switched"))
    for module in (build, store):
        setting(module, "open_encoder", lambda *values, **named: GatedEncoder(gates))
    setting(build, "encoder_digest", lambda name, precision: FakeEncoder().digest)


@contextmanager
def loccit(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """``loccit`` with these arguments in ``folder``; its gates and temporary files lie there."""
    home = folder / "temporary"
    home.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, __file__, str(folder / "gates"), *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(
                [str(ROOT / ".ci/path"), str(ROOT / "tests"), str(ROOT / "tests/helpers")]
            ),
            "TMPDIR": str(home),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job may be deaf to it
    patch(Gates(Path(sys.argv.pop(1))), setattr)
    from loccit.ui.cli.main import main

    main()
