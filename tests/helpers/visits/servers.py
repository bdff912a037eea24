"""A tiny index, a clock that tests set by hand, and a server for both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fakes import FakeEncoder
from loccit.index import Index, build_index
from loccit.rag import RagConfig
from loccit.ui.guard.accounts import Accounts
from loccit.ui.guard.rate import RateLimit
from loccit.ui.server.app import ServeOptions, create_app
from loccit.ui.server.routes import viewer_routes
from loccit.ui.service import Service
from starlette.testclient import TestClient

HOME = "http://localhost:7860"


class Clock:
    """A monotonic clock that only moves when its ``now`` is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class FakeService(Service):
    """A service whose index is opened with the fake encoder."""

    def _opened(self) -> Index:
        return Index.open(self.folder, FakeEncoder())


def service_over(folder: Path, *roots: Path) -> FakeService:
    """A service over a new index of ``roots`` in ``folder``."""
    build_index(roots, folder, encoder=FakeEncoder())
    service = FakeService(folder, RagConfig(threshold=0.0))
    service._index = service._opened()
    return service


def page_over(service: Service) -> Any:
    """A page with an input that lists documents, as Gradio publishes its description."""
    import gradio as gr

    with gr.Blocks(title="Loccit", analytics_enabled=False) as page:
        names = gr.Dropdown(service.index.names)
        names.change(lambda name: name, names, gr.Markdown())
    return page


def client_of(
    service: Service,
    clock: Clock | None = None,
    accounts: Accounts | None = None,
    host: str = HOME,
    **options: Any,
) -> TestClient:
    """An HTTP client of a server over a service, without a network."""
    limit = RateLimit(5, clock=clock) if clock else None
    chosen = ServeOptions(accounts=accounts, **options)
    app = create_app(service, page_over(service), chosen, limit, [viewer_routes(service)])
    return TestClient(app, base_url=host, follow_redirects=False)
