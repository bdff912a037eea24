"""Ways to break a file: at random, by its encoding, by what its format may be made to say."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from documents.samples import SAMPLES, prose, words

Break = Callable[[bytes, random.Random], bytes]


def mutated(name: str, content: bytes, dice: random.Random) -> tuple[str, bytes]:
    """A file broken one to four times, now and then under another suffix."""
    suffix = PurePath(name).suffix
    for _ in range(dice.choice((1, 1, 2, 4))):
        ways = [*ANY, *_shared(content), *OWN.get(suffix, ())]
        content = dice.choice(ways)(content, dice)
    if dice.random() < 0.1:
        suffix_drawn = dice.choice([*(sample for sample, _ in SAMPLES), ""])
        name = str(PurePath(name).with_suffix(suffix_drawn))
    return name, content


def _shared(content: bytes) -> list[Break]:
    if content.startswith(b"%PDF"):
        return []
    return PACKED if content.startswith(b"PK") else TEXTS


def place(content: bytes, dice: random.Random) -> int:
    return dice.randint(0, len(content))


# Any format.


def truncated(content: bytes, dice: random.Random) -> bytes:
    return content[: place(content, dice)]


def flipped(content: bytes, dice: random.Random) -> bytes:
    broken = bytearray(content)
    for _ in range(dice.choice((1, 5, 50)) if content else 0):
        broken[dice.randrange(len(broken))] ^= 1 << dice.randrange(8)
    return bytes(broken)


def cut(content: bytes, dice: random.Random) -> bytes:
    start = place(content, dice)
    return content[:start] + content[start + dice.choice((1, 10, 300)) :]


def doubled(content: bytes, dice: random.Random) -> bytes:
    start = place(content, dice)
    piece = content[start : start + dice.choice((1, 10, 300))]
    return content[:start] + piece * dice.choice((2, 3, 50)) + content[start:]


def swapped(content: bytes, dice: random.Random) -> bytes:
    first, second, third = sorted(place(content, dice) for _ in range(3))
    return content[:first] + content[second:third] + content[first:second] + content[third:]


def with_noise(content: bytes, dice: random.Random) -> bytes:
    start = place(content, dice)
    return content[:start] + dice.randbytes(dice.choice((1, 20, 2000))) + content[start:]


def with_nuls(content: bytes, dice: random.Random) -> bytes:
    start = place(content, dice)
    return content[:start] + bytes(dice.choice((1, 2, 500))) + content[start:]


ANY: list[Break] = [truncated, flipped, cut, doubled, swapped, with_noise, with_nuls]


# Texts.

_ENCODINGS = (
    "utf-16 utf-16-le utf-16-be utf-32 shift-jis euc-jp koi8-r cp1252 cp1251 latin-1 gb18030 "
    "big5 utf-7 cp037 mac-roman iso-8859-8"
).split()
_INSERTED = (
    "\u202e", "\u200b", "\ufeff", "\u2028", "\x0b", "\x0c", "\x1b[31m", "\x85", "\ufffd", "\u0301",
    "\r", "\r\r\n", "\n\n\n\n", "\t\t", "a" * 5000, "🙂" * 3000, "!" * 5000, "\n" * 5000,
    "\u0301\u0316" * 2000, "北京" * 3000, "שלום " * 500, " " * 5000, "\u00ad" * 300, "x-\n" * 300,
    "ﷺ" * 300, "İ" * 300, "tags: " * 50 + "\n!", "Share " * 400, "e.g. " * 500, "? " * 2000,
    "May 2019\n\n", "by" + " " * 3000 + "x" * 90, "A: b\r\n" * 200, "\x00", "---\n" + "[" * 3000,
    "---\ntitle: !!bool x\n---\n", "---\na: &a [*a]\n---\n",
)  # fmt: skip


def recoded(content: bytes, dice: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(dice.choice(_ENCODINGS), "replace")


def mixed(content: bytes, dice: random.Random) -> bytes:
    at = place(content, dice)
    return content[:at] + recoded(content[at:], dice)


def with_signs(content: bytes, dice: random.Random) -> bytes:
    at = place(content, dice)
    return content[:at] + dice.choice(_INSERTED).encode("utf-8", "surrogatepass") + content[at:]


def with_surrogates(content: bytes, dice: random.Random) -> bytes:
    at = place(content, dice)
    return (
        content[:at]
        + dice.choice(("\ud800", "\udfff\ud800")).encode("utf-8", "surrogatepass")
        + (content[at:])
    )


def on_one_line(content: bytes, dice: random.Random) -> bytes:
    return content.replace(b"\n", dice.choice((b" ", b"", b"\r")))


TEXTS: list[Break] = [recoded, mixed, with_signs, with_signs, with_surrogates, on_one_line]


# Each format by itself.


def with_markup(content: bytes, dice: random.Random) -> bytes:
    """HTML that does not close, nests, hides, or says too much."""
    at, many = place(content, dice), dice.choice((3, 50, 2000))
    piece = dice.choice(
        (
            "<div>" * many, "<b><i>" * many, "</div>" * many, "<table><tr><td>" * many,
            "<ul><li>" * many, "<!--", "<!-- -- >", "<![CDATA[", "<style>", "<script>",
            "<textarea>",
            "<p title='" + "x" * many, '<a href="', "<" * many, "&" * many, "&#xD800;",
            "&#99999999;",
            "&#0;", "&NotEqualTilde;" * many, "<br>" * many, "<p hidden>",
            "<select><option>" * many,
            "<meta charset=utf-16>", "<meta charset=idna>", "<meta charset=punycode>", "<pre>\n\n",
            "<svg><title>", "<template>", "<frameset>", "<plaintext>", "</html>", "<html><body>",
            '<script type="application/ld+json">{"@type":"Article","headline":"\\ud800"}</script>',
            '<script type="application/ld+json">' + "[" * many + "</script>", "<th>" * many,
            "<h1>" * many, "<b>" + "x " * 5 + "</b>", "<?xml version='1.0' encoding='utf-16'?>",
            "<td rowspan=99999999 colspan=99999999>", "<nav>", "<article>" * many,
        )
    )  # fmt: skip
    return content[:at] + piece.encode() + content[at:]


def with_marks(content: bytes, dice: random.Random) -> bytes:
    """Markdown signs without end."""
    at, many = place(content, dice), dice.choice((3, 50, 2000))
    piece = dice.choice(
        (
            "*", "_", "**a ", "`", "```\n", "[", "[a](", "![", "> ", "- ", "1. ", "# ", "|", "\\",
            "<",
            "&amp;", "~~", "===\n", "|-|\n", "a|b\n", "\t", "[^1]: ", "[a]: <", "<!--", "  - a\n",
            "\\|",
            "| `a\\|b` |\n|-|\n", "- [ ] ", "\r", "&#0;", "www.a.example/", "<br>",
        )
    )  # fmt: skip
    return content[:at] + (piece * many).encode() + content[at:]


def with_cells(content: bytes, dice: random.Random) -> bytes:
    """Delimiters and quotation marks where they should not be."""
    at, many = place(content, dice), dice.choice((1, 3, 5000))
    piece = dice.choice(
        ('"', '""', ',"', '",', ",", ";", "\t", "|", "\r", '"\n', ' "', '"a"b', "a,\n")
    )
    return content[:at] + (piece * many).encode() + content[at:]


def with_fields(content: bytes, dice: random.Random) -> bytes:
    """Heads of a mail broken in many ways, and parts within parts."""
    many = dice.choice((1, 30, 1500))
    piece = dice.choice(
        (
            "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n" * many,
            "Content-Type: multipart/mixed\n", "Content-Type: text/plain; charset=no-such\n",
            "Content-Type: text/plain; charset=idna\n", "Content-Type: text/html; charset=utf-7\n",
            "Content-Type: text/plain; " + "a*0*=x''%41;" * many + "\n", "Content-Type: ;;;=\n",
            "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: no-such\n",
            "Content-Transfer-Encoding: quoted-printable\n", "Content-Disposition: attachment\n",
            "Content-Type: message/rfc822\n\n" * many, "Content-Type: message/partial\n",
            "Date: never\n", "Date: 99 Feb 99999 99:99:99 +9999\n", "From: <<<>>>@@,;:\n",
            "From: " + "a <a@b>, " * many + "\n", "Subject: =?utf-8?b?////?=\n", "Subject:\n",
            "Subject: " + "=?utf-8?q?=F0=9F?= " * many + "\n", "From: =?x?y?z?= <a\n", ": a\n",
            "Content-Disposition: attachment; filename=\"../../etc/x\\\"\n", "MIME-Version: 9\n",
            "Content-Disposition: attachment; filename*=utf-8''%ED%A0%80.txt\n", " folded\n",
            "Content-Type: multipart/alternative; boundary=\"\"\n",
            "Message-ID: " + "<" * many + "\n",
        )
    )  # fmt: skip
    lines = content.split(b"\n")
    at = dice.randint(0, min(len(lines), dice.choice((8, 100))))
    return b"\n".join([*lines[:at], piece.rstrip("\n").encode(), *lines[at:]])


# Zip files, and what is one.


def rezipped(content: bytes, dice: random.Random) -> bytes:
    """One member of an archive broken as a text, its directory whole."""

    def change(name: str, content: bytes) -> bytes:
        return dice.choice([*ANY, *TEXTS, with_markup, with_declaration])(content, dice)

    return _with_member(content, dice, change)


def without_member(content: bytes, dice: random.Random) -> bytes:
    return _with_member(content, dice, lambda name, content: None)


def with_declaration(content: bytes, dice: random.Random) -> bytes:
    """A document type with entities that grow, or that name a file."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9}">' for n in range(1, 12))
    declared = dice.choice(
        (
            f'<!DOCTYPE a [<!ENTITY e0 "ha">{entities}]>',
            '<!DOCTYPE a [<!ENTITY e11 SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE a SYSTEM "http://a.example/a.dtd">',
            "<!doctype a>",
        )
    )
    at = content.find(b"?>") + 2 if content.startswith(b"<?xml") else 0
    text = content[at:].replace(b"</w:t>", b"&e11;</w:t>").replace(b"</p>", b"&e11;</p>")
    return content[:at] + declared.encode() + text


