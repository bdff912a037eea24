"""``loccit serve``: documents that are added and removed while others are, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes import FakeEncoder
from loccit.index import Index, build_index
from loccit.index.generations.debris import find_debris
from loccit.ui.guard.accounts import set_account
from visits.gated import PATIENCE, STAGES, Gates, loccit, until
from visits.visitors import Doing, Visitor

SIGNALS = [signal.SIGTERM, signal.SIGINT]
QUICK = {"embedding", "switching"}
"""Stages that every run tries; the others are a campaign's."""
SOME_STAGES = [
    stage if stage in QUICK else pytest.param(stage, marks=pytest.mark.campaign) for stage in STAGES
]
UPLOADS = Path(".loccit/uploads")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a corpus of two documents, its index, and gates that are open."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "ferry.txt").write_text("The ferry sank in March.")
    (corpus / "mill.html").write_text("<p>The mill of Aldham grinds rye.</p>")
    build_index([corpus], tmp_path / ".loccit", encoder=FakeEncoder())
    return tmp_path


@contextmanager
def serving(home: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str, Gates]]:
    gates = Gates(home / "gates")
    with loccit(home, "serve", "--port", "0", *options) as process:
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("Serving on "), process.communicate()
        yield process, line.split()[-1], gates


def held(home: Path) -> list[str]:
    """Names of what the index holds."""
    index = Index.open(home / ".loccit", FakeEncoder())
    try:
        return index.names
    finally:
        index.close()


def agrees(home: Path) -> bool:
    """Whether the index holds the corpus and the uploads, and nothing waits."""
    places = [home / "corpus", home / UPLOADS]
    files = sorted(path.name for place in places if place.is_dir() for path in place.iterdir())
    arriving = home / ".loccit/kept/arriving"
    return held(home) == files and not (arriving.is_dir() and list(arriving.iterdir()))


def check_tidy(home: Path) -> None:
    """Nothing is left of what was interrupted: no generation, no half copy, no folder."""
    assert find_debris(home / ".loccit") == []
    assert not [path.name for path in (home / "temporary").iterdir()]
    assert not [path for path in (home / ".loccit/kept").rglob("*") if path.suffix == ".part"]


def test_a_document_removed_while_another_is_added_is_gone(home: Path) -> None:
    with serving(home) as (_, address, gates):
        first, second = Visitor(address), Visitor(address)
        assert first.add(boat="The boat is made of zinc.")[-1] == "The index is up to date."
        gates.close("embedding")
        adding = Doing(first.add, lamp="The lamp of Larak is blue.")
        gates.wait_for("embedding")
        removing = Doing(second.remove, "boat.txt")
        until(lambda: not (home / UPLOADS / "boat.txt").exists(), "the removal")
        gates.open("embedding")
        assert adding.end()[-1] == removing.end()[-1] == "The index is up to date."
        assert second.documents() == ["ferry.txt", "lamp.txt", "mill.html"]
        answer = second.ask("What is the boat made of?")
        assert "boat.txt" not in {hit["document"] for hit in answer["hits"] + answer["citations"]}
    assert agrees(home)


def test_no_addition_is_lost_while_another_is_made(home: Path) -> None:
    with serving(home) as (_, address, gates):
        visitors = [Visitor(address) for _ in range(3)]
        gates.close("parsing")
        adding = [Doing(visitors[0].add, one="The first is of tin.")]
        gates.wait_for("parsing")
        adding += [
            Doing(visitors[1].add, two="The second is of lead."),
            Doing(visitors[2].add, three="The third is of zinc.", one="Another first."),
        ]
        refused = adding[2].end()
        assert "already" in refused[-1]
        gates.open("parsing")
        assert {adding[0].end()[-1], adding[1].end()[-1]} == {"The index is up to date."}
        assert visitors[2].look() == ["one.txt", "two.txt"]
    assert agrees(home)


