"""Build an index: read, clean, chunk, embed, write a new generation, switch to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .chunk import chunk, passage
from .clean import clean
from .config import IndexConfig
from .debris import sweep
from .embed import Encoder, Notify, open_encoder
from .errors import DocumentError, UsageError, is_panic
from .generation import Progress, previous, write_generation, writing
from .load import File, decode_source, digest, find, parse, read
from .manifest import Manifest
from .reuse import Past, encode
from .types import Chunk, Document, Skipped
from .weights import weights_digest

UPLOADS = "uploads"
"""Folder inside an index folder that is always a root."""


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
        removed: per document, characters left out by reason; empty if nothing changed.
    """

    documents: int
    chunks: int
    changed: bool = False
    read: int = 0
    encoded: int = 0
    skipped: tuple[Skipped, ...] = ()
    removed: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sources:
    """The files under the roots, the digest of each that can be read, and the others."""

    roots: tuple[str, ...]
    files: tuple[File, ...]
    digests: Mapping[str, str]
    skipped: tuple[Skipped, ...]


def build_index(
    roots: Sequence[str | Path],
    folder: str | Path,
    config: IndexConfig | None = None,
    *,
    add: bool = False,
    encoder: Encoder | None = None,
    notify: Notify = lambda message: None,
    progress: Progress = lambda stage, done, total: None,
) -> BuildReport:
    """Make the index in ``folder`` hold exactly what ``roots`` hold.

    The new generation is written beside the old one and takes its place in one step; until then,
    and if anything fails, the old one stays. If neither a source nor a setting changed, nothing
    is written; otherwise what did not change is taken over.

    Args:
        roots: files and folders. None: those that the index recorded the last time.
        folder: the index folder; made if it is not there.
        config: settings; ``None`` keeps those of the index, or takes the defaults.
        add: keep the recorded roots and add ``roots`` to them.
        encoder: used instead of the one that ``config`` names.
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
        sources = _sources(_roots(roots, old, add, folder), folder)
        weights = encoder.digest if encoder else weights_digest(config.encoder)
        if old and _is_same(old, config, sources, weights):
            sweep(folder)
            skipped = _still_skipped(old, sources)
            counts = old.counts
            return BuildReport(counts["documents"], counts["chunks"], skipped=skipped)
        encoder = encoder or open_encoder(config.encoder, notify=notify)
        past = Past.of(folder, old, config.fingerprint(), weights)
        try:
            return _write(folder, config, sources, encoder, past, progress)
        finally:
            past.close()


def _write(
    folder: Path,
    config: IndexConfig,
    sources: _Sources,
    encoder: Encoder,
    past: Past,
    progress: Progress,
) -> BuildReport:
    """Read what is new, take over the rest, and write a generation of both."""
    found, broken, fresh = _documents(sources, encoder, config, past, progress)
    skipped = tuple(sorted([*sources.skipped, *broken], key=lambda one: one.name))
    if not found:
        raise UsageError(_nothing_to_index(sources.roots, skipped))
    documents = [document for document, _ in found]
    chunks = [one for _, cut in found for one in cut]
    manifest = _manifest(config, sources, skipped, documents, chunks, encoder)
    vectors = encode(past, [passage(one) for one in chunks], encoder)
    encoded = write_generation(folder, manifest, documents, chunks, vectors, progress)
    return BuildReport(
        documents=len(documents),
        chunks=len(chunks),
        changed=True,
        read=fresh,
        encoded=encoded,
        skipped=skipped,
        removed={one.name: _by_reason(one) for one in documents if one.removed},
    )


def _roots(
    roots: Sequence[str | Path], old: Manifest | None, add: bool, folder: Path
) -> tuple[str, ...]:
    given = [str(Path(root).resolve()) for root in roots]
    recorded = list(old.roots) if old else []
    if not given and not recorded:
        raise UsageError(
            f"the index {str(folder)!r} records no folder of documents; "
            "name one: `loccit index PATH`"
        )
    wanted = [*recorded, *given] if add or not given else given
    return tuple(dict.fromkeys(wanted))


def _sources(roots: tuple[str, ...], folder: Path) -> _Sources:
    uploads = folder / UPLOADS
    paths = [Path(root) for root in roots] + ([uploads] if uploads.is_dir() else [])
    files, skipped = find(paths, apart=folder)
    digests: dict[str, str] = {}
    for file in files:
        try:
            digests[file.name] = digest(read(file))
        except DocumentError as error:
            skipped.append(Skipped(file.name, str(error)))
    return _Sources(roots, tuple(files), digests, tuple(skipped))


def _is_same(old: Manifest, config: IndexConfig, sources: _Sources, weights: str) -> bool:
    return (
        old.fingerprint == config.fingerprint()
        and old.roots == sources.roots
        and old.sources == sources.digests
        and old.encoder["digest"] == weights
    )


def _still_skipped(old: Manifest, sources: _Sources) -> tuple[Skipped, ...]:
    """What is skipped now: files of other formats, and those that could not be parsed before."""
    broken = [Skipped(name, why) for name, why in old.skipped.items() if name in sources.digests]
    return tuple(sorted([*sources.skipped, *broken], key=lambda one: one.name))


def _documents(
    sources: _Sources, encoder: Encoder, config: IndexConfig, past: Past, progress: Progress
) -> tuple[list[tuple[Document, list[Chunk]]], list[Skipped], int]:
    """All documents with their chunks, why other files give none, and how many were read now."""
    found: list[tuple[Document, list[Chunk]]] = []
    broken: list[Skipped] = []
    fresh = 0
    files = [file for file in sources.files if file.name in sources.digests]
    for number, file in enumerate(files):
        progress("Reading", number, len(files))
        if taken := past.document(file, sources.digests[file.name]):
            found.append(taken)
            continue
        one = _read_document(file, encoder, config)
        if isinstance(one, Skipped):
            broken.append(one)
        else:
            found.append(one)
            fresh += 1
    progress("Reading", len(files), len(files))
    return found, broken, fresh


def _read_document(
    file: File, encoder: Encoder, config: IndexConfig
) -> tuple[Document, list[Chunk]] | Skipped:
    """A file's document and its chunks, or why it gives none: one must not cost the others."""
    try:
        source = decode_source(file, read(file))
        document = clean(source, parse(source))
        if not document.blocks:
            return Skipped(file.name, "holds no text of its own; nothing to index")
        return document, chunk(document, encoder.count_tokens, encoder.max_tokens, config)
    except DocumentError as error:
        return Skipped(file.name, str(error))
    except BaseException as error:
        if not isinstance(error, Exception) and not is_panic(error):
            raise
        return Skipped(file.name, f"cannot be parsed: {type(error).__name__}: {error}")


def _manifest(
    config: IndexConfig,
    sources: _Sources,
    skipped: Sequence[Skipped],
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    encoder: Encoder,
) -> Manifest:
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
        skipped={one.name: one.why for one in skipped},
        counts={
            "documents": len(documents),
            "chunks": len(chunks),
            "sentences": sum(len(one.sentences) for one in chunks),
        },
        files={},
    )


def _by_reason(document: Document) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one in document.removed:
        counts[one.why] += len(one.text)
    return dict(counts.most_common())


def _nothing_to_index(roots: Sequence[str], skipped: Sequence[Skipped]) -> str:
    reasons = "; ".join(f"{one.name} {one.why}" for one in skipped[:3])
    return (
        f"nothing to index under {', '.join(map(repr, roots))}: expected .txt, .md or .html files "
        f"with text in them" + (f" ({reasons})" if reasons else "") + "; name another folder"
    )
