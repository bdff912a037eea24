"""The verifier's word lists: entries of each change a verdict, so none may be lost."""

from __future__ import annotations

from itertools import combinations

import pytest
from loccit.rag import Problem, verify_claim
from loccit.rag.verify.verbatim import is_verbatim
from loccit.text import lexicon
from loccit.text.words import stem

CONFIRMED = [
    # Qualifiers that other words keep.
    ("Most ferries carry tinned fish to the island.",
     "Ferries generally carry tinned fish to the island."),
    ("Usually the ferries carry tinned fish.", "As a rule the ferries carry tinned fish."),
    ("Almost half of the ferries carry tinned fish.",
     "Roughly half of the ferries carry tinned fish."),
    ("The old lighthouse may close in winter.",
     "The old lighthouse will possibly close in winter."),
    ("The port perhaps lost its oldest crane.", "The port seems to have lost its oldest crane."),
    ("The port intends to replace its oldest crane.",
     "The port wants to replace its oldest crane."),
    ("Ferries carry only tinned fish in winter.", "Ferries carry just tinned fish in winter."),
    ("Ferries carry only tinned fish in winter.",
     "Ferries carry tinned fish alone in winter."),
    ("Tinned fish alone leaves the port by ferry.", "Only tinned fish leaves the port by ferry."),
    ("Ferries do not carry cattle besides tinned fish.",
     "Ferries do not carry cattle, only tinned fish."),
    ("The pilot alleged that the crane was rusty.", "The crane was rusty, says the pilot."),
    ("According to the pilot, the crane was rusty.", "The pilot claims the crane was rusty."),
    ("The ferry sails if the pilot is on board.",
     "The ferry sails as long as the pilot is on board."),
    ("The council capped the fleet at 40 ferries.", "The fleet has at most 40 ferries."),
    # Phrases that negate nothing, and words that stand for a negation.
    ("The pilot not only steered the ferry but repaired it.",
     "The pilot steered the ferry and repaired it."),
    ("Whether or not the ferry sails, the pilot steered the crane.",
     "Whether the ferry sails or not, the pilot steered the crane."),
    ("The pilot refused to steer the ferry.", "The pilot did not steer the ferry."),
    ("The pilot did not steer the ferry.", "The pilot declined to steer the ferry."),
    # Nouns made from verbs say nothing of what was done.
    ("The council turned down the agreement on the ferry.",
     "The council rejected the deal on the ferry."),
]  # fmt: skip
CONTRADICTED = [
    ("Most ferries carry tinned fish to the island.",
     "Ferries carry tinned fish to the island.", "qualifier", "Most"),
    ("Several ferries carry tinned fish to the island.",
     "Ferries carry tinned fish to the island.", "qualifier", "Several"),
    ("Almost every ferry carries tinned fish.", "Every ferry carries tinned fish.",
     "qualifier", "Almost"),
    ("The old lighthouse may close in winter.", "The old lighthouse closed in winter.",
     "qualifier", "may"),
    ("The port perhaps lost its oldest crane.", "The port lost its oldest crane.",
     "qualifier", "perhaps"),
    ("The port intends to replace its oldest crane.", "The port replaced its oldest crane.",
     "qualifier", "intends to"),
    ("Ferries carry only tinned fish in winter.", "Ferries carry tinned fish in winter.",
     "qualifier", "only"),
    ("Ferries carry tinned fish in winter.", "Ferries carry only tinned fish in winter.",
     "qualifier", "only"),
    ("Some ferries carry tinned fish.", "All ferries carry tinned fish.", "qualifier", "All"),
    ("Ferries often carry tinned fish.", "Ferries always carry tinned fish.",
     "qualifier", "always"),
    ("The pilot claimed that the crane was rusty.", "The crane was rusty.",
     "qualifier", "claimed that"),
    ("The crane was allegedly rusty and slow.", "The crane was rusty and slow.",
     "qualifier", "allegedly"),
    ("The ferry sails if the pilot is on board.", "The ferry sails.", "qualifier", "if"),
    ("The ferry sails unless the crane is rusty.", "The ferry sails.", "qualifier", "unless"),
    ("The pilot steered the ferry.", "The pilot never steered the ferry.",
     "negation", "never steered ferry"),
    ("Nobody steered the ferry.", "The pilot steered the ferry.",
     "negation", "Nobody steered ferry"),
    ("The pilot refused to steer the ferry.", "The pilot steered the ferry.",
     "negation", "refused steer ferry"),
    ("The council approved the new ferry.", "The council rejected the new ferry.",
     "negation", "rejected"),
    ("The fare to the island rose in winter.", "The fare to the island fell in winter.",
     "negation", "fell"),
    ("The pilot works on the northern pier.", "The pilot works on the southern pier.",
     "negation", "southern"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "claim"), CONFIRMED)
def test_a_rewording_is_no_problem(source: str, claim: str) -> None:
    problems = verify_claim(claim, [source]).problems
    assert not [problem for problem in problems if problem.kind in {"qualifier", "negation"}]


@pytest.mark.parametrize(("source", "claim", "kind", "text"), CONTRADICTED)
def test_a_changed_word_is_a_problem(source: str, claim: str, kind: str, text: str) -> None:
    assert (kind, text) in [
        (each.kind, each.text) for each in verify_claim(claim, [source]).problems
    ]


@pytest.mark.parametrize(
    ("beside", "is_quotable"),
    [
        ("The rain stops", True),
        ("If the rain stops", False),
        ("The pilot doubts it", False),
        ("A rumour goes round", False),
        ("The crane is not", False),
        ("The crane is no longer rusty", False),
        ("The crane is not only rusty", True),
    ],
)
def test_what_stands_beside_a_quoted_clause(beside: str, is_quotable: bool) -> None:
    sentence = f"{beside}, the old bridge is closed."
    assert is_verbatim("The old bridge is closed.", [sentence]) is is_quotable


def test_a_speaker_that_the_source_lacks_lowers_support() -> None:
    sources = ["The pilot keeps a small boat near the old pier."]
    impersonal = verify_claim("She keeps a small boat near the pier.", sources)
    personal = verify_claim("I keep a small boat near the pier.", sources)
    assert personal.support < impersonal.support


def test_no_pair_of_opposites_is_listed_twice() -> None:
    pairs = [
        [{stem(word) for word in side.split()} for side in line]
        for line in lexicon.groups("claims.opposites")
    ]
    assert all(len(pair) == 2 and not pair[0] & pair[1] for pair in pairs)
    for (first, second), (third, fourth) in combinations(pairs, 2):
        assert not (first & third and second & fourth)
        assert not (first & fourth and second & third)


def test_a_claim_with_both_opposites_has_no_problem() -> None:
    sources = ["The fare to the island rose in winter."]
    fell = Problem("negation", "fell")
    assert fell in verify_claim("The fare to the island fell in winter.", sources).problems
    both = "The fare to the island rose in winter and fell."
    assert fell not in verify_claim(both, sources).problems
