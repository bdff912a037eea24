"""Whether two texts state opposite outcomes: accepted or rejected, so or not so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...text.negation import find_negations

_REFUSAL = re.compile(r"\b(?:failed|refus\w+|declin\w+|unable|yet) to\b", re.IGNORECASE)
_AXES = (
    (
        r"agree\w*|accept\w*|approv\w*|adopt\w*|endors\w*|back(?:s|ed)|pass(?:es|ed)|ratif\w+"
        r"|support\w*|allow\w*|permit\w*|grant\w*|confirm\w*|uph(?:eld|olds?)",
        r"refus\w+|reject\w*|declin\w+|oppos\w+|turn(?:s|ed) down|veto\w*|den(?:y|ies|ied)"
        r"|ban(?:s|ned)?|prohibit\w*|forbid\w*|forbade|vot\w+ down|overturn\w*|dismiss\w*",
    ),
    (
        r"w[io]ns?|victor\w+|succe(?=\w+d)\w++|success\w*",
        r"los[te]s?|defeat\w*|fail\w*|unsuccessful\w*",
    ),
    (
        r"rose|ris(?:e|es|en|ing)|increas\w+|grew|grow(?:s|n|ing)?|gain\w*|climb\w*|widen\w*",
        r"fell|fall(?:s|en|ing)?|decreas\w+|shr[aiu]nk\w*|declin\w+|drop\w*|narrow\w*",
    ),
    (
        r"open(?:s|ed)?|reopen\w*|start(?:s|ed)?|resum\w+|go(?:es)? ahead|went ahead",
        r"clos(?:es|ed?|ure)|shut\w*|end(?:s|ed)|cancel\w*|suspend\w*|postpon\w+|abandon\w*|halt\w*",
    ),
    (r"surviv\w+|rescued|alive", r"die[sd]?|dead|killed|perish\w*"),
    (r"guilty|convict\w*", r"innocent|acquit\w*|clear(?:s|ed) of"),
    (
        r"safe(?:ly)?|intact|unharmed|undamaged",
        r"unsafe|damag\w+|destroy\w*|harm(?:ed)?|collaps\w+",
    ),
    (r"true|correct|real|genuine|authentic", r"false|wrong|fake|forg(?:ed|ery)|hoax"),
    (r"legal|lawful", r"illegal|unlawful"),
    (
        r"stay(?:s|ed)?|remain(?:s|ed)?|join(?:s|ed)?",
        r"leaves?|left|quit\w*|withdr[ae]w\w*|resign\w*",
    ),
)
_COMPILED = [
    tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in axis) for axis in _AXES
]


def denials(text: str) -> int:
    """The number of negations in a text."""
    return len(find_negations(text)) + len(_REFUSAL.findall(text))


def is_verdict(word: str) -> bool:
    """Whether a word states an outcome."""
    return any(side.fullmatch(word) for axis in _COMPILED for side in axis)


def conflicting(ours: str, theirs: str) -> bool:
    """Whether two texts on one matter state opposite outcomes.

    They do if they take opposite sides on every axis that both touch, negations considered; or if
    they share no axis and exactly one of them is negated.
    """
    shared = [
        (mine, yours)
        for mine, yours in zip(_sides(ours), _sides(theirs), strict=True)
        if mine and yours
    ]
    if shared:
        return all(len(mine) == len(yours) == 1 and mine != yours for mine, yours in shared)
    return denials(ours) % 2 != denials(theirs) % 2


def _sides(text: str) -> Iterator[set[bool]]:
    """The sides that a text takes on each axis: none, one or both."""
    # A denial such as "refused to" may itself be the word of an axis: it counts once.
    plain = re.sub(r"\b(?:refus|declin|fail)\w* to\b", "not", text, flags=re.IGNORECASE)
    is_denied = bool(denials(plain) % 2)
    for yes, no in _COMPILED:
        taken = {side for side, words in ((True, yes), (False, no)) if words.search(plain)}
        yield {side != is_denied for side in taken}
