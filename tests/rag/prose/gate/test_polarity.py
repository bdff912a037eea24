"""What is denied: in a claim as in its source, by whatever words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Verdict = Callable[..., str]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The bridge was not damaged.", "The flood did not damage the bridge."),
        ("The museum didn't lend the painting.", "The museum refused to lend the painting."),
        ("The museum refused to lend the painting.", "The museum did not lend the painting."),
        ("Tickets are no longer sold here.", "The sale of tickets here has ended."),
        ("The room is unsuitable for children.", "The room is not suitable for children."),
        ("The museum is closed on Mondays.", "The museum is open daily except Mondays."),
        (
            "The wheels can't be sold under the name.",
            "The wheels may be sold, but not under the name.",
        ),
        ("The apples should be wiped but not washed.", "Wipe the apples, but do not wash them."),
        ("The shop did not open until May.", "The shop opened in May."),
        ("Nobody was hurt in the fire.", "No one was hurt in the fire."),
        ("The grant does not have to be paid back.", "The grant need not be paid back."),
        (
            "The team hadn't won at home since May.",
            "It was the team's first win at home since May.",
        ),
        # Denied twice is not denied.
        ("The board did not reject the plan.", "The board didn't reject the plan."),
        # A denial of something else denies nothing of this.
        ("The tower is 40 metres high.", "The tower is 40 metres high and not open to visitors."),
        (
            "If a dose is forgotten, no double dose may be taken.",
            "If you forget a dose, do not take a double dose.",
        ),
        # What is worked out from those who did says how many did not.
        (
            "Four of the eighteen people who started didn't finish.",
            "Eighteen people started, and fourteen finished.",
        ),
        (
            "Mites and not the cold killed the bees.",
            "The bees were killed by mites, not by the cold.",
        ),
    ],
)
def test_a_true_denial_is_shown(verdict: Verdict, claim: str, source: str) -> None:
    assert verdict(claim, source) == "shown"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The bridge was damaged.", "The bridge was not damaged."),
        ("The bridge was not damaged.", "The bridge was badly damaged."),
        ("INSTEX was not yet operational.", "They said that INSTEX was operational."),
        ("The museum lent the painting.", "The museum declined to lend the painting."),
        ("The museum refused to lend the painting.", "The museum lent the painting."),
        ("Dogs are allowed on the beach.", "No dogs are allowed on the beach."),
        ("He has children.", "He has no children."),
        (
            "The council bought two buses.",
            "The purchase of two buses was postponed by the council.",
        ),
        ("The prices rose in May.", "The prices fell in May."),
        ("Rovers are two points ahead.", "Rovers are two points behind."),
        ("The buses leave 15 minutes later.", "The buses leave 15 minutes earlier."),
        ("Shops often use the method.", "Shops rarely use the method."),
        (
            "The battery may not be carried on planes.",
            "The battery may be carried on planes, but not in checked baggage.",
        ),
        (
            "The drops were significant in children, but not in adults.",
            "The drops were significant in adults, but not in children.",
        ),
        ("A veto can stop the vote.", "A veto cannot stop the vote."),
        ("Iran did not stop enriching in January.", "Iran stopped enriching in January."),
        ("The cameras would not be reinstalled.", "The cameras would be put back."),
        ("The team failed to reach the top.", "The team reached the top on 3 May."),
        (
            "The filter can be cleaned in the dishwasher.",
            "The filter must never be put in the dishwasher.",
        ),
        ("The house has no lift.", "The house has a lift to the first floor only."),
    ],
)
def test_the_opposite_is_dropped(verdict: Verdict, claim: str, source: str) -> None:
    assert verdict(claim, source) == "negation"
