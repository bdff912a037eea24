"""``loccit serve`` and ``loccit account``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ...index import UsageError, require_extra
from ..terminal import say
from .options import ANSWERED, DEFAULT_INDEX, IndexOption, build_on_first_use


def serve_(
    index: IndexOption = DEFAULT_INDEX,
    host: Annotated[str, typer.Option(metavar="NAME", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, metavar="N", help="The port; none: 7860 or the next free."),
    ] = None,
    auth: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Accounts; see `loccit account`.")
    ] = None,
    no_auth: Annotated[
        bool, typer.Option("--no-auth", help="Let everybody ask who reaches the host.")
    ] = False,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Another name that it answers to.")
    ] = None,
    rate: Annotated[
        int, typer.Option(min=1, metavar="N", help="Questions a minute from one address.")
    ] = 60,
    proxy: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="A proxy whose word on clients' addresses is taken."),
    ] = None,
) -> int:
    """Open the web chat and the HTTP API. The first use indexes corpus/."""
    require_extra("ui", "loccit serve", "gradio", "fastapi", "uvicorn")
    from ..server.run import Asked, check, serve

    asked = Asked(host, port, auth, no_auth, tuple(allow_host or ()), rate, tuple(proxy or ()))
    check(asked)
    build_on_first_use(index)
    serve(index, asked)
    return ANSWERED


def account(
    file: Annotated[Path, typer.Argument(help="The file of accounts; made if it is not there.")],
    name: Annotated[str, typer.Argument(help="Who signs in.")],
) -> int:
    """Add an account for `serve --auth FILE`, or give it a new password."""
    from ..guard.accounts import set_account

    is_new = set_account(file, name, _password())
    say(f"{name} {'was added to' if is_new else 'has a new password in'} {file}")
    return ANSWERED


def _password() -> str:
    """A password, typed twice; one line where nobody types."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    first = getpass("Password: ")
    if getpass("The same again: ") != first:
        raise UsageError("the two passwords differ; nothing was changed, try again")
    return first
