"""Sources that state different things: both cited, newest first; agreeing ones never a pair."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Encoder, Index, build_index
from loccit.rag import Answer, ChatInput, RagConfig, answer_question, render_text, stream_answer
from loccit.rag.disagreement.amounts import kinds_apart, read_amounts
from loccit.rag.disagreement.entities import only_in, subjects_and_sources
from loccit.rag.disagreement.moments import conflicting
from loccit.rag.disagreement.outcomes import conflicting as opposite
from loccit.text.dates import read_dates


def ask(index: Index, question: str, config: RagConfig | None = None, **filters: str) -> Answer:
    return answer_question(index, ChatInput(question, filters=filters or None), config)


@pytest.mark.parametrize(
    ("question", "new", "old"),
    [
        ("Who leads Iran's team?", "Bagheri Kani", "Araghchi"),
        ("Who is the president of Iran?", "Raisi", "Rouhani"),
        ("What is the total stockpile?", "2,441.3", "2,967.8"),
        ("How many rounds have been held so far?", "Six rounds", "Two rounds"),
    ],
)
def test_both_notes_are_cited_the_newest_first(
    corpus_index: Index, question: str, new: str, old: str
) -> None:
    answer = ask(corpus_index, question)
    first = {word: min(citation.number for citation in answer.citations if word in citation.quote)
             for word in (new, old)}  # fmt: skip
    pair = (first[new], first[old])
    assert pair in answer.disagreements
    assert pair[0] < pair[1]
    dates = [answer.citations[number - 1].date for number in pair]
    assert dates == ["2021-11-10", "2021-04-20"]
    assert len(answer.citations) <= RagConfig().max_sentences


def test_the_terminal_says_that_sources_differ(corpus_index: Index) -> None:
    answer = ask(corpus_index, "Who leads Iran's team?")
    shown = render_text(answer)
    assert answer.disagreements
    for pair in answer.disagreements:
        new, old = (f"[{n}] of {answer.citations[n - 1].date}" for n in pair)
        assert f"Sources differ: {new} and {old}." in shown
    assert "Sources differ" not in render_text(ask(corpus_index, "What does Iran fear?"))


def test_a_stream_says_so_once_both_are_there(corpus_index: Index) -> None:
    grown = list(stream_answer(corpus_index, "Who leads Iran's team?"))
    pairs = grown[-1].disagreements
    assert pairs
    for number, answer in enumerate(grown, start=1):
        assert answer.disagreements == tuple(pair for pair in pairs if max(pair) <= number)
    assert grown[-1].to_dict()["disagreements"] == [list(pair) for pair in pairs]


def test_one_sentence_leaves_no_room_for_two(corpus_index: Index) -> None:
    answer = ask(corpus_index, "Who leads Iran's team?", RagConfig(max_sentences=1))
    assert (len(answer.citations), answer.disagreements) == (1, ())


@pytest.mark.parametrize("most", [2, 3, 4])
def test_names_of_columns_come_with_a_row_or_not_at_all(corpus_index: Index, most: int) -> None:
    question = "Who is the head of the Atomic Energy Organization of Iran?"
    answer = ask(corpus_index, question, RagConfig(max_sentences=most))
    rows = [citation for citation in answer.citations if "\t" in citation.quote]
    assert len(rows) != 1
    assert not rows or any("from" in row.quote.split("\t") for row in rows)


@pytest.mark.parametrize(
    "question",
    [
        "What does Iran fear?",
        "When did the United States leave the JCPOA?",
        "How wide is the Strait of Hormuz at its narrowest point?",
        "Who is the head of the IAEA?",
        "Who coordinates the talks for the European Union?",
        "When did Iran pass both caps?",
    ],
)
def test_sources_that_agree_are_no_pair(corpus_index: Index, question: str) -> None:
    assert not ask(corpus_index, question).disagreements


PAIRS = [
    ("How many people does the mill employ?", "The mill employs 340 people.",
     "The mill employs 285 people today.", True),
    ("When did the mill open?", "The mill opened in 1884.", "The mill opened in 1891.", True),
    ("Who leads the miners' union?", "The miners' union is led by Tomas Reik.",
     "The miners' union is led by Ida Maurer.", True),
    ("Did the council approve the bypass?", "The council approved the bypass.",
     "The council rejected the bypass.", True),
    ("Will the ferry run in winter?", "The ferry will run in winter.",
     "The ferry did not run in winter.", True),
    ("What share of households heat with gas?", "60 percent of households heat with gas.",
     "60% of the households heat with gas.", False),
    ("When did the mill close?", "The mill closed on May 8, 2018.",
     "The mill closed on 8 May 2018.", False),
    ("How many jurors sat in the trial?", "Twelve jurors sat in the trial.",
     "In the trial sat 12 jurors.", False),
    ("How many visitors did the zoo have?", "The zoo had 210,000 visitors in 2018.",
     "The zoo had 165,000 visitors in 2021.", False),
    ("How many people does the northern hall hold?", "The northern hall holds 300 people.",
     "The southern hall holds 450 people.", False),
    ("How deep is the shaft?", "The shaft of the mine is 640 metres deep.",
     "The shaft of the mine is 640 metres deep.", False),
    ("How much did the dam cost?", "The dam cost $4.2bn.", "The dam cost US$4.2 billion in all.",
     False),
    ("How much did the dam cost?", "The dam cost $4.2bn.", "The dam cost $4.2m in all.", True),
    ("When did the dam open?", "The dam opened in Q3 2022.",
     "The dam opened in the third quarter of 2022.", False),
    ("When did the dam open?", "The dam opened in Q3 2022.",
     "The dam opened in the fourth quarter of 2022.", True),
]  # fmt: skip


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory, real_encoder: Encoder) -> Index:
    """Two dated notes for each of ``PAIRS``, the older one first, in a folder of its number."""
    folder = tmp_path_factory.mktemp("pairs")
    for number, (_, *texts, _) in enumerate(PAIRS):
        for name, text, year in zip("ab", texts, (2019, 2021), strict=True):
            path = folder / "texts" / str(number) / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\ntitle: Notes\ndate: {year}\n---\n\n{text}\n", encoding="utf-8")
    build_index([folder / "texts"], folder / "index", encoder=real_encoder)
    return Index.open(folder / "index", real_encoder)


@pytest.mark.parametrize("number", range(len(PAIRS)))
def test_pairs(paired: Index, number: int) -> None:
    question, old, new, differ = PAIRS[number]
    answer = ask(paired, question, **{"in": f"{number}/*"})
    assert answer.disagreements == (((1, 2),) if differ else ())
    if differ:
        assert [citation.quote for citation in answer.citations] == [new, old]


def test_a_source_without_a_date_comes_last(
    write: Write, tmp_path: Path, real_encoder: Encoder
) -> None:
    write("docs/a.md", "The harbour of Orm has 12 cranes.\n")
    write("docs/b.md", "---\ndate: 2020\n---\n\nThe harbour of Orm has 15 cranes.\n")
    build_index([tmp_path / "docs"], tmp_path / "index", encoder=real_encoder)
    answer = ask(Index.open(tmp_path / "index", real_encoder), "How many cranes does Orm have?")
    assert [citation.document for citation in answer.citations] == ["b.md", "a.md"]
    assert "Sources differ: [1] of 2020 and [2] without a date." in render_text(answer)


SENTENCES = st.sampled_from(sorted({text for _, *texts, _ in PAIRS for text in texts}))


@given(st.lists(SENTENCES, min_size=2, max_size=4, unique=True), st.integers(1, 4))
def test_pairs_are_of_citations_of_two_documents_newest_first(
    paired: Index, texts: list[str], most: int
) -> None:
    answer = ask(paired, " ".join(texts), RagConfig(max_sentences=most, threshold=0))
    assert len(answer.citations) <= most
    for first, second in answer.disagreements:
        new, old = answer.citations[first - 1], answer.citations[second - 1]
        assert first < second
        assert new.document != old.document
        assert (new.date or "") >= (old.date or "")


def test_copies_never_trigger(write: Write, tmp_path: Path, fake_encoder: FakeEncoder) -> None:
    sentence = "The harbour master counted 300 ships on 5 May 2019."
    write("docs/a.md", f"---\ndate: 2019\n---\n\n{sentence} Rain fell.\n")
    write("docs/b.md", f"---\ndate: 2021\n---\n\nA new opening. {sentence}\n")
    build_index([tmp_path / "docs"], tmp_path / "index", encoder=fake_encoder)
    index = Index.open(tmp_path / "index", fake_encoder)
    asked = ask(index, "How many ships did the harbour master count?", RagConfig(threshold=0))
    assert asked.citations
    assert not asked.disagreements


# Values: how they are written makes no difference.

SAME = [
    ("60 percent of homes", "60% of homes"), ("2,489.7 tonnes", "2489.7 tonnes"),
    ("twelve jurors", "12 jurors"), ("twenty-five monks", "25 monks"),
    ("three hundred and twelve ships", "312 ships"), ("1.5 million euros", "€1,500,000"),
    ("1.2 kilometres", "1,200 metres"), ("1,000 metres", "3,281 feet"),
    ("about 200 houses", "203 houses"), ("more than 500 runners", "512 runners"),
    ("up to 40 guests", "38 guests"), ("2.4 million people", "2,412,345 people"),
    ("a dozen eggs", "12 eggs"), ("90 minutes", "1.5 hours"), ("$4.2bn of aid", "$4.2 billion"),
    ("EUR 5m", "5 million euros"), ("¥300m", "300 million yen"), ("12,5 percent", "12.5%"),
    ("1.2m people", "1.2 million people"), ("50k users", "50,000 users"),
    ("3-5%", "3 to 5 percent"),
]  # fmt: skip
OTHER = [
    ("60 percent of homes", "35% of homes"), ("200 houses", "203 houses"),
    ("about 200 houses", "260 houses"), ("more than 500 runners", "400 runners"),
    ("$4.2bn of aid", "$4.2m of aid"), ("1.2m people", "1.4 million people"),
    ("1.2 kilometres", "1,300 metres"), ("two million people", "three million people"),
]  # fmt: skip
APART = [
    ("24 ships", "900 sailors"), ("5 euros", "5 percent"), ("no number", "12 jurors"),
    ("1.2m people", "a wall of 1.5 m"), ("$5", "7 Canadian dollars"),
]  # fmt: skip


def differ(first: str, second: str) -> bool:
    return bool(kinds_apart(read_amounts(first)[0], read_amounts(second)[0]))


@pytest.mark.parametrize(("first", "second"), SAME + APART)
def test_one_amount_or_amounts_of_other_things(first: str, second: str) -> None:
    assert not differ(first, second)
    assert not differ(second, first)


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_other_amounts(first: str, second: str) -> None:
    assert differ(first, second)
    assert differ(second, first)


@given(st.integers(0, 10**12))
def test_separators_of_thousands_make_no_difference(number: int) -> None:
    assert not differ(f"{number} ships", f"{number:,} ships")
    assert differ(f"{number} ships", f"{number + 1:,} ships")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("on May 8, 2018", "on 8 May 2018", False),
        ("in May 2018", "on 8 May 2018", False),
        ("on 2016-07-04", "on the 4th of July, 2016", False),
        ("at 6:30 a.m.", "at 06:30", False),
        ("in 2018", "on Friday", False),
        ("in 1884", "in 1891", True),
        ("on 14 May 1921", "on 2 June 1921", True),
        ("on Friday", "on Sunday", True),
        ("at 7 a.m.", "at 7 p.m.", True),
        ("in the first quarter of 2019", "in the third quarter of 2019", True),
        ("2015 people came", "2016 people came", False),
        ("in Q3 2022", "in the third quarter of 2022", False),
        ("in H1 2021", "in the second half of 2021", True),
        ("on May 7-19, 2021", "on 7 May 2022", True),
        ("on 12/05/2020", "on 5 December 2020", False),
        ("in 350 BC", "in AD 350", True),
    ],
)
def test_dates(first: str, second: str, expected: bool) -> None:
    ours, theirs = read_dates(first)[0], read_dates(second)[0]
    assert conflicting(ours, theirs) == conflicting(theirs, ours) == expected


@given(st.dates())
def test_a_date_agrees_with_itself_however_written(day) -> None:  # type: ignore[no-untyped-def]
    if day.year < 1000 or day.year >= 2100:
        return
    forms = [f"on {day:%d %B} {day.year}", f"{day:%B} {day.day}, {day.year}", day.isoformat()]
    read = [read_dates(form)[0] for form in forms]
    assert all([moment.iso for moment in moments] == [day.isoformat()] for moments in read)


def test_names() -> None:
    ours, _ = subjects_and_sources("The team is led by Ebrahim Raisi.")
    theirs, sources = subjects_and_sources("President Raisi leads it, according to Rafael Grossi.")
    assert not only_in(ours, theirs)
    assert ("rafael", "grossi") in [name.words for name in sources]
    assert not only_in(*[subjects_and_sources(f"Tests of the {name}.")[0]
                         for name in ("IMO", "International Maritime Organization")])  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("They agreed to meet.", "They refused to agree to meet.", True),
        ("They will meet.", "They did not meet.", True),
        ("The court convicted him.", "The court acquitted him.", True),
        ("Rents rose.", "Rents fell.", True),
        ("They approved it.", "They gave it approval and did not reject it.", False),
        ("They accepted it.", "They did not reject it.", False),
        ("They never met.", "They did not meet.", False),
    ],
)
def test_outcomes(first: str, second: str, expected: bool) -> None:
    assert opposite(first, second) == opposite(second, first) == expected


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_read_and_agrees_with_itself(first: str, second: str) -> None:
    for text in (first, second):
        moments, without_dates = read_dates(text)
        amounts, _, remainder = read_amounts(without_dates)
        assert len(remainder) == len(without_dates) == len(text)
        assert not conflicting(moments, moments)
        assert not kinds_apart(amounts, amounts)
        assert not opposite(text, text)
    assert opposite(first, second) == opposite(second, first)
