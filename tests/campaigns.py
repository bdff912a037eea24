"""Long trials of what the suite can only sample: ``python tests/campaigns.py kills --count 200``.

Needs Loccit installed, or its folders under their installed names: ``PYTHONPATH=.ci/path``.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import flips
import kills


def main() -> None:
    """Run the campaign that the command line names, and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("flips", help="flip bytes of an index, open it and search it")
    one.add_argument("--sample", type=int, default=300, help="positions after a file's head")
    one = commands.add_parser("kills", help="kill builds at random moments")
    one.add_argument("--count", type=int, default=200)
    given = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="campaign-") as name:
        home = Path(name)
        if given.command == "flips":
            for kind, counts in sorted(flips.campaign(home, given.sample, given.seed).items()):
                show(f"{kind}: {counts.total()}", counts)
        else:
            show("kills", kills.campaign(home, given.count, given.seed))
    print(f"{time.monotonic() - started:.0f} s")


def show(title: str, counts: Mapping[str, int]) -> None:
    """Print counts below a title, the greatest first."""
    print(title)
    for what, count in sorted(counts.items(), key=lambda item: -item[1]):
        print(f"{count:9}  {what}")


if __name__ == "__main__":
    main()
