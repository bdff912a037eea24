"""Names and words: one reader for claims, short answers, follow-ups and disagreements."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.rag import make_standalone
from loccit.rag.asking.talk_names import names_in as names_of_conversation
from loccit.rag.disagreement.entities import subjects_and_sources
from loccit.rag.short.names import names_in as names_of_answers
from loccit.text import lexicon
from loccit.text.dates import read_dates
from loccit.text.names import Name, initials, is_common, read_names
from loccit.text.places import place
from loccit.text.reading import read_facts
from loccit.text.words import near, read_words, root, stem

READINGS = {
    "The IAEA said on Tuesday, 3 Sept. 2019 that Iran holds 241.6 kg.": ["IAEA", "Iran"],
    "Between 6 and 9 April 2021 the United States and Iran met.": ["United States", "Iran"],
    "Ursula von der Leyen came on 2021-05-12.": ["Ursula von der Leyen"],
    "Sales rose 3-5% to EUR 4.2bn in Q3 2022, U.S. officials told Q3.": ["U.S."],
    "On 12/05/2020 the court ruled 5 to 4 against Nestlé.": ["Nestlé"],
    "At 9 a.m. al-Shabaab took the town of Bu'ale.": ["al-Shabaab", "Bu'ale"],
    "Born c. 350 BC, Aristotle taught Alexander.": ["Aristotle", "Alexander"],
    "López Obrador's cabinet met Iran's President Rouhani.": [
        "López Obrador", "Iran", "President Rouhani"],
    "In The Hague, Dr. Ann Lee met Michael J. Fox.": ["The Hague", "Dr. Ann Lee", "Michael J. Fox"],
    "When Simon & Garfunkel left AT&T, I wept.": ["Simon & Garfunkel", "AT&T"],
    "However, Apollo 11 landed. Who saw it? They did in May.": ["Apollo 11"],
    "Tests of the IMO ended. Rutte won 5 EUR.": ["IMO", "Rutte"],
    'He wrote "A Northern Soul" and said, "Sales fell." It met "The Verve" (The end).': [
        "A Northern Soul", "The Verve"],
    "He paid EUR 200 to William\nthe Conqueror.": ["William\nthe Conqueror"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "names"), READINGS.items())
def test_the_names_of_a_text(text: str, names: list[str]) -> None:
    assert [name.text for name in read_names(read_dates(text)[1])] == names


@pytest.mark.parametrize("name", ["United States", "Ursula von der Leyen", "al-Shabaab", "U.S."])
def test_all_uses_read_a_name_whole(name: str) -> None:
    text = f"In May 2021 the guard met {name} in Oslo."
    assert name in [span.of(text) for span in names_of_answers(text)]
    assert name in [each.text for each in names_of_conversation(text)]
    assert name in [each.text for each in read_facts(text).names]
    assert name in [each.text for each in subjects_and_sources(text)[0]]


def test_what_looks_like_a_name_is_not_asked_about() -> None:
    answer = "Between 6 and 9 April 2021 the United States and Iran met in Vienna."
    history = (("Who met?", answer), ("When was Q3 2022?", "Born in BC, sales of EUR 4.2bn fell."))
    for question in ("And where did it meet?", "Where did they meet?", "When did he meet Iran?"):
        alone = make_standalone(question, history)
        text = f"{alone.text} {alone.search}"
        assert not {"Between", "Q3", "EUR", "Born", "BC"} & set(text.split())


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Dutch", "demonym"), ("The Hague", "capital"), ("Holland", "name"), ("Vietnam", "name"),
        ("us", None), ("Us", None), ("Who", None), ("Utopia", None),
    ],
)  # fmt: skip
def test_places(text: str, form: str | None) -> None:
    named = place(text)
    assert (named.form if named else None) == form


def test_a_place_is_one_by_all_its_names() -> None:
    for name in ("U.S.", "US", "USA", "United States", "America", "Americans", "Washington"):
        assert canonical(name) == "United States"


def canonical(name: str) -> str | None:
    named = place(name)
    return named.name if named else None


def test_every_place_of_the_lexicon_has_a_first_name() -> None:
    for key in ("aliases", "demonyms", "capitals", "bodies"):
        for line in lexicon.phrases(f"names.{key}"):
            first, *aliases = line.split("|")
            for alias in aliases:
                assert canonical(alias) == first
            assert canonical(first) == first


SAME = [
    ("Ebrahim Raisi", "President Raisi"), ("IMO", "International Maritime Organization"),
    ("Rafael Mariano Grossi", "Rafael Grossi"), ("U.S.", "United States"), ("Iran", "Iranian"),
    ("the Beatles", "The Beatles"), ("Prime Minister", "Prime Minister"), ("Vienna", "Vienna"),
    ("Dutch", "Holland"), ("Farm Food Body", "FFB"), ("Theresa May", "Prime Minister May"),
]  # fmt: skip
DIFFERENT = [
    ("Bryan Ferry", "Bryan Adams"), ("Vienna", "Austria"), ("North Korea", "South Korea"),
    ("IMO", "International Atomic Energy Agency"), ("Oslo", "Ann Lee"),
    ("Theresa May", "Theresa Villiers"),
    ("Grossi Rafael", "Rafael Grossi"), ("Prime Minister", "President"), ("Oslo", "Norwegian"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), SAME + DIFFERENT)
def test_whether_two_names_may_be_one(first: str, second: str) -> None:
    (ours,), (theirs,) = (read_names(f"we met {name} again") for name in (first, second))
    assert ours.may_be(theirs) == theirs.may_be(ours) == ((first, second) in SAME)
    assert ours.may_be(ours)
    assert not ours.may_be(theirs) or ours.keys & theirs.keys


@pytest.mark.parametrize(
    ("text", "is_person"),
    [
        ("Hassan Rouhani left", True), ("Rouhani left", True), ("we met in Rouhani", False),
        ("the IAEA left", False), ("the Bank of Oslo left", False), ("Apollo 11 left", False),
        ("Queens Park left", False), ("Ana da Silva left", True), ("Ana Bea Cid Dahl left", True),
        ("Ana Bea Cid Eva Dahl left", False), ("J. R. left", True), ("it left for Rouhani", True),
        ("it left from Rouhani", False), ("this Rouhani", False), ("it left into Rouhani", False),
        ("France left", False), ("Air France left", False),
    ],
)  # fmt: skip
def test_who_may_be_a_person(text: str, is_person: bool) -> None:
    assert [name.person for name in read_names(f"today {text}")] == [is_person]


def test_a_single_word_that_opens_a_sentence_may_be_no_name() -> None:
    opening = {name.text: name.opens for name in read_names("Hamas met Fatah. France: Ali Baba.")}
    assert opening == {"Hamas": True, "Fatah": False, "France": False, "Ali Baba": False}


RUNS = {
    # Small words inside a name: two in a row at most, and no other space than one.
    "We met Ursula von der Leyen.": ["Ursula von der Leyen"],
    "We met the Bank of the Isle.": ["Bank of the Isle"],
    "We met the Bank of the von Isle.": ["Bank", "Isle"],
    "We met Ann  Lee, Bo\tDahl.": ["Ann", "Lee", "Bo", "Dahl"],
    "We met Bank of  Isle, Hall  of Isle.": ["Bank", "Isle", "Hall", "Isle"],
    "We met Ann Lee and Bo Dahl.": ["Ann Lee", "Bo Dahl"],
    "We met the House of": ["House"],
    # A short number at the end.
    "We saw Apollo 11 Moon.": ["Apollo 11", "Moon"],
    "We saw Apollo 1234, Apollo 11.5, Apollo 11%, Apollo 11 %.": ["Apollo"] * 4,
    "We saw Battle of 11 ships.": ["Battle"],
    # A possessive ends a name, and an opener after a full stop begins a sentence.
    "We met Ann's Bo Dahl.": ["Ann", "Bo Dahl"],
    "We left the U.S. The ship sank.": ["U.S."],
    "We left the U.S. Navy.": ["U.S. Navy"],
    "We met St. Olaf and J. R. Dahl.": ["St. Olaf", "J. R. Dahl"],
    # Words that open a sentence and are no names.
    "However Rutte left. However 11 came.": ["Rutte"],
    "Tests of the FAO ended. Tests of FAO ended.": ["FAO", "Tests of FAO"],
    "Ship of the FAO left.": ["Ship of the FAO"],
    "Ships left. Begin! Rutte left.": ["Rutte"],
    "Between Of Oslo": ["Oslo"],
    "North Korea left. The North left.": ["North Korea", "North"],
    "It left\nHowever, Rutte stayed": ["Rutte"],
    "we met The Verve, I and I’m there, The": ["The Verve"],
    "we met Ann May of plan B and Bo": ["Ann May", "Bo"],
    "we met George Will, and Will": ["George Will"],
    "we met Ann Has and Bo Did": ["Ann", "Bo"],
    # Dates, eras and sums are no names.
    "we met in May, on Tues, Sept. and Thursday, in Q3 and BC": [],
    "we paid EUR 200, 5 EUR, EUR 4.2, EUR4.2bn": [],
    "we like EUR4 Fund, ABC4.2 and EURO4": ["EUR4 Fund", "ABC4.2", "EURO4"],
    "we like the EUR, the EUR Fund and the Fund 5": ["EUR", "EUR Fund", "Fund 5"],
    "we met May Rutte": ["May Rutte"],
    # Arabic prefixes.
    "we met al-Amin and el-Sisi": ["al-Amin", "el-Sisi"],
}


@pytest.mark.parametrize(("text", "names"), RUNS.items())
def test_where_names_begin_and_end(text: str, names: list[str]) -> None:
    assert [name.text for name in read_names(text)] == names


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Fatah left", True), ("we met Fatah", False), ("It left. Fatah stayed", True),
        ("It said: Fatah left", True), ("It said, “Fatah left", True), ("the “Fatah left", False),
        ("It left (Fatah stayed", False), ("It left\nFatah stayed", True),
        ("It left! (Fatah stayed", True), ("However Fatah left", False), ("Norway left", False),
        ("Fatah Lee left", False), ("It left; Fatah stayed", True), ("“Fatah left", True),
        ("e.g. Fatah left", False),
    ],
)  # fmt: skip
def test_whether_a_name_opens_a_sentence(text: str, opens: bool) -> None:
    assert [name.opens for name in read_names(text)] == [opens]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("we met Dr. Ann Lee", ("ann", "lee")),
        ("we met Prime Minister Lee", ("lee",)),
        ("we met O’Neil of the Hall's", ("o'neil", "hall")),
        ("we met the F.A.O. Sunday Fund", ("fao", "sunday", "fund")),
        ("we met Theresa May", ("theresa", "may")),
        ("we met Ann June", ("ann", "june")),
        ("we met Prime Minister May", ("may",)),
        ("we met May Rutte", ("rutte",)),
        ("we met Thurs Rutte", ("rutte",)),
    ],
)
def test_names_are_compared_without_titles_grammar_and_a_month_in_front(
    text: str, words: tuple[str, ...]
) -> None:
    assert [name.words for name in read_names(text)] == [words]


@pytest.mark.parametrize(
    ("text", "acronym"),
    [("FAO", "fao"), ("F.A.O.", "fao"), ("NGOs", "ngo"), ("Fao", ""), ("PhD", "phd"),
     ("FAO WTO", ""), ("F", "")],
)  # fmt: skip
def test_acronyms(text: str, acronym: str) -> None:
    assert Name(text, (), 0, len(text)).acronym == acronym


@pytest.mark.parametrize(
    ("run", "letters"),
    [
        ("Food and Farm Body", {"ffb", "fafb"}), ("Ann's Lee", {"al"}), ("Food-Body", {"fb"}),
        ("Food", set()), ("Food's", set()), ("food body", {"fb"}),
    ],
)  # fmt: skip
def test_initials_with_and_without_small_words(run: str, letters: set[str]) -> None:
    assert initials(run) == letters


@pytest.mark.parametrize(
    ("word", "common"),
    [("Tests", True), ("Testing", True), ("Tested", True), ("Newly", True), ("Test", False)],
)
def test_words_common_by_their_form(word: str, common: bool) -> None:
    assert is_common(word) is common


def test_kinds_of_names() -> None:
    kinds = {name.text: (name.kind, name.canonical, name.is_demonym)
             for name in read_names("we met the Dutch, Norway, the EU, Ann Lee")}  # fmt: skip
    assert kinds == {
        "Dutch": ("country", "Netherlands", True),
        "Norway": ("country", "Norway", False),
        "EU": ("body", "European Union", False),
        "Ann Lee": ("name", "", False),
    }
    assert Name("IR-6", ("ir-6",), 0, 4, is_code=True).kind == "code"


WORDS = st.sampled_from(
    "Iran Ali al-Shabaab the of von U.S. J. Dr. Iran's May Q3 EUR 200 4.2 I The In & , . : \n ' “ "
    "é İ ß 北京 Between".split(" ")
)


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=20).map(" ".join)))
def test_names_are_slices_in_order_and_apart(text: str) -> None:
    names = read_names(text)
    assert all(text[name.start : name.end] == name.text for name in names)
    assert all(before.end <= after.start for before, after in pairwise(names))
    assert all(name.text == name.text.strip() and len(name.text) > 1 for name in names)
    parts = read_facts(text).names
    assert all(before.end <= after.start for before, after in pairwise(parts))


# Words.


def test_forms_of_an_irregular_word_have_one_stem_and_stand_once() -> None:
    groups = lexicon.groups("words.irregular") + lexicon.groups("words.derived")
    for base, *forms in groups:
        assert {stem(form) for form in forms} == {stem(base)}
    assert not [pair for pair in combinations(groups, 2) if set(pair[0]) & set(pair[1])]


def test_words_that_differ_are_kept_apart() -> None:
    assert stem("important") == stem("importance") != stem("imports")
    assert stem("1,250") == "1250"
    assert stem("u.s.") == stem("u.s")


def test_forms_of_a_word_have_one_root() -> None:
    for first, second in (("elect", "elected"), ("iran", "iranian"), ("invade", "invasion"),
                          ("negotiator", "negotiation"), ("write", "wrote")):  # fmt: skip
        assert root(stem(first)) == root(stem(second))
    for first, second in (("1914", "1918"), ("may", "make"), ("commission", "communist")):
        assert root(stem(first)) != root(stem(second))
    assert [word.stem for word in read_words("Iran’s wrote")] == ["iran", "write"]


def test_synonyms_are_symmetric_and_hold_themselves() -> None:
    for word in ("begin", "started", "ship", "zebra"):
        assert stem(word) in near(stem(word))
    assert stem("started") in near(stem("began"))
    assert stem("began") in near(stem("started"))
