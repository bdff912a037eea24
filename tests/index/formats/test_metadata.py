"""Title, author and date are what the source states, or nothing."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Metadata
from loccit.index.formats.metadata import bare_date, byline, dateline, fill, front_matter
from loccit.text.dates import parse_date
from oracles import any_text, make_document, read_document

BODY = (
    "The harbour of Port Ellery freezes in most winters. Boats are then drawn up on the slip, and "
    "the crews mend nets in the long shed behind the church until the ice has gone again."
)
MORE = (
    "In spring the boats are painted before they are put back. Each family keeps a colour of its "
    "own, and nobody at the quay can remember a year in which two families chose the same one."
)


def stated(text: str, format_: Literal["text", "markdown", "html"] = "html") -> Metadata:
    return make_document(text, format_).metadata


def page(head: str = "", extra: str = "", after: str = "") -> str:
    return (
        f"<html><head>{head}</head><body><article>{extra}<p>{BODY}</p><p>{MORE}</p></article>"
        f"{after}</body></html>"
    )


# Dates.


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019-09-12", "2019-09-12"),
        ("2019-09-12T10:00:00+02:00", "2019-09-12"),
        ("2019-09", "2019-09"),
        ("2019", "2019"),
        ("12 September 2019", "2019-09-12"),
        ("12th Sept. 2019", "2019-09-12"),
        ("September 12, 2019", "2019-09-12"),
        ("Sep 1st, 2019", "2019-09-01"),
        ("september 2019", "2019-09"),
        (" 12\u00a0May  2019. ", "2019-05-12"),
    ],
)
def test_a_date_is_cut_to_what_is_stated(text: str, date: str) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "2019-02-31",
        "2019-13",
        "31 June 2019",
        "0 May 2019",
        "9/11/2019",
        "11.09.2019",
        "1234",
        "24 May",
        "Maybe 2019",
        "12 Marching 2019",
        "Decades 2019",
        "in 2019",
        "2019 was good",
        "",
        "2019-9-12",
    ],
)
def test_what_is_no_plain_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates(datetime.date(1000, 1, 1)))
def test_all_written_forms_of_a_day_are_one_date(day: datetime.date) -> None:
    forms = (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day:%b} {day.day}, {day.year}")
    assert {parse_date(form) for form in forms} == {day.isoformat()}


@given(any_text)
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (parse_date, byline, dateline, front_matter):
        read(text)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published 3 May 2019", "2019-05-03"),
        ("Posted on: May 3, 2019", "2019-05-03"),
        ("Last updated 2019-05-03", "2019-05-03"),
        ("Date: 2019", "2019"),
        ("3 May 2019", None),
        ("2019", None),
        ("Vienna, 3 May 2019", None),
        ("The boat sank on 3 May 2019", None),
        ("Published 2019-02-31", None),
        ("Published in the paper of 3 May 2019", None),
    ],
)
def test_a_dateline_holds_nothing_but_its_date(line: str, date: str | None) -> None:
    assert dateline(line) == date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("3 May 2019", "2019-05-03"),
        ("May 2019", "2019-05"),
        ("2019", None),
        ("Vienna, 3 May 2019", None),
        ("The boat sank on 3 May 2019", None),
    ],
)
def test_a_bare_date_has_a_month_at_least(line: str, date: str | None) -> None:
    assert bare_date(line) == date


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Roe", "Jane Roe"),
        ("by Jane Roe and Li Wei", "Jane Roe and Li Wei"),
        (
            "By Jane Roe, Zoë O’Neil, and J. R. R. Étienne",
            "Jane Roe, Zoë O’Neil, and J. R. R. Étienne",
        ),
        ("Author: Jane van der Roe", "Jane van der Roe"),
        ("Written by Jane Roe.", "Jane Roe"),
        ("By the end of the year", None),
        ("By 2019, all boats had gone", None),
        ("By then, she had left", None),
        ("Bystanders Jane Roe", None),
        ("Authorities", None),
        ("By", None),
    ],
)
def test_a_byline_holds_nothing_but_names(line: str, names: str | None) -> None:
    assert byline(line) == names


# Front matter.


def test_front_matter_states_all_four() -> None:
    text = "---\ntitle: The  Ice\nauthors:\n- Jane Roe\n- Li Wei\ndate: 2019-05-03\nurl: https://x.example\n---\n"
    metadata, end = front_matter(text + "Body.")
    assert metadata == Metadata("The Ice", "Jane Roe, Li Wei", "2019-05-03", "https://x.example")
    assert (text + "Body.")[end:] == "Body."


@pytest.mark.parametrize(
    ("field", "date"),
    [
        ("2019-05", "2019-05"),
        ("2019", "2019"),
        ("2019-05-03 10:00:00", "2019-05-03"),
        ("'3 May 2019'", "2019-05-03"),
        ("2019-02-31", None),
        ("soon", None),
        ("", None),
        ("[2019]", None),
    ],
)
def test_a_front_matter_date_is_a_date_or_nothing(field: str, date: str | None) -> None:
    assert stated(f"---\ndate: {field}\ntitle: x\n---\n{BODY}", "markdown").date == date


@pytest.mark.parametrize(
    "block", ["- a\n- b", "just words", "a: b: c", "{", "!!python/object:os.system x", "\t:"]
)
def test_an_unreadable_block_states_nothing(block: str) -> None:
    assert front_matter(f"---\n{block}\n---\nBody.") == (Metadata(), 0)


def test_a_rule_within_a_text_is_no_front_matter() -> None:
    assert front_matter("Body.\n---\ntitle: x\n---\n")[1] == 0


def test_stated_values_are_never_overwritten() -> None:
    metadata = Metadata(title="a", date="2019")
    assert fill(metadata, Metadata("b", "c", "2020", "d")) == Metadata("a", "c", "2019", "d")


# Pages.


def test_meta_elements_state_author_and_date() -> None:
    head = (
        "<title>The Ice | The Gazette</title><meta property='og:title' content='The Ice'>"
        "<meta name=author content='Jane Roe'>"
        "<meta property='article:published_time' content='2019-05-03T09:00:00Z'>"
    )
    metadata = stated(page(head))
    assert (metadata.title, metadata.author, metadata.date) == ("The Ice", "Jane Roe", "2019-05-03")


def test_linked_data_states_author_and_date() -> None:
    head = (
        '<title>The Ice</title><script type="application/ld+json">{"@context": '
        '"https://schema.org", "@type": "NewsArticle", "headline": "The Ice", "datePublished": '
        '"2019-05-03", "author": {"@type": "Person", "name": "Jane Roe"}}</script>'
    )
    metadata = stated(page(head))
    assert (metadata.title, metadata.author, metadata.date) == ("The Ice", "Jane Roe", "2019-05-03")


@pytest.mark.parametrize(
    ("head", "extra", "after"),
    [
        ("", "<figure><img src=x><figcaption>The slip, 24 May 2018</figcaption></figure>", ""),
        (
            "",
            "<figure><figcaption>The slip, <time datetime='2018-05-24'>24 May 2018</time>"
            "</figcaption></figure>",
            "",
        ),
        ("", "", "<footer><p>© 2019 The Gazette. All rights reserved.</p></footer>"),
        ("", "", "<div class=footer>Copyright 2019 The Gazette</div>"),
        ("", "<p>The flood of 3 May 2017 is still spoken of in Port Ellery.</p>", ""),
        (
            "",
            "",
            "<aside><p><a href=/1>A quiz</a> <time datetime='2015-01-01'>1 January 2015"
            "</time></aside>",
        ),
        ("", "", "<div class=comments><p>Bob: Nice.</p><span class=date>4 June 2020</span></div>"),
        ("<meta name=date content='2019-02-31'>", "", ""),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": '
            '"2019-02-31"}</script>',
            "",
            "",
        ),
        ("<meta property='article:published_time' content='yesterday'>", "", ""),
    ],
    ids=[
        "caption",
        "caption's time",
        "footer",
        "footer class",
        "running text",
        "other story",
        "comment",
        "no such day",
        "no such day in linked data",
        "no date",
    ],
)
def test_a_date_that_is_not_the_pages_own_is_none(head: str, extra: str, after: str) -> None:
    assert stated(page(head, extra, after)).date is None


@pytest.mark.parametrize(
    ("extra", "after"),
    [
        ("", "<div class=comments><span class=author>Bob Doe</span><p>Nice.</p></div>"),
        ("", "<aside><h3>Most read</h3><p class=author>Bob Doe</p></aside>"),
        ("<p>The mayor, Bob Doe, said that boats are safe. By Friday all were out.</p>", ""),
        ("<figure><img src=x><figcaption>Photo by Bob Doe</figcaption></figure>", ""),
    ],
    ids=["comment", "other story", "running text", "photographer"],
)
def test_a_name_that_is_not_the_authors_is_none(extra: str, after: str) -> None:
    assert stated(page("<title>The Ice</title>", extra, after)).author is None


def test_a_page_that_states_nothing_has_nothing() -> None:
    assert stated(page()) == Metadata()


@pytest.mark.parametrize(
    ("name", "title", "author", "date"),
    [
        (
            "interview-what-tehran-wants.md",
            "What Tehran Wants: Six Questions on the Nuclear Talks",
            "Loccit corpus",
            "2021-10-04",
        ),
        ("briefs/jcpoa-in-brief.md", "The JCPOA in Brief", "Loccit corpus", "2019-09-12"),
        (
            "briefs/enrichment-and-stockpiles.txt",
            "Enrichment Levels and Stockpiles: A Short Guide",
            "Loccit corpus",
            "2021-06-30",
        ),
        (
            "briefs/withdrawal-and-sanctions.html",
            "Withdrawal and Sanctions: How the U.S. Left the Iran Deal",
            "Loccit corpus",
            "2019-11-18",
        ),
        ("briefs/gulf-tensions-2019.html", "Gulf Tensions in 2019", "Loccit corpus", "2020-02-03"),
        ("timeline-2002-2013.txt", "Iran's Nuclear File, 2002-2013: A Timeline", None, None),
    ],
)
def test_the_sample_documents_state_what_they_state(
    corpus_folder: Path, name: str, title: str, author: str | None, date: str | None
) -> None:
    metadata = read_document(corpus_folder / name)[1].metadata
    assert (metadata.title, metadata.author, metadata.date) == (title, author, date)


# Text and Markdown.


@pytest.mark.parametrize("format_", ["text", "markdown"])
@pytest.mark.parametrize(
    "line",
    [
        "The quay at Port Ellery, May 24, 2021.",
        "Port Ellery, 24 May 2021. Photo by Jane Roe",
        "© 2021 The Gazette",
        "On 24 May 2021 the ice broke.",
        "Date: 2019-02-31",
        "Copyright 2021",
    ],
)
def test_other_dates_near_the_start_are_not_the_texts(
    format_: Literal["text", "markdown"], line: str
) -> None:
    assert stated(f"The Ice\n\n{line}\n\n{BODY}", format_).date is None


def test_a_text_without_a_heading_has_no_title() -> None:
    document = make_document(f"{BODY}\n\n{MORE}", "text", name="notes.txt")
    assert document.metadata.title is None
    assert document.title == "notes.txt"
