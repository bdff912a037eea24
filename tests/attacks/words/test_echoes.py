"""What an error repeats of what came is bounded, at every door that refuses something."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Write
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Filter, IndexConfig, LoccitError
from loccit.index.config import read_table, table_to_config
from loccit.index.errors import echoed
from loccit.rag import ChatInput, RagConfig
from loccit.rag.answer import check_question
from starlette.testclient import TestClient
from visits.servers import FakeService, client_of, service_over

LONG = "a\u202e<b>" * 200_000
MOST = 2_000
"""Characters of an error; those that list what was expected are the longest."""

REFUSED: dict[str, Callable[[], object]] = {
    "after": lambda: Filter(after=LONG),
    "before": lambda: Filter(before=LONG),
    "in": lambda: Filter(within=LONG),
    "a filter's key": lambda: Filter.from_dict({LONG: "x"}),
    "a filter's value": lambda: Filter.from_dict({"after": [LONG]}),  # type: ignore[dict-item]
    "a filter of the question": lambda: check_question(
        ChatInput("What?", filters={"after": LONG}), RagConfig()
    ),
    "a question": lambda: check_question(LONG, RagConfig()),
    "halves of characters": lambda: check_question("\ud800" * 100_000, RagConfig()),
    "history": lambda: check_question(ChatInput("What?", ((LONG, LONG),)), RagConfig()),
    "a setting's name": lambda: table_to_config(IndexConfig, {LONG: 1}, "index"),
    "a setting": lambda: table_to_config(IndexConfig, {"chunk_tokens": LONG}, "index"),
    "a list": lambda: table_to_config(IndexConfig, {"chunk_tokens": [LONG] * 50}, "index"),
    "the language": lambda: IndexConfig(language=LONG),
}


@pytest.mark.parametrize("door", REFUSED)
def test_an_error_of_a_library_call_is_short(door: str) -> None:
    with pytest.raises(LoccitError) as raised:
        REFUSED[door]()
    assert len(str(raised.value)) < MOST
    assert "\u202e" not in str(raised.value)


@pytest.mark.parametrize(
    "settings", [f'rag = "{"a" * 100_000}"', f"{'a' * 100_000} = 1"], ids=["a value", "a table"]
)
def test_an_error_of_a_settings_file_is_short(write: Write, settings: str) -> None:
    path = write("loccit.toml", settings)
    with pytest.raises(LoccitError, match="expected") as raised:
        read_table(path.parent, "rag")
    assert len(str(raised.value)) < MOST


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("echoes")
    (folder / "docs").mkdir()
    (folder / "docs" / "a.txt").write_text("The ships wait in the harbour.")
    service: FakeService = service_over(folder / "index", folder / "docs")
    return client_of(service, questions_per_minute=10_000)


@pytest.mark.parametrize("path", ["/api/ask", "/api/search"])
@pytest.mark.parametrize(
    "body",
    [
        {"x" * 400_000: 1},
        {"question": "What?", "filters": {"after": "9" * 400_000}},
        {"question": "What?", "filters": {"x" * 400_000: "9"}},
        {"question": "What?", "filters": {"in": "[" * 400_000}},
        {"question": "What?", "k": ["x" * 400_000]},
        {"question": "x" * 400_000},
        {"question": "What?", "history": [["x" * 400_000, "x"]]},
    ],
    ids=lambda body: "-".join(str(key)[:8] for key in body),
)
def test_a_refused_request_is_answered_shortly(
    client: TestClient, path: str, body: dict[str, object]
) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code in {400, 413, 422}
    assert len(answer.content) < MOST


@pytest.mark.parametrize("folder", ["originals", "text", "documents", "pages", "pictures"])
def test_an_unknown_name_is_answered_shortly(client: TestClient, folder: str) -> None:
    answer = client.get(f"/{folder}/{'x' * 60_000}", params={"number": 1})
    assert answer.status_code == 404
    assert len(answer.content) < MOST


@pytest.mark.parametrize("header", ["host", "origin", "x-forwarded-host"])
def test_a_foreign_header_is_answered_shortly(client: TestClient, header: str) -> None:
    answer = client.post("/api/ask", headers={header: "x" * 60_000}, json={"question": "What?"})
    assert answer.status_code in {400, 403}
    assert len(answer.content) < MOST


@given(st.recursive(st.text() | st.integers() | st.none(), st.lists, max_leaves=20))
def test_what_is_short_is_repeated_as_it_is(came: object) -> None:
    shown = echoed(came)
    if len(repr(came)) <= 100 and not isinstance(came, list):
        assert shown == repr(came)
    assert len(shown) < MOST


REPEATING = [
    ROOT / name for name in ("rag", "ui/server/api.py", "index/filters.py", "index/config.py")
]


@pytest.mark.parametrize("place", REPEATING, ids=str)
def test_errors_repeat_what_came_through_one_helper(place: Path) -> None:
    for path in [place] if place.suffix else sorted(place.rglob("*.py")):
        if path.name == "__init__.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FormattedValue) or node.conversion not in {97, 114}:
                continue
            is_cut = isinstance(node.value, ast.Subscript | ast.Call)
            assert is_cut or ast.unparse(node.value) == "table", f"{path}: {ast.unparse(node)}"
