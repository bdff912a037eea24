"""Recognise a format by how a text begins, whatever its file is called."""

from __future__ import annotations

import re

_BLANK = re.compile(r"[\ufeff \t\r\n\f]*")
_HTML_START = re.compile(r"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_LINE = r"[^\r\n]*\r?\n"
_MAIL_START = re.compile(rf"(?:[A-Za-z][\w-]*:[ \t]{_LINE}(?:[ \t]{_LINE})*){{3,}}\r?\n")
_MAIL_FIELDS = re.compile(r"^(?:from|date|message-id|mime-version|received):", re.I | re.M)
_MAIL_HEADER_CHARACTERS = 20_000


def is_html(text: str) -> bool:
    """Whether a text opens as an HTML page, after comments and an XML declaration."""
    at = 0
    while True:
        at = _BLANK.match(text, at).end()  # type: ignore[union-attr]  # matches the empty string too
        for opening, closing in (("<!--", "-->"), ("<?", "?>")):
            if text.startswith(opening, at) and (end := text.find(closing, at)) >= 0:
                at = end + len(closing)
                break
        else:
            return bool(_HTML_START.match(text, at))


def is_mail(text: str) -> bool:
    """Whether a text opens with a mail header: three fields, two of them a mail's own."""
    header = _MAIL_START.match(text[:_MAIL_HEADER_CHARACTERS])
    return bool(header) and len(_MAIL_FIELDS.findall(header[0])) >= 2  # type: ignore[index]
