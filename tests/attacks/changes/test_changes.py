"""The queue of changes: whatever happens meanwhile, what was asked for is true in the end."""

from __future__ import annotations

import json
import multiprocessing
import random
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Write
from fakes import FakeEncoder
from loccit.index import BuildReport, Index, LoccitError, UsageError, build_index
from loccit.index.generations.debris import find_debris
from loccit.index.generations.generation import Progress, writing
from loccit.index.sources.agreement import uploads_agree
from loccit.index.sources.isolation import Parser
from loccit.ui import changes as changes_module
from loccit.ui.changes import Changes
from loccit.ui.steps import Change, Step
from visits.gated import PATIENCE, STAGES, GatedEncoder, Gates, patch, until

SHARED = [stage for stage in STAGES if stage not in ("reading", "parsing")]
"""Stages whose failure is not that of one document, which is skipped."""


class Poisoned(GatedEncoder):
    """Fails on whatever says ``poison``."""

    def encode_passages(self, passages: Any) -> Iterator[Any]:
        for passage in passages:
            if "poison" in passage.text:
                raise ValueError("poisoned")
        yield from super().encode_passages(passages)


class House:
    """An index of one document, its changes, and the gates of their builds."""

    def __init__(self, home: Path, setting: Callable[[Any, str, Any], None]) -> None:
        self.home, self.folder = home, home / "index"
        self.gates = Gates(home / "gates")
        patch(self.gates, setting)
        (home / "docs").mkdir(exist_ok=True)
        (home / "docs/ferry.txt").write_text("The ferry sank in March.")
        build_index([home / "docs"], self.folder, encoder=FakeEncoder())
        self.changes = self.start()

    def start(self) -> Changes:
        """The changes of a server that begins."""
        self.changes = Changes(self.folder, self._build)
        self.changes.start()
        return self.changes

    def _build(self, progress: Progress, parser: Parser) -> BuildReport:
        encoder = Poisoned(self.gates)
        return build_index([], self.folder, encoder=encoder, parser=parser, progress=progress)

    def add(self, *names: str, text: str = "", owner: str | None = None) -> Change:
        """Add files of these names; each has a text of its own."""
        sent = self.home / "sent"
        sent.mkdir(exist_ok=True)
        for name in names:
            (sent / name).write_text(text or f"The harbour of {name} is of slate.")
        return self.changes.add([sent / name for name in names], owner)

    def held(self) -> list[str]:
        """Names of the documents in the index, but for the first one."""
        index = Index.open(self.folder, FakeEncoder())
        try:
            return [name for name in index.names if name != "ferry.txt"]
        finally:
            index.close()

    def check(self, *names: str) -> None:
        """These files and no others are uploaded, indexed and listed, and nothing is left."""
        until(lambda: not self.changes.is_pending, "the end of all changes")
        wanted = sorted(names)
        until(lambda: self.held() == wanted and uploads_agree(self.folder), f"{wanted} indexed")
        until(lambda: find_debris(self.folder) == [], "a tidy folder")
        self.changes.end()
        assert self.changes.join(PATIENCE)
        assert self.changes.listed(None) == wanted
        assert sorted(path.name for path in (self.folder / "uploads").iterdir()) == wanted
        assert not list((self.folder / "kept/arriving").iterdir())
        assert sorted(json.loads((self.folder / "kept/uploads.json").read_text())) == wanted


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(changes_module, "RETRY_SECONDS", 0.2)
    house = House(tmp_path, monkeypatch.setattr)
    yield house
    for stage in STAGES:
        house.gates.open(stage)
    house.changes.end()
    assert house.changes.join(PATIENCE)


def last(change: Change) -> Step:
    return list(change.steps())[-1]


def done(*changes: Change) -> None:
    for change in changes:
        step = last(change)
        assert (step.error, step.refused) == ("", ())


# One change while another is made.


@pytest.mark.parametrize("stage", STAGES)
def test_a_removal_during_an_addition(house: House, stage: str) -> None:
    done(house.add("boat.txt"))
    house.gates.close(stage)
    adding = house.add("lamp.txt")
    house.gates.wait_for(stage)
    removing = house.changes.remove("boat.txt", None)
    house.gates.open(stage)
    done(adding, removing)
    house.check("lamp.txt")


@pytest.mark.parametrize("stage", STAGES)
def test_an_addition_during_a_removal(house: House, stage: str) -> None:
    done(house.add("boat.txt", "buoy.txt"))
    (house.home / "docs/ferry.txt").write_text("The ferry was raised.")  # has something to embed
    house.gates.close(stage)
    removing = house.changes.remove("boat.txt", None)
    house.gates.wait_for(stage)
    adding = house.add("lamp.txt")
    house.gates.open(stage)
    done(adding, removing)
    house.check("buoy.txt", "lamp.txt")


