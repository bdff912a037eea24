"""HTML into blocks: tags go, entities are decoded, characters know their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index.formats.markup.html import parse_html
from oracles import (
    any_text,
    check_blocks,
    check_runs,
    collapse,
    make_document,
    plain_words,
    read_document,
    sentences_of,
    strip_html,
)

LEAD = (
    "The harbour of Port Ellery freezes in most winters. Boats are then drawn up on the slip, and "
    "the crews mend nets in the long shed behind the church until the ice has gone again."
)
MORE = (
    "In spring the boats are painted before they are put back. Each family keeps a colour of its "
    "own, and nobody at the quay can remember a year in which two families chose the same one."
)

phrase = st.lists(plain_words, min_size=1, max_size=4).map(" ".join)
wrapping = st.sampled_from(
    [
        "{}",
        "<b>{}</b>",
        "<a href='x?a=1&amp;b=2'>{}</a>",
        "<i><span class=x>{}</span></i>",
        "{}&amp;c",
        "{}&nbsp;8",
        "{}&#8209;x",
        "{}&#x2019;s",
        "{}&rsquo;s",
        "{}&rsquo s",
        "&lt;{}&gt;",
        "pre<em>{}</em>post",
        "{}<!-- no > {} -->",
        "{} 1 < 2",
        "{}\r\n  {}",
        "<font\n color=red>{}</font>",
    ]
)
inline = st.builds(lambda form, words: form.replace("{}", words), wrapping, phrase)
sentence = st.lists(inline, min_size=1, max_size=4).map(
    lambda parts: " ".join(parts) + " ends here."
)
paragraph = st.lists(sentence, min_size=1, max_size=3).map(" ".join)
enclosing = st.sampled_from(
    [
        "<p>{}</p>",
        "<p>{}",
        "<P CLASS=x>{}",
        "<div>{}</div>",
        "<div><p>{}</div>",
        "<ul><li>{}</ul>",
        "<blockquote><p>{}</p></blockquote>",
        "<h2>{}</h2>",
        "<table><tr><td>{}</table>",
        "<table><tr><td><table><tr><td><p>{}</table></table>",
        "<section><header>{}</header></section>",
    ]
)
page = st.lists(st.tuples(enclosing, paragraph), min_size=1, max_size=5).map(
    lambda parts: "\n".join(form.replace("{}", text, 1) for form, text in parts)
)


def wrap(body: str, head: str = "") -> str:
    head = f"<head><title>Port Ellery</title>{head}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>"


def texts(body: str, head: str = "") -> list[str]:
    """Texts of all blocks, furniture included, their white space collapsed."""
    source = wrap(body, head)
    parsed = parse_html(source)
    check_runs(parsed, source)
    return [collapse(block.text) for block in parsed.blocks]


def kept(body: str, head: str = "") -> list[str]:
    """Texts of the blocks that the document holds."""
    document = make_document(wrap(body, head), "html")
    check_blocks(document)
    return [collapse(document.text[block.start : block.end]) for block in document.blocks]


# Properties.


@given(any_text)
def test_runs_are_slices_in_source_order(text: str) -> None:
    check_runs(parse_html(text), text)


@given(page)
def test_runs_of_a_page_are_slices_in_source_order(body: str) -> None:
    check_runs(parse_html(wrap(body)), wrap(body))


@given(page)
def test_no_word_of_a_page_is_lost_or_doubled(body: str) -> None:
    assert " ".join(texts(body)) == strip_html(body)


@given(page)
def test_a_source_slice_without_its_tags_is_the_sentence(body: str) -> None:
    source = wrap(f"<article><h1>Port</h1><p>{LEAD}</p>{body}<p>{MORE}</p></article>")
    document = make_document(source, "html")
    spans = list(sentences_of(document))
    assert len(spans) >= 4
    for span in spans:
        sliced = document.offsets.to_source(*span).of(source)
        assert strip_html(sliced) == collapse(span.of(document.text))


@pytest.mark.parametrize(
    "name", ["briefs/withdrawal-and-sanctions.html", "briefs/gulf-tensions-2019.html"]
)
def test_sample_sentences_equal_their_stripped_source(corpus_folder: Path, name: str) -> None:
    text, document = read_document(corpus_folder / name)
    spans = list(sentences_of(document))
    assert len(spans) > 25
    for span in spans:
        sliced = document.offsets.to_source(*span).of(text)
        assert strip_html(sliced) == collapse(span.of(document.text))


@pytest.mark.parametrize(
    ("name", "first", "last", "furniture"),
    [
        ("withdrawal-and-sanctions", "On 8\u00a0May 2018 President", "by November 2019.", "cookie"),
        ("gulf-tensions-2019", "The dispute over Iran's", "Hormuz in 2018.", "Advertise"),
    ],
)
def test_sample_pages_keep_their_article_and_nothing_else(
    corpus_folder: Path, name: str, first: str, last: str, furniture: str
) -> None:
    _, document = read_document(corpus_folder / f"briefs/{name}.html")
    assert first in document.text
    assert document.text.endswith(last)
    for word in (furniture, "Privacy", "Log in", "Most read", "Related stories", "Skip to", "CC0"):
        assert word not in document.text


# Characters.


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>re<em>imposed</em> INST<strong>EX</strong>", "reimposed INSTEX"),
        ("<p>gold &amp; silver, 8&nbsp;May", "gold & silver, 8 May"),
        ("<p>wind&#8209;down &#x1F642; &mdash; &lt;b&gt;", "wind‑down 🙂 — <b>"),
        ("<p>AT&ampT &copy 2019, 8&nbspMay, wait&hellip", "AT&T © 2019, 8 May, wait&hellip"),
        ("<p>R&D at 1 < 2 & 3 > 2 &bogus; &", "R&D at 1 < 2 & 3 > 2 &bogus; &"),
        ("<p>one<!-- two > -->three <!---->four", "onethree four"),
        ("<p>one <script>var x = '<p>two';</script>three", "one three"),
        ("<p>one <style>p { color: red }</style>two", "one two"),
        ("<p>one <svg><text>two</text></svg>three<noscript> four</noscript>", "one three"),
        ("<p>one\r\n\t two\n\nthree", "one two three"),
        ("<p>one <br> two<br>\nthree", "one two three"),
        ("<p>cafe\u0301 北京 👩‍👩‍👧 \u202fx", "cafe\u0301 北京 👩‍👩‍👧 \u202fx"),
        ("<p>one<wbr>two <img alt='three' src=x> four", "onetwo four"),
    ],
)
def test_characters_are_what_a_reader_sees(body: str, text: str) -> None:
    assert texts(body) == [collapse(text)]


def test_a_no_break_space_stays_one() -> None:
    document = make_document(wrap(f"<article><p>{LEAD} On 8&nbsp;May it thawed.</article>"), "html")
    assert "8\u00a0May" in document.text


def test_a_bare_line_break_parts_lines() -> None:
    assert texts("<div>Front page<br>World</div>") == ["Front page", "World"]


@pytest.mark.parametrize("br", ["<br><br>", "<br/>\n<br/>", "<BR>\r\n<BR>"])
def test_a_double_line_break_parts_paragraphs(br: str) -> None:
    assert texts(f"<div>{LEAD}{br}{MORE}</div>") == [LEAD, MORE]


def test_preformatted_text_keeps_its_lines() -> None:
    blocks = parse_html(wrap("<pre>a = 1\n\n  b = 2</pre>")).blocks
    assert [block.text for block in blocks] == ["a = 1\n\n  b = 2"]
    assert blocks[0].kind == "code"


# Elements.


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>one<p>two<div>three</div>four", ["one", "two", "three", "four"]),
        ("<ul><li>one<li>two<ul><li>three</ul>four</ul>", ["one", "two", "three", "four"]),
        ("<dl><dt>one<dd>two<dt>three</dl>", ["one", "two", "three"]),
        (
            "<table><tr><td>one<td>two<tr><th>three<td>four</table>five",
            ["one two", "three four", "five"],
        ),
        (
            "<table><tr><td>one<table><tr><td>two<td>three</table>four</table>",
            ["one", "two three", "four"],
        ),
        (
            "<table><tr><td><p>one</p></td><td>\n<p>two</p></td><tr><td><p>three</p></table>",
            ["one two", "three"],
        ),
        (
            "<table><tr><td><p>one</p><p>two</p></td><td><p>three</p></td></table>",
            ["one", "two", "three"],
        ),
        ("<h1>one</h1>two<h2>three", ["one", "two", "three"]),
        ("<div>one<p>two</div>three</p>", ["one", "two", "three"]),
        ("one</div></p></b>two", ["one", "two"]),
        ("<b><p>one</b>two", ["onetwo"]),
    ],
)
def test_unclosed_and_nested_elements_part_blocks(body: str, wanted: list[str]) -> None:
    assert texts(body) == wanted


def test_a_cell_of_one_paragraph_is_a_cell_and_one_of_long_prose_is_a_layout() -> None:
    prose = "<p>" + "So the boats went out. " * 10 + "</p>"
    for cell, kind in ((f"<p>{'boat ' * 20}</p>", "row"), (prose, "paragraph")):
        blocks = parse_html(wrap(f"<table><tr><td>{cell}</td></tr></table>")).blocks
        assert [block.kind.value for block in blocks] == [kind]


def test_each_block_knows_its_kind() -> None:
    body = (
        "<article><h2>Boats</h2><p>x</p><ul><li>y</ul><table><tr><td>z<td>z</table>"
        "<pre>c</pre><p><b>Nets and ropes</b></p></article>"
    )
    assert [block.kind.value for block in parse_html(wrap(body)).blocks] == [
        "heading",
        "paragraph",
        "item",
        "row",
        "code",
        "heading",
    ]


@pytest.mark.parametrize("tag", ["b", "strong"])
def test_a_bold_line_before_a_break_is_a_heading(tag: str) -> None:
    blocks = parse_html(wrap(f"<p><{tag}>The slip</{tag}><br>\n{LEAD}")).blocks
    assert [block.kind.value for block in blocks] == ["heading", "paragraph"]


def test_a_bold_sentence_is_no_heading() -> None:
    assert parse_html(wrap("<p><b>The slip was mended.</b></p>")).blocks[0].kind == "paragraph"


# What is hidden.


@pytest.mark.parametrize(
    ("hidden", "head"),
    [
        ("<div hidden>{}</div>", ""),
        ("<div style='color:red; DISPLAY : none'>{}</div>", ""),
        ("<span style='visibility:hidden'>{}</span>", ""),
        ("<div class='big hid'>{}</div>", "<style>.hid { color: red; display: none }</style>"),
        ("<div class='hid'>{}</div>", "<style><!--\n.x, .hid{display:none}\n--></style>"),
        ("<div class='hid'>{}</div>", "<style>.hid, .x { display: none }</style>"),
        ("<div hidden><p>{}<div><b>x</b></div></div>", ""),
        ("<template>{}</template>", ""),
        ("<noscript><p>{}</noscript>", ""),
    ],
)
def test_what_the_page_hides_is_left_out(hidden: str, head: str) -> None:
    secret = "Book a cruise with us today."
    body = f"<article><p>{LEAD}</p>{hidden.replace('{}', secret)}<p>{MORE}</p></article>"
    assert texts(body, head) == [LEAD, MORE]


@pytest.mark.parametrize(
    "style",
    [
        "@media print { .story { display: none } }",
        "@media (max-width: 600px) { .story { display: none } }",
        ".no-js .story { display: none }",
        ".story.folded { display: none }",
        ".story:empty { display: none }",
        "/* .story { display: none } */",
        "#story.x, .story .advert { display: none }",
    ],
)
def test_a_rule_for_other_circumstances_hides_nothing(style: str) -> None:
    body = f"<article class='story'><p>{LEAD}</p><p>{MORE}</p></article>"
    assert kept(body, f"<style>{style}</style>") == [LEAD, MORE]


def test_a_rule_that_the_text_quotes_hides_nothing() -> None:
    quoted = "<pre>.box { display: none }</pre>"
    body = f"<article><div class='box'><p>{LEAD}</div><p>{MORE}{quoted}</article>"
    assert LEAD in kept(body)


# What belongs to the page and not to its text.

SURROUNDINGS = [
    "<nav><ul><li><a href=/>Front page</a><li><a href=/w>Weather</a></ul></nav>",
    "<header><a href=/>The Strait Gazette</a></header>",
    "<footer><p>The Strait Gazette is printed in Port Ellery. Write to the editor.</p></footer>",
    "<aside><h3>Most read</h3><ul><li><a href=/1>A quiz of flags</a></ul></aside>",
    "<div role=navigation><a href=/a>All stories</a></div>",
    "<div class=breadcrumb><a href=/>Home</a> &rsaquo; <a href=/x>Harbours</a></div>",
    "<div class='share-bar'><a href=#>Facebook</a> <a href=#>Print</a></div>",
    "<form action=/s><label>Search</label><input name=q><button>Go</button></form>",
    "<div id='cookie-banner'><p>We use cookies to count our visitors.</p><button>OK</button></div>",
    "<dialog><p>Sign in to read on.</p></dialog>",
]


@pytest.mark.parametrize("furniture", SURROUNDINGS)
@pytest.mark.parametrize("before", [True, False])
def test_page_furniture_goes_and_the_article_stays(furniture: str, before: bool) -> None:
    article = f"<main><article><h1>The Ice</h1><p>{LEAD}</p><p>{MORE}</p></article></main>"
    body = furniture + article if before else article + furniture
    assert kept(body) == ["The Ice", LEAD, MORE]


def test_a_captions_text_goes() -> None:
    figure = "<figure><img src=x><figcaption>The slip at dusk, 2 May 2018.</figcaption></figure>"
    assert kept(f"<article><p>{LEAD}</p>{figure}<p>{MORE}</p></article>") == [LEAD, MORE]


def test_header_and_footer_inside_an_article_are_its_own() -> None:
    body = (
        f"<article><header><h1>The Ice</h1><p>A report on a frozen harbour in the north of "
        f"the county.</p></header><p>{LEAD}</p><p>{MORE}</p><footer><p>Jane Roe has written about "
        "harbours for this paper since the year of the great flood.</p></footer></article>"
    )
    blocks = kept(body)
    assert blocks[0] == "The Ice"
    assert blocks[1].startswith("A report")
    assert blocks[-1].startswith("Jane Roe has")


def test_a_form_around_the_whole_page_costs_nothing() -> None:
    body = (
        f"<form id=aspnetForm method=post><div><h1>The Ice</h1><p>{LEAD}</p><h2>Spring</h2>"
        f"<p>{MORE}</p><ul><li>nets are mended in the long shed</li><li>hulls are scraped and "
        "painted</li></ul></div></form>"
    )
    assert kept(body) == [
        "The Ice",
        LEAD,
        "Spring",
        MORE,
        "nets are mended in the long shed",
        "hulls are scraped and painted",
    ]


@pytest.mark.parametrize(
    "name", ["social-history", "related-work", "subscribers-story", "work-related-injuries"]
)
def test_a_telling_class_name_does_not_cost_prose(name: str) -> None:
    section = f"<section class='{name}'><h2>Crews</h2><p>{LEAD}</p><p>{MORE}</p></section>"
    body = f"<article><h1>The Ice</h1>{section}</article>"
    assert kept(body) == ["The Ice", "Crews", LEAD, MORE]


def test_layout_tables_around_the_text_cost_nothing() -> None:
    body = (
        "<TABLE><TR><TD><A HREF=/>Front page</A><TD><A HREF=/w>Weather</A></TABLE>"
        f"<TABLE><TR><TD WIDTH=160><B>Most read</B><BR><A HREF=1>A quiz</A><TD><H1>The Ice</H1>"
        f"<P>{LEAD}<P>{MORE}</TABLE>"
    )
    assert {"The Ice", LEAD, MORE} <= set(kept(body))


def test_the_main_heading_stands_where_the_page_has_it() -> None:
    assert kept(f"<div><h1>The Ice</h1></div><div><p>{LEAD}</p><p>{MORE}</p></div>") == [
        "The Ice",
        LEAD,
        MORE,
    ]


@pytest.mark.parametrize("sign", ["\u200b", "\u200e", "\u00ad", "\u2060"])
def test_a_paragraph_with_signs_that_are_not_seen_stays(sign: str) -> None:
    unseen = LEAD.replace(" ", f" {sign}", 3)
    assert kept(f"<h1>The Ice</h1><p>{unseen}</p><p>{MORE}</p>") == ["The Ice", unseen, MORE]


def test_a_page_without_paragraph_tags_is_read() -> None:
    assert kept(f"<div>{LEAD}</div><div>{MORE}</div>") == [LEAD, MORE]


@pytest.mark.parametrize(
    "text", ["", "<", "<p", "<!--", "<script>", "&", "</p>", "<p a='", "<![CDATA[x]]>"]
)
def test_broken_pages_are_parsed_all_the_same(text: str) -> None:
    check_runs(parse_html(text), text)
    check_runs(parse_html(f"<p>{LEAD}{text}"), f"<p>{LEAD}{text}")


@pytest.mark.parametrize("tag", ["p", "pre"])
def test_a_long_block_without_a_stop_is_one_block(tag: str) -> None:
    """So long that a search from each of its words to its end would take hours."""
    assert len(parse_html(wrap(f"<{tag}>" + "so it went on and " * 10_000)).blocks) == 1


def test_a_long_page_is_parsed_whole() -> None:
    body = "".join(f"<p>{LEAD} <b>{number}</b> &amp; so on.</p>" for number in range(1000))
    assert len(parse_html(wrap(body)).blocks) == 1000
