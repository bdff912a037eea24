"""Signals that ask a whole group of processes to end are no fault of the document being parsed."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest
from loccit.index import DocumentError
from loccit.index.errors import Stopped
from loccit.index.formats.parsed import Blob
from loccit.index.sources.isolation import Parser

PAGE = Blob("mill.html", Path("mill.html"), b"<p>The mill of Aldham grinds rye.</p>")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_parser_is_ended_by_its_owner_alone(number: signal.Signals) -> None:
    with Parser() as parser:
        parser.parse(PAGE)
        process = parser._process
        assert process
        assert os.getpgid(process.pid) != os.getpgid(0)
        os.kill(process.pid, number)
        source, _ = parser.parse(PAGE)
        assert "Aldham" in source.text
        assert parser._process is process


def test_a_parser_that_is_stopped_parses_nothing_more() -> None:
    with Parser() as parser:
        parser.parse(PAGE)
        assert parser._process
        os.kill(parser._process.pid, signal.SIGSTOP)  # as one that takes long
        stopping = threading.Timer(0.3, parser.stop)
        stopping.start()
        with pytest.raises(DocumentError, match="crashed its parser"):
            parser.parse(PAGE)
        with pytest.raises(Stopped):
            parser.parse(PAGE)
        stopping.join()
