"""Recognise boilerplate by its wording: consent notices, share bars, copyright lines, captions.

Each rule takes all blocks of one document and yields the numbers of those to leave out. Rules
remove whole blocks only, so a sentence is either kept as it stands or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...text import lexicon
from ..formats.parsed import Block, BlockKind

_WORDS = re.compile(r"\w+")
_YEAR = r"(?:19|20)\d\d"
_RIGHTS = lexicon.alternation("boilerplate.rights")
_COPYRIGHT = re.compile(
    rf"(?:copyright\s*+(?:©|\(c\))?+|©|\(c\))[\s,]*+{_YEAR}\b.{{0,240}}"
    rf"|(?:.{{0,120}}[.|,;©]\s*)?{_RIGHTS}\W*",
    re.IGNORECASE | re.DOTALL,
)

_CALLS = lexicon.alternation("boilerplate.calls")
_NETWORKS, _BAR_WORDS, _PHOTO_WORDS, _BRACKETED_WORDS = (
    lexicon.any_word(f"boilerplate.{name}")
    for name in ("networks", "bar_words", "photo_words", "bracketed_photo_words")
)
_BAR = re.compile(rf"(?:(?:{_CALLS}|{_NETWORKS}|{_BAR_WORDS})\b[\s|·•,/:]*+)++", re.IGNORECASE)
_CALL, _NETWORK = re.compile(_CALLS, re.IGNORECASE), re.compile(_NETWORKS, re.IGNORECASE)

_AGENCIES = lexicon.alternation("boilerplate.photo_agencies")
_NAME = r"[^\W\d_][\w.'’-]*+(?: [^\W\d_][\w.'’-]*+){0,4}+"
_CREDIT = (
    rf"(?:(?:{_NAME}\s*/\s*)?{_AGENCIES}(?:\s*/\s*{_NAME})?"
    rf"|{_PHOTO_WORDS}(?: credit)?\s*+(?:by\s|:)\s*+.{{2,80}}"
    rf"|\((?:{_BRACKETED_WORDS}|{_AGENCIES})\b[^()]{{0,80}}\))[\s.)]*"
)
_CREDITED = re.compile(rf"(?P<caption>.*?(?:[.!?]['\"”’)]*+\s++|^)){_CREDIT}$", re.I | re.S)
_CREDIT_ALONE = re.compile(rf"{_CREDIT}|{_NAME}\s*/\s*{_NAME}", re.IGNORECASE | re.DOTALL)


def _whole_words(path: str) -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.alternation(path)}\b", re.IGNORECASE)


# A consent notice: a site that speaks of itself ("we", "our site") about a visitor's data, with
# controls to press among it.
_TERM = _whole_words("boilerplate.consent_terms")
_SITE_VOICE = _whole_words("boilerplate.site_voice")
_VISITOR = _whole_words("boilerplate.visitor_words")
_ANNOUNCEMENT = re.compile(
    rf"\b{lexicon.alternation('boilerplate.consent_announcements')}", re.IGNORECASE
)
_CONTROL = re.compile(rf"{lexicon.alternation('boilerplate.consent_controls')}\W*", re.IGNORECASE)
_NOTICE_LABEL = _whole_words("boilerplate.consent_labels")
_WEB_COOKIES = _whole_words("boilerplate.web_cookie_terms")
_CODE_SIGNS = re.compile(r"[{}=\\]|\s--\w|\w\(|[\"'],\s*$|;\s*$|^\s*(?:#|//)")
_LEAST_WORDS = 40
"""Words of a text that can stand by itself."""
_POLICY_SHARE = 0.25
"""Share of a text that addresses visitors about their data from which it is a privacy policy."""


def copyright_lines(blocks: Sequence[Block]) -> Iterator[int]:
    """Blocks that state the copyright and nothing else."""
    return (n for n, block in enumerate(blocks) if _COPYRIGHT.fullmatch(block.text.strip()))


def sharing_bars(blocks: Sequence[Block]) -> Iterator[int]:
    """Blocks that hold nothing but calls to share, subscribe, sign in or print."""
    return (n for n, block in enumerate(blocks) if _is_bar(block.text.strip()))


def _is_bar(text: str) -> bool:
    calls, networks = _CALL.findall(text), _NETWORK.findall(text)
    several = len(_WORDS.findall(text)) > 1
    return bool(_BAR.fullmatch(text)) and (bool(calls and several) or len(networks) > 2)


def captions(blocks: Sequence[Block]) -> Iterator[int]:
    """Photo captions: sentences with a photo credit after them, and their copies without it."""
    for n, block in enumerate(blocks):
        text = block.text.strip()
        if len(text) > 600 or block.kind is BlockKind.CODE:
            continue
        near = [number for number in (n - 2, n - 1, n + 1, n + 2) if 0 <= number < len(blocks)]
        copies = [number for number in near if _is_copy(blocks[number].text.strip(), text)]
        if copies or _CREDITED.match(text):
            yield from [n, *copies]


def _is_copy(caption: str, credited: str) -> bool:
    """Whether ``credited`` is ``caption`` with a photo credit after it."""
    if not caption or not credited.startswith(caption):
        return False
    return bool(_CREDIT_ALONE.fullmatch(credited[len(caption) :].strip()))


def repeats(blocks: Sequence[Block]) -> Iterator[int]:
    """Paragraphs and headings of six words or more that repeat an earlier one word for word.

    Repeated lines of code are kept: each example needs its own.
    """
    seen: set[str] = set()
    for n, block in enumerate(blocks):
        key = " ".join(_WORDS.findall(block.text.casefold()))
        is_code = block.kind is BlockKind.CODE or _CODE_SIGNS.search(block.text)
        if block.kind is BlockKind.ROW or is_code or key.count(" ") < 5:
            continue
        if key in seen:
            yield n
        seen.add(key)


def consent_notices(blocks: Sequence[Block]) -> Iterator[int]:
    """Cookie and consent notices that stand beside a text on another subject.

    A notice is a run of blocks in which the site speaks of its visitors' data, among buttons and
    their labels; it must have a button to press or announce the use of cookies. It is kept if the
    remaining text is itself about cookies, or if there is none.
    """
    notices = [run for run in _candidate_runs(blocks) if _is_notice_run([blocks[n] for n in run])]
    inside = {n for run in notices for n in run}
    remaining = [block for n, block in enumerate(blocks) if n not in inside]
    asks = any(_asks_for_consent(blocks[n]) for n in inside)
    return iter(sorted(inside) if asks and has_other_subject(remaining) else ())


def has_other_subject(blocks: Sequence[Block]) -> bool:
    """Whether blocks are a text in themselves, neither about web cookies nor a privacy policy."""
    text = " ".join(block.text for block in blocks)
    about_cookies = "cookie" in text.casefold() and _WEB_COOKIES.search(text)
    about_data = [block for block in blocks if _may_join_notice(block)]
    policy = sum(len(block.text) for block in about_data if _terms([block]) - {"cookie"})
    is_policy = policy >= _POLICY_SHARE * len(text)
    return len(_WORDS.findall(text)) >= _LEAST_WORDS and not about_cookies and not is_policy


def speaks_of_data(blocks: Sequence[Block]) -> bool:
    """Whether blocks mention cookies, or several terms of a consent notice."""
    terms = _terms(blocks)
    return len(terms) >= 2 or any(term.startswith("cookie") for term in terms)


def _terms(blocks: Sequence[Block]) -> set[str]:
    text = " ".join(block.text for block in blocks)
    return {match[0].casefold().removesuffix("s") for match in _TERM.finditer(text)}


def _candidate_runs(blocks: Sequence[Block]) -> Iterator[range]:
    """Longest runs of blocks that may belong to a notice, each ending in clear parts of one."""
    run: list[int] = []
    for n, block in enumerate([*blocks, None]):
        if block is not None and (_is_notice(block) or _is_control(block)):
            run.append(n)
        elif run and (block is None or not (_is_label(block) or _may_join_notice(block))):
            yield _with_labels(blocks, run[0], run[-1] + 1)
            run = []


def _with_labels(blocks: Sequence[Block], start: int, end: int) -> range:
    """A run with the labels next to it that name cookies or the visitor's choices."""
    while start > 0 and _is_notice_label(blocks[start - 1]):
        start -= 1
    while end < len(blocks) and _is_notice_label(blocks[end]):
        end += 1
    return range(start, end)


