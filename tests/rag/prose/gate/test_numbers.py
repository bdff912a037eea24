"""Numbers, dates and units: stated, in another notation, or worked out; nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Verdict = Callable[..., str]

HALL = "The hall was built in 1902 for 450 people and cost 38,000 pounds."
FEES = "The course costs 120 pounds; members' children pay half."
READERS = (
    "Of the readers, 62 per cent read on paper, 27 per cent on a screen and the rest both ways."
)
OFFERS = "Aquor asks 18,400 francs and can begin in June; Belden asks 16,900 francs."
FLOOD = "The flood of 1927 reached the lane on 3 October, two days after the dam had given way."
SEATS = "The Greens have 9 seats, the Liberals 4 seats and the Union 3 seats."
PUMPS = "Model\tFlow\tPrice\nTarn 20\t20 l/min\t149 euros\nTarn 35\t35 l/min\t219 euros"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The hall cost £38,000.", HALL),
        ("The hall cost 38 thousand pounds.", HALL),
        ("The hall was built for four hundred and fifty people in 1902.", HALL),
        ("The road is 3.5 km long.", "The road is 3,500 metres long."),
        ("The shop opens at 2 p.m.", "The shop opens at 14:00."),
        ("The shop opens at half past two in the afternoon.", "The shop opens at 14:30."),
        ("It snowed on 3 March 2019.", "It snowed on 2019-03-03."),
        ("It snowed on March 3rd, 2019.", "It snowed on 3 March 2019."),
        ("One in four trees died.", "25 per cent of the trees died."),
        ("A quarter of the trees died.", "25% of the trees died."),
        ("The bakery employs about 300 people.", "The bakery employs 297 people."),
        # The unit or the year may stand elsewhere.
        ("On 4 May 1931 it burned down.", "The mill was sold in 1931. On 4 May it burned down."),
        # Worked out, where the claim or the source says so.
        ("Members' children pay 60 pounds.", FEES),
        ("Both ways are used by 11 per cent of the readers.", READERS),
        ("Belden's offer is 1,500 francs cheaper.", OFFERS),
        ("The dam gave way on 1 October 1927.", FLOOD),
        ("Together, the Greens and the Liberals have 13 seats.", SEATS),
        ("Altogether, the Greens, the Liberals and the Union have 16 seats.", SEATS),
        ("The Greens have 5 more seats than the Liberals.", SEATS),
        ("It came back 22 years later.", "It was lent in 1794. It came back in 1816."),
        (
            "The party, which began at 18:00, lasted for three hours.",
            "The party began at 18:00 and ended at 21:00.",
        ),
        (
            "The rent for ten months is 6,500 pounds.",
            "The rent is 650 pounds a month for ten months.",
        ),
        (
            "That makes 7,500 euros for each concert.",
            "The ministry pays 45,000 euros for 6 concerts.",
        ),
        (
            "The tunnel is twice as long, at 12 km.",
            "The bridge is 6 km long, the tunnel twice as long.",
        ),
        ("19 of the 60 tasters did not prefer it.", "41 of 60 tasters preferred it."),
        (
            "The old house has 900 square metres.",
            "The new house has 1,400 square metres, 500 more than the old one.",
        ),
    ],
)
def test_a_number_in_another_notation_or_worked_out(
    verdict: Verdict, claim: str, source: str
) -> None:
    assert verdict(claim, source) == "shown"


@pytest.mark.parametrize(
    ("claim", "source", "reason"),
    [
        ("The hall cost 83,000 pounds.", HALL, "number"),
        ("The hall was built in 1920 for 450 people.", HALL, "date"),
        ("The hall cost 38,000 euros.", HALL, "number"),
        ("The road is 3.5 miles long.", "The road is 3.5 km long.", "number"),
        ("The road is 2.2 miles long.", "The road is 3.5 km long.", "number"),
        ("The shop opens at 2 a.m.", "The shop opens at 14:00.", "date"),
        ("A third of the trees died.", "25 per cent of the trees died.", "number"),
        ("The pump moves 35 litres an hour.", "The pump moves 35 litres a minute.", "unit"),
        # Nothing says that they are added, and a number stays a number of its thing.
        ("The Greens have 13 seats.", SEATS, "number"),
        ("The hall was built for 38,000 people.", HALL, "roles"),
        ("Importing takes 95 seconds.", "Importing takes 12 seconds instead of 95.", "number"),
        (
            "The new house has 500 square metres.",
            "The new house has 1,400 square metres, 500 more than the old one.",
            "number",
        ),
        (
            "The old house has 1,900 square metres.",
            "The new house has 1,400 square metres, 500 more than the old one.",
            "number",
        ),
        ("The dam gave way on 5 October 1927.", FLOOD, "date"),
        (
            "The break was never longer than twelve days.",
            "The break between two rounds was never longer than ten days.",
            "number",
        ),
        (
            "It came a month later, on 3 November.",
            "One week later, on 3 November, it came. The talks resume on 5 December.",
            "number",
        ),
        ("Belden's offer is 1,500 francs dearer than that of Aquor.", OFFERS, "comparison"),
        (
            "Spare parts are kept for five years.",
            "The guarantee is five years. Spare parts are kept for ten years.",
            "number",
        ),
        ("There are five models.", PUMPS, "number"),
        ("She gave up in 1890.", "From 1890 on she wrote letters. She gave up in 1903.", "date"),
        ("It is shut until 1 May.", "It is shut from 1 May.", "roles"),
        ("It fell to 70.", "It fell by 70.", "roles"),
        (
            "Screen readers spend 54 minutes.",
            "Paper readers spend 54 minutes with an issue, screen readers 31.",
            "roles",
        ),
        (
            "Take it twice a week afterwards.",
            "Take it twice a week at first and once a week afterwards.",
            "roles",
        ),
    ],
)
def test_any_other_number_is_dropped(
    verdict: Verdict, claim: str, source: str, reason: str
) -> None:
    assert verdict(claim, source) == reason
