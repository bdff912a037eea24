"""Drafts of examples: sentences that state facts, for a person to write questions about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ...rag.short.spans import values_in
from ...text import lexicon
from ...text.tokens import STOP_WORDS, tokenize
from ..errors import DatasetError
from .corpus import Corpus

_ANSWERABLE = 4
"""Answerable drafts before each unanswerable one."""
_GOLDEN = 0.6180339887498949
"""The first multiples of this, modulo 1, spread evenly over [0, 1), however many are taken."""
_SHORTEST, _LONGEST = 6, 45
"""Words that a sentence may have to be asked about."""
_OPENS = re.compile(r"[\"“‘'(]?[^\W_]")
_PRONOUNS = lexicon.any_word("words.third_person", "words.first_and_second_person")
_DEPENDENT = re.compile(
    rf"\W*(?:{_PRONOUNS}|{lexicon.any_word('words.demonstratives', 'words.connectives')}"
    rf"|{lexicon.alternation('questions.references', 'drafting.dependent_openings')})\b",
    re.IGNORECASE,
)
"""Openings of sentences that depend on the one before."""
_PRONOUN = re.compile(rf"\b(?:{_PRONOUNS}|this|these|those)\b", re.IGNORECASE)
_ENDS = re.compile(r"[.!。！][\"'”’)\]]*$")
_DIGIT = re.compile(r"\d")
_HINTS = {
    "dates": "asks for the date or time that the sentence states",
    "amounts": "asks for the number or amount that the sentence states",
    "names": "asks for a person, place or thing that the sentence names",
}
_LEAST_TOPIC = 4
"""Letters of a word that may be a topic if the facts of a document have no names."""


class _Fact(NamedTuple):
    """A sentence that states something, and how suitable it is for a question."""

    document: str
    start: int
    text: str
    values: dict[str, list[str]]
    worth: int


def draft_examples(corpus: Corpus, most: int) -> list[dict[str, Any]]:
    """Draft examples in Loccit's format without their questions, spread evenly over the documents.

    Each quotes a sentence that states a date, an amount or a name, and lists these as answers, of
    which a person keeps the correct one. Every fifth draft is for a question that the documents do
    not answer. The key ``hint`` suggests what to ask; ``parse_lines`` ignores it, and rejects a
    draft until its question is written. The same corpus gives the same drafts.

    Args:
        corpus: the documents.
        most: the number of drafts, 1 or more; fewer if the documents state fewer facts.

    Returns:
        The drafts as JSON objects.

    Raises:
        DatasetError: if ``most`` is less than 1, or if no sentence states a fact.
    """
    if most < 1:
        raise DatasetError(
            f"{most} drafts were requested; expected 1 or more. Choose a larger number"
        )
    wanted = most - most // (_ANSWERABLE + 1)
    chosen, topics = _chosen(corpus, wanted)
    if not chosen:
        raise DatasetError(
            f"none of {len(corpus.names)} documents has a sentence that states a date, an amount "
            "or a name and can be understood alone; expected at least 1. Write the examples by "
            "hand"
        )
    drafts: list[dict[str, Any]] = []
    for number, fact in enumerate(chosen, start=1):
        drafts.append(_answerable(fact, number))
        if number % _ANSWERABLE == 0:
            turn = number // _ANSWERABLE - 1
            drafts.append(_unanswerable(fact.document, topics[fact.document], turn))
    for number, draft in enumerate(drafts[:most], start=1):
        draft["id"] = f"draft-{number:03}"
    return drafts[:most]


def _answerable(fact: _Fact, number: int) -> dict[str, Any]:
    kinds = _asked_for(fact.values)
    asked = kinds[number % len(kinds)]
    ordered = [asked, *(kind for kind in _HINTS if kind != asked)]
    answers = [value for kind in ordered for value in fact.values[kind]]
    return {
        "id": "",
        "question": "",
        "answerable": True,
        "answers": list(dict.fromkeys(answers)),
        "evidence": [{"document": fact.document, "quote": fact.text}],
        "history": [],
        "tags": ["draft"],
        "hint": f"{_HINTS[asked]}; keep the correct answer, delete the others",
    }


def _unanswerable(document: str, topics: Sequence[str], turn: int) -> dict[str, Any]:
    topic = topics[turn % len(topics)] if topics else document
    return {
        "id": "",
        "question": "",
        "answerable": False,
        "answers": [],
        "evidence": [],
        "history": [],
        "tags": ["draft"],
        "hint": f"asks something about {topic!r}, a topic of {document!r}, that a reader might "
        "want to know and that no document answers",
    }


def _chosen(corpus: Corpus, wanted: int) -> tuple[list[_Fact], dict[str, list[str]]]:
    """Facts in the order of the documents, and the topics of each document."""
    listed = corpus.names
    facts: dict[str, list[_Fact]] = {}
    seen: set[str] = set()
    for name in _spread(listed):
        document_facts = list(_facts(corpus, name, seen))
        if document_facts:
            facts[name] = document_facts
        if len(facts) >= wanted:
            break
    shares = _shares({name: len(document_facts) for name, document_facts in facts.items()}, wanted)
    names = [name for name in listed if name in facts]
    topics = {name: _topics(facts[name]) for name in names}
    return [fact for name in names for fact in _best(facts[name], shares[name])], topics


def _spread(names: Sequence[str]) -> list[str]:
    """The names in an order whose every prefix is spread evenly over them."""
    order = sorted(range(len(names)), key=lambda index: index * _GOLDEN % 1)
    return [names[index] for index in order]


def _shares(available: dict[str, int], wanted: int) -> dict[str, int]:
    """How many facts to take from each document, as evenly as possible."""
    taken = dict.fromkeys(available, 0)
    while wanted > 0 and (open_ := [name for name in available if taken[name] < available[name]]):
        for name in open_[:wanted]:
            taken[name] += 1
        wanted -= min(wanted, len(open_))
    return taken


def _best(facts: Sequence[_Fact], most: int) -> Iterator[_Fact]:
    """The best fact of each of ``most`` equal parts of a document, in order."""
    for number in range(most):
        stretch = facts[number * len(facts) // most : (number + 1) * len(facts) // most]
        yield max(stretch, key=lambda fact: (fact.worth, -fact.start))


def _facts(corpus: Corpus, name: str, seen: set[str]) -> Iterator[_Fact]:
    """The sentences of a document that state something and whose wording is not in ``seen``."""
    text = corpus.text(name)
    for span in corpus.sentences(name):
        sentence = text[span.start : span.end]
        if span.is_header or span.key in seen or not _is_fit(sentence):
            continue
        values = _values(sentence, text)
        if any(values.values()):
            seen.add(span.key)
            yield _Fact(name, span.start, sentence, values, _worth(sentence, values))


def _values(sentence: str, text: str) -> dict[str, list[str]]:
    """The values of a sentence by kind; a capitalised first word alone does not make a name."""
    values = {
        kind: list(dict.fromkeys(" ".join(span.of(sentence).split()) for span in spans))
        for kind, spans in values_in(sentence).items()
    }
    names = values["names"]
    if names and sentence.startswith(names[0]) and " " not in names[0]:
        inside = re.compile(rf"[a-z,]\s{re.escape(names[0])}(?!\w)")
        values["names"] = names if inside.search(text) else names[1:]
    return values


def _asked_for(values: dict[str, list[str]]) -> list[str]:
    """The kinds that a question may ask for; amounts in words only if there is nothing else."""
    kinds = [kind for kind in _HINTS if values[kind]]
    preferred = [kind for kind in kinds if kind != "amounts" or _DIGIT.search(str(values[kind]))]
    return preferred or kinds


def _is_fit(sentence: str) -> bool:
    """Whether a text is a complete sentence that can be understood alone."""
    opens = _OPENS.match(sentence)
    return (
        opens is not None
        and not opens[0][-1].islower()
        and _ENDS.search(sentence) is not None
        and "\t" not in sentence
        and _SHORTEST <= len(sentence.split()) <= _LONGEST
        and not _DEPENDENT.match(sentence)
    )


def _worth(sentence: str, values: dict[str, list[str]]) -> int:
    """How suitable a sentence is: many kinds of values, no pronoun, few values in all."""
    is_plain = not _PRONOUN.search(sentence) and "\n" not in sentence
    return (
        2 * len(_asked_for(values))
        + 2 * is_plain
        - (sum(map(len, values.values())) > len(_HINTS) + 1)
    )


def _topics(facts: Sequence[_Fact]) -> list[str]:
    """The most frequent names in a document's facts; its most frequent words if it has none."""
    names = Counter(name for fact in facts for name in fact.values["names"])
    if not names:
        names = Counter(
            token
            for fact in facts
            for token in tokenize(fact.text)
            if len(token) >= _LEAST_TOPIC and token.isalpha() and token not in STOP_WORDS
        )
    return sorted(names, key=lambda name: (-names[name], name))[:_ANSWERABLE]
