"""PDF into text and blocks: read as the page is read, nothing lost, nothing doubled."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from documents import pdfs
from documents.pdfs import (
    BOLD,
    MARGIN,
    Piece,
    across,
    draw,
    every_page,
    flow,
    paragraph,
    shuffled,
    table,
)
from loccit.index.errors import DocumentError
from loccit.index.formats.parsed import BlockKind, Extracted, Metadata, Parsed
from loccit.index.formats.pdf import pdfium, reader
from loccit.index.formats.pdf.info import info_date
from loccit.index.formats.pdf.reader import parse_pdf
from oracles import check_runs

STYLES = {
    "spaced": {"gap": 6.0},
    "indented": {"gap": 0.0, "indent": 12.0},
    "hyphenated": {"gap": 6.0, "hyphens": True},
}


def read(pieces: Iterable[Piece], **options: object) -> Extracted:
    return check(draw(pieces, **options))  # type: ignore[arg-type]


def check(content: bytes) -> Extracted:
    """What a PDF gives, after what holds for every one: true runs in order, whole pages."""
    pdf = parse_pdf(content)
    body = [block for block in pdf.parsed.blocks if not block.region]
    furniture = [block for block in pdf.parsed.blocks if block.region]
    check_runs(Parsed(tuple(body), Metadata()), pdf.text)
    check_runs(Parsed(tuple(furniture), Metadata()), pdf.text)
    covered = bytearray(len(pdf.text))
    for block in pdf.parsed.blocks:
        assert block.text == block.text.strip() != ""
        for run in block.runs:
            assert pdf.text[run.start : run.end] == run.text
            assert not any(covered[run.start : run.end])
            covered[run.start : run.end] = b"\1" * (run.end - run.start)
    uncovered = "".join(
        letter for letter, taken in zip(pdf.text, covered, strict=True) if not taken
    )
    assert set(uncovered) <= {"\n"}
    assert pdf.pages == tuple(sorted(pdf.pages))
    for letters, page in zip(pdfium_letters(content), page_texts(pdf), strict=True):
        assert Counter("".join(page.split())) == letters
    return pdf


def page_texts(found: Extracted) -> list[str]:
    ends = [*found.pages[1:], len(found.text)]
    return [found.text[start:end] for start, end in zip(found.pages, ends, strict=True)]


def pdfium_letters(content: bytes) -> list[Counter[str]]:
    """How often each character that is no space stands on each page, by pdfium's own reading."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    plain = [text.replace("\x02", "-").replace("\ufffe", "-") for text in texts]
    return [Counter("".join(text.replace("\0", "").split())) for text in plain]


def blocks(found: Extracted) -> list[tuple[str, str]]:
    return [(block.region or block.kind.value, block.text) for block in found.parsed.blocks]


def texts(pdf: Extracted) -> list[str]:
    """The blocks of the text itself, each on one line, words broken at a line's end mended."""
    body = [block.text for block in pdf.parsed.blocks if not block.region]
    return [" ".join(text.replace("-\n", "").split()) for text in body]


@cache
def prose(seed: int, columns: int, style: str, shift: float = 0.0) -> tuple[list[str], list[Piece]]:
    """Paragraphs and how they are set, none of them ending where a column ends.

    Where one does, nothing on the page says whether the next column goes on or starts anew.
    """
    while True:
        source = random.Random(seed)
        tokens = [paragraph(source, source.randint(8, 120)) for _ in range(22)]
        pieces = list(flow(tokens, columns, shift=shift, **STYLES[style]))  # type: ignore[arg-type]
        if not any(b.opens and b.y < a.y for a, b in pairwise(pieces)) and is_plain(pieces):
            return [" ".join(token) for token in tokens], pieces
        seed += 1000


def is_plain(pieces: Sequence[Piece]) -> bool:
    """Whether no column ends with a whole sentence, which might end its paragraph."""
    return not any(b.y < a.y and a.text.endswith(".") for a, b in pairwise(pieces))


# Reading order and paragraphs.


