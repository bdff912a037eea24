"""Examples, responses and results made by hand for tests of the evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fakes import FakeEncoder
from loccit.eval import CitedSpan, Example, Gold, Response, Result, RetrievedPassage, write_reports
from loccit.eval.datasets.corpus import Corpus
from loccit.eval.run_folder import RunFolder
from loccit.eval.scoring.summary import summarize
from loccit.index import Index, build_index

SHIPS = """The first ship is called Alder. It has a crew of 12 sailors.

The second ship is called Birch. It left the harbour of Kish on 4 May 2019.

Nobody has seen the third ship since the storm of June 2020.
"""
COPY = """The second ship is called Birch. Its captain does not speak of it."""
TABLE = "ship,crew\nAlder,12\nBirch,30\n"


def corpus_of(folder: Path, **texts: str) -> Corpus:
    """A corpus of files named by the keywords, ``_csv`` at a name's end for a table."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    for name, text in texts.items():
        is_table = name.endswith("_csv")
        docs.joinpath(name.removesuffix("_csv") + (".csv" if is_table else ".txt")).write_text(text)
    encoder = FakeEncoder()
    build_index([docs], folder / "index", encoder=encoder)
    return Corpus(Index.open(folder / "index", encoder))


def gold(corpus: Corpus, *quotes: str, document: str = "") -> tuple[Gold, ...]:
    """Evidence at the places of quotes."""
    places = [corpus.locate(quote, document, "a test") for quote in quotes]
    return tuple(
        Gold(span.document, q, span.start, span.end) for span, q in zip(places, quotes, strict=True)
    )


def cited(corpus: Corpus, text: str, quote: str, document: str = "") -> CitedSpan:
    """A citation of a quote for the first place of it in an answer's text, else for all of it."""
    place = corpus.locate(quote, document, "a test")
    at = text.find(quote)
    span = (at, at + len(quote)) if at >= 0 else (0, len(text))
    return CitedSpan(*span, place.document, quote, place.start, place.end)


def answered(corpus: Corpus, *quotes: str, **more: Any) -> Response:
    """An honest extractive answer: quotes, each with its place, which are its passages too."""
    text = " ".join(quotes)
    citations = tuple(cited(corpus, text, quote) for quote in quotes)
    hits = tuple(
        RetrievedPassage(citation.document, citation.quote, citation.start, citation.end)
        for citation in citations
    )
    return Response("answered", text, citations, hits, **more)


def result(id_: str, *, answerable: bool = True, status: Any = "answered", **scores: Any) -> Result:
    """A result with these scores and nothing else."""
    example = Example(id_, f"What of {id_}?", answerable)
    scores.setdefault("worth", scores.get("credit" if answerable else "restraint"))
    return Result(example, Response(status, "A text." if status == "answered" else ""), scores)


def keep_run(
    index: Path,
    name: str,
    results: Sequence[Result],
    dataset: str = "hand.jsonl",
    system: str = "A system",
) -> Path:
    """A finished run beside an index, as ``loccit eval run`` leaves it."""
    folder = index / "kept/evals" / name
    about = {
        "dataset": {"name": dataset, "examples": len(results), "digest": "0" * 64, "left_out": []},
        "system": {"name": system, "settings": {}},
        "documents": {"count": 2, "digest": "1" * 64, "encoder": "fake"},
    }
    folder.parent.mkdir(parents=True, exist_ok=True)
    RunFolder(folder, about).finish(results, [0.1] * len(results))
    write_reports(folder, about, results, summarize(results))
    return folder