def _is_notice_label(block: Block) -> bool:
    return _is_label(block) and bool(_NOTICE_LABEL.search(block.text))


def _is_notice(block: Block) -> bool:
    return bool(_SITE_VOICE.search(block.text)) and speaks_of_data([block])


def _may_join_notice(block: Block) -> bool:
    """Whether a block may be part of a notice without being one by itself."""
    speaks = _SITE_VOICE.search(block.text) or _VISITOR.search(block.text)
    return bool(speaks and _TERM.search(block.text))


def _is_control(block: Block) -> bool:
    return bool(_CONTROL.fullmatch(block.text.strip()))


def _is_label(block: Block) -> bool:
    text = block.text.strip()
    return len(text.split()) <= 12 and not text.endswith((".", "!", "?"))


def _is_notice_run(blocks: Sequence[Block]) -> bool:
    """Whether a run has a sentence of a notice and speaks of cookies the way notices do."""
    terms = _terms(blocks)
    asks = len(terms) > 1 or any(map(_asks_for_consent, blocks))
    return "cookie" in terms and asks and any(map(_is_notice, blocks))


def _asks_for_consent(block: Block) -> bool:
    """Whether a block is a button with a text, or announces the use of cookies."""
    is_button = _is_control(block) and len(block.text.strip()) > 2
    return is_button or bool(_ANNOUNCEMENT.search(block.text))
