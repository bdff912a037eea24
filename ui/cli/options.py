"""Exit codes, default folders and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...index.errors import IndexMissing

ANSWERED, FAILED, USAGE, ABSTAINED = 0, 1, 2, 3
DEFAULT_INDEX, DEFAULT_CORPUS = Path(".loccit"), Path("corpus")

IndexOption = Annotated[
    Path, typer.Option("--index", metavar="DIR", help="Index folder.", show_default=True)
]
AfterOption = Annotated[
    str | None,
    typer.Option(
        "--after", metavar="DATE", help="Only documents dated on or after DATE, such as 2020-06."
    ),
]
BeforeOption = Annotated[
    str | None, typer.Option("--before", metavar="DATE", help="Only documents dated before DATE.")
]
InOption = Annotated[
    str | None,
    typer.Option(
        "--in", metavar="GLOB", help="Only documents whose name matches, such as briefs/*."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Chat model in loccit.toml that writes the answer. Default: the one set there.",
        show_default=False,
    ),
]
NoModelOption = Annotated[
    bool, typer.Option("--no-model", help="Quote the documents; ask no chat model.")
]


def build_on_first_use(index: Path) -> None:
    """Index ``corpus/`` if the default index does not exist yet."""
    if index != DEFAULT_INDEX or (index / "CURRENT").exists():
        return
    if not DEFAULT_CORPUS.is_dir():
        raise IndexMissing(
            f"no index at {str(index)!r} and no folder {str(DEFAULT_CORPUS)!r} to build it from; "
            "put documents in corpus/, or run `loccit index PATH`"
        )
    from .indexing import index_config, run_build

    run_build([DEFAULT_CORPUS], index, index_config(index, {}))
