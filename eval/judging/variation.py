"""A true sentence written another way that means the same, or says no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .cast import Names
from .mutation import Mutation

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DMY = re.compile(rf"(?<![\w-])(?P<d>[0-3]?\d) (?P<m>{_MONTH}) (?P<y>(?:19|20)\d\d)(?!\w)")
_FULL = re.compile(rf"\b[Oo]n (?P<d>[0-3]?\d) (?P<m>{_MONTH}) (?P<y>(?:19|20)\d\d)(?!\w)")
_RANGE = re.compile(r"(?:to|and|until|between|from) $")
_PERCENT = re.compile(r"(?<=\d) percent\b(?! of an)")
_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,]|\.\d)")
_SMALL = "two three four five six seven eight nine ten eleven twelve".split()
_SPELT = re.compile(rf"(?<![\w-])(?:{'|'.join(_SMALL)})(?= [a-z]+s\b)")
_DIGIT = re.compile(r"(?<![\w.,$€/-])(?:[2-9]|1[0-2])(?= [a-z]+s\b)")
_MONEY = re.compile(r"(?P<n>\d+(?:\.\d+)?) (?P<s>million|billion) dollars\b")
_CONTRACTED = (
    (
        re.compile(r"\b(d(?:id|oes|o)|is|are|was|were|ha(?:s|ve|d)|would|could|should|must) not\b"),
        r"\1n't",
    ),
    (re.compile(r"\bwill not\b"), "won't"),
    (re.compile(r"\bcannot\b"), "can't"),
)  # fmt: skip
_SHORT = (
    ("the United States", "the U.S."), ("The United States", "The U.S."),
    ("the United Kingdom", "the UK"), ("The United Kingdom", "The UK"),
    ("the European Union", "the EU"), ("The European Union", "The EU"),
    ("International Atomic Energy Agency (IAEA)", "IAEA"),
    ("UN Security Council", "United Nations Security Council"),
    ("United Arab Emirates", "UAE"),
)  # fmt: skip
_LEAD = re.compile(
    rf"^(?:On (?:[0-3]?\d {_MONTH} (?:19|20)\d\d|the same day)|In (?:(?:{_MONTH} )?(?:19|20)\d\d|"
    r"return|fact|other words)|First|Second|Third|However|Meanwhile|Later that month|So),? (?=\w)"
)
_NO_NAME = re.compile(
    r"(?:The|An?|It|He|She|They|His|Her|Its|Their|This|That|These|Those|Two|Three|Some|Most|Many|"
    r"Both|Each|Every|Inspectors|Negotiators|Diplomats|Drones|Officials|Members|Companies)\b"
)
_BECAUSE = re.compile(r"^(?P<a>[^,;:]+?),? because (?P<b>(?!of\b)[^,;:]+)\.$")
_DATED = re.compile(
    rf"^(?P<lead>On [0-3]?\d {_MONTH} (?:19|20)\d\d|In {_MONTH} (?:19|20)\d\d),? "
    r"(?P<rest>[^,;:]+)\.$"
)
_CLAUSES = re.compile(
    r"\b(?:that|which|who|and|because|when|until|if|but|to|where|while|as|than|with|after)\b"
)


def variations(sentence: str, names: Names) -> list[Mutation]:
    """The sentence written in other ways that it bears out, one of each kind at most.

    Kinds: ``date format``, ``coarser date``, ``percent``, ``number format``, ``money``,
    ``contraction``, ``short name``, ``lead-in dropped``, ``clause order``.
    """
    if sentence.rstrip("\"'”’) ").endswith("?"):
        return []
    found = []
    for kind, make in _MAKERS:
        made = next((one for one in make(sentence, names) if one[0] != sentence), None)
        if made:
            found.append(Mutation(kind, made[0], made[1:]))
    return found


_Made = tuple[str, str, str]


def _put(sentence: str, match: re.Match[str], new: str) -> _Made:
    return sentence[: match.start()] + new + sentence[match.end() :], match[0], new


def _date_format(sentence: str, _: Names) -> Iterator[_Made]:
    for match in _DMY.finditer(sentence):
        if not _RANGE.search(sentence[: match.start()]):
            yield _put(sentence, match, f"{match['m']} {match['d']}, {match['y']}")


def _coarser(sentence: str, _: Names) -> Iterator[_Made]:
    for match in _FULL.finditer(sentence):
        yield _put(
            sentence, match, f"{'In' if match[0][0] == 'O' else 'in'} {match['m']} {match['y']}"
        )


def _percent(sentence: str, _: Names) -> Iterator[_Made]:
    for match in _PERCENT.finditer(sentence):
        yield _put(sentence, match, "%" if len(sentence) % 2 else " per cent")


def _number_format(sentence: str, _: Names) -> Iterator[_Made]:
    for match in _THOUSANDS.finditer(sentence):
        yield _put(sentence, match, match[0].replace(",", ""))
    for match in _SPELT.finditer(sentence):
        yield _put(sentence, match, str(_SMALL.index(match[0]) + 2))
    for match in _DIGIT.finditer(sentence):
        yield _put(sentence, match, _SMALL[int(match[0]) - 2])


def _money(sentence: str, _: Names) -> Iterator[_Made]:
    for match in _MONEY.finditer(sentence):
        short = {"million": "m", "billion": "bn"}[match["s"]]
        yield _put(sentence, match, f"${match['n']}{short}")


def _contraction(sentence: str, _: Names) -> Iterator[_Made]:
    for form, new in _CONTRACTED:
        for match in form.finditer(sentence):
            yield _put(sentence, match, match.expand(new))


def _short_name(sentence: str, names: Names) -> Iterator[_Made]:
    for long, short in _SHORT:
        match = re.search(rf"(?<!\w){re.escape(long)}(?![\w-])", sentence)
        if match:
            yield _put(sentence, match, short)
    for name in names.people:
        match = re.search(rf"(?<!\w){re.escape(name)}(?![\w-])", sentence)
        if match and " " in name:
            yield _put(sentence, match, name.split()[-1])


def _lead_in(sentence: str, _: Names) -> Iterator[_Made]:
    match = _LEAD.match(sentence)
    if match:
        rest = sentence[match.end() :]
        yield rest[:1].upper() + rest[1:], match[0].strip(), ""


def _clause_order(sentence: str, _: Names) -> Iterator[_Made]:
    match = _BECAUSE.match(sentence)
    if match and not re.match(r"(?:he|she|it|they|his|its|their)\b", match["b"]):
        yield f"Because {match['b']}, {_lowered(match['a'])}.", match[0], "Because"
    match = _DATED.match(sentence)
    if match and not _CLAUSES.search(match["rest"]):
        rest = match["rest"][:1].upper() + match["rest"][1:]
        lead = match["lead"][0].lower() + match["lead"][1:]
        yield f"{rest} {lead}.", match["lead"], lead


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:] if _NO_NAME.match(text) else text


_MAKERS: tuple[tuple[str, Callable[[str, Names], Iterator[_Made]]], ...] = (
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
