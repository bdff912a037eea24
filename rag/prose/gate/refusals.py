"""What is refused for its form alone, and the lead-ins that are taken off before a check."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from ....text import lexicon
from ....text.sentences import is_interrogative
from ....text.words import read_words
from ...verify.claims import plain
from ..events import LineKind, ReplySentence
from .outcomes import Code
from .reading.verbs import read_verbs

_BY_KIND: dict[LineKind, Code] = {
    LineKind.HEADING: "heading",
    LineKind.ROW: "table_row",
    LineKind.CODE: "code",
}
_MARKUP = re.compile(
    r"[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\bmailto:|\b(?:java|vb)script:|\bdata:[a-z]|!\[|\]\(|\]\[|\]:"
    r"|<[a-z/!?]|&(?:#\w{1,8}|[a-z]{2,8});|[`{}]|\\[a-z(\[]|\$\$|\|",
    re.IGNORECASE,
)
"""A link, an image, markup, or the beginnings of it."""
_DOMAIN = re.compile(r"\b[a-z0-9-]{2,63}\.(?:com|org|net|io|info|example|test|dev|app|eu)\b", re.I)


def refusal(sentence: ReplySentence) -> Code | None:
    """Why a sentence is refused at once; ``None`` if it is to be checked."""
    if code := _BY_KIND.get(sentence.kind):
        return code
    if sentence.is_piece:
        return "piece"
    if _MARKUP.search(sentence.text) or _DOMAIN.search(sentence.text):
        return "markup"
    if is_interrogative(sentence.text):
        return "question"
    claim = without_lead_in(sentence.text)
    if not claim or claim.rstrip(" *_\"'”’").endswith(":"):
        return "lead_in"
    return None


def is_fragment(claim: str, verbs: Collection[str]) -> bool:
    """Whether a text has no verb, so that it states nothing.

    Args:
        claim: the text.
        verbs: stems of words that are verbs in the passages, whatever their form is here.
    """
    text = plain(claim)
    is_verb = any(word.stem in verbs for word in read_words(text)[1:])
    return not is_verb and not any(verb.is_finite for verb in read_verbs(text))


def without_lead_in(text: str) -> str:
    """A sentence without "According to the passages," and the like before it.

    What follows gets a capital letter. A lead-in that is followed by nothing gives ``""``.
    """
    while match := _lead_in().match(text):
        remainder = text[match.end() :].lstrip()
        text = remainder[:1].upper() + remainder[1:]
    return text


@cache
def _lead_in() -> re.Pattern[str]:
    sources = lexicon.alternation("gate.sources")
    forms = lexicon.alternation("gate.lead_ins").replace("{sources}", sources)
    return re.compile(rf"\s*(?:{forms})", re.IGNORECASE)
