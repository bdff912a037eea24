"""The architecture, read off the sources: order of packages, homes of heavy imports, sizes."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from bindings import vague_bindings
from conftest import ROOT
from loccit.index import Index

ORDER = ["text", "index", "rag", "eval", "ui"]
FILES = sorted(path for name in ORDER for path in (ROOT / name).rglob("*.py"))
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in FILES
}
"""Each module by its name below ``loccit``."""

HOMES = {
    "faiss": {"index/stores/faiss_store.py"},
    "tantivy": {"index/stores/tantivy_store.py"},
    "torch": {"index/encoders/torch_encoder.py", "rag/reader/cross_encoder.py"},
    "sentence_transformers": {"index/encoders/torch_encoder.py", "rag/reader/cross_encoder.py"},
    "transformers": {"index/encoders/torch_encoder.py"},
    "onnx": {"index/encoders/bert_graph.py", "index/encoders/torch_encoder.py"},
    "onnxruntime": {"index/encoders/session.py", "index/encoders/quantize.py"},
    "tokenizers": {"index/encoders/vocabulary.py"},
    "trafilatura": {"index/formats/markup/main_text.py"},
    "comrak": {"index/formats/markup/markdown.py"},
    "mammoth": {"index/formats/office/word.py"},
    "watchfiles": {"ui/cli/watch.py"},
    "tiktoken": {"rag/prose/budget.py"},
    "langchain": {"rag/prose/models/opening.py"},
    "langchain_core": {
        "rag/langchain/chain.py",
        "rag/langchain/retriever.py",
        "rag/prose/models/call.py",
        "rag/prose/models/chunks.py",
        "rag/prose/models/opening.py",
    },
    "langsmith": {"rag/prose/models/call.py"},
    "pypdfium2": {"index/formats/pdf/pdfium.py"},
    "PIL": {"index/formats/pdf/picture.py"},
    "gradio": {
        "ui/page/page.py",
        "ui/page/ask_tab.py",
        "ui/page/documents_tab.py",
        "ui/page/evaluation_tab.py",
        "ui/server/mount.py",
    },
    "pickle": set(),
}
AT_THE_TOP = {"langchain_core", "gradio"}
"""Heavy packages that their homes import at the top: the homes themselves are imported lazily, or
import them for type checkers only."""


def imports(path: Path) -> Iterator[tuple[ast.AST, str, int, bool]]:
    """Each import of a file: its node, module, level, and whether it stands in a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name, 0, id(node) in inside
        elif isinstance(node, ast.ImportFrom):
            yield node, node.module or "", node.level, id(node) in inside


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_packages_import_downward_only_and_from_the_defining_module(path: Path) -> None:
    package, *folders, name = path.relative_to(ROOT).parts
    top = len(folders) + 2
    for node, module, level, _ in imports(path):
        assert level or module.split(".")[0] not in {*ORDER, "loccit"}, (
            f"{relative(path)} imports {module}; inside the packages imports are relative"
        )
        if level == top and module == "_lazy":
            assert not folders, f"{relative(path)} is no front door"
            assert name == "__init__.py", f"{relative(path)} is no front door"
        elif level == top:
            lower = module.split(".")[0]
            assert ORDER.index(lower) < ORDER.index(package), f"{package} may not know {lower}"
            assert isinstance(node, ast.ImportFrom)
            missing = {alias.name for alias in node.names} - definitions(module)
            assert not missing, f"{relative(path)}: {module} does not define {missing}"
        assert level <= top


