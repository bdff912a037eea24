"""The process that parses: whatever becomes of it, the next document is read all the same."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from loccit.index import DocumentError
from loccit.index.formats import limits
from loccit.index.formats.parsed import Blob, Parsed, Source
from loccit.index.sources.isolation import Parser
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

PAGE = b"<!doctype html><html><body><p>The boats are drawn up on the slip.</p></body></html>"

TROUBLE = {
    "crash": "os.kill(os.getpid(), 11)",
    "leave": "os._exit(7)",
    "eat": "bytearray(10**12)",
    "wait": "time.sleep(3600)",
    "nest": "(lambda f: f(f))(lambda f: f(f))",
    "fail": "{}['no such key']",
    "print": "print('between the answers', flush=True)",
    "write": "os.write(1, bytes(100))",
}
"""What the stand-in of a reader does to a document that holds the word."""

PROGRAM = """
import os, sys, time
sys.path[:] = {path!r}
from loccit.index.sources import isolation
parse = isolation.parse
trouble = {trouble!r}
def tried(blob):
    for word, what in trouble.items():
        if word.encode() in blob.content:
            exec(what)
    return parse(blob)
isolation.parse = tried
isolation.serve(int(sys.argv[2]))
"""


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Parser]:
    """A parser whose process has a reader that does what the document says."""
    program = PROGRAM.format(path=sys.path, trouble=TROUBLE)
    start = subprocess.Popen

    def started(command: list[str], **options: object) -> object:
        return start([command[0], "-c", program, *command[3:]], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", started)
    with Parser() as opened:
        yield opened


def parse(parser: Parser, content: bytes = PAGE, name: str = "a.html") -> tuple[Source, Parsed]:
    return parser.parse(Blob(name, Path(name), content))


def pid(parser: Parser) -> int:
    assert parser._process is not None
    return parser._process.pid


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("crash", r"crashed its parser \(SIGSEGV\)"),
        ("leave", r"crashed its parser \(exit code 7\)"),
        ("eat", "needs more than 4 GB of memory"),
        ("nest", "nested too deeply"),
        ("fail", r"its reader failed: KeyError"),
        ("wait", "took more than 1 seconds"),
    ],
)
def test_a_reader_that_fails_costs_one_document(
    parser: Parser, monkeypatch: pytest.MonkeyPatch, word: str, why: str
) -> None:
    parse(parser)
    before = pid(parser)
    if word == "wait":
        monkeypatch.setattr(limits, "PARSE_SECONDS", 1.0)
    with pytest.raises(DocumentError, match=why):
        parse(parser, PAGE.replace(b"boats", word.encode()))
    monkeypatch.undo()
    if word not in {"nest"}:
        assert is_gone(before)
    assert parse(parser)[1].blocks[0].text == "The boats are drawn up on the slip."


@pytest.mark.parametrize("word", ["print", "write"])
def test_what_a_library_prints_does_not_get_between_the_answers(parser: Parser, word: str) -> None:
    for _ in range(3):
        _, parsed = parse(parser, PAGE.replace(b"boats", word.encode()))
        assert parsed.blocks[0].text == f"The {word} are drawn up on the slip."


def test_a_page_is_drawn_as_it_is_printed() -> None:
    pages = io.BytesIO()
    canvas = Canvas(pages, pagesize=(400, 800))
    for text, offset in (("one", 0), ("two", 200)):
        canvas.drawString(10, 780, text)
        canvas.rect(offset, 0, 200, 400, fill=1)
        canvas.showPage()
    canvas.save()
    with Parser() as parser:
        for number, is_black in ((1, (True, False)), (2, (False, True))):
            shown = Image.open(io.BytesIO(parser.picture(pages.getvalue(), number)))
            assert shown.size == (1240, 2480)
            assert [shown.getpixel((x, 2000)) for x in (310, 930)] == [
                (0, 0, 0) if black else (255, 255, 255) for black in is_black
            ]
        for number in (0, 3):
            with pytest.raises(DocumentError, match=f"has no page {number}; expected"):
                parser.picture(pages.getvalue(), number)
        with pytest.raises(DocumentError, match="truncated, or not a PDF"):
            parser.picture(b"%PDF-1.7 no", 1)


def test_a_page_of_any_size_is_drawn_within_bounds() -> None:
    with Parser() as parser:
        for size in ((14_400, 14_400), (3, 14_400), (14_400, 3), (1, 1)):
            page = io.BytesIO()
            canvas = Canvas(page, pagesize=size)
            canvas.drawString(1, 1, "text")
            canvas.save()
            wide, high = Image.open(io.BytesIO(parser.picture(page.getvalue(), 1))).size
            assert 1 <= wide <= 1240
            assert wide * high <= 6_100_000


def test_one_process_serves_many_documents_and_is_not_left_behind() -> None:
    with Parser() as parser:
        parse(parser)
        first = pid(parser)
        parse(parser, PAGE * 2)
        assert pid(parser) == first
    assert is_gone(first)
    parser.close()


def test_a_process_killed_from_outside_is_started_anew() -> None:
    with Parser() as parser:
        parse(parser)
        os.kill(pid(parser), signal.SIGKILL)
        with pytest.raises(DocumentError, match="SIGKILL"):
            parse(parser)
        assert parse(parser)[0].format == "html"


def test_one_killed_while_it_reads_is_told_of_its_document(parser: Parser) -> None:
    parse(parser)
    killer = threading.Timer(1.0, os.kill, (pid(parser), signal.SIGKILL))
    killer.start()
    with pytest.raises(DocumentError, match="SIGKILL"):
        parse(parser, PAGE.replace(b"boats", b"wait"))
    killer.join()
    parse(parser)


def test_the_answer_is_what_parsing_gives_here() -> None:
    from loccit.index.sources.load import parse as here

    blob = Blob("ü\udce9.md", Path("a"), "# Zoë 🙂\n\nBy Jane Roe\n\n- a\n- b &amp; c\n".encode())
    with Parser() as parser:
        source, parsed = parser.parse(blob)
    expected_source, expected = here(blob)
    assert (source, parsed) == (expected_source, expected)


def test_plain_text_needs_no_process_unless_it_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    with Parser() as parser:
        parse(parser, b"Plain words.", "a.txt")
        assert parser._process is None
        monkeypatch.setattr(limits, "IN_PROCESS_BYTES", 5)
        assert parse(parser, b"Plain words.", "a.txt")[0].text == "Plain words."
        assert parser._process is not None


MAIL = "From: a@example.org\nTo: b@example.org\nDate: Mon, 3 May 2021 10:00:00 +0000\n"


@pytest.mark.parametrize(
    "content",
    [
        PAGE.decode().encode("utf-16"),
        PAGE.decode().encode("utf-32"),
        b" " * 4096 + PAGE,
        b"<!--" + b"x" * 5000 + b"-->" + PAGE,
        f"{MAIL}X-Long: {'x' * 5000}\n\nThe boats are in.".encode(),
        f"{MAIL}\nThe boats are in.".encode("utf-16"),
    ],
    ids=["UTF-16", "UTF-32", "blanks", "comment", "long header", "mail in UTF-16"],
)
@pytest.mark.parametrize("name", ["a.txt", "a"])
def test_what_only_the_whole_shows_is_parsed_in_the_process_too(name: str, content: bytes) -> None:
    with Parser() as parser:
        source, _ = parser.parse(Blob(name, Path(name), content))
        assert source.format in {"html", "mail"}
        assert parser._process is not None


def test_the_process_ends_with_the_one_that_asks() -> None:
    program = (
        f"import sys, os; sys.path[:] = {sys.path!r}\n"
        "from pathlib import Path\n"
        "from loccit.index.sources.isolation import Parser\n"
        "from loccit.index.formats.parsed import Blob\n"
        "parser = Parser()\n"
        f"parser.parse(Blob('a.html', Path('a'), {PAGE!r}))\n"
        "print(parser._process.pid, flush=True)\n"
        "os._exit(0)\n"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    children = int(shown.stdout)
    for _ in range(100):
        if is_gone(children) or Path(f"/proc/{children}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    raise AssertionError("a process is left behind")