@pytest.mark.parametrize("order", ["as read", "across", "in any order"])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_paragraphs_come_back_whole_and_in_order(columns: int, style: str, order: str) -> None:
    shift = {"as read": 0.0, "across": 4.3, "in any order": 0.0}[order]
    wanted, pieces = prose(1, columns, style, shift)
    pages = pieces[-1].page + 1
    edges = every_page(pages, MARGIN, 50, "The Journal of Invented Words")
    edges += every_page(pages, 480, 800, "Page {page} of {pages}")
    drawn = {
        "as read": [*edges, *pieces],
        "across": across([*edges, *pieces]),
        "in any order": shuffled([*edges, *pieces], random.Random(1)),
    }[order]
    pdf = read(drawn)
    assert texts(pdf) == wanted
    assert len(pdf.pages) == pages
    counted = Counter(block.region for block in pdf.parsed.blocks)
    assert counted == {"": len(wanted), "running header": pages, "page number": pages}
    for number, page in enumerate(page_texts(pdf)):
        written = [piece.text for piece in drawn if piece.page == number]
        assert Counter(page.split()) == Counter(" ".join(written).split())


def test_lines_keep_their_ends_and_hyphens() -> None:
    pdf = read([Piece(0, 60, 100, "It was settled by nego-"), Piece(0, 60, 112, "tiations.")])
    assert pdf.text == "It was settled by nego-\ntiations."


def test_a_title_over_two_columns_and_a_heading_between_their_parts() -> None:
    source = random.Random(3)
    upper = list(flow([paragraph(source, 70)], 2, top=130, bottom=190))
    lower = list(flow([paragraph(source, 70)], 2, top=260, bottom=320))
    title = Piece(0, 90, 80, "A Title That Reaches Over Both of the Columns", BOLD, 18)
    between = Piece(0, MARGIN, 228, "Second Part", BOLD, 14)
    pdf = read(across([title, *upper, between, *lower]))
    assert [kind for kind, _ in blocks(pdf)] == ["heading", "paragraph", "heading", "paragraph"]
    wanted = [" ".join(piece.text for piece in part) for part in (upper, lower)]
    assert texts(pdf) == [title.text, wanted[0], between.text, wanted[1]]


def test_a_table_inside_a_column_and_one_across_the_page() -> None:
    source = random.Random(4)
    right = MARGIN + (pdfs.WIDTH - 2 * MARGIN + pdfs.GUTTER) / 2
    small = [["Item", "Mass"], ["Uranium", "300 kg"], ["Water", "130 t"], ["Waste", "2 t"]]
    wide = [["Item", "Mass", "Years", "Share"], ["Fuel", "20 kg", "15", "4 %"]]
    wide += [["Ore", "7 kg", "10", "5 %"], ["Rods", "9 kg", "8", "1 %"]]
    first = list(flow([paragraph(source, 175)], 2, top=60, bottom=900))
    beside = [replace(piece, x=right) for piece in flow([paragraph(source, 60)], 2, top=60)]
    below = list(flow([paragraph(source, 130)], 2, top=620, bottom=700))
    drawn = [*first, *beside, *table(small, x=right, y=243, steps=90)]
    drawn += [*table(wide, y=560, pitch=14), *below]
    pdf = read(across(drawn))
    rows = ["\t".join(row) for row in (*small, *wide)]
    assert [text for kind, text in blocks(pdf) if kind in {"row", "table head"}] == rows
    assert [kind for kind, _ in blocks(pdf)].count("table head") == 2
    parts = [" ".join(piece.text for piece in part) for part in (first, beside, below)]
    assert [text for text in texts(pdf) if len(text) > 60] == parts


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(rotation: int) -> None:
    wanted, pieces = prose(5, 2, "spaced")
    assert texts(read(pieces, rotation=rotation)) == wanted


def test_a_last_column_of_one_line_is_a_column_still() -> None:
    tokens = paragraph(random.Random(12), 2000)
    pieces = list(flow([tokens], 2))
    tops = [at for at, piece in enumerate(pieces) if piece.y == 110.0]
    short = pieces[: tops[3] + 1]
    short[-1] = replace(short[-1], text="the end.")
    read_texts = texts(read(across(short)))
    assert read_texts == [" ".join(piece.text for piece in short)]


