"""Broken and hostile files of every format, and a trial of the readers on them.

    python tests/helpers/hostile.py --count 10000 --seed 1

prints counts by format, outcome and reason, the worst time and the worst memory. Needs Loccit
installed, or ``PYTHONPATH=.ci/path``.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from documents.mutations import mutated
from documents.samples import SAMPLES
from fakes import FakeEncoder
from loccit.index import Chunk, Document, DocumentError, IndexConfig, Skipped
from loccit.index.chunking.chunk import chunk_document
from loccit.index.cleaning.clean import clean
from loccit.index.formats.parsed import Blob
from loccit.index.sources.isolation import Parser
from loccit.index.sources.load import blobs
from oracles import check_blocks

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\([^()]*\)|[\d.,]+")


@dataclass
class Outcome:
    """What one file gave: the formats read, why others were not, how long it took."""

    formats: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    seconds: float = 0.0


def inputs(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """``count`` named files: samples of all formats in turn, broken one to four times each."""
    for number in range(count):
        dice = random.Random(f"{seed} {number}")
        suffix, make = SAMPLES[number % len(SAMPLES)]
        yield mutated(f"{number:05}{suffix}", make(dice), dice)


def attempt(parser: Parser, name: str, content: bytes) -> Outcome:
    """Read a file as ``gather`` does, and check whatever comes of it.

    Raises:
        AssertionError: if a property does not hold.
        Exception: if a reader raises anything but a ``DocumentError``.
    """
    outcome, taken = Outcome(), set[str]()
    started = time.monotonic()
    for blob in blobs(Blob(name, Path(name), content), parser.unpack):
        assert blob.name.startswith(name)
        if isinstance(blob, Skipped):
            outcome.skipped.append(blob)
        elif blob.name in taken:
            outcome.skipped.append(Skipped(blob.name, "is the second of its name"))
        else:
            taken.add(blob.name)
            try:
                outcome.formats.append(_check(parser, blob))
            except DocumentError as error:
                outcome.skipped.append(Skipped(blob.name, str(error)))
    outcome.seconds = time.monotonic() - started
    assert outcome.formats or outcome.skipped or _is_hollow(name, content), "lost without a word"
    for file in outcome.skipped:
        check_reason(file)
    return outcome


def _is_hollow(name: str, content: bytes) -> bool:
    """An archive of nothing, or of hidden files only, holds nothing to name."""
    return content.startswith(b"PK")


def _check(parser: Parser, blob: Blob) -> str:
    source, parsed = parser.parse(blob)
    document = clean(source, parsed)
    encoder = FakeEncoder()
    check_blocks(document)
    chunks = chunk_document(document, encoder.count_tokens, encoder.max_tokens, IndexConfig())
    check_chunks(document, chunks)
    if source.has_places:
        check_places(document, source.text)
    for text in (document.title, document.text, str(document.metadata)):
        text.encode("utf-8")
    return source.format


def check_chunks(document: Document, chunks: list[Chunk]) -> None:
    """Chunks are slices in order, their sentences lie in them and lead back to the source."""
    reached = 0
    for piece in chunks:
        assert document.text[piece.start : piece.end] == piece.text
        assert reached <= piece.start < piece.end
        reached = piece.end
        document.to_source(piece.start, piece.end)
        last = piece.start
        for spoken in piece.sentences:
            assert last <= spoken.start < spoken.end <= piece.end
            last = spoken.end
            document.to_source(spoken.start, spoken.end)
        assert len(piece.context) + len(piece.heading) < 10_000


def check_places(document: Document, source: str) -> None:
    """The map leads into the source, in order; where it leads to as much, that is the same."""
    assert document.offsets is not None
    reached = 0
    for begin, end, source_begin, source_end in document.offsets.pieces:
        assert reached <= source_begin <= source_end <= len(source)
        reached = source_end if document.format != "pdf" else 0
        if end - begin == source_end - source_begin:
            assert document.text[begin:end] == source[source_begin:source_end]
        elif document.format == "text":
            assert not document.text[begin:end].strip()


def check_reason(skipped: Skipped) -> None:
    """A reason is one sentence for people: no name of an exception, nothing that steers."""
    why = skipped.why
    assert 8 <= len(why) <= 500, why
    assert why.isprintable(), why
    assert not re.search(r"\b[A-Z]\w+(?:Error|Exception)\b|Traceback|NoneType", why), why


def main() -> None:
    """Run the campaign and print what it found."""
    warnings.simplefilter("ignore")  # that two members of an archive have one name
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the inputs that fail")
    arguments = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    slowest: list[tuple[float, str]] = []
    failed = 0
    with Parser() as reader:
        for name, content in inputs(arguments.count, arguments.seed):
            try:
                outcome = attempt(reader, name, content)
            except Exception as error:
                failed += 1
                print(f"FAILED {name}: {type(error).__name__}: {str(error)[:200]}", flush=True)
                if arguments.keep:
                    arguments.keep.mkdir(parents=True, exist_ok=True)
                    (arguments.keep / PurePath(name).name).write_bytes(content)
                continue
            slowest = sorted([*slowest, (outcome.seconds, name)])[-5:]
            _count(counts.setdefault(PurePath(name).suffix or "none", Counter()), outcome)
    for suffix, outcomes in sorted(counts.items()):
        print(f"{suffix}: {outcomes.pop('files')} files")
        for what, times in outcomes.most_common():
            print(f"{times:9}  {what}")
    print("slowest:", ", ".join(f"{name} {seconds:.1f} s" for seconds, name in slowest[::-1]))
    for what, who in (("this", resource.RUSAGE_SELF), ("parser", resource.RUSAGE_CHILDREN)):
        print(f"most memory, {what} process: {resource.getrusage(who).ru_maxrss / 1000:,.0f} MB")
    print(f"{failed} failed")


def _count(outcomes: Counter[str], outcome: Outcome) -> None:
    outcomes["files"] += 1
    outcomes.update(f"read as {format_}" for format_ in outcome.formats)
    outcomes.update("not read: " + _QUOTED.sub("…", file.why) for file in outcome.skipped)


if __name__ == "__main__":
    main()
