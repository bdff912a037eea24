"""What documents lose on the way into an index: by reason, by repetition, and to copies."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from loccit.index import Index, IndexConfig, build_index, open_encoder
from loccit.index.cleaning.hygiene import examine_hygiene
from loccit.index.cleaning.near_duplicates import SentenceSet
from loccit.index.cleaning.repetition import WHY

from ..sets.texts import article_text
from ..speed.inprocess import Counting
from .dirt import json_articles, read_set
from .dirt import write as write_pages


class Loss(NamedTuple):
    """What one set loses.

    Attributes:
        characters: of all documents, what is left out among them.
        by_reason: characters that are left out.
        left_out: each text that is left out: its document, why, and itself.
        folded: passages that say nothing beside all that come before them in the index, the most
            that folding could hide: their document and their text.
    """

    documents: int
    characters: int
    passages: int
    by_reason: Mapping[str, int]
    left_out: Sequence[tuple[str, str, str]]
    folded: Sequence[tuple[str, str]]


def losses(path: Path, work: Path) -> dict[str, Loss]:
    """The losses of a set, by what its documents are; each is indexed without vectors."""
    base = work / path.parent.name
    shutil.rmtree(base, ignore_errors=True)
    label = path.parent.name
    if path.suffix in {".gz", ".jsonl"} or not _is_squad(path):
        kinds = dict(_others(path, base))
    else:
        kinds = {}
        for number, article in enumerate(json_articles(path)):
            _put(base / "whole", f"{number:03d}.txt", article_text(article))
        kinds["whole"] = base / "whole"
        pages = read_set(path, 0)[0]
        for format_ in ("txt", "html"):
            write_pages(pages, base / f"{format_} pages", format_)  # type: ignore[arg-type]
            kinds[f"{format_} pages"] = base / f"{format_} pages"
    return {f"{label}, {kind}": _loss(folder) for kind, folder in kinds.items()}


def _is_squad(path: Path) -> bool:
    return '"paragraphs"' in path.read_text(encoding="utf-8")


def _put(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8", newline="")


def _others(path: Path, base: Path) -> Iterator[tuple[str, Path]]:
    """Sets in other formats: a document for each page, passage or cited web page."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = content.decode("utf-8")
    records: Any = (
        json.loads(text) if path.suffix == ".json" else map(json.loads, text.splitlines())
    )
    documents: dict[str, str] = {}
    for record in records:
        if "chunk_link" in record:
            name = re.sub(r"\W+", "_", record["chunk_link"].split("#")[0])
            documents[name] = f"{documents.get(name, '')}\n\n{record['text']}".strip()
        elif "ctxs" in record:
            for passage in record["ctxs"]:
                text = f"{passage['title']}\n\n{passage['text']}"
                documents.setdefault(text, text)
        else:
            documents.setdefault("\n\n".join(record["evidence"]), "\n\n".join(record["evidence"]))
    for number, (name, text) in enumerate(documents.items()):
        is_name = len(name) < 100 and "\n" not in name
        _put(base / "whole", f"{name if is_name else f'{number:04d}'}.txt", text)
    yield "whole", base / "whole"


def _loss(folder: Path) -> Loss:
    config = IndexConfig()
    index_folder = folder.with_name(f"{folder.name} index")
    build_index([folder], index_folder, encoder=Counting(open_encoder(config.encoder)))
    hygiene = examine_hygiene(index_folder)
    left_out = [
        (document.name, part.why, part.text)
        for document in hygiene.documents
        for part in document.left_out
    ]
    by_reason: dict[str, int] = {}
    for _, why, text in left_out:
        by_reason[why] = by_reason.get(why, 0) + len(text)
    index = Index.open(index_folder)
    try:
        folded = list(_folded(index))
        return Loss(
            documents=len(hygiene.documents),
            characters=sum(document.kept for document in hygiene.documents)
            + sum(by_reason.values()),
            passages=index.manifest.counts["chunks"],
            by_reason=by_reason,
            left_out=left_out,
            folded=folded,
        )
    finally:
        index.close()


def _folded(index: Index) -> Iterator[tuple[str, str]]:
    earlier = SentenceSet()
    wordings: set[str] = set()
    words: list[frozenset[str]] = []
    for number in range(index.manifest.counts["chunks"]):
        chunk = index._records.chunk(number).chunk
        texts = [index.with_columns(chunk, sentence) for sentence in chunk.sentences]
        if earlier.covers(texts):
            yield chunk.document, chunk.text
        fresh = SentenceSet().plus(texts)
        wordings |= fresh.wordings
        words += fresh.words
        earlier = SentenceSet(wordings, words)  # type: ignore[arg-type]


def loss_table(by_set: Mapping[str, Loss]) -> list[list[str]]:
    """A line for each set."""
    lines = [["", "documents", "characters", "left out", "by repetition", "passages", "foldable"]]
    for name, loss in by_set.items():
        total, repeated = sum(loss.by_reason.values()), loss.by_reason.get(WHY, 0)
        counts = (loss.documents, loss.characters, total, repeated, loss.passages, len(loss.folded))
        lines.append([name, *(f"{count:,}" for count in counts)])
    return lines
