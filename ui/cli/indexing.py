"""Building an index from the command line: settings and progress bar."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ...index.build import BuildReport, build_index
from ...index.config import IndexConfig, read_table
from ...index.errors import IndexFolderError, LoccitError
from ...index.generations.current import UPLOADS, current_generation
from ...index.generations.generation import Progress
from ...index.generations.manifest import Manifest
from ...index.generations.repair import repair_index
from ...text.signs import harmless
from ..terminal import say, warn


def index_config(index: Path, options: Mapping[str, Any]) -> IndexConfig:
    """Settings for a build: ``options``, then ``loccit.toml``, then the index, then defaults.

    Raises:
        UsageError: if a setting is wrong.
    """
    try:
        recorded = asdict(Manifest.read(current_generation(index)).config)
    except IndexFolderError:
        recorded = {}
    return IndexConfig.from_dict({**recorded, **read_table(Path.cwd(), "index"), **options})


def run_build(
    paths: Sequence[Path], index: Path, config: IndexConfig, *, add: bool = False
) -> BuildReport:
    """Build an index, showing a progress bar on a terminal and a line per stage elsewhere."""
    with _progress() as (progress, notify), _repaired_if_interrupted(index):
        return build_index(paths, index, config, add=add, notify=notify, progress=progress)


@contextmanager
def _repaired_if_interrupted(index: Path) -> Iterator[None]:
    """Clean up after a build interrupted while it removed the previous generation."""
    try:
        yield
    except KeyboardInterrupt:
        with suppress(LoccitError):
            repair_index(index)
        raise


@contextmanager
def _progress() -> Iterator[tuple[Progress, Any]]:
    if not sys.stderr.isatty():
        yield _lines(), warn
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage)
            bar.update(tasks[stage], completed=done, total=total)

        yield progress, lambda text: bar.console.print(harmless(text), markup=False)


def _lines() -> Progress:
    started: set[str] = set()

    def progress(stage: str, done: int, total: int) -> None:
        if stage not in started:
            started.add(stage)
            warn(f"{stage} …")

    return progress


def keep_up(index: Path, config: IndexConfig) -> None:
    """Rebuild an index whenever its folders change, until interrupted."""
    from .watch import watch

    roots = [Path(root) for root in Manifest.read(current_generation(index)).roots]
    uploads = index / UPLOADS
    uploads.mkdir(exist_ok=True)

    def build() -> BuildReport:
        with _repaired_if_interrupted(index):
            return build_index([], index, config)

    watch([*roots, uploads], index, build, say)
