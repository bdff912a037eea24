"""Whole files of every format, small and different each time, made in memory."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

from docx import Document as WordDocument
from reportlab.pdfgen.canvas import Canvas

Make = Callable[[random.Random], bytes]

_WORDS = (
    "harbour kite ledger naïve façade Zoë 北京 カナ 한글 שלום العربية 🙂 e\u0301 U.S.-Iran "
    "60-percent 3.67 PPR-9087 no-break\u00a0space don’t “quoted” is was the of and in cookies share"
).split(" ")


def words(dice: random.Random, most: int = 14) -> str:
    """A few words of several scripts."""
    return " ".join(dice.choices(_WORDS, k=dice.randint(1, most)))


def prose(dice: random.Random) -> str:
    """One to five sentences."""
    ends = (".", "?", "!", "。", "…")
    return " ".join(words(dice).capitalize() + dice.choice(ends) for _ in range(dice.randint(1, 5)))


def text(dice: random.Random) -> bytes:
    """Paragraphs, headings, bullets, questions."""
    starts = ("", "", "", "- ", "Q1: ", "By ", "1. ")
    parts = [dice.choice(starts) + prose(dice) for _ in range(dice.randint(1, 8))]
    return dice.choice(("\n\n", "\n", "\r\n\r\n")).join([words(dice, 4), *parts]).encode()


def markdown(dice: random.Random) -> bytes:
    """Front matter, headings, lists, quotations, a table, code."""
    return (
        f"---\ntitle: {words(dice, 3)}\ndate: 2019-09-12\n---\n\n# {words(dice, 4)}\n\n"
        f"{prose(dice)} *{words(dice, 2)}* `{words(dice, 2)}` [{words(dice, 2)}](http://a.example)\n\n"
        f"- {prose(dice)}\n  - {prose(dice)}\n\n> {prose(dice)}\n\n| a | b |\n|---|---|\n"
        f"| {words(dice, 3)} | 12 \\| 3 |\n\n```\n{words(dice)}\n```\n&amp; &#x41; {prose(dice)}\n"
    ).encode()


def page(dice: random.Random) -> bytes:
    """A web page with a menu, an article, a table, a script."""
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{words(dice, 4)}</title>"
        "<style>.x{display:none}</style><script type='application/ld+json'>"
        '{"@type":"NewsArticle","headline":"a","datePublished":"2019-09-12"}</script></head><body>'
        f"<nav><ul><li>{words(dice, 2)}<li>{words(dice, 2)}</ul></nav><article><h1>{words(dice, 4)}"
        f"</h1><p>{prose(dice)}<br><b>{words(dice, 3)}</b>&nbsp;&amp;&#65;{prose(dice)}</p>"
        f"<blockquote>{prose(dice)}</blockquote><table><tr><th>a<th>b<tr><td>{words(dice, 3)}"
        f"<td>12</table><pre>{words(dice)}</pre></article><footer>{prose(dice)}</footer></html>"
    ).encode()


def table(dice: random.Random, delimiter: str = ",") -> bytes:
    """A head and rows, some cells quoted."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=dice.choice((0, 1)))
    width = dice.randint(2, 5)
    writer.writerow([f"column {n}" for n in range(width)])
    for _ in range(dice.randint(1, 8)):
        writer.writerow(
            [dice.choice((words(dice, 4), prose(dice), "12", "")) for _ in range(width)]
        )
    return out.getvalue().encode()


def tabbed(dice: random.Random) -> bytes:
    """The same, separated by tabulators."""
    return table(dice, "\t")


def mail(dice: random.Random) -> bytes:
    """A mail with quotation, signature and attachments of several kinds."""
    message = EmailMessage()
    message["From"], message["To"] = "Zoë <zoe@a.example>", "b@a.example"
    message["Subject"], message["Date"] = words(dice, 6), "Thu, 12 Sep 2019 10:00:00 +0200"
    message.set_content(f"{prose(dice)}\n\n> {prose(dice)}\n\n{prose(dice)}\n-- \nZoë\n")
    if dice.random() < 0.5:
        message.add_alternative(f"<p>{prose(dice)}</p>", subtype="html")
    if dice.random() < 0.5:
        message.add_attachment(prose(dice), filename="notes.txt")
    if dice.random() < 0.3:
        message.add_attachment(archive(dice), "application", "zip", filename="more.zip")
    if dice.random() < 0.3:
        inner = EmailMessage()
        inner["From"], inner["Date"] = "c@a.example", "Thu, 12 Sep 2019 10:00:00 +0200"
        inner.set_content(prose(dice))
        message.add_attachment(inner)
    return message.as_bytes()


def word(dice: random.Random) -> bytes:
    """Headings, a list, a table."""
    document = WordDocument()
    document.add_heading(words(dice, 4), 1)
    document.add_paragraph(prose(dice)).add_run(words(dice, 3)).bold = True
    document.add_paragraph(prose(dice), style="List Bullet")
    cells = document.add_table(2, 2).rows
    cells[0].cells[0].text, cells[0].cells[1].text = "a", "b"
    cells[1].cells[0].text, cells[1].cells[1].text = words(dice, 3), "12"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def book(dice: random.Random) -> bytes:
    """Two chapters, a table of contents, a title."""
    chapter = "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>{}</h1><p>{}</p></body></html>"
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<metadata><dc:title>{words(dice, 4)}</dc:title><dc:creator>Zoë</dc:creator></metadata>"
        "<manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>"
        "<item id='b' href='b.xhtml' media-type='application/xhtml+xml'/></manifest>"
        "<spine><itemref idref='a'/><itemref idref='b'/></spine></package>"
    )
    container = (
        "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        "<rootfile full-path='OEBPS/p.opf'/></rootfiles></container>"
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/p.opf": package,
            "OEBPS/a.xhtml": chapter.format(words(dice, 3), prose(dice)),
            "OEBPS/b.xhtml": chapter.format(words(dice, 3), prose(dice)),
        },
        dice,
    )


def archive(dice: random.Random) -> bytes:
    """Texts in folders, now and then another archive."""
    members: dict[str, str | bytes] = {
        "a.txt": text(dice),
        "b/c.md": markdown(dice),
        "b/d.csv": table(dice),
        "p.html": page(dice),
        "x.bin": b"\0\1\2",
    }
    if dice.random() < 0.3:
        members["in.zip"] = zipped({"deep.txt": prose(dice)}, dice)
    return zipped(members, dice)


def printed(dice: random.Random) -> bytes:
    """A PDF of two pages."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for _ in range(2):
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(70, 760, words(dice, 4))
        canvas.setFont("Helvetica", 10)
        for line in range(dice.randint(1, 12)):
            canvas.drawString(70, 730 - 12 * line, prose(dice)[:90])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def zipped(members: dict[str, str | bytes] | dict[str, str], dice: random.Random) -> bytes:
    """A zip file of named members, packed or not."""
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    ) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


SAMPLES: list[tuple[str, Make]] = [
    (".txt", text),
    (".md", markdown),
    (".html", page),
    (".csv", table),
    (".tsv", tabbed),
    (".eml", mail),
    (".docx", word),
    (".epub", book),
    (".zip", archive),
    (".pdf", printed),
]
