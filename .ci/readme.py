"""Run every ``loccit`` line of the README and the docs, in a copy of the corpus and gold set."""

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
    """Each documented command line with the page that has it."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [
        (page.name, line.strip())
        for page in pages
        for block in FENCE.findall(page.read_text(encoding="utf-8"))
        for line in block.splitlines()
        if line.strip().startswith("loccit ")
    ]


def ran(line: str, folder: str, environment: dict[str, str]) -> tuple[int, str]:
    """The exit code of a command, and what it wrote to stderr."""
    done = subprocess.run(
        line, shell=True, cwd=folder, env=environment, capture_output=True, text=True
    )
    return done.returncode, done.stderr


def served(line: str, folder: str, environment: dict[str, str]) -> tuple[int, str]:
    """The exit code of a server that is interrupted as soon as it serves."""
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
    """Exit code 0 if every line answers or abstains."""
    found = commands()
    if not found:
        print("no command found in README.md or docs/")
        return 1
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as temporary:
        # What killed processes of the tests left would be the doctor's to name.
        environment = {**os.environ, "PATH": path, "TMPDIR": temporary}
        for name in ("corpus", "eval/data"):
            shutil.copytree(ROOT / name, Path(folder, name))
        failed = 0
        for page, line in found:
            code, told = (served if " serve" in line else ran)(line, folder, environment)
            good = code in {0, ABSTAINED}
            failed += not good
            print(f"{'ok  ' if good else 'FAIL'} {page}: {line}")
            if not good:
                print(told)
    print(f"\n{len(found) - failed} passed, {failed} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
