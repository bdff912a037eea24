"""Who does what to whom, and what is said of whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Verdict = Callable[..., str]

SHIPS = "Gibraltar released Grace 1 in August, and Iran released Stena Impero in September."
LEGACY = "Agnes Marr left her house to her maid, Bess Holloway, and not to her son Edmund."


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Grace 1 was released by Gibraltar in August.", SHIPS),
        ("Iran let Stena Impero go in September.", SHIPS),
        ("Iran released Stena Impero, and Gibraltar released Grace 1.", SHIPS),
        ("The council rejected the plan.", "The plan was rejected by the council."),
        ("The plan was rejected by the council.", "The council rejected the plan."),
        ("The reactor at Arak will be rebuilt.", "They will rebuild the Arak reactor."),
        ("Vera Koss had warned the council.", "The council had been warned by Vera Koss."),
        (
            "Piroska Varga hopes to tour in May.",
            "The director, Piroska Varga, spoke on Monday. Varga hopes to tour in May.",
        ),
        ("The choir was founded by Emil Haberl.", "Emil Haberl founded the choir in 1902."),
        (
            "Boats pay 12 euros and caravans 20 euros.",
            "Boats pay 12 euros and caravans 20 euros a night.",
        ),
    ],
)
def test_the_same_deed_in_other_words_is_shown(verdict: Verdict, claim: str, source: str) -> None:
    assert verdict(claim, source) == "shown"


@pytest.mark.parametrize(
    ("claim", "source", "reasons"),
    [
        ("Iran released Grace 1.", SHIPS, {"roles", "merged"}),
        ("Gibraltar released Stena Impero in September.", SHIPS, {"roles", "merged"}),
        ("Athletic beat Rovers.", "Rovers beat Athletic at Holm Park.", {"roles"}),
        ("The police robbed the bank's owner.", "The bank's owner robbed the police.", {"roles"}),
        (
            "Salmi borrowed a mast from Lind.",
            "Lind, who had borrowed a mast from Salmi, came second.",
            {"roles"},
        ),
        (
            "The jury dismissed Eklund's protest against Salmi.",
            "Salmi's protest against Eklund was dismissed by the jury.",
            {"roles"},
        ),
        (
            "Marsh seconded the raise.",
            "Marsh proposed the raise, which the treasurer, Bowen, seconded.",
            {"roles"},
        ),
        (
            "The council was rejected by the plan.",
            "The plan was rejected by the council.",
            {"roles"},
        ),
        ("The ministry built the bridge.", "The bridge was built in 1902.", {"roles", "support"}),
        ("Mr Osei has been offered the orchard.", "Mr Osei has offered us the orchard.", {"roles"}),
        (
            "The music school lets the house to the council.",
            "The council lets the house to the music school.",
            {"roles"},
        ),
        (
            "Young drivers are better than old drivers.",
            "Old drivers are better than young drivers.",
            {"roles", "negation"},
        ),
        (
            "Josef Mraz had warned the council.",
            "The tanner Josef Mraz saved people in his boat. "
            "The council had been warned by an engineer, "
            "Vera Koss.",
            {"merged", "roles"},
        ),
        ("Bess Holloway left her house to Agnes Marr.", LEGACY, {"roles"}),
        (
            "Kenji Mori explained that the fees were too high.",
            "The director, Piroska Varga, explained that the fees were too high. "
            "The soloist Kenji Mori "
            "comes in May.",
            {"merged"},
        ),
        (
            "Prams belong in the cellar.",
            "Bicycles belong in the cellar; prams may stand in the hall.",
            {"merged", "roles"},
        ),
        (
            "Adults must ring first because children are deaf.",
            "Adults must ring first. Children are deaf.",
            {"cause"},
        ),
        ("It was founded in 1902.", "The choir of Ehrlau was founded in 1902.", {"reference"}),
    ],
)
def test_another_doer_or_another_deed_is_dropped(
    verdict: Verdict, claim: str, source: str, reasons: set[str]
) -> None:
    assert verdict(claim, source, question="When was the museum opened?") in reasons
