"""Leave out text that is not the document's own, and keep a map back to the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ...text.spans import Span
from ..formats.decode import well_formed
from ..formats.parsed import Block, BlockKind, Metadata, Parsed, Run, Source
from ..types import Document, OffsetMap, Removed, TextBlock
from . import boilerplate

Rule = Callable[[Sequence[Block]], Iterable[int]]

RULES: tuple[tuple[str, Rule], ...] = (
    ("cookie notice", boilerplate.consent_notices),
    ("copyright line", boilerplate.copyright_lines),
    ("share bar", boilerplate.sharing_bars),
    ("photo caption", boilerplate.captions),
    ("repeated text", boilerplate.repeats),
)
_REGIONS = {
    "aside": "side column",
    "caption": "photo caption",
    "consent": "cookie notice",
    "control": "button",
    "promo": "promotion",
    "share": "share bar",
}
"""Names of regions in reports, where the markup's own word is unclear."""

_MAX_METADATA = 1000
"""Characters of a title, an author or an address, which is shown wherever the document is."""

_ROWS = {BlockKind.ROW, BlockKind.TABLE_HEAD}


def clean(source: Source, parsed: Parsed) -> Document:
    """The document to index: the kept blocks, separated by blank lines.

    Cleaning deletes and never rewrites: the characters of every block are the source's own. List
    items and table rows are separated by single line breaks.
    """
    reasons = _reasons(parsed.blocks)
    kept = [block for n, block in enumerate(parsed.blocks) if n not in reasons]
    removed = tuple(
        Removed(block.text, *block.source, why)
        for n, block in enumerate(parsed.blocks)
        if (why := reasons.get(n))
    )
    runs, blocks = _join(kept, source)
    stated = _plain(parsed.metadata)
    title = stated.title or _heading_as_title(kept)
    return Document(
        name=source.name,
        path=source.path,
        format=source.format,
        digest=source.digest,
        text="".join(run.text for run in runs),
        metadata=replace(stated, title=title),
        blocks=blocks,
        offsets=_offsets(runs) if source.has_places else None,
        pages=source.pages,
        removed=removed,
    )


def _reasons(blocks: Sequence[Block]) -> dict[int, str]:
    """Why each removed block is left out, by number: its region in the markup, or a rule."""
    reasons = {n: block.region for n, block in enumerate(blocks) if block.region}
    if not _is_consent(blocks):
        reasons = {n: region for n, region in reasons.items() if region != "consent"}
    reasons = {n: _REGIONS.get(region, region) for n, region in reasons.items()}
    for why, rule in RULES:
        remaining = [n for n in range(len(blocks)) if n not in reasons]
        reasons |= {remaining[n]: why for n in rule([blocks[n] for n in remaining])}
    return reasons


def _is_consent(blocks: Sequence[Block]) -> bool:
    """Whether blocks whose class says consent are a notice next to a text on another subject."""
    named = [block for block in blocks if block.region == "consent"]
    main = [block for block in blocks if not block.region]
    return boilerplate.speaks_of_data(named) and boilerplate.has_other_subject(main)


def _heading_as_title(blocks: Sequence[Block]) -> str | None:
    return _line(blocks[0].text) if blocks and blocks[0].kind is BlockKind.HEADING else None


def _plain(stated: Metadata) -> Metadata:
    """Metadata with each field on one line, of bounded length and without lone surrogates."""
    return Metadata(_line(stated.title), _line(stated.author), stated.date, _line(stated.origin))


def _line(text: str | None) -> str | None:
    return " ".join(well_formed((text or "")[:_MAX_METADATA]).split()) or None


def _join(blocks: Sequence[Block], source: Source) -> tuple[list[Run], tuple[TextBlock, ...]]:
    """The runs of all blocks and their separators, and each block's place in the text."""
    runs: list[Run] = []
    places: list[TextBlock] = []
    length = 0
    for number, block in enumerate(blocks):
        if number:
            before = blocks[number - 1]
            tight = {
                block.kind,
                before.kind,
            } <= _ROWS or block.kind is before.kind is BlockKind.ITEM
            gap = Span(before.source.end, block.source.start)
            for run in _separator(source.text, gap, breaks=1 if tight else 2):
                runs.append(run)
                length += len(run.text)
        begin = length
        runs.extend(block.runs)
        length += sum(len(run.text) for run in block.runs)
        places.append(TextBlock(block.kind, begin, length))
    return runs, tuple(places)


def _separator(text: str, gap: Span, breaks: int) -> list[Run]:
    """The source's own white space if the gap has nothing else and enough line breaks.

    Otherwise line feeds: those in the gap, then inserted ones.
    """
    between = gap.of(text)
    if between.isspace() and between.count("\n") >= breaks:
        return [Run(between, *gap)]
    runs: list[Run] = []
    at = gap.start
    for _ in range(breaks):
        line_feed = text.find("\n", at, gap.end)
        runs.append(Run("\n", line_feed, line_feed + 1) if line_feed >= 0 else Run("\n", at, at))
        at = line_feed + 1 if line_feed >= 0 else at
    return runs


def _offsets(runs: Sequence[Run]) -> OffsetMap:
    """The pieces of the map, adjacent verbatim runs joined."""
    pieces: list[tuple[int, int, int, int]] = []
    at = 0
    for run in runs:
        end = at + len(run.text)
        verbatim = len(run.text) == run.end - run.start
        if verbatim and pieces and pieces[-1][3] == run.start and _is_verbatim(pieces[-1]):
            begin, _, source_begin, _ = pieces[-1]
            pieces[-1] = (begin, end, source_begin, run.end)
        else:
            pieces.append((at, end, run.start, run.end))
        at = end
    return OffsetMap(tuple(pieces))


def _is_verbatim(piece: tuple[int, int, int, int]) -> bool:
    return piece[1] - piece[0] == piece[3] - piece[2]
