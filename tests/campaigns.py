"""Long trials of what a suite can only sample, such as ``python tests/campaigns.py flips``."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import flips


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("flips", help="flip bytes of an index, open it and search it")
    one.add_argument("--sample", type=int, default=300, help="positions after a file's head")
    one.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="campaign-") as home:
        for name, counts in sorted(flips.campaign(Path(home), given.sample, given.seed).items()):
            print(f"{name}: {sum(counts.values())}")
            for outcome, count in counts.most_common():
                print(f"  {count:6} {outcome}")
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
