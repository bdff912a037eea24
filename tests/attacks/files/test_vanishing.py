"""What goes while it is measured counts nothing, as when a build tidies up beside a doctor."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

from loccit.index.system.scratch import measured


def test_folders_that_vanish_are_measured_all_the_same(tmp_path: Path) -> None:
    is_over = threading.Event()
    work = tmp_path / "work"

    def churn() -> None:
        while not is_over.is_set():
            for number in range(20):
                place = work / str(number) / "below"
                place.mkdir(parents=True, exist_ok=True)
                (place / "file").write_text("x")
            shutil.rmtree(work)

    churning = threading.Thread(target=churn)
    churning.start()
    try:
        assert all(0 <= measured(work).size < 30_000 for _ in range(1000))
    finally:
        is_over.set()
        churning.join()
    (work / "a/b").mkdir(parents=True)
    (work / "a/b/c").write_text("four")
    assert measured(work).size == 4
