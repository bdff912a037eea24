"""PDFs for tests, made in memory: pieces of text at known places, in any order of drawing."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.lib import pdfencrypt
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
MARGIN, GUTTER = 60.0, 18.0
LEADING = 1.2
REGULAR, BOLD = "Times-Roman", "Times-Bold"

_SYLLABLES = "ka ro mi tel san du ver os pli gan ter ul hep fo ni".split()


@dataclass(frozen=True)
class Piece:
    """A text drawn at once; ``y`` grows downward from the page's top, in points.

    ``opens`` marks the first line of a paragraph.
    """

    page: int
    x: float
    y: float
    text: str
    font: str = REGULAR
    size: float = 10.0
    mode: int = 0
    angle: int = 0
    opens: bool = False

    @property
    def width(self) -> float:
        return float(stringWidth(self.text, self.font, self.size))


def draw(
    pieces: Iterable[Piece],
    *,
    title: str | None = None,
    author: str | None = None,
    password: str | None = None,
    owner: str | None = None,
    rotation: int = 0,
    pages: int = 1,
) -> bytes:
    """A PDF of pieces; on each page they are drawn in the order given."""
    drawn = list(pieces)
    buffer = io.BytesIO()
    lock = pdfencrypt.StandardEncryption(password or "", owner) if password or owner else None
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, encrypt=lock)
    canvas.setTitle(title or "untitled")
    canvas.setAuthor(author or "anonymous")
    for page in range(max([pages, *(piece.page + 1 for piece in drawn)])):
        canvas.setPageRotation(rotation)
        if rotation:
            canvas.rotate(rotation)
            canvas.translate(
                *{90: (0, -WIDTH), 180: (-WIDTH, -HEIGHT), 270: (-HEIGHT, 0)}[rotation]
            )
        for piece in drawn:
            if piece.page == page:
                canvas.saveState()
                canvas.translate(piece.x, HEIGHT - piece.y)
                canvas.rotate(piece.angle)
                text = canvas.beginText(0, 0)
                text.setFont(piece.font, piece.size)
                text.setTextRenderMode(piece.mode)
                text.textOut(piece.text)
                canvas.drawText(text)
                canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def words(source: random.Random, count: int) -> list[str]:
    """Invented words of one to four syllables."""
    return ["".join(source.choices(_SYLLABLES, k=source.randint(1, 4))) for _ in range(count)]


def paragraph(source: random.Random, count: int) -> list[str]:
    """The words of a paragraph: sentences with a capital and a full stop."""
    text = words(source, count)
    starts = {0}
    for at in range(6, count - 4):
        if source.random() < 0.1 and not starts & {at - 1, at - 2, at - 3}:
            starts.add(at)
    for at in range(count):
        if at in starts:
            text[at] = text[at].capitalize()
        if at + 1 in starts or at == count - 1:
            text[at] += "."
    return text


def wrap(
    tokens: Sequence[str], width: float, *, indent: float = 0.0, hyphens: bool = False
) -> list[str]:
    """Lines no wider than ``width``, words broken with a hyphen where that is asked for."""
    lines: list[str] = []
    line, room = "", width - indent
    for token in tokens:
        longer = f"{line} {token}" if line else token
        if stringWidth(longer, REGULAR, 10.0) <= room:
            line = longer
            continue
        begun = f"{line} {token[:3]}-"
        if hyphens and len(token) > 7 and stringWidth(begun, REGULAR, 10.0) <= room:
            lines.append(begun)
            line = token[3:]
        else:
            lines.append(line)
            line = token
        room = width
    return [*lines, line]


def flow(
    paragraphs: Iterable[Sequence[str]],
    columns: int,
    *,
    top: float = 110.0,
    bottom: float = 760.0,
    indent: float = 0.0,
    gap: float = 6.0,
    hyphens: bool = False,
    shift: float = 0.0,
) -> Iterator[Piece]:
    """Paragraphs set in columns over as many pages as they need, in reading order.

    ``shift`` moves the baselines of each column against those of the one before.
    """
    width = (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    number, y = 0, top
    for tokens in paragraphs:
        for at, line in enumerate(wrap(tokens, width, indent=indent, hyphens=hyphens)):
            if y > bottom:
                number, y = number + 1, top
            column = number % columns
            x = MARGIN + column * (width + GUTTER) + (indent if at == 0 else 0.0)
            yield Piece(number // columns, x, y + column * shift, line, opens=at == 0)
            y += 10.0 * LEADING
        y += gap if y > top else 0.0


def across(pieces: Iterable[Piece]) -> list[Piece]:
    """The same pieces drawn line by line across the columns."""
    return sorted(pieces, key=lambda piece: (piece.page, piece.y, piece.x))


def shuffled(pieces: Iterable[Piece], source: random.Random) -> list[Piece]:
    """The same pieces drawn in any order."""
    mixed = list(pieces)
    source.shuffle(mixed)
    return mixed


def every_page(pages: int, x: float, y: float, text: str) -> list[Piece]:
    """A line on each page; ``{page}`` stands for its number and ``{pages}`` for the last one."""
    line = Piece(0, x, y, "")
    return [
        replace(line, page=page, text=text.format(page=page + 1, pages=pages))
        for page in range(pages)
    ]


def table(
    rows: Sequence[Sequence[str]],
    *,
    x: float = MARGIN,
    y: float = 200.0,
    steps: float = 120.0,
    pitch: float = 16.0,
    head: str = REGULAR,
) -> list[Piece]:
    """Cells at the left of columns ``steps`` points wide."""
    return [
        Piece(0, x + column * steps, y + row * pitch, cell, head if row == 0 else REGULAR)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell
    ]


def raw(objects: Sequence[bytes], info: str = "") -> bytes:
    """A PDF of numbered objects, written out; the first one is its catalogue."""
    content = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = f"trailer\n<</Size {len(objects) + 1} /Root 1 0 R {info}>>\nstartxref\n{start}\n%%EOF\n"
    return bytes(content) + tail.encode("ascii")


def mapped(meanings: dict[int, str], shown: bytes, box: str = "0 0 595 842") -> bytes:
    """A page of codes that mean, in UTF-16 digits, what a table in the file says."""
    table = "\n".join(f"<{code:02X}> <{meaning}>" for code, meaning in meanings.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Any def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(meanings)} beginbfchar\n{table}\nendbfchar endcmap end end"
    ).encode("ascii")
    content = b"BT /F1 12 Tf 72 700 Td <%s> Tj ET" % shown.hex().encode("ascii")
    return raw(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R "
            b"/Resources <</Font <</F1 5 0 R>>>>>>" % box.encode("ascii"),
            b"<</Length %d>> stream\n%s\nendstream" % (len(content), content),
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R>>",
            b"<</Length %d>> stream\n%s\nendstream" % (len(cmap), cmap),
        ]
    )