@cache
def definitions(module: str) -> set[str]:
    """The names that a module defines at its top level, and the modules of a package."""
    prefix = f"{module}."
    names = {name.removeprefix(prefix) for name in MODULES if name.startswith(prefix)}
    for node in ast.parse(MODULES[module].read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Assign():
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return names


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_heavy_packages_have_one_home_and_are_imported_in_functions(path: Path) -> None:
    for _, module, level, in_function in imports(path):
        package = module.split(".")[0]
        if level or package not in HOMES:
            continue
        assert relative(path) in HOMES[package], f"{package} is at home in {HOMES[package]}"
        assert in_function or package in AT_THE_TOP, f"{relative(path)} imports {package} at once"


def test_the_listed_packages_are_those_on_disk() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tool = project["tool"]["setuptools"]
    folders = [path.parent.relative_to(ROOT).parts for path in FILES if path.name == "__init__.py"]
    assert sorted(tool["packages"]) == [
        ".".join(("loccit", *parts)) for parts in [(), *sorted(folders)]
    ]
    assert {path.parent.relative_to(ROOT).parts for path in FILES} == set(folders)
    assert tool["package-dir"] == {
        "loccit": ".ci/path/loccit",
        **{f"loccit.{name}": name for name in ORDER},
    }
    for name in ORDER:
        assert (ROOT / name / "py.typed").exists()
        assert (ROOT / ".ci/path/loccit" / name).resolve() == ROOT / name


def imported(name: str) -> set[str]:
    """The modules of ours that a module imports, at its top or in a function."""
    parts = MODULES[name].relative_to(ROOT).parts[:-1]
    reached = set()
    for node, module, level, _ in imports(MODULES[name]):
        if level and isinstance(node, ast.ImportFrom):
            base = ".".join([*parts[: len(parts) - level + 1], *filter(None, [module])])
            reached |= {
                inner if (inner := f"{base}.{alias.name}") in MODULES else base
                for alias in node.names
            }
    return reached - {name}


def test_nothing_imports_in_a_circle() -> None:
    """Neither modules nor rooms do; the doors are apart: they import what is asked for."""
    between = {name: imported(name) for name in MODULES if name not in ORDER}
    assert set().union(*between.values()) <= MODULES.keys()
    TopologicalSorter(between).prepare()
    for depth in (2, 3):  # a package's rooms, and the rooms in those
        rooms: dict[str, set[str]] = {}
        for name, others in between.items():
            room_, *reached = (room(module, depth) for module in (name, *others))
            rooms.setdefault(room_, set()).update(set(reached) - {room_})
        TopologicalSorter(rooms).prepare()


def room(module: str, depth: int) -> str:
    """What holds a module on opening folders to this depth: a room, or the module itself."""
    return ".".join((*MODULES[module].relative_to(ROOT).parts[:-1], module)[:depth])


def test_a_folder_is_taken_in_at_a_glance() -> None:
    doors = {"__init__.py", "__init__.pyi", "py.typed", "__pycache__"}
    rooms = [ROOT / name for name in (*ORDER, "tests", "benchmarks")]
    folders = {path.parent for room in rooms for path in room.rglob("*.py")}
    assert {ROOT / "tests/attacks/words", ROOT / "benchmarks/fit"} <= folders
    for folder in {*rooms, *folders}:
        entries = {path.name for path in folder.iterdir()} - doors
        assert len(entries) <= 16, f"{relative(folder)} holds {sorted(entries)}"


def test_a_room_says_in_a_line_what_it_is_for() -> None:
    for path in FILES:
        is_alone = len(list(path.parent.glob("*.py"))) == 1  # then it is the room's one module
        if path.name == "__init__.py" and path.parent.parent != ROOT and not is_alone:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            assert len(tree.body) == 1, f"{relative(path)} holds more than that"
            assert "\n" not in (ast.get_docstring(tree) or "\n"), relative(path)


def test_files_and_functions_stay_small() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 300, relative(path)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                doc = ast.get_docstring(node)
                spoken = len(doc.splitlines()) + 2 if doc else 0
                lines = (node.end_lineno or 0) - node.lineno + 1 - spoken
                assert lines <= 40, f"{relative(path)}: {node.name} has {lines} lines"


@pytest.mark.parametrize("room", [*ORDER, "benchmarks", "tests"])
def test_names_say_what_they_hold(room: str) -> None:
    """At most one name in a hundred may be vague."""
    vague, total = [], 0
    for path in sorted((ROOT / room).rglob("*.py")):
        names, count = vague_bindings(path)
        vague += [f"{relative(path)}:{line}: {name}" for name, line in names]
        total += count
    assert len(vague) * 100 <= total, "\n".join(vague)


@pytest.mark.parametrize("arguments", ["", "'--no-model', "])
def test_a_question_loads_no_langchain_torch_or_gradio(
    corpus_index: Index, tmp_path: Path, arguments: str
) -> None:
    # A model that is configured and not asked is not loaded.
    table = '[models.gpt]\nmodel = "openai:gpt-5-mini"\n' if arguments else ""
    (tmp_path / "loccit.toml").write_text(table)
    program = (
        "import sys\n"
        "from loccit.ui.cli import main\n"
        f"folder = {str(corpus_index.folder)!r}\n"
        f"code = main.run(['ask', 'What does Iran fear?', {arguments}'--index', folder])\n"
        "assert code == 0, code\n"
        "assert 'loccit.rag.prose.answering.answer' not in sys.modules\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / ".ci/path")},
    )
    loaded = set(shown.stdout.splitlines()[-1].split())
    heavy = {
        "langsmith",
        "langchain_core",
        "langchain",
        "torch",
        "transformers",
        "sentence_transformers",
    }
    others = {"gradio", "tiktoken", "trafilatura", "onnx", "pandas", "scipy", "sklearn"}
    assert not loaded & (heavy | others)
    assert {"faiss", "tantivy", "onnxruntime", "tokenizers"} <= loaded


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("not a git checkout")
    home = "/".join(["", "work", ""]), "/".join(["", "root", ""]), "pypi" + ".org/simple"
    for name in filter(None, tracked.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and not path.is_symlink():
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert not [place for place in home if place in text], name
