"""What the commands share: exit codes, folders, options, the index built on first use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...index import IndexMissing

ANSWERED, FAILED, USAGE, ABSTAINED = 0, 1, 2, 3
DEFAULT_INDEX, DEFAULT_CORPUS = Path(".loccit"), Path("corpus")

IndexOption = Annotated[
    Path, typer.Option("--index", metavar="DIR", help="The index folder.", show_default=True)
]
AfterOption = Annotated[
    str | None,
    typer.Option("--after", metavar="DATE", help="Only documents of this date or later."),
]
BeforeOption = Annotated[
    str | None, typer.Option("--before", metavar="DATE", help="Only documents before this date.")
]
InOption = Annotated[
    str | None, typer.Option("--in", metavar="PATTERN", help="Only documents with such names.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def build_on_first_use(index: Path) -> None:
    """Index ``corpus/`` where the default index is not there yet."""
    if index != DEFAULT_INDEX or (index / "CURRENT").exists():
        return
    if not DEFAULT_CORPUS.is_dir():
        raise IndexMissing(
            f"no index at {str(index)!r} and no folder {str(DEFAULT_CORPUS)!r} to build it from; "
            "put documents into corpus/, or run `loccit index PATH`"
        )
    from .indexing import index_config, run_build

    run_build([DEFAULT_CORPUS], index, index_config(index, {}))
