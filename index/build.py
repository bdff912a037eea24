"""Build an index: read, clean, chunk, embed, write a new generation, switch to it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..text import first_of_wording
from .chunking.chunk import chunk
from .chunking.embedded_text import passage
from .chunking.sentences import said
from .config import IndexConfig
from .encoders.base import Encoder, Notify
from .encoders.model_files import weights_digest
from .encoders.open import open_encoder
from .errors import UsageError
from .formats.registry import expected_suffixes
from .generations.current import UPLOADS
from .generations.debris import sweep
from .generations.generation import Progress, previous, share, write_generation, writing
from .generations.manifest import Manifest
from .generations.records import Copy
from .generations.reuse import Past, encode
from .sources.gather import Gathered, Sources, find_sources, gather
from .sources.isolation import Parser
from .types import Chunk, Document, Skipped

"""Folder inside an index folder that is always a root."""
_COPIED_WORDS = 5


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        documents: how many documents the index holds.
        chunks: how many chunks it holds.
        changed: whether a new generation was written.
        read: how many documents were parsed; the others were taken over.
        encoded: how many chunks were embedded.
        skipped: files that were not indexed, and why.
    """

    documents: int
    chunks: int
    changed: bool = False
    read: int = 0
    encoded: int = 0
    skipped: tuple[Skipped, ...] = ()


def build_index(
    roots: Sequence[str | Path],
    folder: str | Path,
    config: IndexConfig | None = None,
    *,
    add: bool = False,
    encoder: Encoder | None = None,
    parser: Parser | None = None,
    notify: Notify = lambda message: None,
    progress: Progress = lambda stage, done, total: None,
) -> BuildReport:
    """Make the index in ``folder`` hold exactly what ``roots`` hold.

    The new generation is written beside the old one and takes its place in one step; until then,
    and if anything fails, the old one stays. If neither a source nor a setting changed, nothing
    is written; otherwise what did not change is taken over.

    Args:
        roots: files and folders. None: those that the index recorded the last time, which may
            hold nothing by now.
        folder: the index folder; made if it is not there.
        config: settings; ``None`` keeps those of the index, or takes the defaults.
        add: keep the recorded roots and add ``roots`` to them.
        encoder: used instead of the one that ``config`` names.
        parser: used instead of one that lasts as long as the build; its owner closes it.
        notify: told what is done when it takes long.
        progress: told how far each stage is.

    Raises:
        UsageError: if a root does not exist, there is none, or no document can be read.
        IndexFolderError: if the folder cannot be used.
        EncoderError: if the encoder cannot be opened.
    """
    folder = Path(folder)
    with writing(folder):
        old = previous(folder, notify)
        config = config or (old.config if old else IndexConfig())
        sources = find_sources(_roots(roots, old, add, folder), folder / UPLOADS, folder)
        weights = encoder.digest if encoder else weights_digest(config.encoder)
        if old and _is_same(old, config, sources, weights):
            sweep(folder)
            share(folder, sources.places)
            skipped = _still_skipped(old, sources)
            counts = old.counts
            return BuildReport(counts["documents"], counts["chunks"], skipped=skipped)
        encoder = encoder or open_encoder(config.encoder, notify=notify)
        past = Past.of(folder, old, config.fingerprint(), weights)
        own = Parser()
        try:
            reading = parser or own
            return _write(folder, config, sources, encoder, past, reading, progress, not roots)
        finally:
            own.close()
            past.close()


def _write(
    folder: Path,
    config: IndexConfig,
    sources: Sources,
    encoder: Encoder,
    past: Past,
    parser: Parser,
    progress: Progress,
    may_be_empty: bool,
) -> BuildReport:
    """Read what is new, take over the rest, and write a generation of both."""

    def cut(document: Document) -> list[Chunk]:
        left_out = document.repeated
        return chunk(document, encoder.count_tokens, encoder.max_tokens, config, left_out)

    found = gather(sources, past, parser, cut, progress)
    if not (found.documents or may_be_empty):
        raise UsageError(_nothing_to_index(sources.roots, found.skipped))
    manifest = _manifest(config, sources, found, encoder)
    copies = list(_copies(found.documents, found.chunks))
    vectors = encode(past, [passage(one) for one in found.chunks], encoder)
    encoded = write_generation(
        folder, manifest, found.documents, found.chunks, copies, vectors, sources.places, progress
    )
    return BuildReport(
        documents=len(found.documents),
        chunks=len(found.chunks),
        changed=True,
        read=found.read,
        encoded=encoded,
        skipped=tuple(found.skipped),
    )


def _roots(
    roots: Sequence[str | Path], old: Manifest | None, add: bool, folder: Path
) -> tuple[str, ...]:
    given = [os.path.realpath(root) for root in roots]
    recorded = list(old.roots) if old else []
    if not given and not recorded:
        raise UsageError(
            f"the index {str(folder)!r} records no folder of documents; "
            "name one: `loccit index PATH`"
        )
    wanted = [*recorded, *given] if add or not given else given
    return tuple(dict.fromkeys(wanted))


def _is_same(old: Manifest, config: IndexConfig, sources: Sources, weights: str) -> bool:
    return (
        old.fingerprint == config.fingerprint()
        and old.roots == sources.roots
        and old.sources == sources.digests
        and old.encoder["digest"] == weights
    )


def _still_skipped(old: Manifest, sources: Sources) -> tuple[Skipped, ...]:
    """What is skipped now: files that were not read, and what could not be parsed before."""
    broken = [
        Skipped(name, why)
        for name, why in old.skipped.items()
        if any(str(one) in sources.digests for one in (name, *PurePosixPath(name).parents))
    ]
    return tuple(sorted({*sources.skipped, *broken}))


def _copies(documents: Sequence[Document], chunks: Sequence[Chunk]) -> Iterator[Copy]:
    """Sentences of five words or more that stand in several documents, in order."""
    texts = {one.name: one.text for one in documents}
    places = [
        (one.document, spoken.start, spoken.end, said(spoken, texts[one.document]))
        for one in chunks
        for spoken in one.sentences
    ]
    first = first_of_wording([text for *_, text in places])
    shared: dict[int, set[str]] = defaultdict(set)
    for number, (document, *_) in zip(first, places, strict=True):
        shared[number].add(document)
    for number, (document, start, end, text) in enumerate(places):
        if len(shared[first[number]]) > 1 and len(text.split()) >= _COPIED_WORDS:
            yield Copy(number, first[number], document, start, end)


def _manifest(config: IndexConfig, sources: Sources, found: Gathered, encoder: Encoder) -> Manifest:
    return Manifest(
        config=config,
        fingerprint=config.fingerprint(),
        encoder={
            "name": encoder.name,
            "digest": encoder.digest,
            "dimension": encoder.dimension,
        },
        roots=sources.roots,
        sources=dict(sources.digests),
        skipped={one.name: one.why for one in found.skipped},
        counts={
            "documents": len(found.documents),
            "chunks": len(found.chunks),
            "sentences": sum(len(one.sentences) for one in found.chunks),
        },
        files={},
    )


def _nothing_to_index(roots: Sequence[str], skipped: Sequence[Skipped]) -> str:
    reasons = "; ".join(f"{one.name} {one.why}" for one in skipped[:3])
    return (
        f"nothing to index under {', '.join(map(repr, roots))}: {expected_suffixes()} "
        f"with text in it" + (f" ({reasons})" if reasons else "") + "; name another folder"
    )
