"""Qualifiers: each entry of their lists changes a verdict, and each bound decides one."""

from __future__ import annotations

import pytest
from loccit.rag import verify_claim
from loccit.rag.verify.claims import plain, source_sentences
from loccit.rag.verify.qualifiers import qualifier_problems
from loccit.text.reading import read_facts

CLAIM = "The ferries carry cattle."
STATED = {
    "partial": "some certain several partly partially most mostly largely mainly many usually "
    "normally typically generally often sometimes temporary temporarily provisionally",
    "approximate": "almost nearly",
    "possible": "may might could possibly perhaps probably likely",
    "exclusive": "only solely exclusively",
    "reported": "allegedly reportedly apparently alleged accused suspected",
    "planned": "planned will",
}
"""Words of a source between "the ferries" and "carry cattle"."""
PHRASES = {
    "partial": "in most cases",
    "planned": "plans to|intend to|intends to|expected to|proposed to|aim to|aims to|hope to|"
    "hopes to|is to|are to|was to|were to|are meant to|were supposed to|are due to|going to",
}
REPORTING = (
    "say says said claim claims claimed alleged argue argues argued believe believes believed "
    "suspect suspects suspected estimate estimates estimated judge judged insist insists insisted "
    "maintain maintains maintained complain complains complained accuse accused hold holds wrote "
    "write writes"
)
CONDITIONS = "if|unless|until|provided that|as long as"
KEPT = {
    "The ferries mostly carry cattle.": "some|certain|several|partly|partially|part of|in part|"
    "a few|few|most|mostly|majority|largely|mainly|main|chief|chiefly|principal|principally|"
    "in principle|many|much of|almost all|nearly all|usually|normally|typically|generally|"
    "in general|ordinarily|often|sometimes|in most cases|in some cases|at times|frequently|"
    "commonly|widely|occasionally|tend to|tends to|by and large|as a rule|a number of|a group of|"
    "one of|various|among|a little|limited|not all|not every|temporary|temporarily|provisional|"
    "interim|for the time being|for now",
    "The ferries nearly carry cattle.": "almost|near|nearly|about|around|roughly|approximately|"
    "virtually|close to|just under",
    "The ferries may carry cattle.": "may|might|could|would|can|possible|possibly|perhaps|maybe|"
    "potential|potentially|probable|probably|likely|unlikely|conceivably|chance|risk|risky|seem|"
    "seems|appear to|appears to|suggest|suggests|permitted|allowed|able to|entitled|free to|"
    "right to|option",
    "The ferries intend to carry cattle.": "plan|plans|planned|planning|intend|intended|expect|"
    "expected|proposed|aim|aims|hope|hopes|hoped|purpose|goal|will|would|shall|must|are to|are set|"
    "is meant|was supposed|about to|going to|ready to|in order to|due|scheduled|future|upcoming|"
    "next|for carrying|want|wants|seek|try|tries|tried|attempt|undertake|promise|pledge|commit|"
    "agree|agreed|announce|call for|calls for|ask|asked|demand|require",
    "The ferries only carry cattle.": "only|solely|exclusively|just|alone|sole|single|merely|but|"
    "except|unless|until|few|little|limited|restricted|confined|not",
    "The ferries allegedly carry cattle.": "say|says|said|saying|state|stated|stating|tell|tells|"
    "told|claim|claims|claimed|claiming|alleges|argues|according|report|reports|reportedly|"
    "reporting|accuse|suspect|believe|think|thinking|thought|estimate|judge|consider|regard|"
    "maintain|insist|suggest|view|held that|holds that|hold|announce|declare|write|writes|wrote|"
    "written|warn|note|notes|noted|adds|added|call|called|calling|describe|characterise|blame|"
    "put the|puts the|set out|conclude|assess|admit|acknowledge|complain|deny|denies|denied|"
    "apparent|purported|supposed|mention|speak of|speaks of|spoke of|notify|inform|predict|find|"
    "finds|found|show|present|indicate|explain|comment|quote|word|fear|worry|counted|reckon|"
    "opinion|feel|felt|stress|emphasise",
    "The ferries carry cattle if it rains.": "if|unless|provided|assuming|once|until|till|before|"
    "after|when|whenever|as long as|as soon as|in case|in the event|subject to|condition|"
    "conditional|contingent|depend|hinges|should|except|without|otherwise",
}  # fmt: skip
"""What keeps the qualifier of a source, wherever it stands in the claim."""


