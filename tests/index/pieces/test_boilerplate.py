"""Boilerplate is recognised by lists of words; each list recognises something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pytest
from loccit.index.cleaning import boilerplate
from loccit.index.cleaning.near_duplicates import SentenceSet
from loccit.index.formats.parsed import Block, BlockKind, Run

Rule = Callable[[Sequence[Block]], Iterable[int]]

STORY = (
    "The mill of Aldham grinds rye and barley for the whole valley. Its wheel was built by two "
    "brothers who came over the hills with a cart and a dog. In the long winters they carved "
    "spoons, and in spring they sold them at the market below the church."
)


def blocks(*texts: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, (Run(text, 0, len(text)),)) for text in texts]


def left_out(rule: Rule, *texts: str) -> list[int]:
    return sorted(rule(blocks(*texts)))


@pytest.mark.parametrize("line", ["© 2019 Aldham Press", "Aldham Press. All rights reserved"])
def test_copyright_lines(line: str) -> None:
    assert left_out(boilerplate.copyright_lines, line, "The mill grinds rye.", STORY) == [0]


@pytest.mark.parametrize("bar", ["Facebook | Twitter | WhatsApp", "reddit YouTube x Bluesky"])
def test_a_row_of_networks_is_a_share_bar(bar: str) -> None:
    assert left_out(boilerplate.sharing_bars, bar, "Facebook", "Barley | Rye | Oats") == [0]


@pytest.mark.parametrize(
    "bar", ["Share this article", "Subscribe", "Skip to main content", "Print"]
)
def test_a_call_is_a_share_bar_with_another_word_beside_it(bar: str) -> None:
    assert left_out(boilerplate.sharing_bars, f"{bar} by a friend", f"{bar} barley") == [0]


def test_words_around_calls_make_no_bar_alone() -> None:
    assert left_out(boilerplate.sharing_bars, "Share this page", "this page to a friend") == [0]


@pytest.mark.parametrize(
    "credit",
    [
        "Reuters",
        "Getty Images / Kim Poe",
        "Photo: Kim Poe",
        "Picture by Kim Poe",
        "(Image Kim Poe)",
    ],
)
def test_a_credit_makes_a_caption(credit: str) -> None:
    caption = "The mill at dusk."
    uncredited = f"{caption} (Barley Kim Poe)"
    assert left_out(boilerplate.captions, f"{caption} {credit}", STORY, STORY, uncredited) == [0]


ANNOUNCED = "This website uses cookies to show you advertising."


@pytest.mark.parametrize(
    "notice",
    [
        (ANNOUNCED, "Reject all cookies"),
        ("Our site keeps cookies and consent.", "I agree"),
        ("The site and its partners keep cookies for analytics.", "Save settings"),
        ("We use cookies.", "Your privacy: we and third parties keep cookies.", "×"),
        ("Your privacy", ANNOUNCED, "Your choices"),
    ],
)
def test_a_consent_notice_goes_as_a_whole(notice: tuple[str, ...]) -> None:
    expected = list(range(1, 1 + len(notice)))
    assert left_out(boilerplate.consent_notices, STORY, *notice, STORY) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Cookies hold consent and privacy preferences.", "Accept all cookies"], []),
        (["Our site keeps cookies and consent."], []),
        (["Spring market", ANNOUNCED], [2]),
    ],
    ids=["no site speaks", "nothing is asked", "a label on something else"],
)
def test_what_is_only_like_a_notice_stays(texts: list[str], expected: list[int]) -> None:
    assert left_out(boilerplate.consent_notices, STORY, *texts, STORY) == expected


@pytest.mark.parametrize(
    ("middle", "expected"),
    [
        ("You can set the browser to refuse this at any time, as most people do.", [1, 2, 3, 4]),
        ("A browser can be set to refuse this at any time, as most people do.", [1, 3, 4]),
    ],
)
def test_what_speaks_to_the_visitor_joins_the_notices_around_it(
    middle: str, expected: list[int]
) -> None:
    texts = [STORY, ANNOUNCED, middle, "We use cookies for analytics.", "Accept all", STORY]
    assert left_out(boilerplate.consent_notices, *texts) == expected


@pytest.mark.parametrize(
    ("more", "stays"),
    [
        ("Each child was given a cookie by the miller.", False),
        ("Browsers keep each cookie as long as they like.", True),
    ],
)
def test_a_notice_stays_beside_a_text_about_web_cookies(more: str, stays: bool) -> None:
    texts = [f"{STORY} {more}", ANNOUNCED, "Reject all cookies"]
    assert left_out(boilerplate.consent_notices, *texts) == ([] if stays else [1, 2])


@pytest.mark.parametrize(
    "word", ["no", "never", "cannot", "hasn't", "12", "two", "ninety", "dozen"]
)
def test_a_number_or_a_negation_makes_another_sentence(word: str) -> None:
    sentence = "Old crews who waited outside were paid by the county."
    seen = SentenceSet().plus([STORY, sentence])
    assert seen.covers([STORY, sentence.replace("paid", "paid again")])
    assert not seen.covers([STORY, sentence.replace("paid", f"paid {word}")])
