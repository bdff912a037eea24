"""Mails: their text without quotation marks (``>``), their header fields, their attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.policy import default
from pathlib import PurePath

from ...errors import DocumentError, library_message
from ..archive import printable_path
from ..decode import decode, well_formed
from ..markup.html import parse_whole
from ..metadata import fill
from ..parsed import Blob, Extracted, Metadata, Parsed, Skipped
from ..plain import parse_plain
from ..sniff import HEAD_BYTES, refusal

_QUOTED = re.compile(r"(?:>[ \t]?)+")
_SIGNATURE = re.compile(r"-- ?\r?\n?")


def parse_mail(content: bytes) -> Extracted:
    """The body of a mail and its blocks; plain text is preferred to HTML.

    Quotation marks (``>``) are left out, so that quoted text has the same wording as its source; a
    signature below ``--`` gets the region ``signature``. Title, author and date are the subject,
    the sender and the date in the header.

    Raises:
        DocumentError: if it has no text.
    """
    message = _message(content)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise DocumentError("is a mail without text; nothing to index")
    body_text = _text(body)
    stated = _stated(message)
    if body.get_content_subtype() == "html":
        return Extracted(body_text, parse_whole(body_text, stated))
    text, signature = _unquoted(body_text)
    parsed = parse_plain(text)
    blocks = tuple(
        replace(block, region="signature") if block.source.start in signature else block
        for block in parsed.blocks
    )
    return Extracted(text, Parsed(blocks, fill(stated, parsed.metadata)))


def attachments(blob: Blob) -> Iterator[Blob | Skipped]:
    """The files attached to a mail, each named below it. Inline pictures are ignored."""
    names: set[str] = set()
    for number, part in enumerate(_message(blob.content).iter_attachments(), start=1):
        try:
            if part.get_content_maintype() == "image" and part.get("Content-ID"):
                continue
            name, attached = f"{blob.name}/{_name(part, number, names)}", _content(part)
        except Exception:  # the library raises anything on broken headers
            yield Skipped(
                f"{blob.name}/part-{number}",
                "cannot be extracted from its mail; save it as a file",
            )
            continue
        why = refusal(PurePath(name).suffix, lambda attached=attached: attached[:HEAD_BYTES])  # type: ignore[misc]
        yield Skipped(name, why) if why else Blob(name, blob.path, attached)


def _name(part: EmailMessage, number: int, names: set[str]) -> str:
    """The name of an attachment, with its number if an earlier one has the same name."""
    stated = printable_path(well_formed(part.get_filename() or ""))
    path = PurePath(stated or f"part-{number}{_suffix(part)}")
    name = str(path) if str(path) not in names else str(path.with_stem(f"{path.stem}-{number}"))
    names.add(name)
    return name


def _message(content: bytes) -> EmailMessage:
    try:
        return message_from_bytes(content, policy=default)
    except (MessageError, ValueError, LookupError) as error:
        raise DocumentError(f"is a mail that cannot be read ({library_message(error)})") from error


def _suffix(part: EmailMessage) -> str:
    kinds = {"message/rfc822": ".eml", "text/html": ".html", "text/plain": ".txt"}
    return kinds.get(part.get_content_type(), ".bin")


def _text(body: MIMEPart) -> str:
    """The text of a body; where no charset is stated, in the encoding that its bytes look like."""
    if body.get_content_charset() is None:
        return decode(_content(body))
    try:
        return well_formed(str(body.get_content()))
    except (LookupError, ValueError, MessageError, AttributeError):
        return decode(_content(body))


def _content(part: MIMEPart) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return bytes(part.get_content())
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _stated(message: EmailMessage) -> Metadata:
    """Subject, sender and date of a mail, as far as its header can be read."""

    def header(name: str) -> object:
        try:
            return message.get(name)
        except Exception:  # the header parser fails on some broken headers
            return None

    sender = getattr(header("From"), "addresses", ())
    when = getattr(header("Date"), "datetime", None)
    return Metadata(
        title=" ".join(str(header("Subject") or "").split()) or None,
        author=", ".join(address.display_name or address.addr_spec for address in sender) or None,
        date=when.date().isoformat() if when else None,
    )


def _unquoted(content: str) -> tuple[str, range]:
    """The text without quotation marks, and the range of the signature in it.

    A blank line separates quoted from unquoted text, so that neither runs into the other.
    """
    lines: list[str] = []
    length, start, end, depth = 0, -1, -1, 0
    for line in content.splitlines(keepends=True):
        mark = _QUOTED.match(line)
        if start >= 0 and end < 0 and mark:
            end = length
        if start < 0 and _SIGNATURE.fullmatch(line):
            start = length
        deep = mark[0].count(">") if mark else 0
        separator = "\n" if deep != depth and line.strip() else ""
        depth = deep if line.strip() else depth
        lines.append(separator + (line[mark.end() :] if mark else line))
        length += len(lines[-1])
    text = "".join(lines)
    return text, range(start, end if end >= 0 else length) if start >= 0 else range(0)