def test_a_visitor_who_leaves_does_not_take_the_change_along(home: Path) -> None:
    with serving(home) as (_, address, gates):
        gates.close("embedding")
        leaving = Visitor(address)
        Doing(leaving.add, lamp="The lamp of Larak is blue.")
        gates.wait_for("embedding")
        leaving.leave()
        gates.open("embedding")
        until(lambda: "lamp.txt" in held(home), "the addition")
        until(lambda: agrees(home), "agreement")


def test_an_account_removes_its_own_documents_alone(home: Path) -> None:
    for name in ("ann", "eve"):
        set_account(home / "accounts", name, "correct horse")
    with serving(home, "--auth", "accounts") as (_, address, _):
        ann, eve = (Visitor(address, name, "correct horse") for name in ("ann", "eve"))
        assert ann.add(boat="The boat is made of zinc.")[-1] == "The index is up to date."
        assert (ann.look(), eve.look()) == (["boat.txt"], [])
        assert "up to date" not in json.dumps(eve.ask_to_remove("boat.txt"))
        assert (home / UPLOADS / "boat.txt").exists()
        assert ann.remove("boat.txt")[-1] == "The index is up to date."
    assert agrees(home)


@pytest.mark.parametrize("stage", SOME_STAGES)
def test_a_server_ends_cleanly_at_each_stage_of_an_addition(home: Path, stage: str) -> None:
    ending = SIGNALS[STAGES.index(stage) % 2]
    with serving(home) as (process, address, gates):
        gates.close(stage)
        Doing(Visitor(address).add, lamp="The lamp of Larak is blue.")
        gates.wait_for(stage)
        process.send_signal(ending)
        time.sleep(0.5)
        process.send_signal(ending)
        gates.open(stage)
        _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
    check_tidy(home)
    assert "Traceback" not in err
    with serving(home) as (process, _, _):
        until(lambda: "lamp.txt" in held(home) and agrees(home), "agreement")


def test_a_server_ends_though_a_build_does_not(home: Path) -> None:
    with serving(home) as (process, address, gates):
        gates.close("writing")
        Doing(Visitor(address).add, lamp="The lamp of Larak is blue.")
        gates.wait_for("writing")
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, "the next start" in err) == (0, True), err
    check_tidy(home)
    assert held(home) == ["ferry.txt", "mill.html"]


@pytest.mark.campaign
def test_a_server_that_waits_for_another_writer_ends(home: Path) -> None:
    gates = Gates(home / "gates")
    with serving(home) as (process, address, _), loccit(home, "index") as writer:
        gates.close("finding")
        gates.wait_for("finding")
        adding = Doing(Visitor(address).add, lamp="The lamp of Larak is blue.")
        until(lambda: (home / ".loccit/kept/uploads.json").exists(), "the acceptance")
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
        gates.open("finding")
        assert writer.wait(PATIENCE) == 0
        del adding
    with serving(home):
        until(lambda: "lamp.txt" in held(home) and agrees(home), "agreement")


@pytest.mark.parametrize("ending", SIGNALS)
@pytest.mark.parametrize("stage", SOME_STAGES)
def test_an_interrupted_index_command_leaves_nothing(
    home: Path, stage: str, ending: signal.Signals
) -> None:
    gates = Gates(home / "gates")
    is_first = ending == signal.SIGTERM
    if is_first:
        shutil.rmtree(home / ".loccit")
    (home / "corpus/new.html").write_text("<p>The quay is of slate.</p>")
    gates.close(stage)
    with loccit(home, "index", "corpus") as process:
        gates.wait_for(stage)
        process.send_signal(ending)
        process.send_signal(ending)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + ending, err
    assert "Traceback" not in err
    assert not list((home / "temporary").iterdir())
    if is_first and stage != "switched":
        assert not (home / ".loccit").exists()
    else:
        assert find_debris(home / ".loccit") == []
        assert os.listdir(home / ".loccit/generations")