def _with_member(
    archive: bytes, dice: random.Random, change: Callable[[str, bytes], bytes | None]
) -> bytes:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", 8) as new:
            broken = dice.choice(old.namelist())
            for name in old.namelist():
                content: bytes | None = old.read(name)
                if name == broken:
                    content = change(name, content or b"")
                if content is not None:
                    new.writestr(name, content)
    except Exception:  # it was broken before
        return archive
    return out.getvalue()


def with_members(archive: bytes, dice: random.Random) -> bytes:
    """More members: of odd names, of one name, encrypted, bombs."""
    out = io.BytesIO(archive)
    name = dice.choice(
        (
            "../../up.txt", "/abs.txt", "C:\\x.txt", "a.txt", "a\nb.txt", "\u202egnp.txt",
            "x" * 300 + ".txt",
            "..", "/", "a//b.txt", "con.txt", ".hidden.txt", "__MACOSX/a.txt", "a.txt/",
            "\x1b[2J.txt", " ",
            "word/document.xml", "META-INF/container.xml", "META-INF/rights.xml", "x.zip",
            "nul\x00.txt",
        )
    )  # fmt: skip
    content = dice.choice((prose(dice).encode(), b"", bytes(3_000_000), b"PK\x03\x04", archive))
    try:
        with zipfile.ZipFile(out, "a", dice.choice((0, 8, 12, 14))) as opened:
            opened.writestr(name, content)
            if dice.random() < 0.2:
                for number in range(200):
                    opened.writestr(f"{number}.txt", words(dice))
    except Exception:  # it was broken before
        return archive
    return out.getvalue()


