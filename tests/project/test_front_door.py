"""The public names: what ``import loccit`` and the packages offer, and that it is documented."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import os
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType

import loccit
import pytest
from conftest import ROOT
from loccit._version import find_version
from loccit.index import Index
from loccit.rag import ChatInput, RagConfig

PAGES = {
    "loccit.index": "index-package.md",
    "loccit.rag": "rag-package.md",
    "loccit.eval": "eval-package.md",
}
PASSED_ON = {"Parser"}
"""Types in public signatures that a caller only passes on; see ``build_index``."""


def door(name: str) -> ModuleType:
    return importlib.import_module(name)


@pytest.mark.parametrize("package", ["loccit", *PAGES])
def test_all_is_the_contract(package: str) -> None:
    module = door(package)
    assert module.__all__ == dir(module) == sorted(set(module.__all__))
    assert all(getattr(module, name) is not None for name in module.__all__)
    folder = Path(module.__file__ or "").parent
    submodules = {path.stem for path in folder.iterdir()}
    assert not submodules & set(module.__all__), "an imported submodule would replace its namesake"
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = module.no_such_name


@pytest.mark.parametrize("package", PAGES)
def test_every_public_name_is_described_and_on_its_reference_page(package: str) -> None:
    page = (ROOT / "docs/reference" / PAGES[package]).read_text(encoding="utf-8")
    listed = re.findall(rf"(?m)^::: {re.escape(package)}\.(\w+)$", page)
    assert sorted(listed) == door(package).__all__
    for name in listed:
        member = getattr(door(package), name)
        if inspect.isclass(member) or inspect.isfunction(member):
            assert member.__doc__, name
            assert not member.__doc__.startswith(f"{name}("), f"{name} has no docstring of its own"


def test_the_package_offers_names_of_its_packages() -> None:
    described = {name for package in PAGES for name in door(package).__all__}
    assert set(loccit.__all__) - described == {"__version__", "ask"}


def signature_types(member: object) -> Iterator[type]:
    """The classes in the annotations of a function, or of a class's fields and public methods."""
    annotated = [member]
    if inspect.isclass(member):
        methods = [
            getattr(value, "__func__", None) or getattr(value, "fget", None) or value
            for name, value in vars(member).items()
            if not name.startswith("_")
        ]
        annotated = [value for value in methods if inspect.isfunction(value)]
        if dataclasses.is_dataclass(member) or hasattr(member, "_fields"):
            annotated.append(member)
    hints = [
        hint
        for annotated_object in annotated
        if inspect.getmodule(annotated_object)
        for hint in typing.get_type_hints(annotated_object).values()
    ]
    while hints:
        hint = hints.pop()
        if isinstance(hint, type):
            yield hint
        hints += [part for part in typing.get_args(hint) if not isinstance(part, list)]


def test_types_in_public_signatures_are_public() -> None:
    public = {name for package in PAGES for name in door(package).__all__}
    for package in PAGES:
        for name in door(package).__all__:
            member = getattr(door(package), name)
            if not (inspect.isclass(member) or inspect.isfunction(member)):
                continue
            if not member.__module__.startswith("loccit.") or "langchain" in member.__module__:
                continue
            types = {
                annotated.__name__
                for annotated in signature_types(member)
                if "loccit." in annotated.__module__
            }
            assert types <= public | PASSED_ON, f"{package}.{name}"


def python_examples() -> list[tuple[str, str]]:
    """The example programs and the Python blocks of the documentation, by name."""
    programs = [(path.name, path.read_text("utf-8")) for path in (ROOT / "examples").rglob("*.py")]
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    blocks = [
        (page.name, block)
        for page in pages
        for block in re.findall(r"(?ms)^```python\n(.*?)^```", page.read_text("utf-8"))
    ]
    return programs + blocks


def test_examples_use_public_names_only() -> None:
    examples = python_examples()
    assert {"README.md", "embedding.md", "answers_in_a_helpdesk.py"} <= {
        name for name, _ in examples
    }
    for file, text in examples:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("loccit"):
                names = {alias.name for alias in node.names}
                assert names <= set(getattr(door(node.module or ""), "__all__", ())), file
            elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "loccit":
                assert node.attr in loccit.__all__, file


def test_three_lines_lead_from_documents_to_a_cited_answer(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "ferry.txt").write_text("The Ferry\n\nThe ferry sank in the harbour in May 1931.\n")
    report = loccit.build_index([folder], tmp_path / "index")
    answer = loccit.ask("When did the ferry sank in the harbour?", tmp_path / "index")
    assert report.documents == 1
    assert "ferry sank in the harbour in May 1931" in answer.citations[0].quote
    assert "[1]" in loccit.render_text(answer)


def test_ask_takes_an_open_index_a_conversation_and_settings(corpus_index: Index) -> None:
    question = ChatInput("What does Iran fear?", filters={"in": "interview*"})
    answer = loccit.ask(question, corpus_index, RagConfig(max_sentences=1))
    assert len(answer.citations) == 1
    assert answer.citations[0].document.startswith("interview")
    again = loccit.ask("What does Iran fear?", corpus_index.folder)
    assert again.to_dict()["citations"]


def test_the_version_is_that_of_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{loccit.__version__}"\n' in project

    def is_absent(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", is_absent)
    assert find_version() == loccit.__version__


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = (
        "import sys, loccit; loccit.__version__; loccit.Answer; loccit.build_index\n"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / ".ci/path")},
    )
    heavy = {"gradio", "fastapi", "langchain_core", "torch", "faiss", "tantivy", "onnxruntime"}
    assert not heavy & set(shown.stdout.split())


def test_type_checkers_see_what_the_running_package_offers() -> None:
    for package in ("loccit", *PAGES):
        module = door(package)
        stub = Path(module.__file__ or "").with_name("__init__.pyi")
        for node in ast.parse(stub.read_text(encoding="utf-8")).body:
            assert isinstance(node, ast.ImportFrom)
            assert [alias.name for alias in node.names] == [alias.asname for alias in node.names]
            source = importlib.import_module("." * node.level + (node.module or ""), package)
            for alias in node.names:
                assert getattr(module, alias.name) is getattr(source, alias.name)
