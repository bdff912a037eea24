"""Where the public sets come from, and whether a folder holds the ones that figures are of.

    python -m benchmarks.sets [--bench DIR]

Prints each set's name, licence, source and files with their SHA-256. With ``--bench`` each file is
compared: exit status 1 if one is missing or differs. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .sources import SetSource, file_state, set_sources


def main() -> None:
    """Print the sets; exit with 1 if ``--bench`` lacks a file or holds another."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--bench", type=Path, metavar="DIR", help="compare the files in this folder"
    )
    bench = parser.parse_args().bench
    states = [state for source in set_sources() for state in _print(source, bench)]
    if bench:
        matching = states.count("ok")
        print(f"{matching} of {len(states)} files match")
        sys.exit(matching < len(states))


def _print(source: SetSource, bench: Path | None) -> list[str]:
    print(
        f"{source.name}: {source.title}\n  licence: {source.licence}\n  source:  {source.address}"
    )
    states = []
    for path, digest in source.files.items():
        state = file_state(bench / path, digest) if bench else ""
        states.append(state)
        print(f"  {digest}  {path}  {state}".rstrip())
    print()
    return states


if __name__ == "__main__":
    main()
