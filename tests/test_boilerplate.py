"""Boilerplate is recognised by lists of words; each list recognises something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pytest
from loccit.index.cleaning import boilerplate
from loccit.index.cleaning.near_duplicates import SentenceSet
from loccit.index.formats.parsed import Block, BlockKind, Run
from loccit.text import lexicon

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


@pytest.mark.parametrize("line", ["© 2019 Aldham Press", "Aldham Press. All rights reserved."])
def test_copyright_lines(line: str) -> None:
    assert left_out(boilerplate.copyright_lines, line, STORY) == [0]


@pytest.mark.parametrize("word", sorted(lexicon.words("boilerplate.networks")))
def test_a_row_of_networks_is_a_share_bar(word: str) -> None:
    assert left_out(boilerplate.sharing_bars, f"{word} | {word.title()} {word}", word) == [0]


@pytest.mark.parametrize(
    "call",
    [call for call in lexicon.lines("boilerplate.calls") if call.isascii() and "?" not in call],
)
def test_a_call_is_a_share_bar_with_words_around_it(call: str) -> None:
    assert left_out(boilerplate.sharing_bars, f"{call} this article", f"{call} barley") == [0]


@pytest.mark.parametrize("word", sorted(lexicon.words("boilerplate.bar_words")))
def test_words_around_calls_make_no_bar_alone(word: str) -> None:
    assert left_out(boilerplate.sharing_bars, f"Share {word}", f"{word} {word}") == [0]


@pytest.mark.parametrize(
    "credit",
    [
        *lexicon.lines("boilerplate.photo_agencies"),
        *(f"{word}: Kim Poe" for word in sorted(lexicon.words("boilerplate.photo_words"))),
        *(
            f"({word} Kim Poe)"
            for word in sorted(lexicon.words("boilerplate.bracketed_photo_words"))
        ),
    ],
)
def test_a_credit_makes_a_caption(credit: str) -> None:
    caption = "The mill at dusk."
    assert left_out(boilerplate.captions, f"{caption} {credit}", f"{caption} Barley") == [0]


ANNOUNCED = "This website uses cookies to show you advertising."


@pytest.mark.parametrize(
    "notice",
    [
        (ANNOUNCED, "Reject all cookies"),
        ("Our site keeps cookies and consent.", "I agree"),
        (
            "The website and its partners store personal data in cookies for analytics.",
            "Save settings",
        ),
        ("We use cookies.", "For your privacy, third parties keep cookies.", "×"),
        ("Your privacy", ANNOUNCED, "Your choices"),
    ],
)
def test_a_consent_notice_goes_as_a_whole(notice: tuple[str, ...]) -> None:
    expected = list(range(1, 1 + len(notice)))
    assert left_out(boilerplate.consent_notices, STORY, *notice, STORY) == expected


@pytest.mark.parametrize(
    "story",
    [
        "Our site keeps cookies and consent.",
        f"{STORY} Browsers keep each cookie as long as they like.",
        f"We tell you what your browser shows third parties. {STORY[:60]}",
    ],
)
def test_a_notice_stays_beside_a_text_on_the_same_subject(story: str) -> None:
    assert left_out(boilerplate.consent_notices, story, "", ANNOUNCED) == []


@pytest.mark.parametrize(
    "word",
    [
        "two",
        "dozen",
        "half",
        "thirteen",
        "fifty",
        "hundred",
        "million",
        "no",
        "never",
        "cannot",
        "hasn't",
        "12",
    ],
)
def test_a_number_or_a_negation_makes_another_sentence(word: str) -> None:
    sentences = [f"{STORY}", "Old crews who waited outside were paid by the county."]
    changed = sentences[1].replace("paid", f"paid {word}")
    seen = SentenceSet().plus(sentences)
    assert seen.covers([STORY, sentences[1].replace("paid", "paid again")])
    assert not seen.covers([STORY, changed])