@pytest.mark.parametrize("stage", STAGES)
def test_a_document_removed_while_it_is_added_itself(house: House, stage: str) -> None:
    house.gates.close(stage)
    adding = house.add("boat.txt")
    house.gates.wait_for(stage)
    removing = house.changes.remove("boat.txt", None)
    house.gates.open(stage)
    done(adding, removing)
    house.check()


@pytest.mark.parametrize("stage", STAGES)
def test_a_document_removed_and_added_anew_while_it_is_added(house: House, stage: str) -> None:
    house.gates.close(stage)
    changes = [house.add("boat.txt", text="The boat is of zinc.")]
    house.gates.wait_for(stage)
    with pytest.raises(UsageError, match=r"boat\.txt already"):
        house.add("boat.txt")
    changes.append(house.changes.remove("boat.txt", None))
    changes.append(house.add("boat.txt", text="The boat is of oak."))
    house.gates.open(stage)
    done(*changes)
    house.check("boat.txt")
    assert "oak" in Index.open(house.folder, FakeEncoder()).document("boat.txt").text


def test_whatever_many_visitors_do_at_once(house: House) -> None:
    kept: list[str] = []

    def visit(number: int) -> None:
        rng, mine = random.Random(number), set[str]()
        for turn in range(8):
            if mine and rng.random() < 0.4:
                name = mine.pop()
                change = house.changes.remove(name, None)
            else:
                name = f"{number}-{turn}.txt"
                mine.add(name)
                change = house.add(name)
            if rng.random() < 0.3:
                done(change)
        kept.extend(mine)

    visitors = [threading.Thread(target=visit, args=(number,)) for number in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(PATIENCE)
    house.check(*kept)


# What fails.


@pytest.mark.parametrize("error", ["OSError", "MemoryError", "RuntimeError"])
@pytest.mark.parametrize("stage", SHARED)
def test_an_addition_that_fails_is_put_away_and_costs_nobody_else(
    house: House, stage: str, error: str
) -> None:
    house.gates.close(stage, error)
    assert "made to fail" in last(house.add("boat.txt")).error
    done(house.add("lamp.txt"))
    house.check("lamp.txt")


@pytest.mark.parametrize("error", ["OSError", "MemoryError", "RuntimeError"])
@pytest.mark.parametrize("stage", [stage for stage in SHARED if stage != "embedding"])
def test_a_removal_that_fails_is_made_later(house: House, stage: str, error: str) -> None:
    done(house.add("boat.txt"))
    house.gates.close(stage, error)
    assert "will be retried" in last(house.changes.remove("boat.txt", None)).error
    house.check()


def test_a_document_that_breaks_a_build_costs_those_beside_it_nothing(house: House) -> None:
    house.gates.close("embedding")
    changes = [house.add("first.txt")]
    house.gates.wait_for("embedding")
    changes.append(house.add("boat.txt"))
    bad = house.add("bad.txt", text="This is poison.")
    changes.append(house.add("lamp.txt"))
    changes.append(house.changes.remove("first.txt", None))
    house.gates.open("embedding")
    done(*changes)
    assert "ValueError: poisoned" in last(bad).error
    house.check("boat.txt", "lamp.txt")


def test_a_file_that_cannot_be_read_is_put_away_under_its_own_name_alone(house: House) -> None:
    (house.home / "docs/sub").mkdir()
    (house.home / "docs/sub/plan.txt").write_bytes(b"")
    step = last(house.add("plan.pdf", "scan.html", text="%PDF-1.7 broken"))
    assert [file.name for file in step.refused] == ["plan.pdf", "scan.html"]
    done(house.add("plan.txt", text="This plan can be read."))
    house.check("plan.txt")


def test_files_are_taken_all_or_none(house: House) -> None:
    done(house.add("boat.txt"))
    with pytest.raises(UsageError, match="already"):
        house.add("lamp.txt", "boat.txt")
    house.check("boat.txt")


# Another process that writes.


def test_changes_wait_for_another_writer(house: House) -> None:
    with writing(house.folder):
        adding = house.add("boat.txt")
        until(lambda: "another process" in adding.step.stage, "a word on who writes")
        removing = house.changes.remove("boat.txt", None)
        kept = house.add("lamp.txt")
    done(adding, removing, kept)
    house.check("lamp.txt")


def test_a_writer_that_stays_long_loses_no_change(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes_module, "BUSY_SECONDS", 0.0)
    done(house.add("buoy.txt"))
    with writing(house.folder):
        assert "another process" in last(house.add("boat.txt")).error
        assert "another process" in last(house.changes.remove("buoy.txt", None)).error
    house.check("boat.txt")


# Ends and kills.


@pytest.mark.parametrize("stage", STAGES)
def test_an_end_during_a_change_is_made_good_by_the_next_start(house: House, stage: str) -> None:
    done(house.add("boat.txt", "buoy.txt"))
    house.gates.close(stage)
    changes = [house.add("lamp.txt")]
    house.gates.wait_for(stage)
    changes += [house.changes.remove("boat.txt", None), house.add("later.txt")]
    house.changes.end()
    house.gates.open(stage)
    assert house.changes.join(PATIENCE)
    assert all(last(change) for change in changes)
    assert find_debris(house.folder) == []
    house.start()
    house.check("buoy.txt", "lamp.txt", "later.txt")


def killed_while_changing(home: Path, stage: str) -> None:
    """In a process of its own: add and remove, wait at a stage, and be killed there."""
    house = House(home, setattr)
    done(house.add("boat.txt", "buoy.txt"))
    house.gates.close(stage)
    house.add("lamp.txt")
    house.gates.wait_for(stage)
    house.changes.remove("boat.txt", None)
    house.add("later.txt")
    (home / "accepted").touch()
    threading.Event().wait()


@pytest.mark.parametrize("stage", STAGES)
def test_a_kill_during_a_change_is_made_good_by_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["test_changes"])
    child = context.Process(target=killed_while_changing, args=(tmp_path, stage))
    child.start()
    until((tmp_path / "accepted").exists, "the stage")
    (tmp_path / "index/kept/arriving/.half").touch()
    child.kill()
    child.join()
    house = House.__new__(House)
    house.home, house.folder, house.gates = tmp_path, tmp_path / "index", Gates(tmp_path / "gates")
    house.gates.open(stage)
    house.start()
    house.check("buoy.txt", "lamp.txt", "later.txt")


