"""Random histories of a folder of documents, and what an index must be after each."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fakes import FakeEncoder
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from loccit.index import Index, IndexConfig, build_index
from loccit.index.generations.current import current_generation
from loccit.index.generations.layout import RECORDS
from loccit.index.generations.records import Records
from loccit.index.sources.isolation import Parser

PRESS = "Printed by the harbour press for all hands on deck."


def packed(*texts: str) -> bytes:
    """A zip file of texts, the same for the same texts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, text in enumerate(texts):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), text)
    return buffer.getvalue()


NAMES = ["a.txt", "b.txt", "c.md", "sub/d.txt", "e.html", "f.csv", "g.zip"]
TEXTS = [
    "The ferry sank in March. It rose again in May, and nobody knows how that was done.",
    "Ferries\n\nBy Jane Roe\n\nThe night ferry sails at ten. It carries nurses home.",
    "# Harbours\n\nThe harbour **freezes** in winter.\n\n- nets are mended\n- hulls are scraped",
    "Q1: Who pays for the ferry?\n\nA1: The county pays. It has paid since 1988.",
    "<html><body><p>The slip was mended by the crew, and the church paid for the nails.</p></html>",
    "",
    "Harbour,Depth\nOdde,12\nVik,7\n",
    packed(f"Ropes are tarred in the long shed.\n\n{PRESS}", "The ferry sank in March."),
    f"Two hulls were scraped in June, and one of them was sold to a man from Vik.\n\n{PRESS}",
    f"No ship has left the slip since the crane fell into the dock last autumn.\n\n{PRESS}",
    f"Herring is salted in barrels of oak that come from the south.\n\n{PRESS}",
]

Operation = tuple[str, str | int, str | bytes | None]
operation = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("tokens"), st.sampled_from([16, 160]), st.none()),
)


def apply(folder: Path, action: str, what: str | int, how: str | bytes | None) -> None:
    """Do one operation to a folder of documents."""
    path = folder / str(what)
    if action == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(how if isinstance(how, bytes) else str(how).encode())
    elif action == "move" and path.is_file():
        target = folder / str(how)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    elif action == "delete":
        path.unlink(missing_ok=True)


def contents(folder: Path) -> Iterator[object]:
    """Everything that a generation holds, for comparison."""
    generation = current_generation(folder)
    index = Index.open(folder, FakeEncoder())
    records = Records(generation / RECORDS)
    yield index.manifest.sources
    yield index.manifest.skipped
    for name in records.names():
        yield records.document(name)
        yield records.shared_sentences(name)
        for chunk in records.chunks(name):
            yield chunk
            yield index.chunk_vectors([chunk.id]).tobytes()
            yield index.sentence_vectors(chunk.id).tobytes()
    for question in ("Who pays for the ferry?", "winter harbour", "nails"):
        yield [(hit.chunk_id, hit.score) for hit in index.search(question, 20)]
    records.close()
    index.close()


def check_history(history: list[Operation], folder: Path, parser: Parser | None = None) -> None:
    """Build after each operation; the last build must equal one from nothing."""

    def build(name: str) -> None:
        build_index([docs], folder / name, config, encoder=FakeEncoder(), parser=parser)

    docs, config = folder / "docs", IndexConfig()
    apply(docs, "write", "always.txt", "A lighthouse stands at the end of the long pier.")
    for action, what, how in history:
        apply(docs, action, what, how)
        if action == "tokens":
            config = IndexConfig(chunk_tokens=int(what))
        build("grown")
    build("clean")
    build("grown")
    assert list(contents(folder / "grown")) == list(contents(folder / "clean"))


def campaign(count: int, start: int) -> Counter[str]:
    """Try ``count`` histories of up to nine operations; the first that differs raises."""
    tried: Counter[str] = Counter()

    @seed(start)
    @settings(
        max_examples=count,
        derandomize=False,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(operation, max_size=9))
    def run(history: list[Operation]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            check_history(history, Path(folder), parser)
        tried["equal to a clean build"] += 1
        tried["builds"] += len(history) + 2

    with Parser() as parser:
        run()
    return tried