def lying(content: bytes, dice: random.Random) -> bytes:
    """Figures of the archive's directory changed: sizes, flags, methods, places."""
    broken = bytearray(content)
    at = content.find(b"PK\x01\x02", content.find(b"PK\x01\x02") + dice.randint(0, 300))
    if at >= 0 and len(content) > at + 46:
        offset, value = dice.choice(
            ((24, 0xFFFFFFF0), (20, 5), (24, 1), (8, 1), (10, 99), (42, 7), (28, 0xFFFF), (6, 99))
        )
        broken[at + offset : at + offset + 2] = (value & 0xFFFF).to_bytes(2, "little")
        if offset in {20, 24, 42}:
            broken[at + offset + 2 : at + offset + 4] = (value >> 16).to_bytes(2, "little")
    return bytes(broken)


def with_objects(content: bytes, dice: random.Random) -> bytes:
    """Words of a PDF changed for others: lengths, counts, references, filters, encryption."""
    pairs = (
        (b"/Length", b"/Length 99999999 %"), (b"/Kids", b"/Kids [1 0 R 2 0 R 3 0 R] /K"),
        (b"/FlateDecode", b"/LZWDecode"), (b"/Count", b"/Count 2000000000 %"), (b"0 R", b"1 R"),
        (b"/MediaBox", b"/MediaBox [0 0 1e30 -1] %"), (b"/Type /Page", b"/Type /Pages"),
        (b"startxref", b"startxref 1 %"), (b"/Root", b"/Encrypt 3 0 R /Root"), (b" Tf", b" Tj"),
        (b"/Helvetica", b"/NoFont"), (b"endobj", b""), (b"/ASCII85Decode", b"/ASCIIHexDecode"),
    )  # fmt: skip
    old, new = dice.choice(pairs)
    return content.replace(old, new, dice.choice((1, 2, 99)))


PACKED: list[Break] = [rezipped, rezipped, rezipped, without_member, with_members, lying]
OWN: dict[str, list[Break]] = {
    ".md": [with_marks] * 4,
    ".html": [with_markup] * 4,
    ".csv": [with_cells] * 3,
    ".tsv": [with_cells] * 3,
    ".eml": [with_fields] * 5,
    ".pdf": [with_objects] * 7,
}
