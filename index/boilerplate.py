"""Recognise by its words what belongs to a page and not to its text.

Each rule looks at all blocks of one document and names those it would leave out. A rule removes
whole blocks only, so a sentence is either kept as it stands or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .types import Block, BlockKind, Span

_COPYRIGHT = re.compile(
    r"(?:copyright\b|©|\(c\)\s*(?=(?:19|20)\d\d))[^.]{0,20}(?:19|20)\d\d.{0,200}"
    r"|.{0,120}\ball rights reserved\b\W*.{0,60}",
    re.IGNORECASE | re.DOTALL,
)
_SHARING = re.compile(
    r"(?:(?:share|tweet|e-?mail|print|pin it|facebook|twitter|linkedin|whatsapp|reddit|copy link|"
    r"save|follow us|subscribe|sign up|log in|sign in|skip to (?:main )?content|back to top|"
    r"advertisement|read more|learn more|this (?:page|article)|on|to|via|us|friend|a|send|x)"
    r"[\s|·•,/:]*)+|tags:.*",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:\b(?:associated press|reuters|afp|getty images|ap photo|epa|shutterstock|alamy|xinhua)"
    r"(?:\s*/\s*[\w .'’-]{2,60})?"
    r"|\b(?:photo(?:graph)?|image|picture)(?: credit)?\s*(?:by\s|:).{2,80}"
    r"|\([^()]*(?:photo|image|reuters|getty|afp)[^()]*\))[\s.)]*$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w+")

# A consent notice: a site that speaks of itself ("we", "our site") about a visitor's data, with
# controls to press among it.
_DATA = re.compile(
    r"\b(?:cookies?|opt(?:ing)?[ -]out|personal (?:information|data)|consent|privacy|browser|"
    r"advertis\w+|third[ -]part\w+|analytics|preferences)\b",
    re.IGNORECASE,
)
_SITE_VOICE = re.compile(
    r"\b(?:we|us|our|this (?:web)?site|the (?:web)?site|its partners)\b", re.IGNORECASE
)
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
_REST_WORDS = 40
_WEB_COOKIES = re.compile(
    r"\b(?:browsers?|web ?sites?|consent|tracking|https?|privacy|gdpr|third[ -]party)\b", re.I
)


def copyright_lines(blocks: Sequence[Block]) -> Iterator[int]:
    """Blocks that only state who holds the copyright."""
    return (n for n, block in enumerate(blocks) if _COPYRIGHT.fullmatch(block.text.strip()))


def sharing_bars(blocks: Sequence[Block]) -> Iterator[int]:
    """Blocks that hold nothing but calls to share, subscribe, sign in or print."""
    return (
        n
        for n, block in enumerate(blocks)
        if block.kind is not BlockKind.HEADING
        and block.text.strip().casefold() != "x"
        and _SHARING.fullmatch(block.text.strip())
    )


def captions(blocks: Sequence[Block]) -> Iterator[int]:
    """Photo captions: blocks that end in a photo credit, and their copies without it."""
    credited = [
        (n, _key(block.text[: credit.start()]))
        for n, block in enumerate(blocks)
        if len(block.text) < 600 and (credit := _CREDIT.search(block.text))
    ]
    for n, caption in credited:
        yield n
        for other in (n - 2, n - 1, n + 1, n + 2):
            if caption and 0 <= other < len(blocks) and _key(blocks[other].text) == caption:
                yield other


def repeats(blocks: Sequence[Block]) -> Iterator[int]:
    """Paragraphs and headings of six words or more that stand a second time, word for word."""
    seen: set[str] = set()
    for n, block in enumerate(blocks):
        key = _key(block.text)
        if block.kind in {BlockKind.ROW, BlockKind.CODE} or key.count(" ") < 5:
            continue
        if key in seen:
            yield n
        seen.add(key)


def consent_notices(blocks: Sequence[Block]) -> Iterator[int]:
    """Cookie and consent notices that stand beside a text on another subject.

    A notice is a stretch of blocks in which the site speaks of its visitors' data, among buttons
    and their labels; at least one block must be a button or announce that cookies are used. It
    stays where the rest of the document is itself about cookies, or where there is no rest.
    """
    stretches = [span for span in _stretches(blocks) if _announces(blocks[span.start : span.end])]
    inside = {n for span in stretches for n in range(span.start, span.end)}
    rest = [block for n, block in enumerate(blocks) if n not in inside]
    text = " ".join(block.text for block in rest)
    about_cookies = "cookie" in text.casefold() and _WEB_COOKIES.search(text)
    return iter(() if about_cookies or not is_text_of_its_own(rest) else sorted(inside))


def is_text_of_its_own(blocks: Sequence[Block]) -> bool:
    """Whether blocks hold enough words to be what the document is about."""
    return len(_WORDS.findall(" ".join(block.text for block in blocks))) >= _REST_WORDS


def _stretches(blocks: Sequence[Block]) -> Iterator[Span]:
    """Maximal stretches of notice-like blocks; labels between two of them belong to them."""
    core = [n for n, block in enumerate(blocks) if _is_notice(block) or _is_control(block)]
    if not core:
        return
    begin = core[0]
    for here, after in pairwise(core):
        if not all(map(_is_label, blocks[here + 1 : after])):
            yield Span(begin, here + 1)
            begin = after
    yield Span(begin, core[-1] + 1)


def _is_notice(block: Block) -> bool:
    terms = {match[0].casefold() for match in _DATA.finditer(block.text)}
    speaks = _SITE_VOICE.search(block.text) is not None
    return speaks and (len(terms) >= 2 or any(term.startswith("cookie") for term in terms))


def _is_control(block: Block) -> bool:
    return bool(_CONTROL.fullmatch(block.text.strip()))


def _is_label(block: Block) -> bool:
    text = block.text.strip()
    return len(text.split()) <= 12 and not text.endswith((".", "!", "?"))


def _announces(blocks: Sequence[Block]) -> bool:
    """Whether a stretch is a notice: it speaks of cookies, and asks for a click or agreement."""
    text = " ".join(block.text for block in blocks)
    pressed = any(_is_control(block) and len(block.text.strip()) > 2 for block in blocks)
    told = any(_is_notice(block) for block in blocks)
    return "cookie" in text.casefold() and told and (pressed or bool(_ANNOUNCEMENT.search(text)))


def _key(text: str) -> str:
    """Words of a text, case and punctuation apart."""
    return " ".join(_WORDS.findall(text.casefold()))
