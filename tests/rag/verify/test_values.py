"""The values of a claim: numbers, units, dates and names that the sentences state, or lack."""

from __future__ import annotations

import pytest
from loccit.rag.verify.claims import plain, source_sentences
from loccit.rag.verify.sources import read_sources
from loccit.rag.verify.values import date_problems, name_problems, number_problems
from loccit.text.reading import Facts, read_facts

BODIES = (
    "agency council commission court treaty organization organisation board bank union company "
    "committee ministry department statute framework agreement plan group protocol"
)


def scope_of(source: str) -> list[Facts]:
    return [read_facts(sentence) for sentence in source_sentences(source)]


@pytest.mark.parametrize(
    ("source", "claim", "problems"),
    [
        # Of a value that the source states in another unit, or times a power of ten.
        ("The dam cost 40 dollars.", "The dam cost 40 dollars.", []),
        ("The dam cost 40 dollars.", "The dam cost 41 dollars.", ["number 41 dollars"]),
        ("The dam cost 40 dollars.", "The dam cost 400 dollars.", ["number 400 dollars"]),
        ("The dam cost 40 dollars.", "The dam cost 40 euros.", ["unit 40 euros"]),
        ("The dam cost 40 dollars.", "The dam cost 40.", []),
        ("The dam has 40 gates.", "The dam rose by 40 percent.", ["number 40 percent"]),
        ("It took 3 weeks.", "It took 3 days.", ["unit 3 days"]),
        ("It took 3 weeks.", "It took 4 days.", ["number 4 days"]),
        ("It cost 4 dollars.", "It cost 4 thousand dollars.", ["unit 4 thousand dollars"]),
        ("It cost 4 million dollars.", "It cost 4 dollars.", ["unit 4 dollars"]),
        ("It cost 4 million dollars.", "It cost 4 billion dollars.", ["unit 4 billion dollars"]),
        ("It cost 4 dollars.", "It cost 4 billion dollars.", ["unit 4 billion dollars"]),
        ("It cost 4 dollars.", "It cost 4 trillion dollars.", ["number 4 trillion dollars"]),
        ("It cost 4 dollars.", "It cost 40 dollars.", ["number 40 dollars"]),
        ("It cost 0 dollars.", "It cost 40 dollars.", ["number 40 dollars"]),
        ("It has 3 gates and 4 doors.", "It has 3,000 gates.", ["unit 3,000"]),
        # Each value that is wrong is a problem wherever it stands.
        ("The dam has 40 gates.", "It has 41 gates, 42 doors and again 41 gates.",
         ["number 41", "number 42", "number 41"]),
        # A sign is part of a number.
        ("It was -5 °C.", "It was 5 °C.", ["number 5 °C"]),
        ("It was -5 °C.", "It was minus 5 °C.", []),
        ("It changed by -5%.", "It rose by 5%.", ["number 5%"]),
        # A day that does not exist stands for no other.
        ("It began on 28 February 2020.", "It began on 31 February 2020.", ["number 31"]),
        # A year of the source.
        ("It began in 1998.", "It has 1998 parts.", []),
        ("It began on 3 May.", "It has 0 parts.", ["number 0"]),
        ("In 1998 it cost 1998 dollars.", "It cost 1998 euros.", ["unit 1998 euros"]),
        # "A week" beside other single units of time.
        ("It took one week.", "It took a week.", []),
        ("It took one week.", "It took a month.", ["unit a month"]),
        ("It took a week.", "It took a month.", ["unit a month"]),
        ("It took a year.", "It took a month.", ["unit a month"]),
        ("It took a day, then a week.", "It took a week.", []),
        ("It took three weeks.", "It took a month.", []),
        ("It weighs 1 kg.", "It took a week.", []),
        # A small number may count what is listed, and two are "both".
        ("The cooks and the mates ate.", "Two groups ate.", []),
        ("The cooks, the mates and the pilots ate.", "Three groups ate.", []),
        ("The cooks, the mates, and the pilots ate.", "Three groups ate.", []),
        ("The cooks ate, and the mates slept.", "Two groups ate.", ["number Two"]),
        ("They came: the cooks, the mates and the pilots.", "Three groups came.", []),
        ("The cooks, the mates and the pilots ate.", "Two groups ate.", ["number Two"]),
        ("The cooks, the mates and the pilots ate.", "Four groups ate.", ["number Four"]),
        ("The cooks, the mates and the pilots ate.", "Three percent ate.",
         ["number Three percent"]),
        ("The cooks, the mates and the pilots ate.", "The third ate.", ["number third"]),
        ("The cooks, the mates and the pilots ate 2 cakes.", "Three ate.", ["number Three"]),
        ("The cooks, the mates and the pilots ate 12 cakes.", "Three ate.", ["number Three"]),
        ("The cooks, the mates and the pilots ate 13 cakes.", "Three ate.", []),
        ("The cooks, the mates and the pilots ate 1 cake.", "Three ate.", []),
        ("The cooks, the mates and the pilots ate 2 kg.", "Three ate.", []),
        ("The cooks, the mates and the pilots ate the third cake.", "Three ate.", []),
        ("A, B, C, D, E, F, G, H, I, J, K and L are in.", "12 letters are in.", []),
        ("A, B, C, D, E, F, G, H, I, J, K, L and M are in.", "13 letters are in.", ["number 13"]),
        ("The cooks ate.", "The number is 1 of them.", ["number 1"]),
        # "Once", "first" and "second" may be implied.
        ("The ferry sank.", "The ferry sank once.", []),
        ("The ferry sank.", "The ferry sank twice.", ["number twice"]),
        ("The ferry sank twice.", "The ferry sank once.", ["number once"]),
        ("The ferry sank.", "The first ferry sank.", []),
        ("The ferry sank.", "The second ferry sank.", []),
        ("The ferry sank.", "The third ferry sank.", ["number third"]),
        ("The third ferry sank.", "The first ferry sank.", ["number first"]),
        ("The third ferry sank.", "The ferry sank once.", []),
        ("The ferry sank twice.", "The first ferry sank.", []),
    ],
)  # fmt: skip
def test_numbers_and_units_that_the_sentences_lack(
    source: str, claim: str, problems: list[str]
) -> None:
    claimed = number_problems(read_facts(plain(claim)), scope_of(source))
    assert [f"{problem.kind} {problem.text}" for problem in claimed] == problems


