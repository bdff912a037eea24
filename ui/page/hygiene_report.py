"""The hygiene report: as terminal output, as JSON and as an HTML page."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...index.build import BuildReport
from ...index.cleaning.hygiene import DocumentHygiene, Hygiene, LeftOut
from ...index.errors import IndexUnwritable
from ...text.signs import STEERING
from ..terminal import say

_WIDEST, _MOST_LINES, _LONGEST = 100, 20, 800
_SHARED = "Sentences shared with other documents"
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line);
  vertical-align: top; }
td.w { overflow-wrap: anywhere; min-width: 8rem; }
.n { font-variant-numeric: tabular-nums; white-space: nowrap; } td.n, th.n { text-align: right; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; padding: 0 .8rem; }
summary { cursor: pointer; padding: .5rem 0; }
blockquote { margin: .2rem 0 1rem; padding: .4rem .8rem; background: var(--soft);
  white-space: pre-wrap; overflow-wrap: anywhere; }
.why { font-weight: 600; } .where { opacity: .75; }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def print_report(report: BuildReport, hygiene: Hygiene, width: int) -> None:
    """Print what the index contains, what was left out and why, within a limit of lines."""
    state = "built" if report.changed else "is up to date"
    say(f"Index {state}: {report.documents:,} documents, {report.chunks:,} chunks.")
    if report.changed:
        unchanged = report.documents - report.read
        say(f"Read {report.read:,}, unchanged {unchanged:,}; embedded {report.encoded:,} chunks.")
    documents = hygiene.documents
    left_out = [
        f"{document.name}: {_reasons(document)}" for document in documents if document.left_out
    ]
    _print_list("Left out of documents", left_out, width)
    _print_list(
        _SHARED,
        [f"{document.name}: {_others(document)}" for document in documents if document.shared],
        width,
    )
    _print_list("Not indexed", [f"{file.name}: {file.why}" for file in report.skipped], width)


def write_report(hygiene: Hygiene, file: Path) -> tuple[Path, Path]:
    """Write the full report as JSON and as HTML; returns the two paths.

    They are named like ``file``, with the suffixes ``.json`` and ``.html``.

    Raises:
        IndexUnwritable: if one cannot be written.
    """
    base = file.with_suffix("") if file.suffix.lower() in {".json", ".html"} else file
    json_file, page = base.with_name(f"{base.name}.json"), base.with_name(f"{base.name}.html")
    try:
        base.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(
            json.dumps(hygiene.to_dict(), ensure_ascii=False, indent=1) + "\n",
            encoding="utf-8",
            errors="backslashreplace",
        )
        page.write_text(report_page(hygiene), encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise IndexUnwritable(
            f"the report cannot be written to {str(base)!r}: {error.strerror or error}; "
            "choose another file with --report"
        ) from error
    return json_file, page


def _reasons(document: DocumentHygiene) -> str:
    counts = document.characters_by_reason()
    return ", ".join(f"{why} ({count:,} characters)" for why, count in counts.items())


def _others(document: DocumentHygiene) -> str:
    return ", ".join(f"{name} ({_plural(count, 'sentence')})" for name, count in document.shared)


def _plural(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def _print_list(title: str, lines: Sequence[str], width: int) -> None:
    if not lines:
        return
    say(f"\n{title}")
    for line in lines[:_MOST_LINES]:
        plain, room = STEERING.sub("", line), min(width, _WIDEST)
        plain = plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"
        say(textwrap.fill(plain, room, initial_indent="  ", subsequent_indent="    "))
    if len(lines) > _MOST_LINES:
        say(f"  … and {len(lines) - _MOST_LINES:,} more; list them all with --report FILE")


def report_page(hygiene: Hygiene) -> str:
    """The full report as a page without scripts or external resources."""
    documents, skipped = hygiene.documents, hygiene.skipped
    characters = sum(sum(document.characters_by_reason().values()) for document in documents)
    summary = (
        f"{_plural(len(documents), 'document')}, "
        f"{sum(document.kept for document in documents):,} characters indexed, "
        f"{characters:,} left out, {_plural(len(skipped), 'file')} not indexed."
    )
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>Hygiene report</title>\n<style>{_STYLE}</style>",
            f"<h1>Hygiene report</h1>\n<p>{summary}</p>",
            f"<p class=where>Indexed folders: {', '.join(map(_shown, hygiene.roots))}</p>",
            *_table(documents),
            *(_section("Left out of documents", map(_details, _having(documents)))),
            *(_section("Not indexed", (f"<p>{_shown(s.name)}: {_shown(s.why)}" for s in skipped))),
            "</html>\n",
        ]
    )


def _having(documents: Sequence[DocumentHygiene]) -> Iterator[DocumentHygiene]:
    return (document for document in documents if document.left_out)


def _table(documents: Sequence[DocumentHygiene]) -> Iterator[str]:
    yield "<h2>Documents</h2>\n<div class=wide><table>\n<tr><th>Document<th>Format<th>Title"
    yield "<th>Author<th>Date<th class=n>Kept<th class=n>Chunks<th class=n>Left out<th>" + _SHARED
    for document in documents:
        left_out = sum(document.characters_by_reason().values())
        cells = "".join(
            f"<td{' class=w' if wide else ''}>{_shown(cell or '–')}"
            for cell, wide in (
                (document.name, 1),
                (document.format, 0),
                (document.title, 1),
                (document.author, 1),
            )
        )
        cells += f"<td><span class=n>{_shown(document.date or '–')}</span>"
        numbers = "".join(
            f"<td class=n>{count:,}" for count in (document.kept, document.chunks, left_out)
        )
        yield f"<tr>{cells}{numbers}<td class=w>{_shown(_others(document))}"
    yield "</table></div>"


def _section(title: str, parts: Iterator[str]) -> Iterator[str]:
    entries = list(parts)
    if entries:
        yield f"<h2>{title}</h2>"
        yield from entries


def _details(document: DocumentHygiene) -> str:
    parts = "".join(
        f"<p><span class=why>{_shown(part.why)}</span> <span class=where>{_where(part)}</span>"
        f"<blockquote>{_shown(part.text)}</blockquote>"
        for part in document.left_out
    )
    label = f"{_shown(document.name)}: {_shown(_reasons(document))}"
    return f"<details><summary>{label}</summary>{parts}</details>"


def _where(part: LeftOut) -> str:
    if part.start is None:
        return ""
    page = f"page {part.page}, " if part.page else ""
    return f"{page}characters {part.start}–{part.end}"


def _shown(text: str) -> str:
    """Text as HTML, without control characters."""
    return f"<bdi>{html.escape(STEERING.sub('', text))}</bdi>"
