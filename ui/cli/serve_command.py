"""``loccit serve`` and ``loccit account``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ...index.errors import UsageError
from ...index.system.extras import require_extra
from ..terminal import say
from .options import ANSWERED, DEFAULT_INDEX, IndexOption, build_on_first_use

PortOption = Annotated[
    int | None,
    typer.Option(min=0, max=65535, metavar="N", help="Port. Default: 7860, or the next free one."),
]
ProxyOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ADDRESS", help="Trust X-Forwarded-For from this proxy address or network."
    ),
]


def serve_(
    index: IndexOption = DEFAULT_INDEX,
    host: Annotated[
        str, typer.Option(metavar="NAME", help="Host name or address to listen on.")
    ] = "127.0.0.1",
    port: PortOption = None,
    auth: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Require sign-in with the accounts in FILE; see `loccit account`."
        ),
    ] = None,
    no_auth: Annotated[
        bool,
        typer.Option(
            "--no-auth", help="Serve without accounts: anyone who can reach the host may ask."
        ),
    ] = False,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Additional host name to accept.")
    ] = None,
    rate: Annotated[
        int, typer.Option(min=1, metavar="N", help="Maximum questions per minute from one address.")
    ] = 60,
    proxy: ProxyOption = None,
) -> int:
    """Serve the web chat and the HTTP API. Indexes corpus/ on first use."""
    require_extra("ui", "loccit serve", "gradio", "fastapi", "uvicorn")
    from ..server.run import ServeArguments, check, serve

    arguments = ServeArguments(
        host, port, auth, no_auth, tuple(allow_host or ()), rate, tuple(proxy or ())
    )
    check(arguments)
    build_on_first_use(index)
    serve(index, arguments)
    return ANSWERED


def account(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Accounts file; created if missing.")
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="User name.")],
) -> int:
    """Add an account for the server, or change its password."""
    from ..guard.accounts import set_account

    is_new = set_account(file, name, _password())
    say(f"{'added' if is_new else 'changed the password of'} {name} in {file}")
    return ANSWERED


def _password() -> str:
    """Read a password: typed twice at a terminal, else one line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    first = getpass("Password: ")
    if getpass("Repeat password: ") != first:
        raise UsageError("the two passwords differ; nothing was changed. Try again")
    return first
