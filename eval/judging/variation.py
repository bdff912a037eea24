"""A true sentence written another way that means the same, or says no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...text.names import OPENERS
from ...text.vocabulary import any_of
from .cast import Names
from .change import Change, mentions, replaced
from .mutation import Mutation
from .vocabulary import DAY, MONTH, NUMBER_WORDS, YEAR, pairs, phrases, words

_DATE = re.compile(rf"(?<![\w-])(?P<day>{DAY}) (?P<month>{MONTH}) (?P<year>{YEAR})(?!\w)")
_ON_DATE = re.compile(rf"\b[Oo]n (?P<day>{DAY}) (?P<month>{MONTH}) (?P<year>{YEAR})(?!\w)")
_RANGE = re.compile(r"(?:to|and|until|between|from) $")
_PERCENT = re.compile(r"(?<=\d) percent\b(?! of an)")
_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,]|\.\d)")
_NUMBER_WORD = re.compile(rf"(?<![\w-]){any_of(NUMBER_WORDS)}(?= [a-z]+s\b)")
_DIGITS = re.compile(r"(?<![\w.,$€/-])(?:[2-9]|1[0-2])(?= [a-z]+s\b)")
_DOLLARS = re.compile(
    r"(?<![\w.,$€/–-])(?P<amount>\d+(?:\.\d+)?) (?P<scale>million|billion) dollars\b"
)
_CONTRACTIONS = (
    (
        re.compile(r"\b(d(?:id|oes|o)|is|are|was|were|ha(?:s|ve|d)|would|could|should|must) not\b"),
        r"\1n't",
    ),
    (re.compile(r"\bwill not\b"), "won't"),
    (re.compile(r"\bcannot\b"), "can't"),
)  # fmt: skip
_DEFINED = re.compile(
    r"(?<!\w)(?!The )(?P<long>[A-Z][\w-]+(?: [A-Z][\w-]+)+) \((?P<short>[A-Z]{2,})\)"
)
"""A long name with its abbreviation in brackets."""
_LEAD_IN = re.compile(
    rf"^(?:On {DAY} {MONTH} {YEAR}|In (?:{MONTH} )?{YEAR}|{any_of(phrases('lead_ins'))}),? (?=\w)"
)
_OPENING = re.compile(r"[^\W_]+")
_BECAUSE = re.compile(r"^(?P<main>[^,;:]+?),? because (?P<reason>(?!of\b)[^,;:]+)\.$")
_DATED = re.compile(rf"^(?P<lead>On {DAY} {MONTH} {YEAR}|In {MONTH} {YEAR}),? (?P<main>[^,;:]+)\.$")
_CLAUSE = re.compile(rf"\b{any_of(words('clause_words'))}\b")


def variations(sentence: str, names: Names) -> list[Mutation]:
    """Reword a sentence in ways that it supports, at most one of each kind.

    The kinds are ``date format``, ``coarser date``, ``percent``, ``number format``, ``money``,
    ``contraction``, ``short name``, ``lead-in dropped`` and ``clause order``.

    Args:
        sentence: a true statement; a question has no variations.
        names: the names of the collection that the sentence is from.

    Returns:
        The variations in that order; empty if nothing in the sentence can be reworded.
    """
    if sentence.rstrip("\"'”’) ").endswith("?"):
        return []
    variants = []
    for kind, reword in _REWORDERS:
        change = next(
            (candidate for candidate in reword(sentence, names) if candidate[0] != sentence), None
        )
        if change:
            variants.append(Mutation(kind, change[0], change[1:]))
    return variants


def _date_format(sentence: str, _: Names) -> Iterator[Change]:
    for match in _DATE.finditer(sentence):
        if not _RANGE.search(sentence[: match.start()]):
            yield replaced(
                sentence, *match.span(), f"{match['month']} {match['day']}, {match['year']}"
            )


def _coarser(sentence: str, _: Names) -> Iterator[Change]:
    for match in _ON_DATE.finditer(sentence):
        new = f"{'In' if match[0][0] == 'O' else 'in'} {match['month']} {match['year']}"
        yield replaced(sentence, *match.span(), new)


def _percent(sentence: str, _: Names) -> Iterator[Change]:
    for match in _PERCENT.finditer(sentence):
        yield replaced(sentence, *match.span(), "%" if len(sentence) % 2 else " per cent")


def _number_format(sentence: str, _: Names) -> Iterator[Change]:
    for match in _THOUSANDS.finditer(sentence):
        yield replaced(sentence, *match.span(), match[0].replace(",", ""))
    for match in _NUMBER_WORD.finditer(sentence):
        yield replaced(sentence, *match.span(), str(NUMBER_WORDS.index(match[0]) + 2))
    for match in _DIGITS.finditer(sentence):
        yield replaced(sentence, *match.span(), NUMBER_WORDS[int(match[0]) - 2])


def _money(sentence: str, _: Names) -> Iterator[Change]:
    for match in _DOLLARS.finditer(sentence):
        short = {"million": "m", "billion": "bn"}[match["scale"]]
        yield replaced(sentence, *match.span(), f"${match['amount']}{short}")


def _contraction(sentence: str, _: Names) -> Iterator[Change]:
    for form, new in _CONTRACTIONS:
        for match in form.finditer(sentence):
            yield replaced(sentence, *match.span(), match.expand(new))


def _short_name(sentence: str, names: Names) -> Iterator[Change]:
    for match in _DEFINED.finditer(sentence):
        if "".join(word[0] for word in match["long"].split()) == match["short"]:
            yield replaced(sentence, *match.span(), match["short"])
    for long, short in pairs("short_names").items():
        if alias := re.search(rf"(?<!\w){re.escape(long)}(?![\w-])", sentence, re.IGNORECASE):
            yield replaced(sentence, *alias.span(), alias[0][0] + short[1:])
    for name in names.people:
        mention = next(mentions(name, sentence), None)
        if mention and " " in name:
            yield replaced(sentence, *mention.span(), name.split()[-1])


def _lead_in(sentence: str, _: Names) -> Iterator[Change]:
    match = _LEAD_IN.match(sentence)
    if match:
        main = sentence[match.end() :]
        yield main[:1].upper() + main[1:], match[0].strip(), ""


def _clause_order(sentence: str, _: Names) -> Iterator[Change]:
    match = _BECAUSE.match(sentence)
    if match and not re.match(r"(?:he|she|it|they|his|its|their)\b", match["reason"]):
        yield f"Because {match['reason']}, {_lowered(match['main'])}.", match[0], "Because"
    match = _DATED.match(sentence)
    if match and not _CLAUSE.search(match["main"]):
        main = match["main"][:1].upper() + match["main"][1:]
        lead = match["lead"][0].lower() + match["lead"][1:]
        yield f"{main} {lead}.", match["lead"], lead


def _lowered(text: str) -> str:
    """A text with a small first letter, if its first word is no name."""
    opening = _OPENING.match(text)
    is_common = opening and opening[0].lower() in OPENERS
    return text[0].lower() + text[1:] if is_common else text


_REWORDERS: tuple[tuple[str, Callable[[str, Names], Iterator[Change]]], ...] = (
    ("date format", _date_format),
    ("coarser date", _coarser),
    ("percent", _percent),
    ("number format", _number_format),
    ("money", _money),
    ("contraction", _contraction),
    ("short name", _short_name),
    ("lead-in dropped", _lead_in),
    ("clause order", _clause_order),
)
