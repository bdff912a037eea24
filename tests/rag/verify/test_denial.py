"""Denials: how far each reaches, and when a claim adds one or drops one."""

from __future__ import annotations

import pytest
from loccit.rag.verify.claims import plain, source_sentences
from loccit.rag.verify.denial import denial_problems, denials
from loccit.rag.verify.opposites import opposite_problems
from loccit.text.reading import read_facts

DENYING = (
    "refused|declined|reject|fail|fails|failed|failure|deny|denies|denied|unable|unwilling|"
    "undeclared|unsupported|unfinished|unanswered|lack|lacks|avoided|prevents|rather than|"
    "instead of|instead|excluding|rule out|ruled out|absent|absence|outside|silent|hardly|scarcely|"
    "turn down|turned down|stop|stops|stopped|ceased|halt|impossible|forbid|forbade|ban|banned|"
    "prohibit|barred|except|opposed|objects|objected|stays out|kept away|left open|too old to|"
    "yet to|little"
)


def denied(text: str) -> list[tuple[str, bool, str]]:
    return [
        (denial.text, denial.is_plain, " ".join(word.text for word in denial.heads))
        for denial in denials(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pilot sailed.", []),
        ("The pilot did not sail.", [("not", True, "sail")]),
        # At most four content words after it, and none before it.
        ("No rusty old ferries carried cattle.", [("No", True, "rusty old ferries carried")]),
        ("The old pilot, never.", [("never", True, "")]),
        # In the order of the text, whether a negation or a word that denies by its meaning.
        ("He refused food and never slept.",
         [("refused", False, "food never slept"), ("never", True, "slept")]),
        ("He never refused food.", [("never", True, "refused food"), ("refused", False, "food")]),
        # "Not … until" sets a time: within sixty characters and the sentence.
        ("He did not leave until noon.", [("not", False, "leave until noon")]),
        ("He did not leave; until noon he slept.", [("not", True, "leave")]),
        ("He did not " + 9 * "wait a " + "until noon.", [("not", True, "wait wait wait wait")]),
        ("He did not " + 8 * "wait a " + "until noon.", [("not", False, "wait wait wait wait")]),
        # No further than the clause.
        ("He did not rest; ferries sank.", [("not", True, "rest")]),
        ("He did not rest: ferries sank.", [("not", True, "rest")]),
        ("He did not rest but ferries sank.", [("not", True, "rest")]),
        ("He did not rest while ferries sank.", [("not", True, "rest")]),
        ("He did not rest and ferries sank.", [("not", True, "rest ferries sank")]),
        ("He did not rest, ferries sank.", [("not", True, "rest ferries sank")]),
    ],
)  # fmt: skip
def test_a_denial_and_the_words_that_it_denies(
    text: str, expected: list[tuple[str, bool, str]]
) -> None:
    assert denied(text) == expected
    assert all(text[denial.start : denial.end] == denial.text for denial in denials(text))


@pytest.mark.parametrize("opening", "but and while whereas although which who so".split())
def test_a_comma_and_a_conjunction_end_a_clause(opening: str) -> None:
    assert denied(f"He did not rest, {opening} ferries sank.") == [("not", True, "rest")]


@pytest.mark.parametrize(
    "verb", "has have had is are was were did does do will would can could may must".split()
)
def test_and_before_an_auxiliary_ends_a_clause(verb: str) -> None:
    assert denied(f"He did not rest and {verb} sail.") == [("not", True, "rest")]


@pytest.mark.parametrize("word", DENYING.split("|"))
def test_each_word_that_denies_by_its_meaning(word: str) -> None:
    assert denied(f"Ferries {word} sailing.") == [(word, False, "sailing")]


TWO = "The pilot did not sail; the cook did not rest."
MIXED = "The pilot refused to sail. The cook rested."


