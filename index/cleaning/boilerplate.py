"""Recognise by its words what belongs to a page and not to its text.

Each rule looks at all blocks of one document and names those it would leave out. A rule removes
whole blocks only, so a sentence is either kept as it stands or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..types import Block, BlockKind

_WORDS = re.compile(r"\w+")
_YEAR = r"(?:19|20)\d\d"
_COPYRIGHT = re.compile(
    rf"(?:copyright\s*+(?:©|\(c\))?+|©|\(c\))[\s,]*+{_YEAR}\b.{{0,240}}"
    r"|(?:.{0,120}[.|,;©]\s*)?all rights reserved\W*",
    re.IGNORECASE | re.DOTALL,
)

_CALLS = (
    r"share|tweet|e-?mail|print|pin it|copy link|save|follow us|subscribe|sign up|sign in|log in|"
    r"skip to (?:main )?content|back to top|advertisement|read more|learn more|(?>tags:.*\b)"
)
_NETWORKS = r"facebook|twitter|linkedin|whatsapp|reddit|instagram|youtube|telegram|bluesky|mastodon"
_GLUE = r"this|page|article|story|on|to|via|with|by|a|friend|send|and|or|x"
_BAR = re.compile(rf"(?:(?:{_CALLS}|{_NETWORKS}|{_GLUE})\b[\s|·•,/:]*+)++", re.IGNORECASE)
_CALL, _NETWORK = re.compile(_CALLS, re.IGNORECASE), re.compile(_NETWORKS, re.IGNORECASE)

_AGENCIES = r"associated press|reuters|afp|getty images|ap photo|epa|shutterstock|alamy|xinhua"
_NAME = r"[^\W\d_][\w.'’-]*+(?: [^\W\d_][\w.'’-]*+){0,4}+"
_CREDIT = (
    rf"(?:(?:{_NAME}\s*/\s*)?(?:{_AGENCIES})(?:\s*/\s*{_NAME})?"
    rf"|(?:photo(?:graph)?|image|picture)(?: credit)?\s*+(?:by\s|:)\s*+.{{2,80}}"
    rf"|\((?:photo|image|{_AGENCIES})\b[^()]{{0,80}}\))[\s.)]*"
)
_CREDITED = re.compile(rf"(?P<caption>.*?(?:[.!?]['\"”’)]*+\s++|^)){_CREDIT}$", re.I | re.S)
_CREDIT_ALONE = re.compile(rf"{_CREDIT}|{_NAME}\s*/\s*{_NAME}", re.IGNORECASE | re.DOTALL)

# A consent notice: a site that speaks of itself ("we", "our site") about a visitor's data, with
# controls to press among it.
_DATA = re.compile(
    r"\b(?:cookies?|opt(?:ing)?[ -]out|personal (?:information|data)|consent|privacy|browsers?|"
    r"advertis\w+|third[ -]part\w+|analytics|preferences)\b",
    re.IGNORECASE,
)
_SITE_VOICE = re.compile(
    r"\b(?:we|us|our|this (?:web)?site|the (?:web)?site|its partners)\b", re.IGNORECASE
)
_ADDRESS = re.compile(r"\byour?\b", re.IGNORECASE)
_ANNOUNCEMENT = re.compile(
    r"\b(?:this|our) (?:web)?site uses (?:\w+ )?cookies|\bwe (?:and our \w+ )?(?:use|store) cookies"
    r"|\b(?:you agree|you consent|accept(?:ing)?) (?:to )?(?:the |our |all )?(?:use of )?cookies",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"(?:(?:accept|reject|allow|decline|manage|save|deny|confirm)\b[\w ]{0,40}"
    r"(?:cookies?|all|settings?|preferences|choices|consent)\b.{0,40}"
    r"|(?:cookie|privacy|consent) (?:preferences|settings|list|policy|notice).{0,40}"
    r"|do not sell.{0,40}|.{0,40}always active|save settings|×|x|ok|close|i agree)\W*",
    re.IGNORECASE,
)
_NOTICE_LABEL = re.compile(r"\bcookies?\b|\byour (?:privacy|consent|choices)\b", re.IGNORECASE)
_WEB_COOKIES = re.compile(
    r"\b(?:browsers?|web ?sites?|consent|tracking|https?|privacy|gdpr|third[ -]party)\b", re.I
)
_CODE_SIGNS = re.compile(r"[{}=\\]|\s--\w|\w\(|[\"'],\s*$|;\s*$|^\s*(?:#|//)")
_REST_WORDS = 40
_POLICY_SHARE = 0.25
"""Share of a text that speaks to visitors of their data: at 0.4 and more it is a policy."""


def copyright_lines(blocks: Sequence[Block]) -> Iterator[int]:
    """Blocks that only state who holds the copyright."""
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
        copies = [other for other in (n - 2, n - 1, n + 1, n + 2) if 0 <= other < len(blocks)]
        copies = [other for other in copies if _is_copy(blocks[other].text.strip(), text)]
        if copies or _CREDITED.match(text):
            yield from [n, *copies]


def _is_copy(caption: str, credited: str) -> bool:
    """Whether ``credited`` is ``caption`` with a photo credit after it."""
    if not caption or not credited.startswith(caption):
        return False
    return bool(_CREDIT_ALONE.fullmatch(credited[len(caption) :].strip()))


def repeats(blocks: Sequence[Block]) -> Iterator[int]:
    """Paragraphs and headings of six words or more that stand a second time, word for word.

    Lines of code stay wherever they stand: each example needs its own.
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

    A notice is a stretch of blocks in which the site speaks of its visitors' data, among buttons
    and their labels; somewhere a button must be pressed or the use of cookies announced. It stays
    where the rest of the document is itself about cookies, or where there is no rest.
    """
    stretches = [part for part in _stretches(blocks) if _is_told([blocks[n] for n in part])]
    inside = {n for part in stretches for n in part}
    rest = [block for n, block in enumerate(blocks) if n not in inside]
    asked = any(_asks(blocks[n]) for n in inside)
    return iter(sorted(inside) if asked and has_other_subject(rest) else ())


def has_other_subject(blocks: Sequence[Block]) -> bool:
    """Whether blocks are a text of their own, neither about web cookies nor a privacy policy."""
    text = " ".join(block.text for block in blocks)
    about_cookies = "cookie" in text.casefold() and _WEB_COOKIES.search(text)
    akin = sum(len(one.text) for one in blocks if _is_akin(one) and _terms([one]) - {"cookie"})
    is_policy = akin >= _POLICY_SHARE * len(text)
    return len(_WORDS.findall(text)) >= _REST_WORDS and not about_cookies and not is_policy


def speaks_of_data(blocks: Sequence[Block]) -> bool:
    """Whether blocks speak of cookies, or of several things that a consent notice speaks of."""
    terms = _terms(blocks)
    return len(terms) >= 2 or any(term.startswith("cookie") for term in terms)


def _terms(blocks: Sequence[Block]) -> set[str]:
    text = " ".join(block.text for block in blocks)
    return {match[0].casefold().removesuffix("s") for match in _DATA.finditer(text)}


def _stretches(blocks: Sequence[Block]) -> Iterator[range]:
    """Longest runs of blocks that may belong to a notice, from a sure one to a sure one."""
    run: list[int] = []
    for n, block in enumerate([*blocks, None]):
        if block is not None and (_is_notice(block) or _is_control(block)):
            run.append(n)
        elif run and (block is None or not (_is_label(block) or _is_akin(block))):
            yield _with_labels(blocks, run[0], run[-1] + 1)
            run = []


def _with_labels(blocks: Sequence[Block], start: int, end: int) -> range:
    """A stretch with the labels beside it that name cookies or the visitor's choices."""
    while start > 0 and _is_notice_label(blocks[start - 1]):
        start -= 1
    while end < len(blocks) and _is_notice_label(blocks[end]):
        end += 1
    return range(start, end)


