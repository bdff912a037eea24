"""Mails: their text without marks of quotation, what their head states, their attachments."""

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
from ...types import Blob, Extracted, Metadata, Parsed, Skipped
from ..archive import printable_path
from ..decode import decode, well_formed
from ..markup.html import parse_whole
from ..metadata import fill
from ..plain import parse_plain
from ..sniff import HEAD_BYTES, refusal

_QUOTED = re.compile(r"(?:>[ \t]?)+")
_SIGNATURE = re.compile(r"-- ?\r?\n?")


def parse_mail(content: bytes) -> Extracted:
    """The body of a mail and its blocks; plain text is preferred to HTML.

    Marks of quotation (``>``) are left out, so that what is quoted is found where it came from; a
    signature below ``--`` goes to the region of that name. Title, author and date are the
    subject, the sender and the date of the mail's head.

    Raises:
        DocumentError: if it holds no text.
    """
    message = _message(content)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise DocumentError("is a mail without any text")
    try:
        body_text = well_formed(str(body.get_content()))
    except (LookupError, ValueError, MessageError, AttributeError):
        body_text = decode(_content(body))
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
    """The files attached to a mail, each named below it. Pictures in its text are passed over."""
    names: set[str] = set()
    for number, part in enumerate(_message(blob.content).iter_attachments(), start=1):
        try:
            if part.get_content_maintype() == "image" and part.get("Content-ID"):
                continue
            name, attached = f"{blob.name}/{_name(part, number, names)}", _content(part)
        except Exception:  # the library raises whatever a broken head makes of it
            yield Skipped(
                f"{blob.name}/part-{number}",
                "cannot be taken out of its mail; save it from there as a file",
            )
            continue
        why = refusal(PurePath(name).suffix, lambda attached=attached: attached[:HEAD_BYTES])  # type: ignore[misc]
        yield Skipped(name, why) if why else Blob(name, blob.path, attached)


def _name(part: EmailMessage, number: int, names: set[str]) -> str:
    """The name of an attachment, with its number where another one has the same."""
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


def _content(part: MIMEPart) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return bytes(part.get_content())
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _stated(message: EmailMessage) -> Metadata:
    """Subject, sender and day of a mail's head, as far as they can be read."""

    def header(name: str) -> object:
        try:
            return message.get(name)
        except Exception:  # the parser of heads trips over some that are broken
            return None

    sender = getattr(header("From"), "addresses", ())
    when = getattr(header("Date"), "datetime", None)
    return Metadata(
        title=" ".join(str(header("Subject") or "").split()) or None,
        author=", ".join(address.display_name or address.addr_spec for address in sender) or None,
        date=when.date().isoformat() if when else None,
    )


def _unquoted(content: str) -> tuple[str, range]:
    """The text without marks of quotation, and where the signature stands in it.

    A blank line parts what is quoted from what is not, so that neither runs on in the other.
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
        parted = "\n" if deep != depth and line.strip() else ""
        depth = deep if line.strip() else depth
        lines.append(parted + (line[mark.end() :] if mark else line))
        length += len(lines[-1])
    text = "".join(lines)
    return text, range(start, end if end >= 0 else length) if start >= 0 else range(0)
