"""Datasets in every form that is read, the documents that they bring, and what is refused."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from conftest import Write
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from loccit.eval import Dataset, DatasetError, Example, Gold, read_dataset
from loccit.eval.datasets.corpus import Corpus
from loccit.eval.datasets.dataset import parse_lines, resolve, to_line, write_lines
from loccit.eval.readers.kinds import KINDS, kind_of
from loccit.eval.readers.names import file_names
from loccit.eval.readers.texts import write_texts
from loccit.index import Index, build_index

HARBOUR = "The harbour opened in 1874. It cost 40,000 crowns, and Ada Brandt drew it. Ships came."
LIGHT = "The light was lit on 3 May 1901.\nIts keeper was Ole Lund. Ole Lund kept it for 9 years."

# Characters that files can hold: all but halves of them.
words = st.text(st.characters(codec="utf-8"), max_size=20)
spoken = words.map(lambda text: f"{text}a")
golds = st.builds(Gold, words, words.map(lambda text: f"q{text}"))
examples = st.builds(
    Example,
    id=spoken,
    question=spoken,
    answers=st.lists(words, max_size=3).map(tuple),
    evidence=st.lists(golds, max_size=2).map(tuple),
    history=st.lists(st.tuples(words, words), max_size=2).map(tuple),
    tags=st.lists(words, max_size=2).map(tuple),
    standalone=st.none() | words,
)


@given(
    st.lists(examples, min_size=1, max_size=4, unique_by=lambda example: example.id), st.booleans()
)
def test_what_is_written_in_our_own_form_is_what_is_read(
    written: list[Example], mark: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "set.jsonl")
        write_lines(path, written)
        if mark:
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        dataset = read_dataset(path)
    assert dataset == Dataset("set.jsonl", tuple(written))
    assert parse_lines("\r\n".join(map(to_line, written)), "set.jsonl") == dataset


def squad(*paragraphs: tuple[str, list[dict[str, Any]]], title: str = "Docks") -> str:
    records = [{"context": context, "qas": asked} for context, asked in paragraphs]
    return json.dumps({"version": "2", "data": [{"title": title, "paragraphs": records}]})


def asked(*answers: tuple[str, int], **more: Any) -> dict[str, Any]:
    records = [{"text": text, "answer_start": start} for text, start in answers]
    return {"question": "What of it?", "answers": records, **more}


@given(st.data())
def test_a_quote_of_squad_is_the_slice_of_whole_sentences_that_holds_the_answer(
    draws: st.DataObject,
) -> None:
    start = draws.draw(st.integers(0, len(HARBOUR) - 1))
    text = HARBOUR[start : draws.draw(st.integers(start + 1, len(HARBOUR)))]
    if not text.strip():
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "set.json")
        path.write_text(squad((HARBOUR, [asked((text, start))])), encoding="utf-8")
        (example,) = read_dataset(path).examples
    # The sentences of this text end where a full stop is followed by a space.
    borders = [0, 28, 75, len(HARBOUR) + 1]
    first = start + len(text) - len(text.lstrip())
    last = start + len(text.rstrip())
    begin = max(place for place in borders if place <= first)
    end = min(place - 1 for place in borders if place > last - 1)
    assert example.evidence == (Gold("", HARBOUR[begin:end]),)
    assert example.answers == (text.strip(),)


def test_squad_keeps_ids_titles_and_the_unanswerable(write: Write) -> None:
    path = write(
        "squad.json",
        squad(
            (HARBOUR, [asked(("1874", 22), id="a7"), asked(is_impossible=True, id=8)]),
            (LIGHT, [asked(("Ole Lund", 999)), asked(("Ole Lund", 48), ("9 years", 79))]),
            (LIGHT, [asked(("nobody", 0)), asked(("3 May 1901.\nIts", 17))]),
        ),
    )
    dataset = read_dataset(path)
    ids = [example.id for example in dataset.examples]
    assert ids == ["a7", "8", "squad-0003", "squad-0004", "squad-0006"]
    assert [example.answerable for example in dataset.examples] == [True, False, True, True, True]
    assert dataset.examples[1].evidence == ()
    assert dataset.examples[1].answers == ()
    assert dataset.examples[2].evidence[0].quote == "Ole Lund kept it for 9 years."
    assert [gold.quote for gold in dataset.examples[3].evidence] == [
        "Its keeper was Ole Lund.",
        "Ole Lund kept it for 9 years.",
    ]
    assert dataset.examples[3].tags == ("Docks", "alternatives")
    assert dataset.examples[0].tags == ("Docks",)
    assert dataset.examples[4].evidence[0].quote == LIGHT[:57]
    assert len(dataset.left_out) == 1
    assert "paragraph 3, question 1" in dataset.left_out[0]


def test_halves_of_characters_and_nul_become_signs_of_one_length(
    write: Write, tmp_path: Path
) -> None:
    text = "\0 \ud800 On 3 May. Then \U0001f600 came."
    path = write("s.json", squad((text, [asked(("came", text.index("came")))])))
    (example,) = read_dataset(path).examples
    assert example.evidence[0].quote == "Then \U0001f600 came."
    (written,) = write_texts(path, tmp_path / "texts")
    assert written.read_text(encoding="utf-8") == f"\ufffd \ufffd{text[3:]}\n"
    (example,) = parse_lines('{"question": "\\ud800a \\ud83d\\ude00"}', "set").examples
    assert example.question == "\ufffda \U0001f600"


def test_every_quote_of_squad_is_found_in_the_documents_that_it_brings(
    write: Write, tmp_path: Path
) -> None:
    path = write("s.json", squad((HARBOUR, [asked(("1874", 22))]), (LIGHT, [asked(("9", 79))])))
    written = write_texts(path, tmp_path / "texts")
    assert [file.name for file in written] == ["Docks.txt"]
    assert written[0].read_text(encoding="utf-8") == f"{HARBOUR}\n\n{LIGHT}\n"
    build_index([tmp_path / "texts"], tmp_path / "index", encoder=FakeEncoder())
    corpus = Corpus(Index.open(tmp_path / "index", FakeEncoder()))
    for example in resolve(read_dataset(path), corpus).examples:
        (gold,) = example.evidence
        assert corpus.text("Docks.txt")[gold.start : gold.end] == gold.quote


def beir(write: Write, corpus: list[dict[str, Any]], qrels: str) -> Path:
    write("b/corpus.jsonl", "\n".join(map(json.dumps, corpus)))
    queries = [{"_id": f"q{n}", "text": f"What is {n}?"} for n in range(4)]
    write("b/queries.jsonl", "\n".join(map(json.dumps, queries)))
    return write("b/qrels/test.tsv", qrels).parent.parent


def test_beir_names_the_documents_as_they_are_written(write: Write, tmp_path: Path) -> None:
    corpus = [
        {"_id": "d1", "title": "Dock", "text": HARBOUR},
        {"_id": "a/b", "title": "", "text": LIGHT},
    ]
    qrels = "query-id\tcorpus-id\tscore\nq2\td1\t1\nq2\ta/b\t2\nq0\td1\t0\nq1\ta/b\t1\n"
    folder = beir(write, corpus, qrels)
    dataset = read_dataset(folder)
    written = write_texts(folder, tmp_path / "texts")
    assert [file.name for file in written] == ["d1.txt", "a_b.txt"]
    assert written[0].read_text(encoding="utf-8") == f"Dock\n\n{HARBOUR}\n"
    assert written[1].read_text(encoding="utf-8") == f"{LIGHT}\n"
    assert [example.id for example in dataset.examples] == ["q1", "q2"]
    assert dataset.examples[1].evidence == (Gold("d1.txt", ""), Gold("a_b.txt", ""))
    assert dataset.examples[0].tags == ("test",)
    assert dataset.left_out == ("queries.jsonl: 2 without a relevant document, such as 'q0'",)
    write("b/qrels/dev.tsv", "q3\td1\t1\n")
    assert [example.id for example in read_dataset(folder).examples] == ["q1", "q2", "q3"]
    only = read_dataset(folder / "qrels" / "test.tsv")
    assert [example.id for example in only.examples] == ["q1", "q2"]
    build_index([tmp_path / "texts"], tmp_path / "index", encoder=FakeEncoder())
    resolve(dataset, Corpus(Index.open(tmp_path / "index", FakeEncoder())))


@pytest.mark.parametrize(
    ("name", "topics"),
    [
        ("queries.tsv", "7\tWhen was it lit?\n9\tWho?\n"),
        ("topics.tsv", "qid\tquery\r\n7\tWhen was it lit?\r\n9\tWho?\r\n"),
        ("queries.jsonl", '{"_id": "7", "text": "When was it lit?"}\n{"qid": 9, "query": "Who?"}'),
    ],
)
def test_trec_is_read_with_the_topics_beside_it(write: Write, name: str, topics: str) -> None:
    path = write("t/qrels.txt", "7 0 light.txt 2\n7\t0\tmy dock.txt\t1\n9 0 light.txt 0\n")
    write(f"t/{name}", topics)
    for dataset in (read_dataset(path), read_dataset(path.parent)):
        (example,) = dataset.examples
        assert (example.id, example.question) == ("7", "When was it lit?")
        assert example.evidence == (Gold("light.txt", ""), Gold("my dock.txt", ""))
        assert len(dataset.left_out) == 1


@given(
    st.lists(st.tuples(spoken, spoken, spoken), min_size=1, max_size=3),
    st.sampled_from(",;\t"),
    st.permutations(["Question", " document", "QUOTE"]),
)
def test_a_table_in_any_order_and_separator_says_what_it_says(
    rows: list[tuple[str, str, str]], separator: str, order: list[str]
) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator)
    writer.writerow(order)
    columns = ["Question", " document", "QUOTE"]
    writer.writerows([[row[columns.index(name)] for name in order] for row in rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "faq.csv")
        path.write_bytes(b"\xef\xbb\xbf" + file.getvalue().encode("utf-8"))
        dataset = read_dataset(path)
    quoted = [
        (example.question, example.evidence[0].document, example.evidence[0].quote)
        for example in dataset.examples
    ]
    assert quoted == [tuple(cell.strip() for cell in row) for row in rows]
    assert [example.id for example in dataset.examples] == [
        f"faq-{n:04}" for n in range(1, len(rows) + 1)
    ]


def test_a_table_has_answers_tags_and_the_unanswerable(write: Write) -> None:
    path = write(
        "faq.csv",
        "id;Question;ANSWERS;answerable;tags;note\n"
        ";When?;1874|in 1874;yes;easy|dates;x\n\n"
        'mine;"Who;\nthen?";;No;;\n',
    )
    dataset = read_dataset(path)
    assert dataset.examples == (
        Example("faq-0001", "When?", True, ("1874", "in 1874"), tags=("easy", "dates")),
        Example("mine", "Who;\nthen?", False),
    )
    assert dataset.left_out == ("faq.csv: the column 'note' is not read",)


def test_ragas_is_read_in_its_new_names_and_its_old_ones(write: Write) -> None:
    lines: list[dict[str, Any]] = [
        {
            "user_input": "When?",
            "reference": "1874",
            "reference_contexts": ["<1-hop>\n\nThe harbour opened in 1874.", "Ships came."],
            "synthesizer_name": "multi",
        },
        {"question": "Who?", "ground_truth": "Ada", "contexts": ["Ada Brandt drew it."]},
        {"question": "Why?", "ground_truths": ["so"], "contexts": ["found"], "answer": "so"},
    ]
    dataset = read_dataset(write("r.jsonl", "\n".join(map(json.dumps, lines))), "ragas")
    quotes = ("The harbour opened in 1874.", "Ships came.")
    assert dataset.examples == (
        Example(
            "r-0001", "When?", True, ("1874",), tuple(Gold("", q) for q in quotes), (), ("multi",)
        ),
        Example("r-0002", "Who?", True, ("Ada",), (Gold("", "Ada Brandt drew it."),)),
        Example("r-0003", "Why?", True, ("so",)),
    )


def rating(number: int, tag: str, **more: Any) -> str:
    record = {
        "id": f"feedback-{number}",
        "question": "When?",
        "answerable": True,
        "answers": [],
        "evidence": [{"document": "a.txt", "quote": f"In {number}."}],
        "history": [],
        "tags": [tag],
        "note": "wrong\nyear",
        "text": f"In {number}.",
        "asked_as": "When?",
    }
    return json.dumps({**record, **more}) + "\n"


def test_liked_answers_are_examples_and_disliked_ones_are_told(write: Write) -> None:
    lines = [
        rating(1, "liked"),
        rating(2, "disliked"),
        rating(3, "liked"),
        rating(4, "disliked", text="In 3."),
        rating(5, "liked", asked_as="When was it lit?"),
        rating(6, "liked", answerable=False),
    ]
    dataset = read_dataset(write("feedback.jsonl", "".join(lines)))
    assert [example.id for example in dataset.examples] == [
        "feedback-1",
        "feedback-5",
        "feedback-6",
    ]
    assert [example.question for example in dataset.examples] == [
        "When?",
        "When was it lit?",
        "When?",
    ]
    assert dataset.examples[0].evidence == (Gold("a.txt", "In 1."),)
    assert dataset.examples[2].evidence == ()
    assert not dataset.examples[2].answerable
    assert len(dataset.left_out) == 3
    assert "line 2" in dataset.left_out[0]
    assert "wrong year" in dataset.left_out[0]
    assert "replaced by a later rating" in dataset.left_out[1]
    with pytest.raises(DatasetError, match="no liked answer"):
        read_dataset(write("bad.jsonl", rating(2, "disliked")))


SAMPLES: dict[str, Callable[[Write], Path]] = {
    "loccit": lambda write: write("s.txt", '\ufeff\n{"question": "Who?"}'),
    "squad": lambda write: write("s", json.dumps(json.loads(squad((LIGHT, []))), indent=1)),
    "beir": lambda write: beir(write, [], ""),
    "trec": lambda write: write("s.csv", "1 0 a.txt 1\n"),
    "csv": lambda write: write("s.json", "id\tquestion\n1\tWho?\n"),
    "ragas": lambda write: write("s.jsonl", '{"question": "Who?", "contexts": []}'),
    "feedback": lambda write: write("s.jsonl", rating(1, "liked")),
}


def test_every_kind_has_a_sample_here() -> None:
    assert set(SAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_told_by_its_content(kind: str, write: Write, tmp_path: Path) -> None:
    path = SAMPLES[kind](write)
    assert kind_of(path) == kind
    if kind not in ("squad", "beir"):
        with pytest.raises(DatasetError, match="contains no documents"):
            write_texts(path, tmp_path / "texts")


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        ("", None, "is empty"),
        ("\n \n", None, "is empty"),
        (b"\xff\xfe\x00", None, "not UTF-8"),
        ("hello", None, "matches no known dataset format"),
        ("[1]", None, "is a list"),
        ('{"a": 1}', None, "starts with an object"),
        ('{"question": "Who?"}\n{"question": ""}', None, "line 2"),
        ('{"question": "Who?"}\n{', None, "line 2 is not valid JSON"),
        ("[" * 100_000, None, "not valid JSON"),
        ('{"question": "Who?"}', "spreadsheet", "unknown kind of dataset 'spreadsheet'"),
        ('{"question": "Who?"}', "squad", "has no 'data'"),
        ('{"data": []}', None, "contains no examples"),
        ('{"data": [7]}', None, "article 1 is 7"),
        ('{"data": [{"paragraphs": [{"qas": [{"answers": [3]}]}]}]}', None, "an answer is 3"),
        ('{"data": [{"paragraphs": [{"qas": 5}]}]}', None, "has qas 5"),
        (squad((LIGHT, [asked(("Ole", 0), id=1), asked(("Ole", 0), id=1)])), None, "'1' twice"),
        ("question,answer\nWho?,a,b\n", None, "line 2 has 3 cells"),
        ('question\nWho?\n"When?\n', None, "is not a valid row"),
        ("question,answerable\nWho?,maybe\n", None, "line 2 has answerable 'maybe'"),
        ("question,answer\n,x\n", None, "line 2 has the question ''"),
        ("question,question\na,b\n", None, "'question' twice"),
        ("question,answerable,quote\nWho?,no,x\n", None, "evidence and is not answerable"),
        ("name\n1\n", "csv", "expected one called question"),
        ("1 0 a.txt 1\n", None, "no topics"),
        ('{"user_input": [{"content": "a"}]}', "ragas", "is a conversation"),
        ('{"user_input": "a?", "reference_contexts": [1]}', None, "expected a list of strings"),
        ('{"user_input": "a?", "reference": 1}', None, "has reference 1"),
        ('{"question": "Who?"}', "feedback", "expected a rating"),
    ],
)
def test_what_is_malformed_is_refused_with_its_place(
    content: str | bytes, kind: str | None, says: str, write: Write
) -> None:
    with pytest.raises(DatasetError, match=says.replace("(", r"\(")):
        read_dataset(write("set", content), kind)


@pytest.mark.parametrize(
    ("qrels", "says"),
    [
        ("q1\td1\n", "line 1 is"),
        ("q1\td1\tmuch\n", "relevance 'much'"),
        ("q1\td9\t1\n", "document 'd9'"),
        ("q1\td1\t1\nq9\td1\t1\n", "line 2 judges the query 'q9'"),
    ],
)
def test_judgements_of_what_is_not_there_are_refused(qrels: str, says: str, write: Write) -> None:
    folder = beir(write, [{"_id": "d1", "text": LIGHT}], qrels)
    with pytest.raises(DatasetError, match=says):
        read_dataset(folder)


def test_folders_that_are_no_dataset_are_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="is not a dataset"):
        read_dataset(tmp_path)
    for missing in (tmp_path / "none", tmp_path / ("x" * 300), tmp_path / "a\0b"):
        with pytest.raises(DatasetError):
            read_dataset(missing)
    with pytest.raises(DatasetError, match="is a folder"):
        read_dataset(tmp_path, "csv")
    with pytest.raises(DatasetError, match=r"lacks corpus\.jsonl"):
        read_dataset(tmp_path, "beir")
    write("queries.jsonl", '{"_id": "1", "text": "a"}')
    with pytest.raises(DatasetError, match="Choose the folder"):
        read_dataset(tmp_path / "queries.jsonl")
    folder = beir(write, [{"_id": "d1"}, {"_id": "d1"}], "q1\td1\t1")
    with pytest.raises(DatasetError, match=r"corpus.jsonl, line 2 has the _id 'd1'"):
        read_dataset(folder)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 99) | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "data paragraphs context qas question answers answer_start text id title tags note "
                "is_impossible user_input reference reference_contexts contexts ground_truths "
                "evidence document quote history answerable asked_as answer _id".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@given(
    st.one_of(
        json_values.map(lambda value: json.dumps(value).encode()),
        json_values.map(lambda value: json.dumps({"data": [{"paragraphs": [value]}]}).encode()),
        st.binary(max_size=60),
        st.text('question,;\t"\n\r |a1\0\ufeff', max_size=60).map(str.encode),
    ),
    st.sampled_from([None, *KINDS]),
)
def test_any_content_is_read_or_refused(content: bytes, kind: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "set")
        path.write_bytes(content)
        Path(folder, "queries.tsv").write_text("1\tWho?\n")
        with contextlib.suppress(DatasetError):
            dataset = read_dataset(path, kind)
            assert dataset.examples
            assert len({example.id for example in dataset.examples}) == len(dataset.examples)


HOSTILE = [
    "../x",
    "/etc/x",
    "..",
    ".",
    "a\0b",
    "x" * 300,
    "é" * 200,
    "x" * 299 + "y",
    "D1",
    "d1",
    "a/b",
    "a\\b",
    "a:b",
    ".hidden",
    "\u202etxt",
    "\ud800",
    "~",
    "con\n",
    "café",
    "cafe\u0301",
    "中文",
]


def test_hostile_names_stay_in_the_folder_and_apart(write: Write, tmp_path: Path) -> None:
    folder = beir(
        write,
        [{"_id": document_id, "text": f"{n} \0"} for n, document_id in enumerate(HOSTILE)],
        "",
    )
    beside = set(tmp_path.rglob("*"))
    out = tmp_path / "out"
    written = write_texts(folder, out)
    assert set(tmp_path.rglob("*")) - beside == {out, *written}
    assert all(file.parent == out and file.is_file() for file in written)
    assert [file.read_text(encoding="utf-8") for file in written] == [
        f"{n} \ufffd\n" for n in range(len(HOSTILE))
    ]
    build_index([out], tmp_path / "index", encoder=FakeEncoder())
    index = Index.open(tmp_path / "index", FakeEncoder())
    assert set(index.names) == {file.name for file in written}


def test_a_link_in_the_folder_is_not_followed(write: Write, tmp_path: Path) -> None:
    path = write("s.json", squad((LIGHT, []), title="../s"))
    kept = write("kept.txt", "kept")
    (tmp_path / "out").mkdir()
    (name,) = file_names(["../s"])
    (tmp_path / "out" / name).symlink_to(kept)
    with pytest.raises(DatasetError, match="cannot be written"):
        write_texts(path, tmp_path / "out")
    assert kept.read_text(encoding="utf-8") == "kept"
    with pytest.raises(DatasetError, match="cannot be written"):
        write_texts(path, kept)


@given(st.lists(st.text(max_size=12) | st.sampled_from(HOSTILE), max_size=12))
@hypothesis.example(["\xa0"])  # a space that does not print as one
def test_names_of_files_differ_and_are_parts_of_a_path(ids: list[str]) -> None:
    names = list(file_names(ids))
    assert len({name.casefold() for name in names}) == len(ids)
    for name in names:
        assert Path(name).name == name
        assert name.isprintable()
        assert not name.startswith(".")
        assert len(name.encode()) < 200
    assert names == list(file_names(ids))