def test_a_start_without_changes_builds_nothing(house: House) -> None:
    done(house.add("boat.txt"))
    house.changes.end()
    assert house.changes.join(PATIENCE)
    (house.home / "docs/new.txt").write_text("Nobody asked for this to be indexed yet.")
    house.gates.close("finding")
    house.start()
    house.changes.end()
    assert house.changes.join(PATIENCE)
    assert not (house.gates.folder / "finding.reached").exists()


# Whose an upload is, and how much of it there may be.


def test_an_account_sees_and_removes_its_own_uploads_alone(house: House) -> None:
    done(house.add("old.txt"), house.add("ann.txt", owner="ann"), house.add("eve.txt", owner="eve"))
    assert house.changes.listed("ann") == ["ann.txt"]
    for name in ("eve.txt", "old.txt", "ferry.txt", "../docs/ferry.txt", "", "."):
        with pytest.raises(UsageError, match="that you can remove"):
            house.changes.remove(name, "ann")
    assert stat.S_IMODE((house.folder / "kept/uploads.json").stat().st_mode) == 0o600
    done(house.changes.remove("ann.txt", "ann"))
    done(house.add("ann.txt", owner="eve"))
    with pytest.raises(UsageError, match="that you can remove"):
        house.changes.remove("ann.txt", "ann")
    done(house.changes.remove("old.txt", None))
    house.check("ann.txt", "eve.txt")


@pytest.mark.parametrize("record", ["", "[]", "{", '{"ann.txt": 5}', "\udcff"])
def test_a_damaged_record_gives_nobody_rights(house: House, record: str) -> None:
    done(house.add("ann.txt", owner="ann"))
    place = house.folder / "kept/uploads.json"
    place.write_bytes(record.encode("utf-8", "surrogateescape"))
    for owner in ("ann", "eve"):
        with pytest.raises(UsageError, match="that you can remove"):
            house.changes.remove("ann.txt", owner)
    done(house.changes.remove("ann.txt", None))


def test_what_cannot_be_kept_is_refused_and_leaves_nothing(house: House, write: Write) -> None:
    (house.folder / "kept").mkdir(exist_ok=True)
    write("index/kept/arriving", "in the way")
    with pytest.raises(LoccitError, match="cannot be stored"):
        house.add("boat.txt")
    assert house.changes.listed(None) == []


def test_room_can_be_made_though_nothing_can_be_written(house: House) -> None:
    done(house.add("boat.txt", "lamp.txt"))
    (house.folder / "kept/.uploads.json.new").mkdir()
    done(house.changes.remove("boat.txt", None))
    with pytest.raises(LoccitError, match="cannot be stored"):
        house.add("quay.txt")
    (house.folder / "kept/.uploads.json.new").rmdir()
    done(house.changes.remove("lamp.txt", None))
    assert house.held() == house.changes.listed(None) == []


def test_a_file_that_went_before_it_was_taken_costs_no_other_of_its_name(house: House) -> None:
    with writing(house.folder):
        waiting = house.add("boat.txt")
        (house.home / "sent/boat.txt").unlink()
        with pytest.raises(LoccitError, match=r"boat\.txt cannot be stored"):
            house.changes.add([house.home / "sent/boat.txt"], None)
    done(waiting)
    house.check("boat.txt")


def test_the_last_document_of_all_can_be_removed(house: House) -> None:
    done(house.add("boat.txt"))
    (house.home / "docs/ferry.txt").unlink()
    done(house.changes.remove("boat.txt", None))
    index = Index.open(house.folder, FakeEncoder())
    assert (index.names, index.search("boat")) == ([], [])
    index.close()
    done(house.add("lamp.txt"))
    house.check("lamp.txt")
