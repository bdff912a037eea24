"""Tables: what the csv module writes comes back, each cell with its place."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index.formats.parsed import BlockKind, Run
from loccit.index.formats.tabular.delimited import parse_table
from oracles import UNUSUAL, check_blocks, check_runs, make_document

cells = st.text(
    st.sampled_from(
        list('abz09 ".-!?') + list(UNUSUAL.replace("\u00a0", "").replace("\u202f", ""))
    ),
    max_size=12,
).map(str.strip)
tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(cells, min_size=width, max_size=width).filter(all), min_size=2, max_size=6
    )
)


def written(rows: list[list[str]], delimiter: str, quoting: int, end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def read(text: str) -> list[list[str]]:
    return [block.text.split("\t") for block in parse_table(text).blocks]


@given(tables, st.sampled_from(",;\t|"), st.sampled_from([0, 1]), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read(
    rows: list[list[str]], delimiter: str, quoting: int, end: str
) -> None:
    text = written(rows, delimiter, quoting, end)
    parsed = parse_table(text)
    assert [block.text.split("\t") for block in parsed.blocks] == rows
    check_runs_of_table(parsed.blocks, text)
    check_blocks(make_document(text, "table"))


def check_runs_of_table(blocks: object, text: str) -> None:
    """Each run is the source's own characters, a doubled mark, or stands for a delimiter."""
    reached = 0
    for block in blocks:  # type: ignore[attr-defined]
        for run in block.runs:
            assert isinstance(run, Run)
            assert reached <= run.start <= run.end <= len(text)
            reached = run.end
            written_ = text[run.start : run.end]
            assert written_ == run.text or (run.text, written_) in {("\t", ""), ('"', '""')}


@given(st.text(st.sampled_from(list('ab,;\t|"\r\n ')), max_size=60))
def test_whatever_is_read_has_its_place(text: str) -> None:
    parsed = parse_table(text)
    check_runs_of_table(parsed.blocks, text)
    kept = "".join(block.text for block in parsed.blocks)
    assert sorted(kept.replace("\t", "").split()) or not text.strip(' ,;\t|"\r\n')
    for letter in "ab":
        assert kept.count(letter) == text.count(letter)


def test_every_run_of_a_table_is_checked_as_those_of_other_formats() -> None:
    text = "name,size\nkite,12\n"
    check_runs(parse_table(text), text)


def test_the_first_row_is_the_head_if_it_can_be_one() -> None:
    kinds = [block.kind for block in parse_table("name,size\nkite,12\nnet,3\n").blocks]
    assert kinds == [BlockKind.TABLE_HEAD, BlockKind.ROW, BlockKind.ROW]
    kinds = [block.kind for block in parse_table("2019,12\n2020,13\n").blocks]
    assert kinds == [BlockKind.ROW, BlockKind.ROW]


def test_lines_before_the_table_are_paragraphs() -> None:
    blocks = parse_table(
        "Stock of the harbour\n\nname;size;place\nkite;12;shed\nnet;3;slip\n"
    ).blocks
    assert [block.kind for block in blocks][:2] == [BlockKind.PARAGRAPH, BlockKind.TABLE_HEAD]
    assert blocks[0].text == "Stock of the harbour"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,b\n"x\ny",2\n', [["a", "b"], ["x\ny", "2"]]),
        ('a,b\n"x,2\nz,3\n', [["a", "b"], ['"x', "2"], ["z", "3"]]),
        ('a,b\n"x"y,2\n', [["a", "b"], ['"x"y', "2"]]),
        ("a,b\n,\n , \nx,\n", [["a", "b"], ["x"]]),
        ("a,b\rx,2", [["a", "b"], ["x", "2"]]),
    ],
)
def test_quotation_marks_and_gaps(text: str, rows: list[list[str]]) -> None:
    assert read(text) == rows


def test_a_cell_of_megabytes_and_quotation_marks_without_end_are_read() -> None:
    """So long that remembering each character to try again would take gigabytes, or not end."""
    giant = "x" * 3_000_000
    assert read(f'a,b\n"{giant}",c\n')[1] == [giant, "c"]
    assert len(read("a,b\n" + '"x,\n' * 20_000)) == 20_001
    assert read('a,b\n"' + '""' * 500_000 + "x,c\n")[1][1] == "c"