@pytest.mark.parametrize(
    ("source", "claim", "problem"),
    [
        ("The pilot sailed.", "The pilot sailed.", None),
        # Added.
        ("The pilot sailed at noon.", "The pilot did not sail at noon.", "not sail noon"),
        ("The pilot sailed.", "The pilot refused to sail.", None),
        ("The pilot left at noon.", "The pilot did not leave until noon.", None),
        ("The pilot refused to sail.", "The pilot did not refuse to sail.", "not refuse sail"),
        ("The pilot did not sail.", "The pilot did not sail and never ate.", "not sail never"),
        ("The pilot did not sail. The cook rested.",
         "The pilot did not sail, and the cook did not rest.", "not sail"),
        ("The pilot did not sail. The cook rested.", "The cook did not rest.", None),
        # Added beside a word that another negation may stand for.
        ("The pilot refused to sail.", "The pilot did not sail.", None),
        (MIXED, "The pilot did not sail; the cook did not rest.", "not rest"),
        (MIXED, "The pilot did not sail; the mate did not work.", None),
        (MIXED, "The pilot did not sail; the cook rested.", None),
        (MIXED, "The pilot refused to sail; the cook did not rest.", "not rest"),
        # Dropped.
        ("The pilot did not sail.", "The pilot sailed.", "not sail"),
        ("The pilot refused to sail.", "The pilot sailed.", "refused sail"),
        ("The cook rested, the pilot did not.", "The cook rested, the pilot did.", None),
        ("The pilot refused to sail.", "The pilot refuses to sail.", None),
        ("The pilot did not sail.", "The pilot declined to sail.", None),
        # Dropped only if the claim has half of the words denied, and one at least.
        ("The pilot did not sell rusty cranes cheaply.", "He has rusty cranes.",
         "not sell rusty"),
        ("The pilot did not sell rusty cranes cheaply.", "He has cranes.", None),
        ("The pilot did not sell rusty cranes.", "He has rusty cranes.", "not sell rusty"),
        ("The pilot did not sell rusty cranes.", "He has cranes.", None),
        ("The pilot did not sail.", "The cook rested.", None),
        # A synonym will do after a negation, and not after "refused to".
        ("The pilot did not begin work.", "The pilot started work.", "not begin work"),
        ("The pilot refused to begin work.", "The pilot started work.", None),
        ("The pilot refused to begin work.", "The pilot began work.", "refused begin work"),
        # One of two.
        (TWO, "The pilot did not sail; the cook rested.", "not rest"),
        (TWO, "The pilot sailed; the cook did not rest.", "not sail"),
        (TWO, "The pilot sailed; the cook rested.", "not sail"),
        (TWO, "The pilot did not sail.", None),
        (TWO, "The pilot declined to sail; the cook did not rest.", None),
        (TWO, "The pilot did not sail or work.", None),
        ("The pilot did not refuse food and did not rest.", "The pilot refused food.",
         "not refuse food"),
        ("The pilot did not refuse food and did not rest.", "He never rested, but refused food.",
         "not refuse food"),
        ("The pilot did not refuse food and did not rest.", "He never refused food.", None),
        ("The pilot did not sail. The cook did not rest.",
         "The pilot sailed; the cook did not rest.", "not sail"),
        ("The pilot did not sail. The cook did not rest.", "The cook did not rest.", None),
        ("The pilot did not sail; the cook rested.", "The pilot sailed; the cook did not rest.",
         None),
        ("The pilot did not sail.", "The pilot sailed until noon, and did not rest or eat; no "
         "mate worked.", "not rest eat"),
        # One problem, the first.
        ("The pilot did not sail. The cook did not rest.", "The pilot sailed; the cook rested.",
         "not sail"),
        ("The pilot sailed.", "The pilot did not sail; no cook sailed.", "not sail"),
    ],
)  # fmt: skip
def test_a_claim_that_adds_or_drops_a_denial(source: str, claim: str, problem: str | None) -> None:
    scope = [read_facts(sentence) for sentence in source_sentences(source)]
    problems = [
        (problem.kind, problem.text) for problem in denial_problems(read_facts(plain(claim)), scope)
    ]
    assert problems == ([("negation", problem)] if problem else [])


OPPOSITES = [
    ("willing", "declines"), ("prolonged", "terminated"), ("accepted", "rejected"),
    ("above", "below"), ("before", "after"), ("rises", "falls"), ("more", "fewer"),
    ("allowed", "forbidden"), ("requires", "forbids"), ("began", "ended"),
    ("continued", "ceased"), ("won", "lost"), ("backs", "opposes"), ("confirms", "denies"),
    ("imports", "exports"), ("bought", "sold"), ("lifts", "imposes"),
    ("temporary", "permanent"), ("direct", "indirect"), ("public", "secret"),
    ("legal", "illegal"), ("safe", "unsafe"), ("possible", "impossible"), ("true", "false"),
    ("large", "small"), ("high", "low"), ("higher", "lower"), ("highest", "lowest"),
    ("early", "late"), ("old", "new"), ("strong", "weak"), ("long", "short"), ("fast", "slow"),
    ("north", "south"), ("eastern", "western"), ("first", "last"), ("next", "previous"),
    ("joins", "leaves"), ("arrives", "departs"), ("widens", "narrows"),
    ("succeeds", "fails"), ("guilty", "innocent"), ("alive", "dead"), ("male", "female"),
    ("friend", "enemy"), ("domestic", "foreign"), ("maximum", "minimum"),
    ("majority", "minority"), ("inside", "outside"), ("optimistic", "pessimistic"),
    ("signs", "vetoes"), ("helps", "hinders"), ("declared", "undeclared"),
]  # fmt: skip


def opposites(source: str, claim: str) -> list[tuple[str, str]]:
    problems = opposite_problems(read_facts(claim), [read_facts(source)])
    return [(problem.kind, problem.text) for problem in problems]


@pytest.mark.parametrize("pair", OPPOSITES)
def test_each_pair_of_opposites_is_a_problem_either_way(pair: tuple[str, str]) -> None:
    for first, second in (pair, pair[::-1]):
        source, claim = f"It is {first} here.", f"It is {second} here."
        assert opposites(source, claim) == [("negation", second)]
        assert opposites(source, source) == []
        assert opposites(f"{source} {claim}", claim) == []
        assert opposites(source, f"{claim} {source}") == []
        # A negation on one side alone turns the word round; on both it does not.
        assert opposites(source, f"Not {claim}") == []
        assert opposites(f"Not {source}", f"Not {claim}") == [("negation", second)]
        assert opposites(f"Never not {source}", claim) == [("negation", second)]
        assert opposites(source, f"Never not {claim}") == [("negation", second)]


@pytest.mark.parametrize("noun", ["agreement", "agreements", "rejection", "rejections",
                                  "acceptance"])  # fmt: skip
def test_a_noun_made_from_a_verb_has_no_opposite(noun: str) -> None:
    verb = "rejects" if noun.startswith(("agree", "accept")) else "accepts"
    assert opposites(f"It is the {noun} here.", f"It {verb} here.") == []


def test_opposites_are_one_problem_at_most() -> None:
    assert opposites("The old ship is large.", "The new ship is small.") == [("negation", "small")]
