"""Public question sets, each as documents and questions of one shape.

Fit and report halves never share a document: articles, passages or dialogues go to them in turn.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

Half = Literal["fit", "report"]
HALVES: tuple[Half, Half] = ("fit", "report")
_SEED = 0


class Place(NamedTuple):
    """A gold answer's span in a document's text, in code points."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what is known to be right.

    Attributes:
        text: the question.
        half: which half it belongs to.
        documents: the documents that answer it.
        places: where its answers stand; empty where the set does not say.
        answers: short answers, any of which is right.
        answerable: whether the documents answer it.
        within: the one document that it is asked of; ``None`` for all.
    """

    text: str
    half: Half
    documents: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    answers: tuple[str, ...] = ()
    answerable: bool = True
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """A set: its documents by name, and its questions in the order of the source.

    ``folder`` holds the documents where they are files already; then ``texts`` is empty.
    """

    name: str
    texts: Mapping[str, str]
    asked: Sequence[Asked]
    folder: Path | None = None


def squad2(bench: Path) -> Collection:
    """SQuAD 2.0, half of the development set: a document an article, all searched at once."""
    published = json.loads((bench / FILES["squad2"]).read_text(encoding="utf-8"))["data"]
    articles = sorted(published, key=lambda article: article["title"])
    return _articles("squad2", [(article["title"], article) for article in articles])


def squad2_gaps(bench: Path) -> Collection:
    """SQuAD 2.0 with every other paragraph left out, and the questions that it answered.

    What is asked of a paragraph left out is not answerable, unless the article has the words of
    the answer in another place; then it is left out too.
    """
    whole = squad2(bench)
    kept = {name: _every_other(text) for name, text in whole.texts.items()}
    asked = [
        remaining
        for question in whole.asked
        if question.answerable and (remaining := _asked_of(question, kept)) is not None
    ]
    return Collection("squad2_gaps", {name: text for name, (text, _) in kept.items()}, asked)


def _every_other(text: str) -> tuple[str, list[tuple[int, int, int]]]:
    """The first, third, … paragraph of a text, and of each its start, end and new start."""
    kept_text, moved, at = "", [], 0
    for number, paragraph in enumerate(text.split("\n\n")):
        if number % 2 == 0 and paragraph:
            moved.append((at, at + len(paragraph), len(kept_text)))
            kept_text += paragraph + "\n\n"
        at += len(paragraph) + 2
    return kept_text, moved


def _asked_of(
    question: Asked,
    kept: Mapping[str, tuple[str, list[tuple[int, int, int]]]],
) -> Asked | None:
    """A question with its answers' places in what is kept, or without any answer."""
    text, moved = kept[question.documents[0]]
    places = [
        Place(place.document, new + place.start - start, new + place.end - start)
        for place in question.places
        for start, end, new in moved
        if start <= place.start < end
    ]
    if places:
        return replace(question, places=tuple(places))
    if any(answer.casefold() in text.casefold() for answer in question.answers):
        return None
    return replace(question, documents=(), places=(), answers=(), answerable=False)


def covidqa(bench: Path) -> Collection:
    """COVID-QA: long research articles. Answers are found by text: offsets are often wrong."""
    path = bench / "covidqa/200421_covidQA.json"
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    return _articles(
        "covidqa", [(f"{n:03}", article) for n, article in enumerate(articles)], by_text=True
    )


def policyqa(bench: Path) -> Collection:
    """PolicyQA: each question is asked of one privacy policy, since all policies answer it."""
    articles = json.loads((bench / FILES["policyqa"]).read_text(encoding="utf-8"))["data"]
    named = [(f"{n:02}-{article['title']}", article) for n, article in enumerate(articles)]
    return _articles("policyqa", named, by_text=True, within=True)


def _articles(
    name: str,
    articles: Iterable[tuple[str, Mapping[str, Any]]],
    by_text: bool = False,
    within: bool = False,
) -> Collection:
    texts: dict[str, str] = {}
    asked: list[Asked] = []
    for number, (title, article) in enumerate(articles):
        document, text = f"{title.replace('/', '-')}.txt", ""
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                places = tuple(
                    Place(document, len(text) + start, len(text) + end)
                    for start, end in _spans(paragraph["context"], question["answers"], by_text)
                )
                if places or question.get("is_impossible"):
                    asked.append(
                        Asked(
                            question["question"].strip(),
                            HALVES[number % 2],
                            (document,) if places else (),
                            places,
                            tuple(answer["text"] for answer in question["answers"]),
                            bool(places),
                            document if within else None,
                        )
                    )
            text += paragraph["context"] + "\n\n"
        texts[document] = text
    return Collection(name, texts, asked)


