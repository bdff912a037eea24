"""A generation that a build replaced is let go: its memory and its files, with its last use."""

from __future__ import annotations

import gc
import os
import weakref
from pathlib import Path

import pytest
from fakes import FakeEncoder
from loccit.index import Filter, build_index
from loccit.rag import ChatInput, answer_question
from visits.servers import service_over

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="there is no /proc")


def test_generations_that_were_replaced_leave_no_open_file(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "ships.txt").write_text("The ships wait in the harbour of Larak until nine o'clock.")
    (docs / "again.txt").write_text("The ships wait in the harbour of Larak until nine o'clock.")
    service = service_over(tmp_path / "index", docs)
    asked = ChatInput("Where do the ships wait?", filters={"in": "*.txt"})
    gone, open_files = [], []
    gc.disable()
    try:
        for number in range(4):
            answer_question(service.index, asked, service.config)
            service.index.search("ships", within=Filter(within="*.txt"))
            gone.append(weakref.ref(service.index))
            open_files.append(len(os.listdir("/proc/self/fd")))
            (docs / f"more-{number}.txt").write_text(f"Boat {number} leaves the harbour of Larak.")
            build_index([], service.folder, encoder=FakeEncoder())
        assert service.index
        assert [reference() for reference in gone] == [None] * 4
        assert len(set(open_files)) == 1
    finally:
        gc.enable()