def test_an_initial_belongs_to_the_first_line_beside_it() -> None:
    lines = ["he first line is moved in", "and so is the second line", "but the third one is not."]
    pieces = [Piece(0, 60, 112, "T", size=30)]
    pieces += [
        Piece(0, 80, 100, lines[0]),
        Piece(0, 80, 112, lines[1]),
        Piece(0, 60, 124, lines[2]),
    ]
    assert read(pieces).text == "T" + "\n".join(lines)


def test_words_read_from_right_to_left_keep_their_order() -> None:
    hebrew = "שלום עולם"
    codes = {0x41 + at: f"{ord(letter):04X}" for at, letter in enumerate(sorted(set(hebrew)))}
    back = {chr(int(meaning, 16)): code for code, meaning in codes.items()}
    pdf = parse_pdf(pdfs.mapped(codes, bytes(back[letter] for letter in reversed(hebrew))))
    assert pdf.text == hebrew


def test_turned_text_stands_apart_and_a_watermark_is_named() -> None:
    wanted, pieces = prose(13, 1, "spaced")
    margin = Piece(0, 30, 600, "stamped on the margin", angle=90, size=16)
    pages = pieces[-1].page + 1
    marks = [Piece(page, 200, 500, "DRAFT", angle=45, size=60) for page in range(pages)]
    pdf = read([*marks, margin, *pieces])
    assert [text for text in texts(pdf) if text != margin.text] == wanted
    assert [region for region, _ in regions(pdf)] == ["watermark"] * pages


# Blocks.


def test_headings_items_and_paragraphs() -> None:
    lines = [
        ("heading", "The Report", BOLD, 18.0, 40.0),
        ("paragraph", "All of what follows was invented for this test.", pdfs.REGULAR, 10.0, 30.0),
        ("heading", "2.1 Bold and Short", BOLD, 10.0, 20.0),
        ("item", "• the first of three items", pdfs.REGULAR, 10.0, 14.0),
        ("item", "• the second of them", pdfs.REGULAR, 10.0, 14.0),
        ("item", "3. a counted one", pdfs.REGULAR, 10.0, 14.0),
        ("paragraph", "And a last line that ends as a sentence.", pdfs.REGULAR, 10.0, 24.0),
    ]
    y, pieces = 60.0, []
    for _, text, font, size, step in lines:
        y += step
        pieces.append(Piece(0, 60, y, text, font, size))
    assert blocks(read(pieces)) == [(kind, text) for kind, text, *_ in lines]


def test_raised_and_lowered_letters_stay_in_their_words() -> None:
    pieces = [
        Piece(0, 60, 100, "Some H"),
        Piece(0, 60 + Piece(0, 0, 0, "Some H").width, 102, "2", size=6),
        Piece(0, 63 + Piece(0, 0, 0, "Some H").width, 100, "O is here."),
        Piece(0, 60, 112, "Not more."),
    ]
    assert read(pieces).text == "Some H2O is here.\nNot more."


def test_notes_at_a_columns_end_do_not_part_its_last_paragraph() -> None:
    wanted, pieces = prose(6, 1, "spaced")
    notes = [
        Piece(page, MARGIN, 790, f"A note on the {word} page in small print.", size=7)
        for page, word in zip(range(pieces[-1].page + 1), ("first", "next", "third"), strict=False)
    ]
    read_texts = texts(read([*pieces, *notes]))
    assert [text for text in read_texts if "note" not in text] == wanted
    assert sorted(text for text in read_texts if "note" in text) == [note.text for note in notes]


def test_a_list_counted_without_dots_and_entries_with_leaders() -> None:
    source = random.Random(14)
    lists = [" ".join(paragraph(source, 12)) for _ in range(4)]
    pieces = [Piece(0, 80, 100 + 14 * at, text) for at, text in enumerate(lists)]
    pieces += [Piece(0, 60, 100 + 14 * at, str(at + 1)) for at in range(len(lists))]
    names = ["Words", "Invented ones", "Others"]
    leaders = [f"{name} {'. ' * 20}{at + 3}" for at, name in enumerate(names)]
    pieces += [Piece(0, 60, 300 + 12 * at, text) for at, text in enumerate(leaders)]
    wanted = [("item", f"{at} {text}") for at, text in enumerate(lists, 1)]
    assert blocks(read(pieces)) == [*wanted, *(("paragraph", text) for text in leaders)]


