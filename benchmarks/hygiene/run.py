"""What copies, quoting mails, menus and footers cost; and what clean documents lose.

    python -m benchmarks.hygiene.run --set squad2/dev-v2.0.json --work DIR [--clean SET …]
        [--out FILE]

The pages of a set are indexed as they are, and with a share of them soiled (``dirt.py``). The same
questions are asked of both, and of the soiled ones without folding and without repetition.
``--work`` keeps the indexes. ``--clean`` names further sets that are looked at for what they lose
(``losses.py``). The figures depend on the set, the seed and the share alone.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
from loccit.index import Filter, Hit, Index, build_index
from loccit.rag import RagConfig, answer_question

from .dirt import KINDS, Asked, Format, Page, read_set, soiled, write
from .losses import Loss, loss_table, losses
from .traces import Traces

DEPTH, CHARACTERS, RESAMPLED = 30, 4000, 2000
HITS = RagConfig().hits

Figures = dict[str, list[float]]
"""Of each measure, its value for every question."""

HIGHER = (
    "evidence within 4,000 characters",
    "first cited sentence right",
    "articles among 8 hits",
    "different sentences among 8 hits",
    "articles cited",
    "different sentences cited",
)
LOWER = (
    "abstained",
    "a hit says what better ones say",
    "a hit is mostly boilerplate",
    "a hit holds boilerplate",
    "cites boilerplate",
    "cites a sentence twice",
)


class Unfolded(Index):
    """An index whose search leaves near-copies in."""

    def search(
        self,
        question: str,
        k: int = 10,
        vector: Any = None,
        within: Filter | None = None,
        fold: bool = False,
    ) -> list[Hit]:
        """As of an index, with nothing folded."""
        return super().search(question, k, vector, within, fold=False)


class Side(NamedTuple):
    """One thing that is asked: what it is called, its index, and the pages in it."""

    name: str
    index: Index
    pages: Sequence[Page]


def sides(options: argparse.Namespace, format_: Format, pages: Sequence[Page]) -> Iterator[Side]:
    """The clean pages, the soiled ones, and these without folding and without repetition."""
    dirty = soiled(pages, options.kinds, options.share, options.seed)
    work = options.work / format_
    yield Side("clean", Index.open(build(pages, work / "clean", format_)), pages)
    folder = build(dirty, work / "dirty", format_, known=work / "clean")
    yield Side("dirty", Index.open(folder), dirty)
    yield Side("no folding", Unfolded.open(folder), dirty)
    with mock.patch(
        "loccit.index.sources.gather.repeated_blocks", lambda blocks: [()] * len(blocks)
    ):
        ignored = build(dirty, work / "unrepeated", format_, known=folder.parent)
    yield Side("no repetition", Index.open(ignored), dirty)


def build(
    pages: Sequence[Page], work: Path, format_: Format, unchanged: Path | None = None
) -> Path:
    """Write pages below ``work`` and index them, with vectors from ``known``; gives the index."""
    if unchanged and not (work / "index").exists():
        shutil.copytree(unchanged / "index", work / "index")
    shutil.rmtree(work / "texts", ignore_errors=True)
    write(pages, work / "texts", format_)
    build_index([work / "texts"], work / "index")
    return work / "index"


def ask(side: Side, format_: Format, asked: Sequence[Asked]) -> Figures:
    """The figures of every question."""
    traces = Traces(side.index, {page.file(format_): page for page in side.pages})
    figures: Figures = {}
    for question in asked:
        vector = side.index.encode_question(question.text)
        hits = side.index.search(question.text, DEPTH, vector)
        answer = answer_question(side.index, question.text)
        best = [(hit.chunk.document, hit.chunk.start, hit.chunk.end) for hit in hits[:HITS]]
        cited = [(place.document, place.start, place.end) for place in answer.citations]
        origins = [traces.origins(*place) for place in cited]
        values = {
            HIGHER[0]: traces.holds(_cut(hits, CHARACTERS), question.answers),
            HIGHER[1]: traces.holds(cited[:1], question.answers),
            HIGHER[2]: len({traces.article(*place) for place in best} - {None}),
            HIGHER[3]: len(set().union(*(traces.origins(*place) for place in best))),
            HIGHER[4]: len({traces.article(*place) for place in cited} - {None}),
            HIGHER[5]: len(set().union(*origins)),
            LOWER[0]: answer.abstained,
            LOWER[1]: traces.repeats(best),
            LOWER[2]: any(traces.furniture(*place) >= 0.5 for place in best),
            LOWER[3]: any(traces.furniture(*place) > 0 for place in best),
            LOWER[4]: any(traces.furniture(*place) > 0 for place in cited),
            LOWER[5]: sum(map(len, origins)) > len(set().union(*origins)),
        }
        for name, value in values.items():
            figures.setdefault(name, []).append(float(value))
    return figures


def _cut(hits: Sequence[Hit], most: int) -> Iterator[tuple[str, int, int]]:
    """The places of the hits in rank order, as far as ``most`` characters go."""
    for hit in hits:
        chunk = hit.chunk
        end = min(chunk.end, chunk.start + most)
        if end > chunk.start:
            yield chunk.document, chunk.start, end
        most -= end - chunk.start


def difference(new: Sequence[float], old: Sequence[float]) -> tuple[float, float, float]:
    """The mean paired difference and the 95 % interval of its bootstrap over questions."""
    gaps = np.subtract(new, old)
    drawn = np.random.default_rng(0).integers(0, len(gaps), (RESAMPLED, len(gaps)))
    low, high = np.quantile(gaps[drawn].mean(axis=1), (0.025, 0.975))
    return float(gaps.mean()), float(low), float(high)


def table(format_: Format, figures: Mapping[str, Figures]) -> str:
    """The means of every side, and how the soiled one differs from the clean one."""
    clean, dirty = figures["clean"], figures["dirty"]
    names = list(figures)
    lines = [["", *names[:2], "difference", "95 % interval", *names[2:]]]
    for measure in (*HIGHER, *LOWER):
        gap, low, high = difference(dirty[measure], clean[measure])
        means = [f"{np.mean(figures[name][measure]):.3f}" for name in names]
        interval = f"{low:+.3f} … {high:+.3f}"
        lines.append([measure, *means[:2], f"{gap:+.3f}", interval, *means[2:]])
    n = len(clean[HIGHER[0]])
    return f"{format_}, n = {n} questions\n" + aligned(lines)


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Cells in columns: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask all sides in both formats, look at clean sets, print the tables."""
    options = _parser().parse_args(arguments)
    pages, asked = read_set(options.set, options.seed)
    asked = asked[: options.questions]
    out: dict[str, Any] = {"seed": options.seed, "share": options.share, "kinds": options.kinds}
    for format_ in options.formats:
        figures: dict[str, Figures] = {}
        for side in sides(options, format_, pages):
            figures[side.name] = ask(side, format_, asked)
            kept = Traces(
                side.index, {measured.file(format_): measured for measured in side.pages}
            ).kept()
            counts = side.index.manifest.counts
            described = f"{counts['documents']:,} documents, {counts['chunks']:,} passages"
            print(f"{format_}, {side.name}: {described}; {kept}", file=sys.stderr)
            out.setdefault(format_, {})[side.name] = {
                **{
                    name: round(float(np.mean(measured)), 4)
                    for name, measured in figures[side.name].items()
                },
                **counts,
                **kept._asdict(),
            }
            side.index.close()
        print(table(format_, figures) + "\n")
        out[format_]["difference"] = {
            name: [round(measured, 4) for measured in difference(figures["dirty"][name], values)]
            for name, values in figures["clean"].items()
        }
    _look_at_clean_sets(options, out)
    if options.out:
        options.out.write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n")


def _look_at_clean_sets(options: argparse.Namespace, out: dict[str, Any]) -> None:
    measured: dict[str, Loss] = {}
    for path in options.clean:
        measured |= losses(path, options.work / "losses")
    if measured:
        print(aligned(loss_table(measured)))
        out["losses"] = {name: loss._asdict() for name, loss in measured.items()}


def _parser() -> argparse.ArgumentParser:
    whole: Callable[[str], list[str]] = lambda text: text.split(",")  # noqa: E731
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", type=Path, required=True, help="a set in SQuAD's JSON format")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the indexes")
    parser.add_argument("--clean", type=Path, nargs="*", default=[], help="sets to look at too")
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument("--share", type=float, default=0.3, help="of the pages, for each kind")
    parser.add_argument("--kinds", type=whole, default=list(KINDS), help="copies,mails,furniture")
    parser.add_argument("--formats", type=whole, default=["txt", "html"], help="txt,html")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="JSON file with every figure and every loss")
    return parser


if __name__ == "__main__":
    main()