@pytest.mark.parametrize(
    "pair", ["Both ferries", "The pair", "The couple", "Either ferry", "Neither ferry", "A twin",
             "The ferries hit each other and", "They met one another and"]
)  # fmt: skip
def test_words_for_two(pair: str) -> None:
    scope = scope_of(f"{pair} sank.")
    assert list(number_problems(read_facts("Two ferries sank."), scope)) == []
    assert [
        problem.text for problem in number_problems(read_facts("Three ferries sank."), scope)
    ] == ["Three"]


ON_TWO_DAYS = "The gate fell on 3 May 2018 and rose on 4 June 2018."
IN_TWO_YEARS = "The gate fell on 3 May 2018 and rose on 4 June 2019."


@pytest.mark.parametrize(
    ("source", "around", "claim", "problems"),
    [
        ("The gate fell on 3 May 2018.", "", "The gate fell on 3 May 2018.", []),
        ("The gate fell on 3 May 2018.", "", "The gate fell in May 2018.", []),
        ("The gate fell on 3 May 2018.", "", "The gate fell in 2017.", ["2017"]),
        ("The gate fell on 3 May 2018.", "", "It fell in 2016, in 2017 and in 2016.",
         ["2016", "2017", "2016"]),
        # The year may come from the sentences around it, the day may not.
        ("The gate fell on 3 May.", "", "The gate fell on 3 May 2018.", ["3 May 2018"]),
        ("The gate fell on 3 May.", "It was 2018.", "The gate fell on 3 May 2018.", []),
        ("The gate fell on 3 May.", "It was 2019.", "The gate fell on 3 May 2018.", ["3 May 2018"]),
        ("It fell in May.", "It was 3 May 2018.", "It fell on 3 May 2018.", ["3 May 2018"]),
        # So may a whole date, unless the claim leaves out one of the sentence.
        ("The gate fell.", "It was 2018.", "The gate fell in 2018.", []),
        ("The gate fell.", "It was 2017.", "The gate fell in 2018.", ["2018"]),
        ("The gate fell in 2019.", "It was 2018.", "The gate fell in 2018.", ["2018"]),
        ("The gate fell in 2019.", "It was 2018.", "It fell in 2018 and in 2019.", []),
        # A number that looks like a year.
        ("The shop sold 1,980 books.", "", "The shop sold 1980 books.", []),
        ("The shop sold 1,981 books.", "", "The shop sold them in 1980.", ["1980"]),
        ("The shop sold 1,980 books.", "", "It sold them in May 1980.", ["May 1980"]),
        # One date of the source twice, in place of another.
        (ON_TWO_DAYS, "", "It fell on 3 May 2018 and rose in May 2018.", ["May 2018"]),
        (ON_TWO_DAYS, "", "It fell on 3 May 2018 and rose in 2018.", []),
        (ON_TWO_DAYS, "", "It fell in May 2018.", []),
        (ON_TWO_DAYS, "", "It fell on 3 May 2018, in May 2018, and rose on 4 June 2018.", []),
        (IN_TWO_YEARS, "", "It fell on 3 May 2018 and rose in 2018.", ["2018"]),
        (IN_TWO_YEARS, "", "It fell on 3 May 2018, in 2018, and rose in 2019.", []),
    ],
)  # fmt: skip
def test_dates_that_the_sentences_lack(
    source: str, around: str, claim: str, problems: list[str]
) -> None:
    sources = read_sources((source, around))
    claimed = date_problems(read_facts(plain(claim)), scope_of(source), sources)
    assert [problem.text for problem in claimed] == problems