# Tables.

ROWS = [
    ["Item", "Amount", "Period"],
    ["Stockpile", "300 kg", "15 years"],
    ["Centrifuges", "5,060", "10 years"],
    ["Level", "3.67 %", "15 years"],
]


def test_a_table_gives_a_row_each_and_its_head_apart() -> None:
    read_blocks = blocks(read(table(ROWS)))
    assert read_blocks == [
        ("table head", "\t".join(ROWS[0])),
        *(("row", "\t".join(row)) for row in ROWS[1:]),
    ]


def test_a_bold_head_without_numbers_below() -> None:
    rows = [["Who", "Where"], ["Ann", "Vienna"], ["Bob", "Geneva"], ["Eve", "Oslo"]]
    assert blocks(read(table(rows, head=BOLD)))[0] == ("table head", "Who\tWhere")
    assert blocks(read(table(rows)))[0] == ("row", "Who\tWhere")


def test_names_and_values_have_no_head() -> None:
    rows = [["Name:", "Ann Roe"], ["Street:", "12 Long Street"], ["Telephone:", "+43 1 234"]]
    assert blocks(read(table(rows))) == [("row", "\t".join(row)) for row in rows]


def test_a_wrapped_cell_is_joined_and_an_empty_one_left_out() -> None:
    rows = [["Fuel", "of many and", "15"], ["Rods", "short", "10"], ["Ore", "", "8"]]
    pieces = [*table(rows, pitch=30), Piece(0, MARGIN + 120, 212, "various kinds")]
    read_texts = [text for _, text in blocks(read(pieces))]
    assert read_texts == ["Fuel\tof many and\nvarious kinds\t15", "Rods\tshort\t10", "Ore\t8"]


def test_a_cell_that_spans_columns_does_not_join_them() -> None:
    rows = [*ROWS[1:], ["Sum of all the things above here", "", "25 years"]]
    read_texts = [text for _, text in blocks(read(table(rows, steps=90)))]
    assert read_texts == ["\t".join(filter(None, row)) for row in rows]


def test_cells_of_flowing_text_are_rows() -> None:
    source = random.Random(7)
    cells = [[" ".join(paragraph(source, 16)) for _ in range(2)] for _ in range(4)]
    y, pieces, wanted = 100.0, [], []
    for row in cells:
        wrapped = [pdfs.wrap(cell.split(), 200) for cell in row]
        for column, lines in enumerate(wrapped):
            for number, line in enumerate(lines):
                pieces.append(Piece(0, 60 + 240 * column, y + 12 * number, line))
        wanted.append("\t".join("\n".join(lines) for lines in wrapped))
        y += 12 * max(map(len, wrapped)) + 10
    assert blocks(read(across(pieces))) == [("row", row) for row in wanted]


# Running headers, footers, page numbers.


def regions(found: Extracted) -> list[tuple[str, str]]:
    return [(block.region, block.text) for block in found.parsed.blocks if block.region]


def test_headers_may_alternate_and_numbers_may_be_roman() -> None:
    _, pieces = prose(8, 1, "spaced")
    body = [piece for piece in pieces if piece.page == 0]
    pages = [[*body], [*body], [*body], [*body], [*body], [*body]]
    drawn = []
    for number, page in enumerate(pages):
        source = random.Random(number)
        for piece in page:
            text = " ".join(pdfs.words(source, 9))
            drawn.append(Piece(number, piece.x, piece.y, text))
        drawn.append(Piece(number, MARGIN, 50, ["Ann Roe", "On Invented Words"][number % 2]))
        drawn.append(Piece(number, 290, 800, "i ii iii 1 2 3".split()[number]))
    read_regions = regions(read(drawn))
    assert [
        text for region, text in read_regions if region == "page number"
    ] == "i ii iii 1 2 3".split()
    assert [text for region, text in read_regions if region == "running header"] == [
        "Ann Roe",
        "On Invented Words",
    ] * 3


