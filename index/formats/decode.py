"""Bytes into text: by byte order mark, by declaration, as UTF-8, by detection."""

from __future__ import annotations

import codecs
import re

from ..errors import DocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")
_NO_CHARACTER_SETS = {"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"}
"""Codecs of Python that no document declares: they rewrite its text, fail on any, or take hours."""
_MOSTLY = 4
"""How many characters beyond ASCII are whole in UTF-8 for each that is not: no other text is so."""
_FEW = 0.03
"""Share of bytes beyond ASCII below which detection guesses: such a text is most likely Western."""
_SAMPLE = 200_000
"""Bytes that are enough to detect an encoding; more take minutes and tell no more."""


def decode(content: bytes) -> str:
    """The text of a file, without its byte order mark.

    Raises:
        DocumentError: if it holds NUL characters, as binary files do.
    """
    text = well_formed(_decode(content))
    if "\0" in text:
        raise DocumentError(
            "is binary, or UTF-16 without a byte order mark (it holds NUL characters); "
            "expected a document with text, best in UTF-8"
        )
    return text


def well_formed(text: str) -> str:
    """The text with a sign for each lone surrogate, which nothing could write."""
    return _SURROGATES.sub("\ufffd", text)


def _decode(content: bytes) -> str:
    """Byte order mark, declaration, UTF-8, detection, Windows-1252: the first that fits.

    A file in UTF-8 may be cut within a character or hold a few other bytes.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(encoding, "replace")
    declared = _DECLARED.search(content[:4096])
    for encoding in ([declared[1].decode("ascii")] if declared else []) + ["utf-8"]:
        try:
            if codecs.lookup(encoding).name.replace("-", "_") not in _NO_CHARACTER_SETS:
                return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", "ignore")) - wrong >= _MOSTLY * wrong:
        return text
    from charset_normalizer import from_bytes

    is_western = sum(byte > 127 for byte in content) < _FEW * len(content)
    best = None if is_western else from_bytes(content[:_SAMPLE]).best()
    if best is not None and best.encoding != "ascii":
        return content.decode(best.encoding, "replace")
    return content.decode("cp1252", "replace")
