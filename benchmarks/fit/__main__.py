"""Fit the package's numbers again, and write them beside the code that uses them.

    python -m benchmarks.fit NAME --bench DIR [--work DIR] [--check]

NAME is ``all`` or a key of ``FITS``. Fits use the fit halves of the public sets
(``python -m benchmarks.sets`` says where to get them), of the paraphrases and mutations of the
sample corpus, and of the planted disagreements. ``short`` and ``disagreement`` depend on the
evidence that is cited, so ``all`` fits ``evidence`` first, each in a process of its own. With
``--check`` nothing is written: the differences to the numbers in the checkout are printed, and the
exit status is 1 if there are any.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

from .disagreement import fit_disagreement
from .evidence import fit_evidence
from .followups import fit_followups
from .prose import fit_prose
from .reader import fit_reader
from .record import Fit, changed, write
from .short import fit_short
from .verifier import fit_verifier

FITS: dict[str, Callable[[Path, Path], Fit]] = {
    "evidence": fit_evidence,
    "reader": fit_reader,
    "short": fit_short,
    "verifier": fit_verifier,
    "disagreement": fit_disagreement,
    "followups": fit_followups,
    "prose": fit_prose,
}


def main() -> None:
    """Fit what the command line names."""
    options = _parser().parse_args()
    if options.name == "all":
        statuses = [_fit_apart(name, options) for name in FITS]
        sys.exit(max(statuses))
    fit = FITS[options.name](options.bench, options.work)
    differences = changed(fit)
    print(f"{fit.path}: {len(differences)} numbers differ from those in the checkout")
    print(*(f"  {line}" for line in differences), sep="\n", end="\n" if differences else "")
    print(*(f"  {measure}: {value:.3f}" for measure, value in fit.reaches.items()), sep="\n")
    if options.check:
        sys.exit(bool(differences))
    write(fit, f"python -m benchmarks.fit {options.name} --bench DIR", options.bench)


def _fit_apart(name: str, options: argparse.Namespace) -> int:
    command = [sys.executable, "-m", "benchmarks.fit", name]
    command += ["--bench", str(options.bench), "--work", str(options.work)]
    return subprocess.run(command + ["--check"] * options.check, check=False).returncode


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fit", description=__doc__.splitlines()[0]
    )
    parser.add_argument("name", choices=["all", *FITS], help="which numbers to fit")
    parser.add_argument(
        "--bench", type=Path, required=True, metavar="DIR", help="folder of the public sets"
    )
    parser.add_argument(
        "--work",
        type=Path,
        metavar="DIR",
        default=user_cache_path("loccit") / "benchmarks",
        help="folder that keeps the sets' indexes (default: %(default)s)",
    )
    parser.add_argument("--check", action="store_true", help="compare with the checkout only")
    return parser


if __name__ == "__main__":
    main()