def problems(source: str, claim: str) -> list[str]:
    scope = [read_facts(sentence) for sentence in source_sentences(source)]
    return [problem.text for problem in qualifier_problems(read_facts(plain(claim)), scope)]


@pytest.mark.parametrize("kind", STATED)
def test_each_qualifier_of_a_source_is_missed(kind: str) -> None:
    for word in [*STATED[kind].split(), *PHRASES.get(kind, "").split("|")]:
        dropped = problems(f"The ferries {word} carry cattle.", CLAIM)
        assert dropped == ([word.removeprefix("are ")] if word == "are going to" else
                           [word] if word else []), word  # fmt: skip


def test_each_report_and_condition_of_a_source_is_missed() -> None:
    for word in REPORTING.split():
        assert problems(f"The mates {word} that the ferries carry cattle.", CLAIM) == [
            f"{word} that"
        ]
    for condition in CONDITIONS.split("|"):
        assert problems(f"The ferries carry cattle {condition} it rains.", CLAIM) == [condition]
    assert problems("According to the mate, the ferries carry cattle.", CLAIM) == [
        "According to the mate,"
    ]


@pytest.mark.parametrize("source", KEPT)
def test_each_word_that_keeps_a_qualifier_keeps_it(source: str) -> None:
    assert len(problems(source, CLAIM)) == 1
    for word in KEPT[source].split("|"):
        stricter = [word] if word in {"solely", "exclusively", "only"} else []
        kept = problems(source, f"The ferries carry cattle {word} now.")
        assert [problem for problem in kept if problem not in stricter] == [], word


@pytest.mark.parametrize("word", "all every each always entirely whole any".split())
def test_a_universal_claim_needs_a_universal_source(word: str) -> None:
    claim = f"The ferries {word} carry cattle."
    assert problems("The ferries carry cattle, partly.", claim) == [word]
    assert problems("The ferries carry cattle, partly.", f"{claim} It is so partly.") == []
    assert problems(f"The ferries partly carry cattle; {word} carry fish.", claim) == ["partly"]
    assert problems(CLAIM, claim) == []


@pytest.mark.parametrize("word", "only solely exclusively".split())
def test_an_exclusive_claim_needs_an_exclusive_source(word: str) -> None:
    claim = f"The ferries {word} carry cattle."
    assert problems(CLAIM, claim) == [word]
    assert problems("The ferries carry cattle alone.", claim) == []
    assert problems("The ferries do not carry fish.", claim) == []


@pytest.mark.parametrize("adverbial", ["after rain", "in winter", "on Sundays", "when it rains",
                                       "5 times"])  # fmt: skip
def test_only_before_an_adverbial_excludes_nothing(adverbial: str) -> None:
    assert problems(CLAIM, f"The ferries carry cattle only {adverbial}.") == []
    assert problems(CLAIM, f"Not only {adverbial} the ferries carry cattle.") == []


@pytest.mark.parametrize(
    ("source", "dropped"),
    [
        ("Some 40 ferries sail.", ["about"]),
        ("In May 40 ferries sail.", []),
        ("The ferries may 5 times sail.", []),
        ("The delay is due to fog of winter.", []),
        ("The delay is due to carry cattle.", ["is due to"]),
        ("The ferries were to 40 ports a help.", []),
    ],
)
def test_words_that_only_look_like_qualifiers(source: str, dropped: list[str]) -> None:
    claim = "The ferries sail, 40 in May and 5 times, to ports a help, carry cattle, fog of winter."
    assert problems(source, claim) == dropped


