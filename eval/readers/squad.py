"""SQuAD 1.1 and 2.0: articles of paragraphs, with questions answered by spans of a paragraph.

The evidence is the sentence that contains an answer, or the sentences that it spans. If annotators
marked answers in different sentences, each is correct: the example is then tagged ``alternatives``.
The file does not name the documents of the sentences; they are searched for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ...index.chunking.sentences import split_sentences
from ...index.types import Sentence
from ...text.spans import Span
from ..datasets.dataset import Dataset, checked, parse_json
from ..errors import DatasetError
from ..types import Example, Gold
from .source import id_or, items, mapping, read_text, shown, text_at

_ALTERNATIVES = "alternatives"


class _Asked(NamedTuple):
    """A question of the file, with its article's title and its paragraph."""

    where: str
    title: str
    context: str
    record: Mapping[str, Any]


def read_squad(path: Path) -> Dataset:
    """Read the questions of a file in order, with the sentences that answer them.

    An answerable question is skipped if none of its answers is in its paragraph.

    Raises:
        DatasetError: if the file is malformed.
    """
    sentences = lru_cache(maxsize=8)(split_sentences)
    examples: list[Example] = []
    left_out: list[str] = []
    for number, asked in enumerate(_questions(path), start=1):
        question = text_at(asked.record, "question", asked.where).strip()
        answers = _answers(asked)
        spans = [span for text, start in answers if (span := _span(asked.context, text, start))]
        is_answerable = not asked.record.get("is_impossible", False)
        if not question:
            left_out.append(f"{asked.where} has no question")
        elif is_answerable and not spans:
            left_out.append(f"{asked.where} has no answer that is in its context: {question}")
        else:
            quotes = [_quote(asked.context, span, sentences(asked.context)) for span in spans]
            distinct = list(dict.fromkeys(quotes)) if is_answerable else []
            tags = [asked.title] if asked.title else []
            example = Example(
                id=id_or(asked.record.get("id"), path.stem, number),
                question=question,
                answerable=is_answerable,
                answers=_texts(answers) if is_answerable else (),
                evidence=tuple(Gold("", quote) for quote in distinct),
                tags=(*tags, *([_ALTERNATIVES] if len(distinct) > 1 else [])),
            )
            examples.append(example)
    return checked(Dataset(path.name, tuple(examples), tuple(left_out)))


def articles(path: Path) -> Iterator[tuple[str, list[Mapping[str, Any]], str]]:
    """The articles of a file, each with its title, its paragraphs and its position.

    Raises:
        DatasetError: if the file is malformed.
    """
    whole = mapping(parse_json(read_text(path), path.name), path.name)
    if "data" not in whole:
        raise DatasetError(
            f"{path.name} has no 'data'; expected the articles of SQuAD there. Name the kind of "
            "the dataset with --kind if it is another one"
        )
    for number, value in enumerate(items(whole, "data", path.name), start=1):
        where = f"{path.name}, article {number}"
        article = mapping(value, where)
        paragraphs = [
            mapping(value, f"{where}, paragraph {place}")
            for place, value in enumerate(items(article, "paragraphs", where), start=1)
        ]
        yield text_at(article, "title", where).strip(), paragraphs, where


def _questions(path: Path) -> Iterator[_Asked]:
    for title, paragraphs, article in articles(path):
        for number, paragraph in enumerate(paragraphs, start=1):
            where = f"{article}, paragraph {number}"
            context = text_at(paragraph, "context", where)
            for place, value in enumerate(items(paragraph, "qas", where), start=1):
                asked = f"{where}, question {place}"
                yield _Asked(asked, title, context, mapping(value, asked))


def _answers(asked: _Asked) -> list[tuple[str, int]]:
    """The texts of the answers, each with its stated start; 0 if none is stated."""
    answers = []
    for value in items(asked.record, "answers", asked.where):
        answer = mapping(value, f"{asked.where}, an answer")
        start = answer.get("answer_start", 0)
        if not isinstance(start, int):
            raise DatasetError(
                f"{asked.where} has answer_start {shown(start)}; expected an integer. Correct it"
            )
        text = text_at(answer, "text", asked.where)
        if text.strip():
            answers.append((text, start))
    return answers


def _texts(answers: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text, _ in answers))


def _span(context: str, text: str, start: int) -> Span | None:
    """The span of an answer without surrounding space: at its stated start, else the nearest."""
    plain = text.strip()
    stated = start + text.index(plain)
    if stated >= 0 and context.startswith(plain, stated):
        return Span(stated, stated + len(plain))
    after, before = context.find(plain, max(0, stated)), context.rfind(plain, 0, max(0, stated))
    places = [position for position in (before, after) if position >= 0]
    if not places:
        return None
    at = min(places, key=lambda position: abs(position - stated))
    return Span(at, at + len(plain))


def _quote(context: str, answer: Span, sentences: Sequence[Sentence]) -> str:
    """The slice of the sentences that an answer overlaps, extended to contain the answer."""
    touched = [
        sentence
        for sentence in sentences
        if sentence.start < answer.end and answer.start < sentence.end
    ]
    start = min([answer.start, *(sentence.start for sentence in touched)])
    return context[start : max([answer.end, *(sentence.end for sentence in touched)])]
