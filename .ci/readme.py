"""Run every ``loccit`` line of the README and docs in a copy of the corpus and the gold set."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"```sh\n(.*?)```", re.DOTALL)
ABSTAINED = 3


def commands() -> list[tuple[str, str]]:
    """Return each documented command line with its page."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [
        (page.relative_to(ROOT).as_posix(), line.strip())
        for page in pages
        for block in FENCE.findall(page.read_text(encoding="utf-8"))
        for line in block.splitlines()
        if line.strip().startswith("loccit ")
    ]


def run_command(line: str, folder: str, environment: dict[str, str]) -> tuple[int, str]:
    """Return the exit code of a command and what it wrote to stderr."""
    process = subprocess.run(
        line, shell=True, cwd=folder, env=environment, capture_output=True, text=True
    )
    return process.returncode, process.stderr


def run_server(line: str, folder: str, environment: dict[str, str]) -> tuple[int, str]:
    """Start a server, interrupt it as soon as it is up, and return its exit code and stderr."""
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen(
            shlex.split(line), cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log
        )
        assert server.stdout
        is_up = server.stdout.readline().startswith(b"Serving on ")
        server.send_signal(signal.SIGINT)
        code = server.wait(timeout=60)
        log.seek(0)
        return (code if is_up else 1), log.read()


def main() -> int:
    """Return exit code 0 if every line answers or abstains."""
    documented = commands()
    if not documented:
        print("README.md and docs/ contain no loccit command")
        return 1
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as temporary:
        # The doctor would report what killed processes of the tests left in the shared folder.
        environment = {**os.environ, "PATH": path, "TMPDIR": temporary}
        for name in ("corpus", "eval/data"):
            shutil.copytree(ROOT / name, Path(folder, name))
        failed = 0
        for page, line in documented:
            run = run_server if " serve" in line else run_command
            code, errors = run(line, folder, environment)
            passed = code in {0, ABSTAINED}
            failed += not passed
            print(f"{'ok  ' if passed else 'FAIL'} {page}: {line}")
            if not passed:
                print(errors)
    print(f"\n{len(documented) - failed} passed, {failed} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
