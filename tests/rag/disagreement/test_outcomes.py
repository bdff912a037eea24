"""Opposite outcomes: what stands on either side of each axis, and how denials turn it round."""

from __future__ import annotations

from itertools import combinations

import pytest
from loccit.rag.disagreement.outcomes import conflicting, count_denials, is_verdict

AXES = [
    ("agreed accepts approved adopted endorsed backs backed passes passed ratified supports "
     "allowed permits granted confirmed upheld upholds",
     "refuses rejected declines opposed vetoed deny denies denied ban bans banned prohibited "
     "forbids forbade overturned dismissed"),
    ("win won wins victorious succeeds succeeded successfully",
     "lose lost loses defeated fails failed unsuccessful"),
    ("rose rise rises risen rising increased grew grow grows grown growing gained climbs widened",
     "fell fall falls fallen falling decreased shrank shrinks shrunk declined dropped narrowed"),
    ("open opens opened reopened start starts started resumed",
     "closes close closed closure shut ends ended cancelled suspended postponed abandons halted"),
    ("survived survivors rescued alive", "dies died die dead killed perished"),
    ("guilty convicted", "innocent acquitted"),
    ("safe safely intact unharmed undamaged",
     "unsafe damaged destroyed harm harmed collapsed"),
    ("true correct real genuine authentic", "false wrong fake forged forgery hoax"),
    ("legal lawful", "illegal unlawful"),
    ("stay stays stayed remain remains remained join joins joined",
     "leave leaves left quits withdrew withdraws resigned"),
]  # fmt: skip
SIDES = [tuple(side.split() for side in axis) for axis in AXES]
PHRASES = [
    ("They approved it.", "They turned it down, or it turned down."),
    ("They approved it.", "They voted it, and voted down."),
    ("They go ahead.", "They cancelled it."),
    ("They goes ahead.", "They cancelled it."),
    ("They went ahead.", "They cancelled it."),
    ("The court found him guilty.", "The court cleared of blame."),
    ("The court found him guilty.", "The court clears of blame."),
]


@pytest.mark.parametrize(("yes", "no"), SIDES)
def test_words_of_the_two_sides_are_opposites(yes: list[str], no: list[str]) -> None:
    for word in yes:
        assert conflicting(f"It {word}.", f"It {no[-1].upper()}."), word
    for word in no:
        assert conflicting(f"It {word}.", f"It {yes[-1].upper()}."), word
    for words in (yes, no):
        for word in words:
            assert not conflicting(f"It {word}.", f"It {words[-1]}."), word
            assert conflicting(f"It {word}.", f"It did not {word}."), word
            assert is_verdict(word)
            assert is_verdict(word.upper())


@pytest.mark.parametrize(("first", "second"), PHRASES)
def test_phrases_of_the_two_sides_are_opposites(first: str, second: str) -> None:
    assert conflicting(first, second)
    assert conflicting(second, first)


def test_words_of_two_axes_say_nothing_of_each_other() -> None:
    for first, second in combinations(SIDES, 2):
        words = (first[0][-1], second[1][-1])
        if set(first[1]) & set(second[1]) or words == ("widened", "halted"):
            continue
        assert not conflicting(*(f"It {word}." for word in words)), words


@pytest.mark.parametrize("word", "mill people opening-day backhand window ending roses 340".split())
def test_a_word_that_only_looks_like_an_outcome_is_none(word: str) -> None:
    assert not is_verdict(word)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("They met.", 0),
        ("They did not meet.", 1),
        ("They never met, and no one came.", 2),
        ("They failed to meet.", 1),
        ("They REFUSED to meet.", 1),
        ("They declined to meet.", 1),
        ("They were unable to meet.", 1),
        ("They have yet to meet.", 1),
        ("They did not refuse to meet.", 2),
        ("They failed.", 0),
        ("They fail to meet.", 1),
        ("They were unwilling to meet.", 1),
        ("They went to meet, yet it rained.", 0),
    ],
)
def test_the_denials_of_a_text(text: str, number: int) -> None:
    assert count_denials(text) == number


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # A denial that is the word of an axis itself counts once.
        ("They agreed to sign.", "They refused to sign.", True),
        ("They signed.", "They refused to sign.", True),
        ("They signed.", "They declined to sign.", True),
        ("They signed.", "They failed to sign.", True),
        ("They signed.", "They were unable to sign.", True),
        ("They agreed to sign.", "They were unwilling to agree.", True),
        ("They refused to sign.", "They did not sign.", False),
        ("They accepted it.", "They refused to accept it.", True),
        ("They accepted it.", "They did not refuse to accept it.", False),
        # Opposite on every axis that both touch.
        ("Rents rose and the mill opened.", "Rents fell and the mill closed.", True),
        ("Rents rose and the mill opened.", "Rents fell and the mill opened.", False),
        ("Rents rose and the mill opened.", "Rents fell.", True),
        # Who takes both sides takes none.
        ("Rents rose and fell.", "Rents rose.", False),
        ("Rents rose.", "Rents rose and fell.", False),
        # Without a shared axis an odd number of denials decides.
        ("They met.", "They did not meet.", True),
        ("They met.", "They never did not meet.", False),
        ("They did not meet.", "No one met.", False),
        ("They won.", "They did not meet.", True),
        ("They won.", "They met.", False),
    ],
)
def test_whether_outcomes_are_opposite(first: str, second: str, expected: bool) -> None:
    assert conflicting(first, second) == conflicting(second, first) == expected