@pytest.mark.parametrize(
    ("source", "around", "claim", "problems"),
    [
        ("Ada Lund saw the gate.", "", "Ada Lund saw the gate.", []),
        ("Ada Lund saw the gate.", "", "Lund saw the gate.", []),
        ("Lund saw the gate.", "", "Ada Lund saw the gate.", ["Ada Lund"]),
        ("Ada Lund saw the gate.", "", "Ada Lund and Anna Holm saw the gate.", ["Anna Holm"]),
        # A name from elsewhere may resolve a pronoun, or replace a name of another kind.
        ("She saw the gate.", "Ada Lund came.", "Ada Lund saw the gate.", []),
        ("She saw the gate.", "", "Ada Lund saw the gate.", ["Ada Lund"]),
        ("Bo Dahl saw the gate.", "Ada Lund came.", "Ada Lund saw the gate.", ["Ada Lund"]),
        ("Norway saw the gate.", "Ada Lund came.", "Ada Lund saw the gate.", []),
        ("Norway saw one gate.", "Ada Lund came.", "Ada Lund saw one gate.", ["Ada Lund"]),
        ("Gates fell, as Bo Dahl saw.", "Ada Lund came.", "Gates fell, as Ada Lund saw.",
         ["Ada Lund"]),
        ("Gates fell.", "Ada Lund came.", "Gates fell, as Ada Lund saw.", []),
        ("Dahls saw the gate.", "Ada Lund came.", "Ada Lund saw the gate.", []),
        ("Later Dahls saw gates.", "Ada Lund came.", "Later Ada Lund saw gates.", ["Ada Lund"]),
        ("Bo Dahl saw gates.", "Ada Lund came.", "Bo Dahl and Ada Lund saw gates.", []),
        # Codes, countries and their capitals and peoples, words joined by a hyphen.
        ("The IR-6 ran.", "", "The IR-4 ran.", ["IR-4"]),
        ("The ir-6 ran.", "", "The IR-6 ran.", []),
        ("Norway paid.", "", "Oslo paid.", []),
        ("Norway paid.", "", "The Norwegian fleet paid.", []),
        ("Norway paid.", "", "Denmark paid.", ["Denmark"]),
        ("Theresa Villiers resigned.", "", "Theresa May resigned.", ["Theresa May"]),
        ("Theresa May resigned.", "", "Theresa May resigned.", []),
        ("It is the Lund Holm firm.", "", "It is the Lund-Holm firm.", []),
        # Names and their initials.
        ("The International Maritime Agency left.", "", "They say the IMA left.", []),
        ("They left the International Maritime Agency.", "", "They say the IMA left.", []),
        ("The International Maritime Agency left.", "", "They say the IMB left.", ["IMB"]),
        ("The IMA left.", "", "The International Maritime Agency left.", []),
        ("The IMB left.", "", "The International Maritime Agency left.",
         ["International Maritime Agency"]),
        ("The IM left.", "", "The International Maritime Agency left.",
         ["International Maritime Agency"]),
        ("The Agency left.", "", "The IMA left.", []),
        ("The Council left.", "", "The IMA left.", ["IMA"]),
        ("The Agency left.", "", "The Maritime Agency left.", []),
        ("The Council left.", "", "The Maritime Agency left.", ["Maritime Agency"]),
        ("Agency left.", "", "They saw the Maritime Agency.", ["Maritime Agency"]),
        ("The Harbour left.", "", "The Maritime Harbour left.", ["Maritime Harbour"]),
        ("The Old Agency left.", "", "The Maritime Agency left.", ["Maritime Agency"]),
        # A single word that opens the claim is hardly a name where the sources know it.
        ("The gate fell.", "", "Holm saw it.", []),
        ("The gate fell. Ada Lund came.", "", "Holm saw it.", ["Holm"]),
        ("The gate fell. Ada Lund came.", "", "Cranes fell.", []),
        ("The boat fell. Ada Lund came.", "", "Crane fell.", ["Crane"]),
        ("The boat fell. Ada Lund came.", "A crane leaned.", "Crane fell.", []),
        ("The craner fell. Ada Lund came.", "", "Crane fell.", ["Crane"]),
        ("The negotiator came. Ada Lund came.", "", "Negotiated peace came.", []),
    ],
)  # fmt: skip
def test_names_that_the_sentences_lack(
    source: str, around: str, claim: str, problems: list[str]
) -> None:
    sources = read_sources((source, around))
    claimed = name_problems(read_facts(plain(claim)), scope_of(source), sources)
    assert [problem.text for problem in claimed] == problems


