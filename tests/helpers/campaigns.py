"""Long trials of what the suite can only sample.

    python tests/helpers/campaigns.py kills --count 200

Needs Loccit installed, or its folders under their installed names: ``PYTHONPATH=.ci/path``.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import flips
import histories
import kills


def main() -> None:
    """Run the campaign that the command line names, and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("flips", help="flip bytes of an index, open it and search it")
    command.add_argument("--sample", type=int, default=300, help="positions after a file's head")
    command = commands.add_parser("kills", help="kill builds at random moments")
    command.add_argument("--count", type=int, default=200)
    command = commands.add_parser("histories", help="compare grown indexes with clean builds")
    command.add_argument("--count", type=int, default=1000)
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="campaign-") as name:
        home = Path(name)
        if arguments.command == "flips":
            for kind, counts in sorted(
                flips.campaign(home, arguments.sample, arguments.seed).items()
            ):
                show(f"{kind}: {counts.total()}", counts)
        elif arguments.command == "histories":
            show("histories", histories.campaign(arguments.count, arguments.seed))
        else:
            show("kills", kills.campaign(home, arguments.count, arguments.seed))
    print(f"{time.monotonic() - started:.0f} s")


def show(title: str, counts: Mapping[str, int]) -> None:
    """Print counts below a title, the greatest first."""
    print(title)
    for what, count in sorted(counts.items(), key=lambda item: -item[1]):
        print(f"{count:9}  {what}")


if __name__ == "__main__":
    main()
