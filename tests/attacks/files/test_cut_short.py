"""The files of an open index are cut short in place, as ``rsync --inplace`` may: nothing dies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from corpora import QUESTIONS, said_by, write_states
from fakes import FakeEncoder
from loccit.index import Index, build_index
from loccit.index.encoders.base import unit
from loccit.index.generations.current import current_generation
from loccit.index.stores.faiss_store import FaissStore, graph_path, write

PROGRAM = """
import os, sys
sys.path[:] = {path!r}
from pathlib import Path
from corpora import QUESTIONS
from fakes import FakeEncoder
from loccit.index import Index, IndexDamaged
from loccit.rag import answer_question

def ask_all(names):
    index = Index.open({folder!r}, FakeEncoder())
    for name in names:
        os.truncate(name, {share} * os.path.getsize(name) // 100)
    asked = [
        *(lambda text=text: answer_question(index, text) for text in QUESTIONS),
        *(lambda text=text: index.search(text, 20) for text in QUESTIONS),
        lambda: index.listing(),
        lambda: [index.document(name) for name in index.names],
        lambda: index.chunk_vectors(list(range(index.manifest.counts["chunks"]))),
        lambda: [index.sentence_vectors(id_) for id_ in range(index.manifest.counts["chunks"])],
        lambda: [index.variants(stem) for stem in index.stems(["ferries", "harb"])],
    ]
    for number, ask in enumerate(asked):
        try:
            ask()
        except IndexDamaged:
            pass
        print(number, flush=True)

whole = {{name: Path(name).read_bytes() for names in {cases!r} for name in names}}
for names in {cases!r}:
    print("cut", names, flush=True)
    if not (child := os.fork()):
        ask_all(names)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    for name, content in whole.items():
        Path(name).write_bytes(content)
    if status:
        sys.exit(f"ended with {{os.waitstatus_to_exitcode(status)}}")
"""
"""For each list of files, in a process of its own: opens the index, cuts the files short, and asks
whatever can be asked. They are forked from one, which imports the libraries once."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("cut")
    build_index([write_states(home)["a"]], home / "index", encoder=FakeEncoder())
    return home / "index"


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the system shows no mappings")
def test_nothing_of_an_open_index_is_mapped(folder: Path) -> None:
    index = Index.open(folder, FakeEncoder())
    assert said_by(index)["hits"]
    mapped = Path("/proc/self/maps").read_text().splitlines()
    assert [line for line in mapped if str(folder.resolve()) in line] == []


@pytest.mark.parametrize("share", [0, 50])
def test_files_cut_short_end_in_an_answer_or_in_an_error(folder: Path, share: int) -> None:
    """Each file alone, and all of them."""
    whole = files_of(folder)
    mapped = [name for name in whole if current_generation(folder) in Path(name).parents]
    cases = [mapped, *([name] for name in mapped)]
    program = PROGRAM.format(path=sys.path, folder=str(folder), cases=cases, share=share)
    try:
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    finally:
        for name, content in whole.items():
            Path(name).write_bytes(content)
    assert done.returncode == 0, f"{done.stdout[-500:]}\n{done.stderr[-2000:]}"
    assert len(done.stdout.splitlines()) == len(cases) * (2 * len(QUESTIONS) + 6)


def test_a_search_needs_no_file_once_it_is_open(tmp_path: Path) -> None:
    vectors = unit(np.random.default_rng(0).normal(size=(500, 16)).astype(np.float32))
    write(tmp_path / "x", vectors, flat_limit=10)
    index = FaissStore(tmp_path / "x")
    before = index.search(vectors[3], 20)
    for path in (tmp_path / "x", graph_path(tmp_path / "x")):
        path.write_bytes(b"")
    assert index.search(vectors[3], 20) == before
    assert np.array_equal(index.vectors([3, 4]), vectors[3:5])