@pytest.mark.parametrize("body", BODIES.split())
def test_a_body_is_called_by_its_last_word(body: str) -> None:
    source, name = f"The {body.title()} left.", f"North Maritime {body.title()}"
    claimed = name_problems(
        read_facts(f"The {name} left."), scope_of(source), read_sources((source,))
    )
    assert list(claimed) == []


@pytest.mark.parametrize(
    "pointer",
    "he she it they him them his its their her this that these those there former latter same "
    "other".split(),
)
def test_a_word_that_points_back_lets_a_name_come_from_elsewhere(pointer: str) -> None:
    claim, around = read_facts("Later Ada Lund saw gates."), "Ada Lund came."
    for pointing, problems in ((pointer, []), ("most", ["Ada Lund"])):
        source = f"Later Norway saw {pointing} gates."
        sources = read_sources((source, around))
        claimed = name_problems(claim, scope_of(source), sources)
        assert [problem.text for problem in claimed] == problems


@pytest.mark.parametrize("word", ["most", "first", "last", "end"])
def test_superlatives_point_at_nothing(word: str) -> None:
    source = f"Later Norway saw the {word} gates."
    sources = read_sources((source, "Ada Lund came."))
    claim = read_facts("Later Ada Lund saw gates.")
    assert len(list(name_problems(claim, scope_of(source), sources))) == 1