def _spans(
    context: str, answers: Sequence[Mapping[str, Any]], by_text: bool
) -> Iterator[tuple[int, int]]:
    """Spans of the answers; where offsets are not to be trusted, of the nearest equal text."""
    for answer in answers:
        text, start = answer["text"].strip(), answer["answer_start"]
        if by_text:
            starts = list(_occurrences(context, text))
            if not starts:
                continue
            start = min(starts, key=lambda n: abs(n - answer["answer_start"]))
        yield start, start + len(text)


def _occurrences(context: str, text: str) -> Iterator[int]:
    at = context.find(text)
    while at >= 0:
        yield at
        at = context.find(text, at + 1)


def nq_oracle(bench: Path) -> Collection:
    """Natural Questions with their gold passages: a passage is a document."""
    with gzip.open(bench / FILES["nq_oracle"], "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    numbers: dict[str, int] = {}
    asked = []
    for row in rows:
        number = numbers.setdefault(row["ctxs"][0]["text"], len(numbers))
        name = f"{number:04}.txt"
        asked.append(
            Asked(row["question"], HALVES[number % 2], (name,), answers=tuple(row["answers"]))
        )
    titles = {row["ctxs"][0]["text"]: row["ctxs"][0]["title"] for row in rows}
    texts = {f"{n:04}.txt": f"{titles[text]}\n\n{text}\n" for text, n in numbers.items()}
    return Collection("nq_oracle", texts, asked)


def docs_search(bench: Path) -> Collection:
    """Product documentation in its own chunks: a chunk is a document."""
    folder = bench / "docs_search"
    chunks = json.loads((folder / "anthropic_docs.json").read_text(encoding="utf-8"))
    rows = json.loads((folder / "docs_evaluation_dataset.json").read_text(encoding="utf-8"))
    names = {chunk["chunk_link"]: f"{number:03}.md" for number, chunk in enumerate(chunks)}
    texts = {names[chunk["chunk_link"]]: _with_heading(chunk) for chunk in chunks}
    asked = [
        Asked(
            row["question"],
            HALVES[number % 2],
            tuple(names[link] for link in row["correct_chunks"] if link in names),
        )
        for number, row in enumerate(rows)
    ]
    return Collection("docs_search", texts, asked)


def _with_heading(chunk: Mapping[str, str]) -> str:
    text = chunk["text"]
    heading = chunk["chunk_heading"]
    body = text.removeprefix(heading).lstrip()
    return f"# {heading}\n\n{body}\n"


def corpus(_: Path) -> Collection:
    """The sample corpus of this repository with questions of our own, for figures alone."""
    lines = (
        (Path(__file__).parents[1] / "data" / "corpus.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    asked = [
        Asked(
            row["question"],
            "report",
            tuple(dict.fromkeys(piece["document"] for piece in row["evidence"])),
            answers=tuple(piece["quote"] for piece in row["evidence"]),
            answerable=row["answerable"],
        )
        for row in map(json.loads, lines)
    ]
    return Collection("corpus", {}, asked, Path(__file__).parents[2] / "corpus")


OTHER_TOPICS = ("nq_oracle", "policyqa")
"""The sets whose questions are asked of documents that do not answer them."""
FILES = {
    "squad2": "squad2/dev-v2.0.json",
    "nq_oracle": "nq_oracle/nq-open-oracle.jsonl.gz",
    "policyqa": "policyqa/dev.json",
    "canard": "canard/dev.json",
}
"""The file of each set that numbers are fitted on, below the folder of the sets."""
SETS: dict[str, Callable[[Path], Collection]] = {
    "squad2": squad2,
    "squad2_gaps": squad2_gaps,
    "nq_oracle": nq_oracle,
    "docs_search": docs_search,
    "covidqa": covidqa,
    "policyqa": policyqa,
    "corpus": corpus,
}


def sample(asked: Sequence[Asked], half: Half, most: int) -> list[Asked]:
    """At most ``most`` questions of a half, drawn with a fixed seed."""
    of_half = [question for question in asked if question.half == half]
    random.Random(_SEED).shuffle(of_half)
    return of_half[:most]


def other_topics(bench: Path, half: Half, most: int) -> list[Asked]:
    """Questions that other sets' documents answer, asked of documents that do not."""
    questions = []
    for name in OTHER_TOPICS:
        drawn = sample(SETS[name](bench).asked, half, most // 2)
        questions += [
            replace(question, documents=(), places=(), answers=(), within=None)
            for question in drawn
        ]
    return [replace(question, answerable=False) for question in questions]
