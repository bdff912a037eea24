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

from loccit.eval.judging.cast import Names, collect_names
from loccit.eval.judging.mutation import mutations
from loccit.eval.judging.variation import variations
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


class _Sentence(NamedTuple):
    text: str
    passage: str
    document: str


def corpus_cases(index: Index) -> list[Case]:
    """All cases of the sample corpus."""
    rows = [json.loads(line) for line in PARAPHRASES.read_text(encoding="utf-8").splitlines()]
    halves = {row["document"]: row["half"] for row in rows}
    sentences = [sentence for sentence in _sentences(index) if sentence.document in halves]
    names = collect_names(sentence.text for sentence in sentences)
    cases = [*_of_sentences(sentences, names, halves), *_of_paraphrases(index, rows, sentences)]
    return list(dict.fromkeys(cases))


def _sentences(index: Index) -> list[_Sentence]:
    """The declarative sentences of paragraphs and lists, each once, with their chunk's text."""
    by_place: dict[tuple[str, int], _Sentence] = {}
    for listed in index.listing():
        document = index.document(listed.name)
        for hit in index.passages(listed):
            for span in hit.chunk.sentences:
                text = document.text[span.start : span.end]
                kind = next(b.kind for b in document.blocks if b.start <= span.start < b.end)
                is_prose = kind in {"paragraph", "item"} and text[-1:] in set('.!"”’)')
                if is_prose and not span.interrogative and len(text) >= _SHORTEST:
                    sentence = _Sentence(" ".join(text.split()), hit.chunk.text, listed.name)
                    by_place.setdefault((listed.name, span.start), sentence)
    return list(by_place.values())


def _of_sentences(
    sentences: Sequence[_Sentence], names: Names, halves: dict[str, str]
) -> Iterator[Case]:
    for sentence in sentences:
        sources, half = (sentence.passage,), halves[sentence.document]
        yield Case("verbatim", "verbatim", sentence.text, sources, True, half, sentence.document)
        for altered in variations(sentence.text, names):
            yield Case(
                "variation", altered.kind, altered.text, sources, True, half, sentence.document
            )
        for altered in mutations(sentence.text, names):
            yield Case(
                "mutation", altered.kind, altered.text, sources, False, half, sentence.document
            )
        wrong_source = _elsewhere(sentence, sentences, halves)
        yield Case(
            "mutation",
            "wrong source",
            sentence.text,
            (wrong_source,),
            False,
            half,
            sentence.document,
        )


def _elsewhere(sentence: _Sentence, sentences: Sequence[_Sentence], halves: dict[str, str]) -> str:
    """A passage of another document of the same half that does not hold the sentence."""
    others = [
        candidate.passage
        for candidate in sentences
        if candidate.document != sentence.document
        and halves[candidate.document] == halves[sentence.document]
        and sentence.text not in " ".join(candidate.passage.split())
    ]
    digest = hashlib.sha256(sentence.text.encode()).digest()
    return others[int.from_bytes(digest[:8], "big") % len(others)]


def _of_paraphrases(
    index: Index, rows: Sequence[dict[str, str]], sentences: Sequence[_Sentence]
) -> Iterator[Case]:
    for row in rows:
        name, quote = row["document"], row["quote"]
        if quote not in index.document(name).text:
            raise ValueError(f"the quote {quote!r} is not in {name}; it must be an exact slice")
        first = " ".join(quote.split())
        passages = [
            sentence.passage
            for sentence in sentences
            if sentence.document == name
            and (first.startswith(sentence.text) or sentence.text in first)
        ]
        sources = tuple(dict.fromkeys(passages))
        half = row["half"]
        yield Case("paraphrase", "paraphrase", row["paraphrase"], sources, True, half, name)
        if "false" in row:
            yield Case("false paraphrase", row["kind"], row["false"], sources, False, half, name)