@pytest.mark.parametrize("form", ["{page}", "- {page} -", "Page {page}", "{page}/{pages}"])
@pytest.mark.parametrize("pages", [1, 2, 3])
def test_page_numbers_in_many_forms(form: str, pages: int) -> None:
    source = random.Random(pages)
    body = [
        Piece(page, MARGIN, 100 + 12 * line, " ".join(pdfs.words(source, 9)))
        for page in range(pages)
        for line in range(9)
    ]
    numbers = every_page(pages, 280, 800, form)
    read_regions = regions(read([*body, *numbers]))
    assert read_regions == [("page number", number.text) for number in numbers]


def test_what_repeats_in_the_body_stays() -> None:
    drawn = []
    for page in range(4):
        source = random.Random(page)
        drawn.append(Piece(page, MARGIN, 70, f"Part {page + 1}", BOLD, 18))
        drawn += [
            Piece(page, MARGIN, 110 + 12 * line, " ".join(pdfs.words(source, 9)) + ".")
            for line in range(20)
        ]
        drawn.append(Piece(page, MARGIN, 350, "This line stands on every page."))
    pdf = read(drawn)
    assert not regions(pdf)
    assert pdf.text.count("This line stands on every page.") == 4


def test_empty_pages_keep_their_header_and_number_once() -> None:
    drawn = every_page(5, MARGIN, 50, "The Journal") + every_page(5, 280, 800, "{page}")
    drawn += [Piece(0, MARGIN, 120, "The only line of text in here.")]
    pdf = read(drawn)
    assert texts(pdf) == ["The only line of text in here."]
    assert len(regions(pdf)) == 10


def test_a_word_of_roman_digits_is_no_page_number() -> None:
    drawn = [Piece(0, MARGIN, 100, "A letter that was sent by"), Piece(0, MARGIN, 150, "Civil")]
    assert not regions(read(drawn))


def test_a_title_and_a_lone_number_of_a_long_text_stay() -> None:
    _, pieces = prose(9, 1, "spaced")
    title = Piece(0, MARGIN, 60, "1984 Revisited", BOLD, 20)
    pdf = read([title, *pieces])
    assert not regions(pdf)
    assert pdf.parsed.metadata.title == "1984 Revisited"


# What the file states.


def test_title_author_and_date_of_the_file() -> None:
    pdf = read([Piece(0, 60, 100, "Some text.")], title="On Words", author="Ann Roe")
    assert pdf.parsed.metadata == Metadata("On Words", "Ann Roe", "2000-01-01")


def test_what_programs_leave_is_no_title() -> None:
    for junk in ("untitled", "Microsoft Word - x.doc", "(anonymous)", "final_v2.pdf", "2021", "-"):
        stated = read([Piece(0, 60, 100, "Some text.")], title=junk, author=junk).parsed.metadata
        assert (stated.title, stated.author) == (None, None), junk


def test_the_first_pages_largest_heading_is_the_title() -> None:
    body = [Piece(0, 60, 200 + 12 * line, "Some of the text in lines.") for line in range(9)]
    lines = [Piece(0, 60, 80, "A Title", BOLD, 20), Piece(0, 60, 102, "in Two Lines", BOLD, 20)]
    assert read([*lines, *body]).parsed.metadata.title == "A Title in Two Lines"
    assert read([Piece(0, 60, 80, "Bold alone", BOLD), *body]).parsed.metadata.title is None


