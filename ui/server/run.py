"""``loccit serve``: listen, announce the address, shut down cleanly."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...index.errors import LoccitError, UsageError
from ...index.system.scratch import scratch_folder
from ..guard.accounts import Accounts
from ..guard.rate import RateLimit
from ..terminal import say, throttled_stderr, warn
from .shutdown import end_on_signals, stop_changes

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ..service import Service
    from .app import ServeOptions

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 7860
_PORTS_TRIED = 20
_SECONDS_TO_END = 2


@dataclass(frozen=True, slots=True)
class ServeArguments:
    """The arguments of the command line; ``port`` is ``None`` if not given."""

    host: str = DEFAULT_HOST
    port: int | None = None
    auth: Path | None = None
    no_auth: bool = False
    allow_hosts: tuple[str, ...] = ()
    rate: int = 60
    proxies: tuple[str, ...] = ()


def check(arguments: ServeArguments) -> Accounts | None:
    """Check the arguments and read the accounts, if any.

    Raises:
        UsageError: if the options contradict each other, expose the documents to a network
            without accounts or --no-auth, or name accounts that cannot be read.
    """
    if arguments.auth and arguments.no_auth:
        raise UsageError("--auth and --no-auth exclude each other; use only one of them")
    if not arguments.auth and not arguments.no_auth and not _is_loopback(arguments.host):
        raise UsageError(
            f"--host {arguments.host} exposes the documents to other machines; add --auth FILE "
            "(create it with `loccit account FILE NAME`), or --no-auth if they may be public"
        )
    for proxy in arguments.proxies:
        _check_network(proxy)
    return Accounts.read(arguments.auth) if arguments.auth else None


def serve(folder: Path, arguments: ServeArguments) -> None:
    """Serve the index in ``folder`` until interrupted.

    Raises:
        UsageError: if the arguments are not valid.
        IndexFolderError: if there is no usable index.
        LoccitError: if the address is not available.
    """
    accounts = check(arguments)
    listening = listen(arguments.host, arguments.port)
    end_on_signals()
    try:
        with throttled_stderr(), scratch_folder() as scratch:
            # Gradio's default folder for uploads is shared by all its users on a machine.
            os.environ["GRADIO_TEMP_DIR"] = str(scratch)
            os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
            from .app import ServeOptions

            port = listening.getsockname()[1]
            options = ServeOptions(
                arguments.host,
                port,
                accounts,
                arguments.allow_hosts,
                questions_per_minute=arguments.rate,
            )
            _run(folder, listening, options, arguments.proxies)
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()


def listen(host: str, port: int | None) -> socket.socket:
    """Listen on a port from 0 to 65535; by default on the first free one from 7860.

    Raises:
        LoccitError: if the address does not exist or the port is in use.
    """
    ports = [port] if port is not None else range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED)
    for number in ports:
        try:
            family, *_, address = socket.getaddrinfo(
                host, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            return socket.create_server(address[:2], family=family, backlog=128)
        except OSError as error:
            failed = error
    raise LoccitError(
        f"cannot listen on {host}, port {ports[-1]}: {failed.strerror or failed}; "
        "stop the program that uses the port, or choose another with --port (0 for any free port)"
    )


def _run(
    folder: Path, listening: socket.socket, options: ServeOptions, proxies: tuple[str, ...]
) -> None:
    import uvicorn

    from ...rag.config import RagConfig
    from ..service import Service
    from .connections import settings

    service = Service(folder, RagConfig.load())
    warming = threading.Thread(target=_warm, args=(service,), daemon=True)

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            service.changes.end()
            for task in self.server_state.tasks:
                task.cancel()  # an open page's stream never ends by itself
            await super().shutdown(sockets)

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.should_exit:
                return
            say(f"Serving on {_address(options)}")
            warming.start()

    config = uvicorn.Config(
        _with_clean_cancellation(_app(service, options)),
        access_log=False,
        log_level="warning",
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_SECONDS_TO_END,
        **settings(proxies),
    )
    try:
        Server(config).run([listening])
    finally:
        _stop_threads(service, warming)


def _app(service: Service, options: ServeOptions) -> ASGIApp:
    """The whole server: the page, its routes and the guards."""
    from ..page.conversations import Conversations
    from ..page.page import LOOK, build_page
    from .app import create_app
    from .routes import viewer_routes

    limit = RateLimit(options.questions_per_minute)
    conversations = Conversations() if options.accounts else None
    page = build_page(service, limit.check, conversations)
    chosen, routes = replace(options, look=LOOK), [viewer_routes(service)]
    return create_app(service, page, chosen, limit, routes, conversations)


def _with_clean_cancellation(app: ASGIApp) -> ASGIApp:
    """Wrap a server so that cancelled streams end like finished ones."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        has_started = False

        async def sent(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await app(scope, receive, sent)
        except asyncio.CancelledError:
            with suppress(Exception):
                if not has_started:
                    await send({"type": "http.response.start", "status": 503, "headers": []})
                await send({"type": "http.response.body", "body": b""})

    return run


def _stop_threads(service: Service, warming: threading.Thread) -> None:
    """End all threads, as native code must not run during interpreter shutdown."""
    stop_changes(service.folder, service.changes)
    if warming.is_alive():
        warming.join()


def _warm(service: Service) -> None:
    service.changes.start()  # resumes what an earlier server left pending
    try:
        service.warm()
    except LoccitError as error:
        warn(f"loccit: {error}")


def _address(options: ServeOptions) -> str:
    host = f"[{options.host}]" if ":" in options.host else options.host
    return f"http://{host}:{options.port}"


def _check_network(proxy: str) -> None:
    try:
        ipaddress.ip_network(proxy)
    except ValueError as error:
        raise UsageError(
            f"--proxy {proxy} is not an address; expected the address of your proxy, such as "
            "10.0.0.2, or its network, such as 10.0.0.0/24"
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
