"""The facts of a text: its words, dates, numbers and names, read once and kept apart."""

from __future__ import annotations

import pytest
from loccit.text.reading import read_facts

TEXT = "On 3 May 2019 the Dutch U.S. envoy's 12 ships left Ann Lee in Oslo."


def test_the_words_of_a_text_in_each_form() -> None:
    facts = read_facts(TEXT)
    assert {"envoy's", "ship", "left"} & facts.stems == {"ship"}
    assert {"envoy", "us", "ships", "lee"} <= facts.small
    assert "negoti" in read_facts("negotiators").roots


def test_topic_words_are_outside_dates_numbers_and_names() -> None:
    facts = read_facts(TEXT)
    assert [word.text for word in facts.topic] == ["envoy's", "ships", "left"]
    outside = [word.text for word in facts.plain_words]
    assert outside == ["on", "the", "dutch", "u.s.", "envoy's", "ships", "left", "ann", "lee",
                       "in", "oslo"]  # fmt: skip


def test_a_text_of_dates_and_numbers_alone_is_all_that_it_says() -> None:
    facts = read_facts("3 May 2019: 12")
    assert [word.text for word in facts.plain_words] == ["3", "may", "2019", "12"]
    assert facts.topic == ()


def test_content_words_beside_a_place() -> None:
    text = "Old ships left the red pier at noon"
    facts = read_facts(text)
    red = text.index("red")
    assert [word.text for word in facts.before(red, 2)] == ["ships", "left"]
    assert [word.text for word in facts.before(red, 9)] == ["old", "ships", "left"]
    assert [word.text for word in facts.before(text.index(" the"), 1)] == ["left"]
    assert [word.text for word in facts.before(text.index(" the") - 1, 1)] == ["ships"]
    assert [word.text for word in facts.after(red, 2)] == ["red", "pier"]
    assert [word.text for word in facts.after(red + 1, 9)] == ["pier", "noon"]
    assert facts.before(0, 3) == facts.after(len(text), 3) == ()


def test_places_acronyms_and_initials() -> None:
    facts = read_facts("In May 2019 the World Trade Body met the FAO, NGOs and Dutch officials.")
    assert facts.place_names == {"Netherlands"}
    assert facts.acronyms == {"fao", "ngo"}
    assert "wtb" in facts.initials
    assert read_facts("the Council of the North").initials == {"cn", "cotn"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Codes are names.
        ("He set up IR-6 and UF6.", [("IR-6", "code"), ("UF6", "code")]),
        # A place inside a longer name is a name of its own.
        ("The Dutch Navy left.", [("Dutch", "country"), ("Navy", "name")]),
        ("We met United Nations Security Council Envoy Lee.",
         [("United Nations Security Council", "body"), ("Envoy Lee", "name")]),
        ("We met Ann Lee of Norway.", [("Ann Lee", "name"), ("Norway", "country")]),
        ("We met Lee of the United States Navy.",
         [("Lee", "name"), ("United States", "country"), ("Navy", "name")]),
        ("We saw Apollo 11 land.", [("Apollo", "name")]),
        # Titles alone are no names.
        ("We met President Lee.", [("President Lee", "name")]),
        ("We met Dutch President of France.", [("Dutch", "country"), ("France", "country")]),
        ("On 3 May 2019 we met Lee.", [("Lee", "name")]),
    ],
)  # fmt: skip
def test_names_as_claims_are_checked_by_them(text: str, names: list[tuple[str, str]]) -> None:
    facts = read_facts(text)
    assert [(name.text, name.kind) for name in facts.names] == names
    for name in facts.names:
        assert text[name.start : name.end] == name.text
        assert not (name.kind == "code" and (name.person or name.opens))


def test_parts_of_a_name_keep_what_it_is() -> None:
    (name,) = read_facts("Rutte left.").names
    assert name.opens
    assert name.person
    (name,) = read_facts("we met Ann Lee").names
    assert not name.opens
    assert name.person
    assert name.words == ("ann", "lee")
    (first, second) = read_facts("we met Lee of Norway").names
    assert first.words == ("lee",)
    assert second.words == ("norway",)
