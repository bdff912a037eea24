"""Markdown into blocks: syntax goes, characters stay and know their place."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from comrak import ExtensionOptions, markdown_to_html
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.index import DocumentError
from loccit.index.formats.markup.markdown import parse_markdown
from oracles import (
    any_text,
    check_blocks,
    check_runs,
    collapse,
    make_document,
    plain_words,
    read_document,
    sentences_of,
    strip_markdown,
)

phrase = st.lists(plain_words, min_size=1, max_size=4).map(" ".join)
wrapped_phrase = st.tuples(
    phrase,
    st.sampled_from(
        [
            "{}",
            "*{}*",
            "**{}**",
            "***{}***",
            "~~{}~~",
            "[{}](https://x.example/a_b)",
            "`{}`",
            '[**{}**](y.md "title")',
            "&amp; {}",
            "{} \\* \\[",
            "{}&nbsp;{}",
        ]
    ),
)
# Each pair: the Markdown of a phrase, and the text it stands for.
inline = wrapped_phrase.map(
    lambda pair: (
        pair[1].replace("{}", pair[0]),
        {
            "&amp; {}": f"& {pair[0]}",
            "{} \\* \\[": f"{pair[0]} * [",
            "{}&nbsp;{}": f"{pair[0]} {pair[0]}",
        }.get(pair[1], pair[0]),
    )
)
paragraph = st.lists(inline, min_size=1, max_size=5).map(
    lambda pairs: (" ".join(a for a, _ in pairs), " ".join(b for _, b in pairs))
)
shape = st.sampled_from(["{}", "# {}", "### {}", "> {}", "- {}", "1. {}", "> - {}", "- [ ] {}"])
line_ends = st.sampled_from(["\n", "\r\n"])
piece = st.sampled_from(
    [
        *"aZé🙂北1 \n.*_#>-~[]()&;=\u00a0\u0301",
        "**",
        "`x`",
        " word ",
        "\n\n",
        "\r\n",
        "- ",
        "> ",
        "1. ",
        "\\",
        "\\*",
        "\\&",
        "&amp;",
        "&nbsp;",
        "&#8209;",
        "[l](u)",
        " www.x.example ",
        " a_b@x.example ",
    ]
)
written = (
    st.lists(piece, max_size=25)
    .map("".join)
    .filter(lambda text: "![" not in text and not text.startswith("---") and "<" not in text)
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in parse_markdown(text).blocks]


def texts(text: str) -> list[str]:
    return [block.text for block in parse_markdown(text).blocks]


# Properties.


@given(any_text)
def test_runs_are_slices_in_source_order(text: str) -> None:
    check_runs(parse_markdown(text), text)


@given(any_text)
def test_blocks_of_any_text_fit_the_document(text: str) -> None:
    document = make_document(text, "markdown")
    check_blocks(document)
    for block in document.blocks:
        document.offsets.to_source(block.start, block.end)


@given(written)
@settings(max_examples=300)
def test_the_text_is_that_of_the_rendered_page(source: str) -> None:
    page = markdown_to_html(
        source,
        ExtensionOptions(
            table=True, strikethrough=True, autolink=True, footnotes=True, tasklist=True
        ),
    )
    shown = html.unescape(re.sub(r"<[^>]*>", "", page))
    parsed = parse_markdown(source)
    check_runs(parsed, source)
    text = "".join(block.text for block in parsed.blocks)
    assert "".join(text.split()) == "".join(shown.split())


@given(st.lists(st.tuples(shape, paragraph), min_size=1, max_size=6), line_ends)
def test_blocks_hold_the_words_without_the_syntax(
    parts: list[tuple[str, tuple[str, str]]], end: str
) -> None:
    source = (end + end + "<!-- -->" + end + end).join(
        form.replace("{}", written) for form, (written, _) in parts
    )
    check_runs(parse_markdown(source), source)
    assert [collapse(text) for text in texts(source)] == [meant for _, (_, meant) in parts]


@given(st.lists(st.tuples(shape, phrase, phrase, phrase), min_size=1, max_size=4), line_ends)
def test_a_source_slice_without_its_syntax_is_the_sentence(
    parts: list[tuple[str, str, str, str]], end: str
) -> None:
    source = (end * 2).join(
        form.replace("{}", f"{a} *{b}* [{c}](u). New **{c}** {a}.") for form, a, b, c in parts
    )
    document = make_document(source, "markdown")
    for span in sentences_of(document):
        sliced = document.offsets.to_source(*span).of(source)
        assert strip_markdown(sliced) == collapse(span.of(document.text))


@pytest.mark.parametrize("name", ["interview-what-tehran-wants.md", "briefs/jcpoa-in-brief.md"])
def test_sample_sentences_equal_their_stripped_source(corpus_folder: Path, name: str) -> None:
    text, document = read_document(corpus_folder / name)
    spans = list(sentences_of(document))
    assert len(spans) > 25
    for span in spans:
        sliced = document.offsets.to_source(*span).of(text)
        assert strip_markdown(sliced) == collapse(span.of(document.text))


# Inline syntax.


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("re*imposed* ~~not~~", "reimposed not"),
        ("a \\*star\\* and 2 \\> 1", "a *star* and 2 > 1"),
        ("gold &amp; silver&#8209;grey &rsquo;s", "gold & silver‑grey ’s"),
        ("8&nbsp;May", "8\u00a0May"),
        ("no &entity here; R&D", "no &entity here; R&D"),
        ('see [the **text**](https://x.example "hint").', "see the text."),
        ("![a picture](x.png) stays out", "stays out"),
        ("<https://x.example>", "https://x.example"),
        ("`code & *stars*` kept", "code & *stars* kept"),
        ("`` a`b `` kept", "a`b kept"),
        ("inline <b>bold</b> word", "inline bold word"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("\\\\(x\\\\) is a backslash", "\\(x\\) is a backslash"),
        ("*a*\\\\*b", "a\\*b"),
        ("\\&amp; is written so", "&amp; is written so"),
        ("**\\&amp;** is written so", "&amp; is written so"),
        ("see https://x.example/?a=1&amp;b=2 for more", "see https://x.example/?a=1&b=2 for more"),
        ("bread &amp; butter at www.x.example today", "bread & butter at www.x.example today"),
        ("🙂 *北京* cafe\u0301 **é**", "🙂 北京 cafe\u0301 é"),
    ],
)
def test_inline_syntax_goes_and_the_words_stay(source: str, text: str) -> None:
    check_runs(parse_markdown(source), source)
    assert texts(source) == [text]


@pytest.mark.parametrize(
    "source",
    [
        "https://x.example/a\\* b",
        "https://x.example/a\\~ b",
        "https://x.example/a&#8209; b",
        "\t\u0085",
        "```",
        "text\n\n- ```",
        "```\nx = 1\n```\n\u000c</b>",
        "    x = 1\u2028    y",
    ],
)
def test_odd_sources_keep_their_runs_in_order(source: str) -> None:
    check_runs(parse_markdown(source), source)


def test_a_soft_break_keeps_its_line_end() -> None:
    assert texts("one\r\ntwo  \r\nthree") in (["one\r\ntwo\r\nthree"], ["one\r\ntwo  \r\nthree"])


@pytest.mark.parametrize("source", ["one<br>two", "one<br/>two", "| a |\n|---|\n| one<br>two |"])
def test_a_line_break_tag_keeps_words_apart(source: str) -> None:
    assert texts(source)[-1].split() == ["one", "two"]


def test_a_reference_link_is_its_words() -> None:
    assert texts("see [the guide][g] now\n\n[g]: https://x.example") == ["see the guide now"]


# Blocks.


def test_each_block_knows_its_kind() -> None:
    source = (
        "# Kites\n\nThey fly.\n\n- red\n- blue\n\n1. one\n\n| a | b |\n|---|---|\n| c | d |\n\n"
        "```\nx = 1\n```\n"
    )
    assert [kind for kind, _ in kinds(source)] == [
        "heading",
        "paragraph",
        "item",
        "item",
        "item",
        "table head",
        "row",
        "code",
    ]


def test_an_underlined_line_is_a_heading() -> None:
    assert kinds("Kites\n=====\n\nThey fly.")[0] == ("heading", "Kites")


def test_a_table_row_holds_its_cells_apart() -> None:
    rows = texts("| kite | size |\n|---|:--:|\n| red \\| pink | **2** m |\n|blue|3 m|")
    assert [row.split() for row in rows] == [
        ["kite", "size"],
        ["red", "|", "pink", "2", "m"],
        ["blue", "3", "m"],
    ]


def test_cells_after_an_escaped_bar_keep_their_place() -> None:
    source = "| a | b |\n|---|---|\n| x \\| 北 \\| y | z *é* & `q \\| r` |"
    check_runs(parse_markdown(source), source)
    assert collapse(texts(source)[1]) == "x | 北 | y z é & q | r"


def test_an_escaped_bar_inside_code_is_a_bar() -> None:
    source = "| a | b |\n|---|---|\n| `x \\| y` and z | w |"
    assert texts(source)[1].split() == ["x", "|", "y", "and", "z", "w"]


def test_a_nested_list_gives_its_items_in_order() -> None:
    assert texts("- red\n  - pale red\n  - deep red\n- blue") == [
        "red",
        "pale red",
        "deep red",
        "blue",
    ]


def test_code_keeps_its_lines_without_the_fence() -> None:
    assert texts("```python\na = 1\n\nb = 2\n```")[0].split("\n") == ["a = 1", "", "b = 2"]


@pytest.mark.parametrize("source", ["> ```\n> a = 1\n> b = 2\n> ```", ">     a = 1\n>     b = 2"])
def test_code_in_a_quotation_has_no_quotation_marks(source: str) -> None:
    assert texts(source)[0].split() == ["a", "=", "1", "b", "=", "2"]


def test_a_long_wrapped_paragraph_is_one_block() -> None:
    """So long that reading the text again at each line would take minutes."""
    assert len(parse_markdown("so it went on\n" * 60_000).blocks) == 1


def test_raw_html_blocks_and_link_targets_stay_out() -> None:
    assert texts("<div>\nhidden\n</div>\n\nshown [x](https://secret.example)") == ["shown x"]


def test_front_matter_is_no_block_and_offsets_count_from_the_file() -> None:
    source = "---\r\ntitle: Kîtes\r\n---\r\n\r\nThey *fly*."
    document = make_document(source, "markdown")
    assert document.text == "They fly."
    assert document.offsets.to_source(0, 9).of(source) == "They *fly*."[:-1] + "."
    assert document.metadata.title == "Kîtes"


def test_the_first_heading_is_the_title() -> None:
    assert parse_markdown("## The *red*\u00a0kite\n\nIt flies.").metadata.title == "The red kite"


def test_byline_and_dateline_are_taken() -> None:
    stated = parse_markdown("# Kites\n\nBy Jane Roe\n\n3 May 2019\n\nThey fly.").metadata
    assert (stated.author, stated.date) == ("Jane Roe", "2019-05-03")


@pytest.mark.parametrize("mark", ["> ", ">", "- ", "1. "])
def test_what_nests_deeper_than_people_write_is_refused(mark: str) -> None:
    with pytest.raises(DocumentError, match="more than 100 levels deep"):
        parse_markdown("A text.\n\n" + mark * 30_000 + "x")


@pytest.mark.parametrize("line", ["- " * 200, "* " * 200, "> " * 50 + "x"])
def test_rules_and_quoted_mails_are_read(line: str) -> None:
    assert parse_markdown(f"A text.\n\n{line}\n\nIts end.").blocks[0].text == "A text."


def test_footnotes_stand_where_they_are_written() -> None:
    source = "First claim.[^a]\n\n[^a]: The note.\n\nSecond paragraph stands here.\n"
    parsed = parse_markdown(source)
    check_runs(parsed, source)
    assert [block.text for block in parsed.blocks] == [
        "First claim.", "The note.", "Second paragraph stands here."
    ]  # fmt: skip
