"""Mails: what the email package writes comes back, quotations and attachments included."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import DocumentError, Skipped
from loccit.index.cleaning.clean import clean
from loccit.index.formats.mail.eml import parse_mail
from loccit.index.formats.parsed import Blob
from loccit.index.formats.sniff import text_format
from loccit.index.sources.load import blobs, parse
from loccit.index.types import Document
from oracles import collapse, plain_words

WHEN = "Thu, 12 Sep 2019 10:00:00 +0200"


def letter(body: str = "The boats are drawn up.", **heads: str) -> EmailMessage:
    message = EmailMessage()
    stated = {"From": "Zoë Roe <zoe@a.example>", "Subject": "Boats", "Date": WHEN, **heads}
    for name, value in stated.items():
        message[name] = value
    message.set_content(body)
    return message


def read(message: EmailMessage | bytes, name: str = "a.eml") -> Document:
    content = message if isinstance(message, bytes) else message.as_bytes()
    return clean(*parse(Blob(name, Path(name), content)))


def members(message: EmailMessage | bytes, name: str = "a.eml") -> dict[str, bytes | str]:
    """What a mail holds, by name: bytes, or why it is not read."""
    content = message if isinstance(message, bytes) else message.as_bytes()
    return {
        one.name: one.why if isinstance(one, Skipped) else one.content
        for one in blobs(Blob(name, Path(name), content))
    }


def test_the_head_states_title_author_and_day() -> None:
    document = read(letter())
    stated = document.metadata
    assert (stated.title, stated.author, stated.date) == ("Boats", "Zoë Roe", "2019-09-12")
    assert document.text == "The boats are drawn up."
    assert document.to_source(0, 3).start is None


@pytest.mark.parametrize(
    "field", ["Date: never", "From: <<>>@,;:", "Subject: =?x?y?z?=", "X: \xff"]
)
def test_a_broken_field_costs_only_itself(field: str) -> None:
    message = f"{field}\nMessage-ID: <a@b>\nMIME-Version: 1.0\n\nThe boats are drawn up.\n"
    assert read(message.encode("latin-1")).text == "The boats are drawn up."


@given(st.lists(st.lists(plain_words, min_size=1, max_size=8), min_size=1, max_size=5))
def test_what_is_written_is_read(paragraphs: list[list[str]]) -> None:
    texts = [" ".join(words) for words in paragraphs]
    document = read(letter("\n\n".join(texts) + "\n"))
    kept = document.text + "".join(removal.text for removal in document.removed)
    assert all(text in collapse(kept) for text in texts)


@given(st.lists(st.sampled_from(["", "> ", ">> ", "> > ", ">"]), min_size=1, max_size=6))
def test_marks_of_quotation_go_and_their_words_stay(marks: list[str]) -> None:
    lines = [f"{mark}Line {number} goes here." for number, mark in enumerate(marks)]
    parsed = parse_mail(letter("\n".join(lines)).as_bytes()).parsed
    said = " ".join(collapse(block.text) for block in parsed.blocks)
    assert said == " ".join(f"Line {number} goes here." for number in range(len(marks)))


def test_a_signature_is_left_out_and_what_is_quoted_below_it_stays() -> None:
    document = read(
        letter("Come on Monday.\n\n-- \nZoë\nHarbour office\n\n> Which day suits you?\n")
    )
    assert collapse(document.text) == "Come on Monday. Which day suits you?"
    assert {removal.why for removal in document.removed} == {"signature"}


def test_plain_text_is_preferred_to_html() -> None:
    message = letter("Plain words stand here.")
    message.add_alternative("<p>Marked up words stand here.</p>", subtype="html")
    assert read(message).text == "Plain words stand here."


def test_html_alone_is_read() -> None:
    message = EmailMessage()
    message["From"], message["Date"] = "a@b.example", WHEN
    message.set_content("<p>The <b>boats</b> are &amp; stay.</p><p>Nets too.</p>", subtype="html")
    assert read(message).text == "The boats are & stay.\n\nNets too."


@pytest.mark.parametrize("charset", ["no-such-set", "x", "utf-8-mb4"])
def test_an_unknown_character_set_is_guessed(charset: str) -> None:
    message = (
        f"From: a@b\nDate: {WHEN}\nContent-Type: text/plain; charset={charset}\n\nZoë sails.\n"
    )
    assert read(message.encode()).text == "Zoë sails."


def test_attachments_are_named_below_their_mail() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/notes.md", "# Notes")
    message = letter()
    message.add_attachment("Some words.", filename="notes.txt")
    message.add_attachment(packed.getvalue(), "application", "zip", filename="more.zip")
    message.add_attachment(b"\x89PNG", "image", "png", filename="photo.png")
    message.add_attachment(letter("Earlier words."))
    parts = members(message)
    assert list(parts)[1:] == [
        "a.eml/notes.txt",
        "a.eml/more.zip/in/notes.md",
        "a.eml/photo.png",
        "a.eml/part-4.eml",
    ]
    assert parts["a.eml/notes.txt"] == b"Some words.\n"
    assert "picture" in str(parts["a.eml/photo.png"])
    assert b"Earlier words." in bytes(parts["a.eml/part-4.eml"])  # type: ignore[arg-type]


def test_attachments_of_one_name_are_all_read() -> None:
    message = letter()
    for number in range(3):
        message.add_attachment(f"Report {number}.", filename="report.txt")
    texts = [content for name, content in members(message).items() if name != "a.eml"]
    assert texts == [b"Report 0.\n", b"Report 1.\n", b"Report 2.\n"]


def test_a_mail_without_its_suffix_has_attachments_too() -> None:
    message = letter()
    message.add_attachment("Some words.", filename="notes.txt")
    assert "a.txt/notes.txt" in members(message, "a.txt")


@pytest.mark.parametrize("name", ["../../up.txt", "/etc/x.txt", "a\u202etxt.txt", "a\nb.txt"])
def test_a_name_leads_nowhere_and_steers_nothing(name: str) -> None:
    message = letter()
    message.add_attachment(b"words", "text", "plain", filename="plain.txt")
    content = message.as_bytes().replace(b"plain.txt", name.replace("\n", "\\n").encode())
    for member in members(content):
        assert member.isprintable()
        assert ".." not in member
        assert member.startswith("a.eml")


def test_parts_that_nest_without_end_do_not_end_the_build() -> None:
    """Reading them is a recursion, which happens apart from the build; see test_isolation."""
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000)
    )
    with pytest.raises((RecursionError, DocumentError)):
        parse_mail(f"From: a\nDate: b\nSubject: c\n{nested}".encode())


def test_a_list_of_fields_that_is_no_mail_is_seen_as_such_at_once() -> None:
    """So many line ends that a search that tries each in two ways would not end."""
    assert text_format("A: b\r\n" * 3000 + "x", ".txt").name == "text"
    assert text_format("From: a\r\nDate: b\r\nTo: c\r\n\r\nx", ".txt").name == "mail"


def test_a_mail_without_a_charset_is_read_in_the_encoding_of_its_bytes() -> None:
    content = (
        "From: Ann\nTo: Bo\nDate: Mon, 4 Mar 2024 09:00:00 +0000\nSubject: x\n\nGrüße aus Zürich.\n"
    )
    for encoding in ("utf-8", "cp1252"):
        assert "Grüße aus Zürich." in parse_mail(content.encode(encoding)).text
