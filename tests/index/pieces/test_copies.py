"""Copies: what counts as the same words, what folds, and where else a sentence stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Index, build_index
from loccit.index.cleaning.near_duplicates import SentenceSet
from loccit.rag import Answer, RagConfig, answer_question
from loccit.text.wordings import first_of_wording, wording

SAID = [
    "The old harbour master opened the western gate for all the heavy grain ships in March.",
    "Every crew that waited outside was paid by the county for the lost days.",
]


@pytest.mark.parametrize(
    "wording_",
    [
        "the harbour-master’s “log”, kept since 1921",
        "THE  harbour master's log\n(kept since 1921)!",
        "Harbour master's log kept since a 1921.",
        "The har-\nbour master's log, kept since 1921.",
    ],
)
def test_wording_leaves_out_case_spacing_punctuation_and_articles(wording_: str) -> None:
    assert wording(wording_) == "harbour master's log kept since 1921"


@pytest.mark.parametrize(
    ("text", "changed"), [("1,921 ships", "1921 ships"), ("in May", "in June"), ("no ship", "ship")]
)
def test_wording_keeps_figures_and_words(text: str, changed: str) -> None:
    assert wording(text) != wording(changed)


def test_texts_of_articles_alone_keep_them() -> None:
    assert wording("The A") == "the a"
    assert first_of_wording(["A ship.", "Ships", "the ship", "ships!"]) == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("second", "is_covered"),
    [
        (SAID[1], True),
        (SAID[1].replace("Every", "each").replace(",", ""), True),
        (SAID[1].replace("lost", "idle"), True),
        (SAID[1].replace("lost", "12"), False),
        (SAID[1].replace("lost", "45.5"), False),
        (SAID[1].replace("county", "Westport"), False),
        (SAID[1].replace("was paid", "was never paid"), False),
        (SAID[1].replace("was paid", "wasn't paid"), False),
        ("Nobody at the quay had seen anything like it in those years.", False),
    ],
)
def test_a_passage_is_covered_only_without_a_figure_name_or_negation_of_its_own(
    second: str, is_covered: bool
) -> None:
    assert SentenceSet().plus(SAID).covers([SAID[0], second]) == is_covered


def test_a_passage_needs_eight_words_and_half_of_them_in_the_same_sentences() -> None:
    said = SentenceSet().plus(["It is so.", *SAID])
    assert not said.covers(["It is so."])
    assert said.covers([SAID[0], SAID[1].replace("lost", "idle")])
    assert not said.covers([one.replace("the", "that") for one in SAID])
    assert not said.covers([])


def test_what_an_original_says_is_covered_though_it_was_not_shown() -> None:
    changed = SAID[1].replace("lost", "idle")
    original = SentenceSet().plus(SAID)
    assert not SentenceSet().covers(SAID)
    assert SentenceSet().covers([SAID[0], changed], copied={0}, originals=[original])
    assert not SentenceSet().covers([SAID[0], changed], copied={0}), "nothing is like the second"
    fresh = SAID[1].replace("lost", "12")
    assert not SentenceSet().covers([SAID[0], fresh], copied={0}, originals=[original])


sentence = st.lists(st.sampled_from("ship gate crew grain pier lamp tide wind".split()), min_size=3)
passage = st.lists(sentence.map(lambda words: " ".join(words) + "."), min_size=1, max_size=5)


@given(passage, passage)
def test_a_part_of_what_was_said_is_covered(first: list[str], second: list[str]) -> None:
    shown = SentenceSet().plus(first).plus(second)
    words = sum(len(wording(text).split()) for text in second)
    assert shown.covers(second[::-1]) == (words >= 8)
    assert not shown.covers(
        [*second, "Seventeen owls sang below an empty tower all through winter."]
    )


@pytest.fixture
def docs(write: Write, tmp_path: Path) -> Path:
    """An article, and another of a later date that has most of it under a lead of its own."""
    filler = [f"Lantern number {n} burned above the yard for {n} nights." for n in range(12)]
    original = " ".join([*filler[:6], *SAID, *filler[6:]])
    write("docs/original.txt", f"Gates\n\nBy Jane Roe\n\n4 May 2020\n\n{original}")
    copy = " ".join([*SAID, *filler[6:]])
    lead = "We liked this piece so much that it stands here a second time."
    write("docs/a-copy.txt", f"Again\n\nBy Kim Poe\n\n9 May 2021\n\n{lead}\n\n{copy}")
    return tmp_path / "docs"


def built(docs: Path) -> Index:
    encoder = FakeEncoder()
    build_index([docs], docs.parent / "index", encoder=encoder)
    return Index.open(docs.parent / "index", encoder)


def answer(index: Index) -> Answer:
    return answer_question(
        index, "Who opened the western gate for grain ships?", RagConfig(threshold=0)
    )


def test_the_original_is_cited_with_its_other_place(docs: Path) -> None:
    copy = docs / "a-copy.txt"
    copy.write_text("\n\n".join(copy.read_text().split("\n\n")[4:]))
    index = built(docs)
    cited = {citation.quote: citation for citation in answer(index).citations}[SAID[0]]
    assert (cited.document, cited.date) == ("original.txt", "2020-05-04")
    (place,) = cited.also_in
    assert place.document == "a-copy.txt"
    assert index.document(place.document).text[place.start : place.end] == SAID[0]


def test_without_its_original_a_copy_is_cited(docs: Path) -> None:
    built(docs)
    (docs / "original.txt").unlink()
    cited = {citation.quote: citation for citation in answer(built(docs)).citations}[SAID[0]]
    assert (cited.document, cited.also_in) == ("a-copy.txt", ())


def test_passages_cut_elsewhere_fold_and_new_ones_do_not(docs: Path) -> None:
    index = built(docs)
    everything = index.search("lantern gate crew", 50, fold=False)
    folded = index.search("lantern gate crew", 50)
    names = [hit.chunk.document for hit in everything]
    assert names.count("a-copy.txt") > 1
    remaining = [hit for hit in folded if hit.chunk.document == "a-copy.txt"]
    assert [hit for hit in remaining if "stands here a second time" in hit.chunk.text] == remaining
    assert len(remaining) == 1, "its lead is said nowhere else"
    assert names.count("original.txt") == len(folded) - 1
    for hit in everything:
        (best,) = index.search(hit.chunk.text, 1)
        assert best.chunk.document == "original.txt" or best.chunk == remaining[0].chunk


def test_a_mail_is_no_original_of_what_it_quotes(docs: Path, write: Write) -> None:
    (docs / "a-copy.txt").unlink()
    write("docs/original.txt", " ".join([*SAID, "Nothing else was written on that page."]))
    write(
        "docs/mail.eml",
        "Subject: gates\nFrom: kim@example.org\nDate: Mon, 06 Jan 2014 10:00:00 +0000\n\n"
        + "\n".join(f"> {line}" for line in SAID),
    )
    index = built(docs)
    assert {hit.chunk.document for hit in index.search("gate", 9)} == {"original.txt"}


def test_a_quote_right_under_its_attribution_is_whole(write: Write, tmp_path: Path) -> None:
    quoted = (
        "> The old harbour master opened the western gate for all the heavy\n"
        "> grain ships in March. Every crew that waited outside was paid by\n"
        "> the county for the lost days.\n"
    )
    head = "Subject: gates\nFrom: kim@example.org\n\nOn Monday Ada Roe wrote:\n"
    write("docs/mail.eml", f"{head}{quoted}So we were told then.\n")
    index = built(tmp_path / "docs")
    (hit,) = index.search("gate", 9)
    sentences = [
        " ".join(index.with_columns(hit.chunk, sentence).split())
        for sentence in hit.chunk.sentences
    ]
    assert sentences[-3:] == [*SAID, "So we were told then."]


def test_a_copy_in_the_same_document_is_no_other_place(tmp_path: Path, write: Write) -> None:
    write("docs/a.txt", f"{SAID[0]} Then it rained for a week.\n\nLater on. {SAID[0]} {SAID[1]}")
    index = built(tmp_path / "docs")
    cited = [citation for citation in answer(index).citations if citation.quote == SAID[0]]
    assert [citation.also_in for citation in cited] == [()]


def test_rows_are_copies_only_under_the_same_columns(tmp_path: Path, write: Write) -> None:
    rows = "\n".join(f"Westport harbour basin {n},{n * 7}" for n in range(3, 6))
    write("docs/a.csv", f"Harbour,Ships in spring\n{rows}\n")
    write("docs/b.csv", f"Harbour,Ships in spring\n{rows}\n")
    write("docs/c.csv", f"Harbour,Fires in autumn\n{rows}\n")
    index = built(tmp_path / "docs")
    shown = {hit.chunk.document for hit in index.search("Westport", 9)}
    assert shown == {"a.csv", "c.csv"}
