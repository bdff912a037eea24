"""How much is said: of all or of some, surely or perhaps, done or planned, with what excepted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Verdict = Callable[..., str]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The preview may flicker on certain laptops.", "On some laptops the preview may flicker."),
        ("Children under 12 must not take it.", "Children under twelve must not take it."),
        ("The bus is due to start on 2 September.", "The bus is to start on 2 September."),
        (
            "If a driver is found, the bus will start on 2 September.",
            "The bus is to start on 2 September, provided that a driver is found.",
        ),
        (
            "At least seven meetings have to be attended.",
            "Seven or more meetings must be attended.",
        ),
        ("The drains will be checked every year.", "The drains will be checked each year."),
        (
            "The council wanted to sell the house.",
            "The council had first wanted to sell the house.",
        ),
        ("The town should close the drain.", "The town should close the drain by the boatyard."),
        ("10 per cent would miss the crossword.", "Only one in ten would miss the crossword."),
        ("Apart from dogs, all pets are allowed.", "All pets other than dogs are allowed."),
        (
            "Clubs from the quarter pay half the price.",
            "Clubs from the quarter pay half the price.",
        ),
        ("Nobody may smoke in the hall.", "Smoking is forbidden to everybody in the hall."),
    ],
)
def test_what_says_as_much_is_shown(verdict: Verdict, claim: str, source: str) -> None:
    assert verdict(claim, source) == "shown"


@pytest.mark.parametrize(
    ("claim", "source", "reasons"),
    [
        ("The preview flickers on laptops.", "On some laptops the preview may flicker.", {"hedge"}),
        (
            "The cracks were caused by frost.",
            "The cracks were probably caused by frost.",
            {"hedge"},
        ),
        (
            "The board approved the purchase.",
            "The board still has to approve the purchase.",
            {"hedge"},
        ),
        (
            "The samples have been dated in Uppsala.",
            "The samples are being dated in Uppsala.",
            {"hedge"},
        ),
        (
            "The bus will start on 2 September.",
            "The bus is to start on 2 September, provided that a driver is found.",
            {"hedge"},
        ),
        (
            "She discovered the orchid.",
            "It is often said that she discovered the orchid.",
            {"hedge"},
        ),
        ("The choir was dissolved.", "The choir came close to being dissolved.", {"hedge"}),
        ("More than 300 people came.", "About 300 people came.", {"hedge"}),
        (
            "The council sold the house.",
            "The council had first wanted to sell the house.",
            {"hedge"},
        ),
        ("The town will close the drain.", "The town should close the drain.", {"hedge"}),
        ("Members may bring guests.", "Only members may bring guests.", {"hedge"}),
        ("Only members may bring guests.", "Members may bring guests.", {"hedge"}),
        ("All pets are allowed.", "All pets other than dogs are allowed.", {"hedge"}),
        ("Children must not take it.", "Children under twelve must not take it.", {"scope"}),
        ("All clubs pay half the price.", "Clubs from the quarter pay half the price.", {"scope"}),
        (
            "In 1927 the water stood higher than in 1784.",
            "In 1927 the water stood almost as high as in 1784.",
            {"comparison"},
        ),
        (
            "The north quay is cheaper than the south quay.",
            "The north quay and the south quay are guarded.",
            {"comparison"},
        ),
    ],
)
def test_what_says_more_is_dropped(
    verdict: Verdict, claim: str, source: str, reasons: set[str]
) -> None:
    assert verdict(claim, source) in reasons
