"""Copies of texts for a prompt, in which nothing can be taken for a part of the prompt itself.

A sign that could mark a passage, a tag, a code fence, a heading or a speaker is replaced by a twin:
a sign that looks much the same, so that people and models read the text as before. Each twin
stands for one sign, so ``restored`` can undo it. Twins are no full-width forms: a tokenizer that
normalises its input (NFKC) would turn these back, and full-width brackets mark citations as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ....text import lexicon
from ....text.signs import STEERING, fold
from ....text.tokens import joined_lines

TWINS = {
    "[": "⟦", "]": "⟧", "【": "〖", "】": "〗", "〔": "〘", "〕": "〙",
    "<": "⟨", "◁": "◃", "`": "ˋ", "~": "∼", "#": "♯", ":": "∶",
}  # fmt: skip
"""Signs that can steer a model, and what is put for each; all are their own NFKC form."""
_READ = 8
"""How many times the characters of a line are read for it: some are invisible or white space."""
_ORIGINALS = {twin: sign for sign, twin in TWINS.items()}
_GAP = r"(?:[^\w:\n]|_)"
_WORD = r"[^\W_]{1,20}"
_SPEAKER = (
    rf"^(?:[^\w\n]|_)*+(?:{_WORD}{_GAP}{{1,5}}){{0,2}}?{lexicon.any_word('prose.role_words')}"
    rf"(?:{_GAP}{{1,5}}{_WORD}){{0,2}}{_GAP}{{0,5}}(?P<sign>:(?:{_GAP}*+:)*+)"
)
"""The start of a line that names a speaker or a part of a prompt: up to two words may stand around
the name, and any signs: ``**New system prompt:**``."""
_STEERING = (
    re.compile(r"(?P<sign>[\[\]【】〔〕◁])"),
    re.compile(r"(?P<sign><)(?!=|\s*[-+$€£]?\d)"),  # any but "less than"
    re.compile(r"(?P<sign>`{3,}|~{3,})"),
    re.compile(r"^[^\w#\n]*+(?P<sign>#(?:[^\w#\n]*+#)*+)", re.MULTILINE),
    re.compile(_SPEAKER, re.IGNORECASE | re.MULTILINE),
)
"""Where such signs steer. A tag cannot do without the sign that opens it."""


def neutral(text: str) -> str:
    """A copy of a text for a prompt.

    Its lines are trimmed and none is blank; words that a line's end breaks are joined; invisible
    characters are left out, since whole instructions can be written in them that nobody sees.

    Args:
        text: any text.
    """
    lines = fold(joined_lines(text)).splitlines()
    spoken = (STEERING.sub(" ", line).strip() for line in lines)
    text = "\n".join(line for line in spoken if line)
    narrow = text if text.isascii() else "".join(map(_narrow, text))
    signs = list(text)
    for form in _STEERING:
        for match in form.finditer(narrow):
            for at in range(*match.span("sign")):
                signs[at] = TWINS.get(narrow[at], signs[at])
    return "".join(signs)


def neutral_line(text: str, most: int) -> str:
    """A copy of a text for a prompt on one line.

    Args:
        text: any text.
        most: how many characters it may have, 1 or more; a longer one ends in an ellipsis, after a
            whole word if there is one.
    """
    line = " ".join(neutral(text[: _READ * most]).split())
    if len(line) <= most:
        return line
    head = line[: most - 1]
    whole = head.rpartition(" ")[0] if line[most - 1] != " " else head
    return f"{(whole or head).rstrip()}…"


def restored(text: str, sources: Sequence[str]) -> str:
    """A text that a model wrote, with the original signs in place of twins that it copied.

    Args:
        text: of its reply, without citation markers.
        sources: the original texts that it may have copied from; a twin that stands in one of
            them stays.
    """
    twins = {sign for sign in set(text) if sign in _ORIGINALS}
    copied = {sign for sign in twins if not any(sign in source for source in sources)}
    return text.translate({ord(twin): _ORIGINALS[twin] for twin in copied})


def _narrow(sign: str) -> str:
    """The normal form of a sign, if it is a single one: ``＜`` is ``<``."""
    form = unicodedata.normalize("NFKC", sign)
    return form if len(form) == 1 else sign
