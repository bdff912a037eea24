"""Build an index: read, clean, chunk, embed, write a new generation, switch to it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..text.wordings import first_of_wording
from .chunking.chunk import chunk_document
from .chunking.embedded_text import passage
from .chunking.sentences import sentence_text
from .config import IndexConfig
from .encoders.base import Encoder, Notify
from .encoders.model_files import encoder_digest
from .encoders.open import open_encoder
from .errors import UsageError
from .formats.parsed import Skipped
from .formats.registry import expected_suffixes
from .generations.current import UPLOADS
from .generations.debris import sweep
from .generations.generation import Progress, previous, share, write_generation, writing
from .generations.manifest import Manifest
from .generations.records import Copy
from .generations.reuse import Past, encode
from .sources.gather import Gathered, Sources, find_sources, gather
from .sources.isolation import Parser
from .types import Chunk, Document

_COPIED_WORDS = 5


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        documents: how many documents the index holds.
        chunks: how many chunks it holds.
        changed: whether a new generation was written.
        read: how many documents were parsed; the others were reused.
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

    The new generation is written next to the old one and replaces it in one step; until then, and
    if anything fails, the old one stays current. If no source and no setting changed, nothing is
    written; otherwise unchanged documents and vectors are reused.

    Args:
        roots: files and folders to index. If empty, those that the index recorded last time, which
            may be empty by now.
        folder: the index folder; created if missing.
        config: settings; ``None`` keeps those of the index, or takes the defaults.
        add: whether to add ``roots`` to the recorded ones instead of replacing them.
        encoder: used instead of the one that ``config`` names.
        parser: parser to reuse; the caller closes it. Default: a new one, closed at the end.
        notify: called with a message when something takes long.
        progress: called with a stage's name, how much of it is done, and how much there is.

    Returns:
        what the build did.

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
        digest = encoder.digest if encoder else encoder_digest(config.encoder, config.precision)
        if old and _is_same(old, config, sources, digest):
            sweep(folder)
            share(folder, sources.places)
            skipped = _still_skipped(old, sources)
            counts = old.counts
            return BuildReport(counts["documents"], counts["chunks"], skipped=skipped)
        encoder = encoder or open_encoder(config.encoder, notify=notify, precision=config.precision)
        past = Past.of(folder, old, config.fingerprint(), encoder.digest)
        with Parser() as default_parser, closing(past):
            return _write(
                folder,
                config,
                sources,
                encoder,
                past,
                parser or default_parser,
                progress,
                may_be_empty=not roots,
            )


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
    """Read what is new, reuse what is unchanged, and write a generation of both."""

    def cut(document: Document) -> list[Chunk]:
        tokens, limit = encoder.count_tokens, encoder.max_tokens
        return chunk_document(document, tokens, limit, config, document.repeated)

    gathered = gather(sources, past, parser, cut, progress)
    if not (gathered.documents or may_be_empty):
        raise UsageError(_nothing_to_index(sources.roots, gathered.skipped))
    manifest = _manifest(config, sources, gathered, encoder)
    copies = list(_copies(gathered.documents, gathered.chunks))
    vectors = encode(past, [passage(chunk) for chunk in gathered.chunks], encoder)
    encoded = write_generation(
        folder,
        manifest,
        gathered.documents,
        gathered.chunks,
        copies,
        vectors,
        sources.places,
        progress,
    )
    return BuildReport(
        documents=len(gathered.documents),
        chunks=len(gathered.chunks),
        changed=True,
        read=gathered.read,
        encoded=encoded,
        skipped=tuple(gathered.skipped),
    )


def _roots(
    roots: Sequence[str | Path], old: Manifest | None, add: bool, folder: Path
) -> tuple[str, ...]:
    requested = [os.path.realpath(root) for root in roots]
    recorded = list(old.roots) if old else []
    if not requested and not recorded:
        raise UsageError(
            f"the index {str(folder)!r} records no folder of documents; "
            "name one: `loccit index PATH`"
        )
    combined = [*recorded, *requested] if add or not requested else requested
    return tuple(dict.fromkeys(combined))


def _is_same(old: Manifest, config: IndexConfig, sources: Sources, weights: str) -> bool:
    return (
        old.fingerprint == config.fingerprint()
        and old.roots == sources.roots
        and old.sources == sources.digests
        and old.encoder["digest"] == weights
    )


def _still_skipped(old: Manifest, sources: Sources) -> tuple[Skipped, ...]:
    """Files that cannot be read now, and those that could not be parsed by the last build."""
    broken = [
        Skipped(name, why)
        for name, why in old.skipped.items()
        if any(str(path) in sources.digests for path in (name, *PurePosixPath(name).parents))
    ]
    return tuple(sorted({*sources.skipped, *broken}))


def _copies(documents: Sequence[Document], chunks: Sequence[Chunk]) -> Iterator[Copy]:
    """Sentences of five words or more that several documents contain, in order."""
    texts = {document.name: document.text for document in documents}
    places = [
        (
            chunk.document,
            sentence.start,
            sentence.end,
            sentence_text(sentence, texts[chunk.document]),
        )
        for chunk in chunks
        for sentence in chunk.sentences
    ]
    first = first_of_wording([text for *_, text in places])
    shared: dict[int, set[str]] = defaultdict(set)
    for number, (document, *_) in zip(first, places, strict=True):
        shared[number].add(document)
    for number, (document, start, end, text) in enumerate(places):
        if len(shared[first[number]]) > 1 and len(text.split()) >= _COPIED_WORDS:
            yield Copy(number, first[number], document, start, end)


def _manifest(
    config: IndexConfig, sources: Sources, gathered: Gathered, encoder: Encoder
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
        skipped={skipped.name: skipped.why for skipped in gathered.skipped},
        counts={
            "documents": len(gathered.documents),
            "chunks": len(gathered.chunks),
            "sentences": sum(len(chunk.sentences) for chunk in gathered.chunks),
        },
        files={},
    )


def _nothing_to_index(roots: Sequence[str], skipped: Sequence[Skipped]) -> str:
    reasons = "; ".join(f"{file.name} {file.why}" for file in skipped[:3])
    return (
        f"nothing to index under {', '.join(map(repr, roots))}: {expected_suffixes()} "
        f"with text in it" + (f" ({reasons})" if reasons else "") + "; name another folder"
    )
