"""Run every ``loccit`` line of the README and the docs as it stands, in a copy of the corpus."""

from __future__ import annotations

import os
import re
import shutil
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


def main() -> int:
    """Exit code 0 if every line answers or abstains."""
    found = commands()
    if not found:
        print("no command found in README.md or docs/")
        return 1
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "corpus", Path(folder, "corpus"))
        failed = 0
        for page, line in found:
            done = subprocess.run(
                line, shell=True, cwd=folder, env=environment, capture_output=True, text=True
            )
            good = done.returncode in {0, ABSTAINED}
            failed += not good
            print(f"{'ok  ' if good else 'FAIL'} {page}: {line}")
            if not good:
                print(done.stderr)
    print(f"\n{len(found) - failed} passed, {failed} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
