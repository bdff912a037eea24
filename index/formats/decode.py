"""Decode bytes: by byte order mark, by declaration, as UTF-8, by detection."""

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
"""Python codecs that are no character sets: they rewrite text, always fail, or take hours."""
_MOSTLY = 4
"""Valid non-ASCII characters per invalid one from which a text is taken for damaged UTF-8."""
_FEW = 0.03
"""Share of non-ASCII bytes below which detection would only guess; Windows-1252 is assumed."""
_SAMPLE = 200_000
"""Bytes used to detect an encoding; more would take minutes and not improve the result."""


def decode(content: bytes) -> str:
    """The text of a file, without its byte order mark.

    Raises:
        DocumentError: if it contains NUL characters, as binary files do.
    """
    text = well_formed(_decode(content))
    if "\0" in text:
        raise DocumentError(
            "is binary, or UTF-16 without a byte order mark (it contains NUL characters); "
            "expected a text document; save it as UTF-8"
        )
    return text


def well_formed(text: str) -> str:
    """The text with lone surrogates, which cannot be encoded, replaced by U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def _decode(content: bytes) -> str:
    """The text by byte order mark, declaration, UTF-8, detection or Windows-1252, in this order.

    UTF-8 may be truncated within a character, or contain a few invalid bytes.
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
