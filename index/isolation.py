"""Parse and draw documents in a process of their own: none can crash or stall the one that asks.

The parsers of PDF, HTML, Markdown and the like are large, partly native, and meet whatever people
have. The process is started for the first document that needs it, and again after one ended it.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import struct
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Self

from . import limits
from .errors import DocumentError, Stopped, is_panic, unforeseen
from .load import attachments, is_plain, parse
from .types import Blob, Block, BlockKind, Metadata, Parsed, Run, Skipped, Source

_PARSE, _ATTACHMENTS, _PICTURE = b"parse", b"attachments", b"picture"
_LENGTH = struct.Struct(">Q")
_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {} import serve; serve()"


class Parser:
    """Parses documents one after the other, those that may do harm in a process of its own."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def parse(self, blob: Blob) -> tuple[Source, Parsed]:
        """The text of a document and its blocks.

        Raises:
            DocumentError: if it cannot be parsed, or not within the limits of time and memory.
        """
        few = len(blob.data) <= limits.PLAIN_BYTES
        if (few and is_plain(blob)) or not sys.executable:
            return parse(blob)
        answer = self._ask(_PARSE, blob)
        return _source(blob, answer), _parsed(answer)

    def attachments(self, blob: Blob) -> list[Blob | Skipped]:
        """The files attached to a mail.

        Raises:
            DocumentError: as ``parse``.
        """
        if not sys.executable:
            return attachments(blob)
        return [
            Skipped(name, why) if data is None else Blob(name, blob.path, b64decode(data))
            for name, why, data in self._ask(_ATTACHMENTS, blob)["attached"]
        ]

    def picture(self, data: bytes, number: int) -> bytes:
        """A page of a PDF as a PNG, some 1,240 pixels wide.

        Args:
            data: the PDF.
            number: the page's, from 1.

        Raises:
            DocumentError: as ``parse``, and if there is no such page.
        """
        blob = Blob(str(number), Path(), data)
        answer = self._ask(_PICTURE, blob) if sys.executable else _draw(blob)
        return b64decode(answer["picture"])

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def stop(self) -> None:
        """From another thread: end the process; whoever parses next gets ``Stopped``."""
        self._is_stopped = True
        if process := self._process:
            process.kill()

    def _ask(self, wish: bytes, blob: Blob) -> dict[str, Any]:
        process = self._started()
        assert process.stdin
        assert process.stdout
        seconds = limits.PARSE_SECONDS + limits.PARSE_SECONDS_PER_MEGABYTE * len(blob.data) / 1e6
        deadline = time.monotonic() + seconds
        try:
            _write(process.stdin, wish)
            _write(process.stdin, blob.name.encode("utf-8", "surrogatepass"))
            _write(process.stdin, blob.data)
            answer = json.loads(_receive(process.stdout, deadline))
        except TimeoutError as error:
            self.close()
            raise DocumentError(f"took more than {seconds:,.0f} seconds to parse") from error
        except (BrokenPipeError, EOFError) as error:
            raise DocumentError(self._end()) from error
        if answer.get("last"):
            self.close()
        if "error" in answer:
            raise DocumentError(answer["error"])
        return dict(answer)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._is_stopped:
            raise Stopped
        if self._process is None:
            module = f"{__package__}.{Path(__file__).stem}"
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM.format(module), json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                process_group=0,
            )
        return self._process

    def _end(self) -> str:
        """Why the process ended, told of the document that it read."""
        process = self._process
        code = process.wait() if process else 0
        self.close()
        if code < 0:
            return f"ended its parser ({signal.Signals(-code).name}); it is damaged, or too complex"
        return f"ended its parser (exit code {code}); it is damaged, or too complex"


def serve() -> None:
    """Answer on standard output what is asked on standard input, until that ends."""
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    # Ctrl-C and supervisors ask all processes at once to end: who asked for the parsing decides, or
    # the document that is being parsed would be taken for one that cannot be read.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _limit()
    while True:
        try:
            wish = _read(asked)
            name = _read(asked).decode("utf-8", "surrogatepass")
            data = _read(asked)
        except EOFError:
            return
        answer = _answer(_WISHES[wish], Blob(name, Path(name), data))
        _write(answers, json.dumps(answer).encode())


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.PARSE_MEMORY, limits.PARSE_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(do: Callable[[Blob], dict[str, Any]], blob: Blob) -> dict[str, Any]:
    """What ``do`` gave, as JSON values; ``last`` where the process should not go on after it."""
    try:
        return do(blob)
    except DocumentError as error:
        return {"error": str(error)}
    except MemoryError:
        most = limits.PARSE_MEMORY / 1e9
        return {"error": f"needs more than {most:,.0f} GB of memory to parse", "last": True}
    except RecursionError:
        return {"error": "is nested too deep to be read"}
    except BaseException as error:
        if not isinstance(error, Exception) and not is_panic(error):
            raise
        return {"error": unforeseen(error), "last": True}


def _parse(blob: Blob) -> dict[str, Any]:
    source, parsed = parse(blob)
    return {
        "format": source.format,
        "digest": source.digest,
        "text": source.text,
        "pages": source.pages,
        "metadata": asdict(parsed.metadata),
        "blocks": [(block.kind, block.region, block.runs) for block in parsed.blocks],
    }


def _list(blob: Blob) -> dict[str, Any]:
    return {
        "attached": [
            (one.name, one.why, None)
            if isinstance(one, Skipped)
            else (one.name, "", b64encode(one.data).decode())
            for one in attachments(blob)
        ]
    }


def _draw(blob: Blob) -> dict[str, Any]:
    from .formats.pdf.picture import draw_page

    return {"picture": b64encode(draw_page(blob.data, int(blob.name))).decode()}


_WISHES = {_PARSE: _parse, _ATTACHMENTS: _list, _PICTURE: _draw}


def _source(blob: Blob, answer: dict[str, Any]) -> Source:
    return Source(
        name=blob.name,
        path=blob.path,
        format=answer["format"],
        digest=answer["digest"],
        text=answer["text"],
        pages=tuple(answer["pages"]),
    )


def _parsed(answer: dict[str, Any]) -> Parsed:
    blocks = (
        Block(BlockKind(kind), tuple(Run(*run) for run in runs), region)
        for kind, region, runs in answer["blocks"]
    )
    return Parsed(tuple(blocks), Metadata(**answer["metadata"]))


def _write(stream: IO[bytes], data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes:
    """The next message of a stream; ``EOFError`` where it ends before or within one."""
    head = stream.read(_LENGTH.size)
    size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else -1
    data = stream.read(size) if size >= 0 else b""
    if len(data) != size:
        raise EOFError
    return data


def _receive(stream: IO[bytes], deadline: float) -> bytes:
    """The next message of a pipe, as ``_read``; ``TimeoutError`` if it is not there in time."""
    data = bytearray()
    wanted = _LENGTH.size
    with selectors.DefaultSelector() as ready:
        ready.register(stream, selectors.EVENT_READ)
        while len(data) < wanted:
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            piece = os.read(stream.fileno(), 1 << 20)
            if not piece:
                raise EOFError
            data += piece
            if wanted == _LENGTH.size and len(data) >= wanted:
                wanted += _LENGTH.unpack(data[: _LENGTH.size])[0]
    return bytes(data[_LENGTH.size :])
