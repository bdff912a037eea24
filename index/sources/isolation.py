"""Parse and draw documents in a separate process: none can crash or stall the one that asks.

The parsers of PDF, HTML, Markdown and the like are large, partly native, and read files of any
origin. The process is started for the first document that needs it, and again after one ended it.
It ends with the process that started it, however that ends, and by limits of its own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict
from io import FileIO
from pathlib import Path
from typing import Any, Self

from ...text.sentences import is_panic
from ..errors import DocumentError, Stopped, unexpected_failure
from ..formats import limits
from ..formats.parsed import Blob, Block, BlockKind, Metadata, Parsed, Run, Skipped, Source
from . import frames
from .lifetime import HAS_LIFELINE, allow_seconds, end_with, limit_memory
from .load import parse, parse_if_safe, unpack

_PARSE, _UNPACK, _PICTURE = b"parse", b"unpack", b"picture"
_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from {} import serve
serve(*map(int, sys.argv[2:]))
"""


class Parser:
    """Parses documents one after another, those that may do harm in a process of its own."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lifeline: FileIO | None = None
        self._is_stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def parse(self, blob: Blob) -> tuple[Source, Parsed]:
        """The text of a document and its blocks.

        Raises:
            DocumentError: if it cannot be parsed within the limits of time and memory.
        """
        if not sys.executable:
            return parse(blob)
        if len(blob.content) <= limits.IN_PROCESS_BYTES and (parsed := parse_if_safe(blob)):
            return parsed
        answer = self._ask(_PARSE, blob)
        return _source(blob, answer), _parsed(answer)

    def unpack(self, blob: Blob) -> list[Blob | Skipped]:
        """The files inside a file, such as the attachments of a mail.

        Raises:
            DocumentError: if it cannot be unpacked within the limits of time and memory.
        """
        if not sys.executable:
            return unpack(blob)
        return [
            Skipped(name, why) if content is None else Blob(name, blob.path, b64decode(content))
            for name, why, content in self._ask(_UNPACK, blob)["members"]
        ]

    def picture(self, pdf: bytes, number: int) -> bytes:
        """A page of a PDF as a PNG, some 1,240 pixels wide.

        Args:
            pdf: the document.
            number: the page's, from 1.

        Raises:
            DocumentError: if there is no such page, or it cannot be drawn within the limits of time
                and memory.
        """
        blob = Blob(str(number), Path(), pdf)
        answer = self._ask(_PICTURE, blob) if sys.executable else _draw(blob)
        return b64decode(answer["picture"])

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()
        if self._lifeline is not None:
            self._lifeline.close()

    def stop(self) -> None:
        """From another thread: end the process; the next call to parse raises ``Stopped``."""
        self._is_stopped = True
        if process := self._process:
            process.kill()

    def _ask(self, task: bytes, blob: Blob) -> dict[str, Any]:
        process = self._started()
        assert process.stdin
        assert process.stdout
        seconds = _seconds_for(task, blob)
        deadline = time.monotonic() + seconds
        try:
            frames.write(process.stdin, task)
            frames.write(process.stdin, blob.name.encode("utf-8", "surrogatepass"))
            frames.write(process.stdin, blob.content)
            if HAS_LIFELINE:
                answer = json.loads(frames.receive(process.stdout, deadline))
            else:
                received = frames.receive_or_end(process.stdout, deadline, process.kill)
                answer = json.loads(received)
        except TimeoutError as error:
            self.close()
            verb = "draw" if task == _PICTURE else "parse"
            raise DocumentError(f"took more than {seconds:,.0f} seconds to {verb}") from error
        except (OSError, EOFError) as error:
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
            program = _PROGRAM.format(f"{__package__}.{Path(__file__).stem}")
            command = [sys.executable, "-c", program, json.dumps(sys.path)]
            if not HAS_LIFELINE:
                self._process = _popen(command)
                return self._process
            inherited, kept = os.pipe()
            self._lifeline = FileIO(kept, "wb")
            try:
                self._process = _popen(
                    [*command, str(inherited)], pass_fds=[inherited], process_group=0
                )
            finally:
                os.close(inherited)
        return self._process

    def _end(self) -> str:
        """Why the process ended, as a statement about the document that it read."""
        process = self._process
        code = process.wait() if process else 0
        self.close()
        is_named = -code in set(signal.Signals)
        cause = signal.Signals(-code).name if is_named else f"exit code {code}"
        return f"crashed its parser ({cause}); it is damaged, or too complex"


def _popen(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        **options,
    )


def _seconds_for(task: bytes, blob: Blob) -> float:
    """Seconds that a task may take."""
    if task == _PICTURE:
        return limits.DRAW_SECONDS
    return limits.PARSE_SECONDS + limits.PARSE_SECONDS_PER_MEGABYTE * len(blob.content) / 1e6


def serve(lifeline: int | None = None) -> None:
    """Answer on standard output what is asked on standard input, until that ends.

    Args:
        lifeline: the reading end of a pipe that the asking process holds open as long as it lives,
            where the system can pass one on.
    """
    if lifeline is not None:
        end_with(lifeline)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    # Ctrl-C and supervisors signal all processes at once. The parent decides when to end; otherwise
    # the document being parsed would count as one that cannot be read.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    limit_memory(limits.PARSE_MEMORY)
    while True:
        try:
            task = frames.read(requests)
            name = frames.read(requests).decode("utf-8", "surrogatepass")
            content = frames.read(requests)
        except EOFError:
            return
        blob = Blob(name, Path(name), content)
        allow_seconds(_seconds_for(task, blob))
        answer = _answer(_TASKS[task], blob)
        frames.write(answers, json.dumps(answer).encode())


def _answer(do: Callable[[Blob], dict[str, Any]], blob: Blob) -> dict[str, Any]:
    """What ``do`` returns, as JSON values; ``last`` where the process should not go on after it."""
    try:
        return do(blob)
    except DocumentError as error:
        return {"error": str(error)}
    except MemoryError:
        limit = limits.PARSE_MEMORY / 1e9
        return {"error": f"needs more than {limit:,.0f} GB of memory to parse", "last": True}
    except RecursionError:
        return {"error": "is nested too deeply to be parsed"}
    except BaseException as error:
        if not isinstance(error, Exception) and not is_panic(error):
            raise
        return {"error": unexpected_failure(error), "last": True}


def _parse(blob: Blob) -> dict[str, Any]:
    source, parsed = parse(blob)
    return {
        "format": source.format,
        "digest": source.digest,
        "text": source.text,
        "pages": source.pages,
        "has_places": source.has_places,
        "metadata": asdict(parsed.metadata),
        "blocks": [(block.kind, block.region, block.runs) for block in parsed.blocks],
    }


def _unpack(blob: Blob) -> dict[str, Any]:
    return {
        "members": [
            (attachment.name, attachment.why, None)
            if isinstance(attachment, Skipped)
            else (attachment.name, "", b64encode(attachment.content).decode())
            for attachment in unpack(blob)
        ]
    }


def _draw(blob: Blob) -> dict[str, Any]:
    from ..formats.pdf.picture import draw_page

    return {"picture": b64encode(draw_page(blob.content, int(blob.name))).decode()}


_TASKS = {_PARSE: _parse, _UNPACK: _unpack, _PICTURE: _draw}


def _source(blob: Blob, answer: dict[str, Any]) -> Source:
    return Source(
        name=blob.name,
        path=blob.path,
        format=answer["format"],
        digest=answer["digest"],
        text=answer["text"],
        pages=tuple(answer["pages"]),
        has_places=answer["has_places"],
    )


def _parsed(answer: dict[str, Any]) -> Parsed:
    blocks = (
        Block(BlockKind(kind), tuple(Run(*run) for run in runs), region)
        for kind, region, runs in answer["blocks"]
    )
    return Parsed(tuple(blocks), Metadata(**answer["metadata"]))