@pytest.mark.parametrize(
    ("source", "claim", "dropped"),
    [
        # Two of the next three content words, three of five within ten after a report.
        ("Most old ferries carry cattle to the island.", "Ferries carry tinned fish.", ["Most"]),
        ("Most old ferries carry cattle to the island.", "Old cattle drown.", []),
        ("Most old ferries carry cattle to the island.", "Cattle drown near the island.", []),
        ("Most ferries sank.", "Ferries sailed.", []),
        ("Most.", "Ferries sailed.", []),
        ("Mates said that rusty red ships brought cattle, sheep, goats, pigs, hens, ducks, geese.",
         "Cattle, sheep, goats, pigs, hens and ducks came.", ["said that"]),
        ("Mates said that rusty red ships brought cattle, sheep, goats, pigs, hens, ducks, geese.",
         "Sheep, goats, pigs, hens, ducks and geese came.", []),
        ("Mates said that rusty red ships brought cattle, sheep, goats, pigs, hens, ducks, geese.",
         "Cattle, sheep, goats, pigs and hens came.", []),
        # Up to five words between the verb and "that".
        ("Mates said on the old red pier that ferries sank.", "Ferries sank.",
         ["said on the old red pier that"]),
        ("Mates said on the very old red pier that ferries sank.", "Ferries sank.", []),
        # Three of the four content words before a condition, or five of six after it.
        ("Near Rome big rusty ferries sank if rain fell.", "Big rusty ferries burned.", ["if"]),
        ("Near Rome big rusty ferries sank if rain fell.", "Rome has rusty ferries.", []),
        ("Near Rome big rusty ferries sank if rain fell.", "Near Rome, rusty ferries burned.", []),
        ("If rain falls, big rusty ferries carry live cattle north.",
         "Big rusty ferries carry live pigs.", ["If"]),
        ("If rain falls, big rusty ferries carry live cattle north.",
         "Big rusty ferries carry pigs north.", []),
        ("If rain falls, ferries sink.", "Rain falls.", []),
        # Each sentence has its own qualifiers, and each kind at most one problem.
        ("Most ferries sank. Most cranes fell.", "Ferries sank and cranes fell.", ["Most", "Most"]),
        ("Most ferries sank, and most cranes fell.", "Ferries sank and cranes fell.", ["Most"]),
    ],
)  # fmt: skip
def test_a_qualifier_counts_where_the_claim_is_about_what_it_qualifies(
    source: str, claim: str, dropped: list[str]
) -> None:
    assert problems(source, claim) == dropped


@pytest.mark.parametrize(
    ("stated", "claimed", "hedge"),
    [
        ("about 40", "40", "about"),
        ("about 40", "about 40", None),
        ("about 40", "more than 40", "about"),
        ("40", "about 40", None),
        ("40", "more than 40", "least"),
        ("40", "at most 40", "most"),
        ("43", "more than 40", None),
        ("more than 40", "40", "least"),
        ("more than 40", "about 40", "least"),
        ("more than 40", "at most 40", "least"),
        ("more than 40", "over 40", None),
        ("at most 40", "40", "most"),
        ("at most 40", "no more than 40", None),
        ("more than 40 or exactly 40", "40", None),
        ("more than 40 or about 40", "40", "least"),
        ("more than 40", "50", None),
    ],
)
def test_a_hedge_of_a_number_is_kept(stated: str, claimed: str, hedge: str | None) -> None:
    dropped = problems(f"The fleet has {stated} ferries.", f"The fleet has {claimed} ferries.")
    assert dropped == ([hedge] if hedge else [])


def test_the_first_hedge_that_differs_is_the_problem() -> None:
    source = "The fleet has 30 ships, more than 40 ferries and about 50 tugs."
    assert problems(source, "The fleet has 30 ships, 40 ferries and 50 tugs.") == ["least"]


@pytest.mark.parametrize("source", ["The third ferry sank.", "The ferry sank once.",
                                    "The ferry sank within a week."])  # fmt: skip
def test_ordinals_counts_of_times_and_single_units_have_no_hedge(source: str) -> None:
    for value in ("third", "once", "a week"):
        assert problems(source, source.replace(value, f"about {value}")) == []
        assert problems(source.replace(value, f"about {value}"), source) == []


@pytest.mark.parametrize(
    "word", "cap caps capped ceiling limit limited limits maximum restricted within".split()
)
def test_at_most_restates_a_limit(word: str) -> None:
    source = f"The fleet, {word}: 40 ferries."
    assert problems(source, "The fleet has at most 40 ferries.") == []
    assert problems(source, "The fleet has at least 40 ferries.") == ["least"]


@pytest.mark.parametrize("opening", ["Allegedly", "Reportedly,", "Apparently", "ACCORDING TO ANN,"])
def test_a_report_that_opens_its_sentence_is_dropped_as_well(opening: str) -> None:
    problems = verify_claim("The crane was rusty.", [f"{opening} the crane was rusty."]).problems
    assert [problem.kind for problem in problems] == ["qualifier"]