def test_a_dateline_wins_over_the_files_date() -> None:
    lines = ["By Ann Roe", "12 March 2021"]
    drawn = [Piece(0, 60, 80, "On Words", BOLD, 20)]
    drawn += [Piece(0, 60, 110 + 24 * number, line) for number, line in enumerate(lines)]
    drawn += [Piece(0, 60, 170 + 12 * line, "Some of the text in lines.") for line in range(9)]
    pdf = read(drawn)
    assert pdf.parsed.metadata == Metadata("On Words", "Ann Roe", "2021-03-12")
    assert [block.kind for block in pdf.parsed.blocks[1:3]] == [BlockKind.META] * 2


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("D:20210630101112+02'00'", "2021-06-30"),
        ("20210630", "2021-06-30"),
        ("D:2021", "2021"),
        ("D:20211399", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_of_the_file(value: str, day: str | None) -> None:
    assert info_date(value) == day


# Characters.


def test_letters_beyond_the_basic_plane_are_one_and_no_control_gets_in() -> None:
    meanings = {0x41: "D83DDE00", 0x42: "0000", 0x43: "FFFE", 0x44: "0001", 0x45: "0078"}
    meanings |= {0x46: "D800", 0x47: "20000041", 0x48: "D842DFB7"}
    pdf = parse_pdf(pdfs.mapped(meanings, b"AEBECEDEFEHE"))
    assert "".join(pdf.text.split()) == "😀xxxxx𠮷x"


def test_invisible_text_counts_only_where_none_is_visible() -> None:
    hidden = Piece(0, 60, 100, "Read by a machine.", mode=3)
    shown = Piece(0, 60, 130, "This is printed on the page itself.")
    assert parse_pdf(draw([hidden])).text == hidden.text
    assert parse_pdf(draw([hidden, shown])).text == shown.text


# Files that cannot be read, or should not.


def reason(content: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        parse_pdf(content)
    return str(caught.value)


def test_refusals_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    page = [Piece(0, 60, 100, "Some text.")]
    assert "is encrypted" in reason(draw(page, password="secret"))
    assert "has no text" in reason(draw([]))
    assert "or not a PDF" in reason(b"not a PDF")
    assert "or not a PDF" in reason(b"")
    empty = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [] /Count 0>>"]
    assert "has no pages" in reason(pdfs.raw(empty))
    monkeypatch.setattr(pdfium, "MAX_PAGES", 3)
    assert "has 4 pages; the limit is 3" in reason(draw(page, pages=4))
    monkeypatch.setattr(reader, "MAX_CHARS", 9)
    assert "more than 9 characters" in reason(draw(page))


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    assert parse_pdf(draw([Piece(0, 60, 100, "Some text.")], owner="secret")).text == "Some text."


def survives(content: bytes) -> bool:
    """Whether a damaged file is still read; one that is not is refused with a reason."""
    try:
        pdf = parse_pdf(content)
    except DocumentError:
        return False
    assert pdf.text.isprintable() or set(pdf.text) & set("\n\t")
    for block in pdf.parsed.blocks:
        assert all(pdf.text[run.start : run.end] == run.text for run in block.runs)
    return True


@pytest.fixture(scope="module")
def sample() -> bytes:
    source = random.Random(10)
    pieces = list(flow([paragraph(source, 90) for _ in range(12)], 2))
    return draw([*pieces, *every_page(2, MARGIN, 50, "A Header")], title="A Sample")


def test_a_truncated_file_is_refused_or_read_in_part(sample: bytes) -> None:
    read_or_not = [survives(sample[: len(sample) * part // 20]) for part in range(20)]
    assert not read_or_not[0]
    assert survives(sample)


def test_damaged_bytes_never_raise_anything_else(sample: bytes) -> None:
    source = random.Random(11)
    for _ in range(60):
        content = bytearray(sample)
        for _ in range(source.randint(1, 30)):
            content[source.randrange(len(content))] = source.randrange(256)
        survives(bytes(content))


@pytest.mark.parametrize("box", ["0 0 1e30 1e30", "-9e9 -9e9 9e9 9e9", "0 0 0 0", "5 5 1 1", ""])
def test_impossible_pages_are_read_or_refused(box: str) -> None:
    survives(pdfs.mapped({0x41: "0041"}, b"AAAA", box))


def test_pages_that_contain_themselves_end() -> None:
    loop = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R] /Count 9>>"]
    survives(pdfs.raw(loop))


def test_threads_take_turns(sample: bytes) -> None:
    with ThreadPoolExecutor(4) as pool:
        parsed = list(pool.map(parse_pdf, [sample] * 8))
    assert parsed == [parse_pdf(sample)] * 8