def _is_notice_label(block: Block) -> bool:
    return _is_label(block) and bool(_NOTICE_LABEL.search(block.text))


def _is_notice(block: Block) -> bool:
    return bool(_SITE_VOICE.search(block.text)) and speaks_of_data([block])


def _is_akin(block: Block) -> bool:
    """Whether a block may stand in a notice, though it would not make one."""
    speaks = _SITE_VOICE.search(block.text) or _ADDRESS.search(block.text)
    return bool(speaks and _DATA.search(block.text))


def _is_control(block: Block) -> bool:
    return bool(_CONTROL.fullmatch(block.text.strip()))


def _is_label(block: Block) -> bool:
    text = block.text.strip()
    return len(text.split()) <= 12 and not text.endswith((".", "!", "?"))


def _is_told(blocks: Sequence[Block]) -> bool:
    """Whether a stretch has a sentence of a notice and speaks of cookies as one does."""
    terms = _terms(blocks)
    asks = len(terms) > 1 or any(map(_asks, blocks))
    return "cookie" in terms and asks and any(map(_is_notice, blocks))


def _asks(block: Block) -> bool:
    """Whether a block is a button with words, or announces the use of cookies."""
    pressed = _is_control(block) and len(block.text.strip()) > 2
    return pressed or bool(_ANNOUNCEMENT.search(block.text))
