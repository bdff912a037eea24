"""Claims about the sample corpus that are known to be true or false, each with its sources.

A claim's source is the whole passage (chunk) that its sentence stands in: the hard case, since
the passage holds other numbers, dates and names. Documents are halved as the paraphrases are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from loccit.eval import Names, collect_names, mutations, variations
from loccit.index import Index

PARAPHRASES = Path(__file__).parents[2] / "eval" / "data" / "paraphrases.jsonl"
_SHORTEST = 30


class Case(NamedTuple):
    """A claim with what it cites.

    Attributes:
        group: ``verbatim``, ``variation``, ``paraphrase``, ``mutation`` or ``false paraphrase``.
        kind: of mutation or variation; else the group.
        is_true: whether the sources bear it out.
        half: ``fit`` or ``report``, that of the document.
    """

    group: str
    kind: str
    claim: str
    sources: tuple[str, ...]
    is_true: bool
    half: str
    document: str


class _Told(NamedTuple):
    text: str
    passage: str
    document: str


def corpus_cases(index: Index) -> list[Case]:
    """All cases of the sample corpus."""
    rows = [json.loads(line) for line in PARAPHRASES.read_text(encoding="utf-8").splitlines()]
    halves = {row["document"]: row["half"] for row in rows}
    told = [one for one in _sentences(index) if one.document in halves]
    names = collect_names(one.text for one in told)
    found = [*_of_sentences(told, names, halves), *_of_paraphrases(index, rows, told)]
    return list(dict.fromkeys(found))


def _sentences(index: Index) -> list[_Told]:
    """The declarative sentences of paragraphs and lists, each once, with their chunk's text."""
    found: dict[tuple[str, int], _Told] = {}
    for listed in index.listing():
        document = index.document(listed.name)
        for hit in index.passages(listed):
            for one in hit.chunk.sentences:
                text = document.text[one.start : one.end]
                kind = next(b.kind for b in document.blocks if b.start <= one.start < b.end)
                is_prose = kind in {"paragraph", "item"} and text[-1:] in set('.!"”’)')
                if is_prose and not one.interrogative and len(text) >= _SHORTEST:
                    told = _Told(" ".join(text.split()), hit.chunk.text, listed.name)
                    found.setdefault((listed.name, one.start), told)
    return list(found.values())


def _of_sentences(told: Sequence[_Told], names: Names, halves: dict[str, str]) -> Iterator[Case]:
    for one in told:
        sources, half = (one.passage,), halves[one.document]
        yield Case("verbatim", "verbatim", one.text, sources, True, half, one.document)
        for made in variations(one.text, names):
            yield Case("variation", made.kind, made.text, sources, True, half, one.document)
        for made in mutations(one.text, names):
            yield Case("mutation", made.kind, made.text, sources, False, half, one.document)
        other = _elsewhere(one, told, halves)
        yield Case("mutation", "wrong source", one.text, (other,), False, half, one.document)


def _elsewhere(one: _Told, told: Sequence[_Told], halves: dict[str, str]) -> str:
    """A passage of another document of the same half that does not hold the sentence."""
    others = [
        other.passage
        for other in told
        if other.document != one.document
        and halves[other.document] == halves[one.document]
        and one.text not in " ".join(other.passage.split())
    ]
    digest = hashlib.sha256(one.text.encode()).digest()
    return others[int.from_bytes(digest[:8], "big") % len(others)]


def _of_paraphrases(
    index: Index, rows: Sequence[dict[str, str]], told: Sequence[_Told]
) -> Iterator[Case]:
    for row in rows:
        name, quote = row["document"], row["quote"]
        if quote not in index.document(name).text:
            raise ValueError(f"the quote {quote!r} is not in {name}; it must be an exact slice")
        first = " ".join(quote.split())
        passages = [
            one.passage
            for one in told
            if one.document == name and (first.startswith(one.text) or one.text in first)
        ]
        sources = tuple(dict.fromkeys(passages))
        half = row["half"]
        yield Case("paraphrase", "paraphrase", row["paraphrase"], sources, True, half, name)
        if "false" in row:
            yield Case("false paraphrase", row["kind"], row["false"], sources, False, half, name)
