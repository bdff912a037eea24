"""What is left out of a document, what stays, and the way back to the source."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from documents.pages import (
    ABOUT_COOKIES,
    ARTICLE,
    BIOGRAPHY,
    CAPTION,
    CREDITS,
    INTERVIEW,
    NOTICE,
    OTHER_NOTICES,
    RECIPE,
    SHORT_NOTICE,
    STANDFIRST,
    TITLE,
)
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Document, OffsetMap
from loccit.index.formats.plain import parse_plain
from oracles import any_text, check_blocks, collapse, make_document, read_document

Format = Literal["text", "markdown", "html"]


def whys(document: Document) -> set[str]:
    return {removal.why for removal in document.removed}


def loses_nothing(text: str) -> None:
    """Of a plain text: every character but white space is kept."""
    document = make_document(text, "text")
    assert document.removed == ()
    assert "".join(document.text.split()) == "".join(text.split())


def as_html(text: str, around: str = "<article>{}</article>") -> str:
    body = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return f"<html><head><title>x</title></head><body>{around.replace('{}', body)}</body></html>"


# An opinion page saved with its captions and its consent notice.


def opinion(credit: str = CREDITS[0], end: str = "\n") -> str:
    parts = [
        CAPTION,
        f"{CAPTION} {credit}",
        TITLE,
        STANDFIRST,
        f"{STANDFIRST} ",
        *ARTICLE,
        BIOGRAPHY,
    ]
    return ("\n\n".join(parts) + "\n\n" + NOTICE).replace("\n", end)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_nothing_of_a_consent_notice_remains(end: str) -> None:
    text = opinion(end=end)
    document = make_document(text, "text")
    assert len(NOTICE) > 0.55 * len(text)
    assert "cookie" not in document.text.casefold()
    kept = {line.strip() for line in document.text.splitlines()}
    assert [line for line in NOTICE.splitlines() if line.strip() and line in kept] == []
    assert document.text.endswith(BIOGRAPHY)


def test_every_paragraph_of_the_article_remains() -> None:
    document = make_document(opinion(), "text")
    assert all(paragraph in document.text for paragraph in [STANDFIRST, *ARTICLE, BIOGRAPHY])


@pytest.mark.parametrize("credit", CREDITS)
def test_a_caption_and_its_copy_with_a_credit_go(credit: str) -> None:
    document = make_document(opinion(credit), "text")
    assert CAPTION not in document.text
    assert "Ana Quist" not in document.text


@pytest.mark.parametrize("credit", CREDITS)
def test_the_title_is_the_headline_and_no_date_is_guessed(credit: str) -> None:
    document = make_document(opinion(credit), "text")
    assert document.metadata.title == TITLE
    assert document.metadata.date is None


def test_a_standfirst_given_twice_stands_once() -> None:
    document = make_document(opinion(), "text")
    alone = [
        block
        for block in document.blocks
        if document.text[block.start : block.end].strip() == STANDFIRST
    ]
    assert len(alone) == 1


def test_what_went_is_listed_with_its_place_and_reason() -> None:
    text = opinion()
    document = make_document(text, "text")
    assert whys(document) == {"cookie notice", "photo caption", "repeated text"}
    assert all(text[removal.start : removal.end] == removal.text for removal in document.removed)


@given(st.permutations(range(4)))
def test_the_order_of_the_notices_makes_no_difference(order: list[int]) -> None:
    parts = NOTICE.split("\n\n\n")
    text = "\n\n".join([TITLE, *ARTICLE, *(parts[number] for number in order)])
    document = make_document(text, "text")
    assert "cookie" not in document.text.casefold()
    assert all(paragraph in document.text for paragraph in ARTICLE)


def test_a_notice_before_the_article_goes_too() -> None:
    document = make_document(f"{SHORT_NOTICE}\n\n{TITLE}\n\n" + "\n\n".join(ARTICLE), "text")
    assert document.text == "\n\n".join([TITLE, *ARTICLE])


@pytest.mark.parametrize("notice", OTHER_NOTICES)
@pytest.mark.parametrize("before", [True, False])
def test_notices_of_other_makers_go(notice: str, before: bool) -> None:
    parts = [TITLE, *ARTICLE]
    text = "\n\n".join([notice, *parts] if before else [*parts, notice])
    assert make_document(text, "text").text == "\n\n".join(parts)


def test_a_notice_in_a_saved_page_goes() -> None:
    notice = NOTICE.replace("\n\n\n", "\n\n").replace("\n\n", "</p><p>")
    page = as_html("\n\n".join(ARTICLE), f"<div>{{}}</div><div><p>{notice}</p></div>")
    document = make_document(page, "html")
    assert "cookie" not in document.text.casefold()
    assert all(collapse(part) in collapse(document.text) for part in ARTICLE)


# An interview.


def test_the_copyright_line_of_an_interview_goes_and_the_biography_stays() -> None:
    document = make_document(INTERVIEW, "text")
    assert "All rights reserved" not in document.text
    assert "Ines Roe is a senior fellow" in document.text
    assert document.text.endswith("Director, Tides Programme")
    assert whys(document) == {"copyright line"}
    assert document.metadata.title == "The Tidal Barrage"
    assert document.metadata.date is None


@pytest.mark.parametrize(
    "line",
    [
        "© 2019 by the Institute for Tides. All rights reserved.",
        "Copyright 2019 The Gazette",
        "Copyright © 2017–2019 The Gazette, a company of Port Ellery",
        "(c) 2019 The Gazette",
        "The Gazette. All Rights Reserved",
    ],
)
def test_a_line_that_states_copyright_goes(line: str) -> None:
    assert make_document("\n\n".join([*ARTICLE, line]), "text").text == "\n\n".join(ARTICLE)


# What looks like page furniture and is not.


@pytest.mark.parametrize("name", sorted(ABOUT_COOKIES))
def test_a_text_about_cookies_loses_nothing(name: str) -> None:
    loses_nothing(ABOUT_COOKIES[name])


@pytest.mark.parametrize("name", sorted(ABOUT_COOKIES))
@pytest.mark.parametrize(
    "around",
    [
        "<article class='cookie-guide'>{}</article>",
        "<main><div class='cookie-guide' id='consent'>{}</div></main>",
        "<nav><a href=/>Front page</a></nav><div class='cookie-guide'>{}</div>",
    ],
)
def test_a_page_about_cookies_loses_nothing(name: str, around: str) -> None:
    text = ABOUT_COOKIES[name]
    document = make_document(as_html(text, around), "html")
    assert collapse(document.text) == collapse(text)


def test_a_part_of_a_guide_named_after_cookies_stays() -> None:
    before = "".join(f"<p>{part}</p>" for part in ABOUT_COOKIES["article"].split("\n\n"))
    after = "".join(f"<p>{part}</p>" for part in ABOUT_COOKIES["guide"].split("\n\n"))
    parts = f"<section>{before}</section><section class='cookie-steps'>{after}</section>"
    page = f"<article>{parts}</article>"
    document = make_document(page, "html")
    assert collapse(ABOUT_COOKIES["guide"]) in collapse(document.text)


def test_a_part_on_consent_in_medicine_stays() -> None:
    page = (
        "<article>"
        + "".join(f"<p>{part}</p>" for part in ARTICLE)
        + "<section class='informed-consent'><p>A surgeon asks the patient to agree in "
        "writing before the day of the operation.</p></section></article>"
    )
    assert "A surgeon asks" in make_document(page, "html").text


def test_examples_in_a_plain_text_keep_the_lines_that_they_share() -> None:
    lines = [
        "client = harbour.open(name, tide, wind, pier, gate)",
        'curl https://harbour.example/v1/ships --header "key: YOUR_KEY" --data ships',
        "# the gate must be open before a ship may pass",
    ]
    text = "\n\n".join(["Ask for a ship so:", *lines, "Ask for its crew so:", *lines])
    assert make_document(text, "text").removed == ()


def test_a_privacy_policy_keeps_what_it_says_of_cookies() -> None:
    policy = [
        "The Harbour Courier prints news of the coast and has done so for a hundred years.",
        "Your personal information is what you give when you order the paper or a letter.",
        "The paper is brought by a firm in Westport, which learns where the house stands.",
        "We use cookies on our site. A browser can refuse cookies if you set it so.",
        "The desk is open from nine to five, and somebody answers every letter in a week.",
        "You may opt out of all letters at any time, by telephone or by writing to the desk.",
        "The county keeps a list of those who asked for that, and it is read every month.",
    ]
    document = make_document("\n\n".join(policy), "text")
    assert document.removed == ()
    article = [*policy[:1], *(f"Boat {n} came home with a broken mast." for n in range(9))]
    notice = [policy[3], "Accept all cookies"]
    document = make_document("\n\n".join([*article, *notice]), "text")
    assert [removal.text for removal in document.removed] == notice


def test_a_recipe_for_cookies_loses_nothing() -> None:
    loses_nothing(RECIPE)


@pytest.mark.parametrize("notice", [SHORT_NOTICE, NOTICE])
def test_a_recipe_for_cookies_loses_its_consent_notice_alone(notice: str) -> None:
    document = make_document(f"{RECIPE}\n\n{notice}", "text")
    assert document.text == make_document(RECIPE, "text").text
    assert whys(document) == {"cookie notice"}


@pytest.mark.parametrize(
    "paragraph",
    [
        "The strike was called off within the hour, according to Reuters.",
        "The first news of the wreck was sent by the Associated Press.",
        "The sale of the house ended with a picture by Vermeer.",
        "The stern is gone (see the image below).",
        "She had sold her first photograph: a boat in fog.",
        "He wrote “all rights reserved” under the map before he gave it away.",
        "Copyright in 1976 became a matter for the whole country and not for its parts.",
        "The firm called X opened a yard on the north side.",
        "We ask for your consent before the operation, and you may opt out at any hour.",
        "Share the work, and the work is light.",
        "Save.",
    ],
)
@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_a_sentence_that_only_resembles_furniture_stays(paragraph: str, format_: Format) -> None:
    text = "\n\n".join([ARTICLE[0], paragraph, ARTICLE[1]])
    assert make_document(text, format_).text == text


def test_a_list_of_networks_that_a_text_speaks_of_stays() -> None:
    networks = "The crews used three networks:\n\n- Facebook\n- Twitter\n- WhatsApp"
    text = "\n\n".join([ARTICLE[0], networks, ARTICLE[1]])
    document = make_document(text, "markdown")
    assert [name for name in ("Facebook", "Twitter", "WhatsApp") if name in document.text] == [
        "Facebook",
        "Twitter",
        "WhatsApp",
    ]


@pytest.mark.parametrize(
    "bar",
    [
        "Share | Tweet | Email",
        "Share this article",
        "Facebook Twitter LinkedIn",
        "Tags: boats, ice",
        "Skip to main content",
    ],
)
def test_a_bar_of_calls_to_share_goes(bar: str) -> None:
    document = make_document("\n\n".join([*ARTICLE, bar]), "text")
    assert bar not in document.text


def test_rows_and_code_may_repeat() -> None:
    row = "| one and two | three and four | five and six |"
    text = f"{ARTICLE[0]}\n\n| a | b | c |\n|---|---|---|\n{row}\n{row}\n"
    assert make_document(text, "markdown").removed == ()


@pytest.mark.parametrize(
    "name",
    [
        "what-each-side-wants.md",
        "interview-what-tehran-wants.md",
        "timeline-2002-2013.txt",
        "briefs/jcpoa-in-brief.md",
        "briefs/enrichment-and-stockpiles.txt",
    ],
)
def test_clean_sample_documents_lose_nothing(corpus_folder: Path, name: str) -> None:
    text, document = read_document(corpus_folder / name)
    assert document.removed == ()
    if name.endswith(".txt"):
        assert "".join(document.text.split()) == "".join(text.split())


# The document's text and the way back.


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
@given(text=any_text)
def test_blocks_follow_each_other_in_the_text(format_: Format, text: str) -> None:
    document = make_document(text, format_)
    check_blocks(document)
    pieces = document.offsets.pieces
    assert [0, *(end for _, end, _, _ in pieces)] == [
        *(begin for begin, *_ in pieces),
        len(document.text),
    ]


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
@given(text=any_text)
def test_offsets_are_monotone(format_: Format, text: str) -> None:
    offsets = make_document(text, format_).offsets
    length = offsets.pieces[-1][1] if offsets.pieces else 0
    spans = [offsets.to_source(at, at + 1) for at in range(length)]
    assert all(
        span.start <= after.start and span.end <= after.end for span, after in pairwise(spans)
    )
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    if length:
        assert offsets.to_source(0, length) == (spans[0].start, spans[-1].end)


def test_a_piece_of_other_length_maps_as_a_whole() -> None:
    offsets = OffsetMap(((0, 3, 10, 13), (3, 4, 13, 18), (4, 6, 20, 22)))
    assert offsets.to_source(1, 3) == (11, 13)
    assert offsets.to_source(2, 4) == (12, 18)
    assert offsets.to_source(3, 4) == (13, 18)
    assert offsets.to_source(3, 5) == (13, 21)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 7), (6, 7), (9, 9)])
def test_an_empty_or_outside_span_is_refused(start: int, end: int) -> None:
    offsets = OffsetMap(((0, 3, 10, 13), (3, 6, 20, 23)))
    with pytest.raises(ValueError, match=rf"\[{start}, {end}\)"):
        offsets.to_source(start, end)


def test_an_empty_map_refuses_every_span() -> None:
    with pytest.raises(ValueError, match="outside"):
        OffsetMap(()).to_source(0, 1)


# The two saved pages that this project began with.


def seed_blocks(path: Path) -> tuple[list[str], Document]:
    text, document = read_document(path)
    return [block.text for block in parse_plain(text).blocks], document


def test_the_saved_opinion_page_keeps_its_article_alone(seeds: Path) -> None:
    blocks, document = seed_blocks(next(seeds.glob("004_*.txt")))
    first = next(n for n, text in enumerate(blocks) if text.startswith("A Low Bar"))
    last = next(n for n, text in enumerate(blocks) if text.endswith("Newsweek."))
    kept = {document.text[block.start : block.end] for block in document.blocks}
    assert kept == set(blocks[first : last + 1])
    assert document.metadata.title == blocks[first]
    assert document.metadata.date is None
    assert document.metadata.author is None


def test_the_saved_interview_loses_its_copyright_line_alone(seeds: Path) -> None:
    blocks, document = seed_blocks(next(seeds.glob("000_*.txt")))
    assert [removal.why for removal in document.removed] == ["copyright line"]
    assert document.removed[0].text.startswith("© 2019")
    assert len(document.blocks) == len(blocks) - 1
    assert document.metadata.title == "U.S.-Iran Negotiations"
    assert document.metadata.date is None
