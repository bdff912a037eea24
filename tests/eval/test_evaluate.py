"""Whole runs: anybody's system, runs on disk, comparisons, gates, and bots that try to win."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from conftest import ROOT
from evals import SHIPS, corpus_of, result
from loccit.eval import (
    HEADLINE,
    METRICS,
    Dataset,
    DatasetError,
    Response,
    SystemUnfit,
    compare,
    evaluate,
    judge_gate,
    read_gate,
    read_run,
)
from loccit.eval.datasets.corpus import Corpus
from loccit.eval.datasets.dataset import parse_lines, resolve, to_line
from loccit.eval.judging.bots import BOTS, make_bot
from loccit.eval.judging.verifier import PUBLISHED, judge_verifier
from loccit.eval.run_folder import RunFolder
from loccit.eval.scoring.gate import gate_to_dict, junit
from loccit.eval.scoring.metrics import EACH
from loccit.eval.scoring.summary import figures
from loccit.eval.system import as_response
from loccit.index import Index
from loccit.rag import ChatInput, RagChain, RagConfig

LINES = "\n".join(
    json.dumps(record)
    for record in (
        {
            "id": "name", "question": "What is the second ship called?", "answers": ["Birch"],
            "evidence": [{"document": "ships.txt", "quote": "The second ship is called Birch."}],
            "tags": ["fact"],
        },
        {
            "id": "crew", "question": "How many sailors are in the crew?", "answers": ["12"],
            "evidence": [{"document": "", "quote": "It has a crew of\\n12 sailors."}],
        },
        {"id": "price", "question": "What did the lighthouse cost?", "answerable": False},
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus_of(tmp_path_factory.mktemp("ships"), ships=SHIPS)


@pytest.fixture
def dataset() -> Dataset:
    return parse_lines(LINES.replace("\\\\n", " "), "ships")


def test_a_quote_becomes_a_place_and_one_that_is_not_there_an_error(
    corpus: Corpus, dataset: Dataset
) -> None:
    placed = resolve(dataset, corpus)
    for example in placed.examples:
        for piece in example.evidence:
            assert corpus.text(piece.document)[piece.start : piece.end] == piece.quote
    assert placed.examples[1].evidence[0].document == "ships.txt"
    wrong = parse_lines(LINES.replace("Birch.", "Beech."), "ships")
    with pytest.raises(DatasetError, match=r"'name' quotes .*Beech.*closest text is .*Birch\."):
        resolve(wrong, corpus)
    named = parse_lines(LINES.replace("ships.txt", "ship.txt"), "ships")
    with pytest.raises(DatasetError, match=r"'ship.txt'.*closest names are 'ships.txt'"):
        resolve(named, corpus)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "contains no examples"),
        ("{", "line 1 is not valid JSON"),
        ("[]", "line 1 is list"),
        ('{"question": ""}', "Complete the drafts"),
        ('{"question": "a", "answerable": "no"}', "expected true or false"),
        ('{"question": "a", "evidence": [{"quote": ""}]}', "expected a document and its quote"),
        ('{"question": "a", "evidence": 1}', "expected a list"),
        ('{"question": "a", "answers": [1]}', "expected a list of strings"),
        ('{"question": "a", "history": ["x"]}', "expected a question and its answer"),
        ('{"id": "x", "question": "a"}\n{"id": "x", "question": "b"}', "has the id 'x' twice"),
        (
            '{"question": "a", "answerable": false, "evidence": [{"quote": "q"}]}',
            "has evidence and is not answerable",
        ),
    ],
)
def test_a_wrong_line_is_told(line: str, why: str) -> None:
    with pytest.raises(DatasetError, match=why):
        parse_lines(line, "lines")


def test_the_gold_set_is_resolved_and_written_as_it_was_read(fake_index: Index) -> None:
    corpus = Corpus(fake_index)
    for half in ("dev", "report"):
        text = (ROOT / f"eval/data/{half}.jsonl").read_text(encoding="utf-8")
        dataset = parse_lines(text, half)
        assert len(resolve(dataset, corpus).examples) == len(text.splitlines())
        again = parse_lines("".join(map(to_line, dataset.examples)), half)
        assert again == dataset
        assert again.digest == dataset.digest


def contexts(*texts: str) -> list[Any]:
    """What LangChain calls documents."""
    return [
        SimpleNamespace(page_content=text, metadata={"source": "a/ships.txt"}) for text in texts
    ]


@pytest.mark.parametrize(
    ("returned", "status", "cites", "citations"),
    [
        ("Birch.", "answered", False, 0),
        ("", "error", False, 0),
        ("I do not know the answer.", "abstained", False, 0),
        ("The context does not mention it.", "abstained", False, 0),
        ("Iran does not know fear, says the report. " * 9, "answered", False, 0),
        ({"answer": "Birch [1]. Kish [2][1].", "context": contexts("a", "b")}, "answered", True, 3),
        ({"result": "Birch", "source_documents": contexts("a", "b")}, "answered", True, 2),
        ({"text": "Birch", "citations": [{"document": "d", "quote": "q"}]}, "answered", True, 1),
        ({"text": "Birch", "abstained": True, "contexts": ["a"]}, "abstained", True, 0),
        ({"text": "Birch", "context": "one long text"}, "answered", True, 1),
        ({"text": "Birch", "context": {"text": "one passage"}}, "answered", True, 1),
        ({"text": "Birch", "context": contexts("a")[0]}, "answered", True, 1),
        ({"text": "Birch", "context": [{"text": "a", "metadata": None}]}, "answered", True, 1),
        ({"text": "Birch", "citations": [{"answer_start": None}]}, "answered", True, 1),
        (SimpleNamespace(content="Birch."), "answered", False, 0),
    ],
)
def test_what_systems_return_is_read(
    returned: Any, status: str, cites: bool, citations: int
) -> None:
    response = as_response(returned)
    assert (response.status, response.cites, len(response.citations)) == (status, cites, citations)


def test_a_mark_cites_its_sentence() -> None:
    response = as_response({"answer": "It is Birch [2]. It left.", "contexts": ["a", "b"]})
    (citation,) = response.citations
    assert response.text == "It is Birch. It left."
    assert response.text[citation.answer_start : citation.answer_end] == "It is Birch"
    assert citation.quote == "b"


def test_an_absent_span_is_the_whole_answer() -> None:
    fields = {"answer_start": None, "answer_end": None, "start": np.int64(3), "end": None}
    response = as_response({"text": "Birch", "citations": [fields], "confidence": np.float32(0.5)})
    (citation,) = response.citations
    assert (citation.answer_start, citation.answer_end) == (0, 5)
    assert (type(citation.start), citation.start, citation.end) == (int, 3, None)
    assert type(response.confidence) is float


@pytest.mark.parametrize(
    "returned", [None, 3, {"nothing": 1}, {"nothing": 1, 2: 3}, [], {"answer": 5}]
)
def test_what_cannot_be_judged_is_refused(returned: Any) -> None:
    with pytest.raises(SystemUnfit, match="expected"):
        as_response(returned)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("citations", "a", "the citations are 'a'; expected a list of mappings.*Return citations"),
        ("citations", 5, "the citations are 5; expected a list of mappings.*Return citations"),
        ("citations", {"quote": "q"}, "the citations are .*; expected a list"),
        ("citations", [5], "a citation is 5; expected a mapping.*Return citations"),
        ("citations", [{"start": "1"}], "start is '1'; expected a whole number. Return one"),
        ("citations", [{"end": 1.5}], "end is 1.5; expected a whole number. Return one"),
        ("citations", [{"answer_start": "a"}], "answer_start is 'a'; expected a whole number"),
        ("citations", [{"answer_end": []}], r"answer_end is \[\]; expected a whole number"),
        ("context", 5, "a passage is 5; expected text, a mapping.*Return passages"),
        ("context", [None], "a passage is None; expected text, a mapping.*Return passages"),
        ("context", [{"text": 5}], "a passage is .*; expected text, a mapping"),
        ("context", [{"text": "a", "metadata": "b"}], "a passage is .*; expected text, a mapping"),
        ("context", [SimpleNamespace(metadata={})], "a passage is .*; expected text, a mapping"),
        ("confidence", "high", "confidence is 'high'; expected a number. Return one, or leave"),
    ],
)
def test_a_field_of_another_form_is_refused(field: str, value: Any, message: str) -> None:
    with pytest.raises(SystemUnfit, match=message):
        as_response({"answer": "x", field: value})


def test_a_failing_system_costs_its_examples(corpus: Corpus, dataset: Dataset) -> None:
    def broken(question: str) -> str:
        if "ship" in question:
            raise RuntimeError("out of order")
        return "I do not know."

    done = evaluate(broken, dataset, corpus.index)
    assert done.summary["counts"] == {"answered": 0, "abstained": 2, "error": 1, "unscored": 0}
    assert done.results[0].response.error == "RuntimeError: out of order"
    with pytest.raises(SystemUnfit, match="expected an index"):
        evaluate(3, dataset, corpus.index)


def test_chain_index_and_function_are_one_system(corpus: Corpus, dataset: Dataset) -> None:
    config = RagConfig(threshold=0.0)
    chain = RagChain(corpus.index, config)
    by = [
        evaluate(corpus.index, dataset, corpus.index, config=config),
        evaluate(chain, dataset, corpus.index),
        evaluate(lambda question: chain.invoke(question), dataset, corpus.index),
    ]
    assert by[0].results == by[1].results == by[2].results
    assert by[0].summary["figures"]["quote_exact"]["value"] == 1


def test_history_comes_to_who_takes_it(corpus: Corpus) -> None:
    asked: list[Any] = []

    def system(question: Any) -> str:
        asked.append(question)
        return "x"

    line = '{"question": "And it?", "history": [["What is Birch?", "A ship."]]}'
    evaluate(system, parse_lines(line, "x"), corpus.index)
    system.takes_turns = True  # type: ignore[attr-defined]
    evaluate(system, parse_lines(line, "x"), corpus.index)
    assert asked == ["And it?", ChatInput("And it?", (("What is Birch?", "A ship."),))]


def test_two_runs_are_equal_byte_for_byte_and_one_that_was_stopped_too(
    corpus: Corpus, dataset: Dataset, tmp_path: Path
) -> None:
    class StopError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise StopError

    def run(name: str, **more: Any) -> Path:
        evaluate(corpus.index, dataset, corpus.index, out=tmp_path / name, **more)
        return tmp_path / name

    first, second = run("a"), run("b")
    with pytest.raises(StopError):
        run("c", progress=stop)
    assert (tmp_path / "c/progress.jsonl").read_text().count("\n") == 2
    with (tmp_path / "c/progress.jsonl").open("a") as out:
        out.write('{"half of a li')
    run("c")
    for folder in (second, tmp_path / "c"):
        for name in ("run.json", "results.jsonl"):
            assert (folder / name).read_bytes() == (first / name).read_bytes()
        assert not (folder / "progress.jsonl").exists()
    seconds = json.loads((tmp_path / "c/timings.json").read_text())["seconds"]
    assert [second is None for second in seconds] == [True, True, False]
    _, results = read_run(first)
    done = evaluate(corpus.index, dataset, corpus.index)
    assert tuple(results) == done.results


def test_a_folder_holds_one_run(corpus: Corpus, dataset: Dataset, tmp_path: Path) -> None:
    evaluate(corpus.index, dataset, corpus.index, out=tmp_path / "a")
    with pytest.raises(DatasetError, match="contains a run of another"):
        evaluate(corpus.index, dataset.first(1), corpus.index, out=tmp_path / "a")
    with pytest.raises(DatasetError, match="contains no finished run"):
        read_run(tmp_path / "nowhere")


def test_a_comparison_pairs_by_example() -> None:
    before = [result(str(n), credit=0.2) for n in range(30)]
    after = [result(str(n), credit=0.9 if n < 20 else 0.1 if n < 25 else 0.2) for n in range(1, 31)]
    comparison = compare(before, after)
    assert comparison.only == ("0", "30")
    assert [len(comparison.better), len(comparison.worse)] == [19, 5]
    assert comparison.better[0].by == pytest.approx(0.7)
    assert comparison.differences["credit"].n == 29
    assert comparison.falls() == []
    back = compare(after, before)
    assert {"credit", HEADLINE} <= set(back.falls())
    assert compare(before, before).better == ()
    with pytest.raises(DatasetError, match="no example in common"):
        compare(before, [])


@pytest.fixture
def results() -> list[Any]:
    """Forty examples: half of them worth .8, and restraint in half of ten more."""
    results = [result(str(n), credit=0.8, quote_exact=1.0, fabricated=0.0) for n in range(40)]
    results += [
        result(f"u{n}", answerable=False, restraint=float(n % 2), fabricated=0.0) for n in range(10)
    ]
    return results


def judged(text: str, results: list[Any], folder: Path) -> dict[str, bool]:
    """Which limits of a gate are kept."""
    (folder / "gate.toml").write_text(text)
    limits = judge_gate(read_gate(folder / "gate.toml"), figures(results), results)
    verdict = gate_to_dict(limits)
    assert verdict["passed"] == all(limit["passed"] for limit in verdict["limits"])
    suite = ElementTree.fromstring(junit(limits, "x"))
    assert int(suite.attrib["failures"]) == sum(not limit.passed for limit in limits)
    assert len(suite.findall("testcase")) == len(limits)
    return {limit.metric: limit.passed for limit in limits}


def test_a_limit_is_broken_beyond_noise_alone(results: list[Any], tmp_path: Path) -> None:
    text = """
        [at_least]
        grounded_score = {score}
        restraint = 0.55
        quote_exact = 1.0
        credit = 0.81
        aurc = 0.1
        [at_most]
        fabricated = 0.0
    """
    assert judged(text.format(score=0.6), results, tmp_path) == {
        "grounded_score": True, "restraint": True, "quote_exact": True, "credit": False,
        "aurc": False, "fabricated": True,
    }  # fmt: skip
    results[3].scores["quote_exact"] = 0.5  # one is too many, however wide the interval
    assert not judged(text.format(score=0.9), results, tmp_path)["quote_exact"]
    assert not judged(text.format(score=0.9), results, tmp_path)["grounded_score"]


def test_a_fall_against_an_earlier_run(
    results: list[Any], corpus: Corpus, dataset: Dataset, tmp_path: Path
) -> None:
    about = evaluate(corpus.index, dataset, corpus.index).about
    RunFolder(tmp_path / "before", about).finish(results, [])
    text = '[no_fall]\nrun = "before"\nmetrics = ["credit", "quote_exact"]'
    assert judged(text, results, tmp_path) == {"credit": True, "quote_exact": True}
    worse = [replace(result, scores={**result.scores, "quote_exact": 0.0}) for result in results]
    assert judged(text, worse, tmp_path) == {"credit": True, "quote_exact": False}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "defines no limits"),
        ("[at_leest]\nmrr = 1", "has the table 'at_leest'"),
        ("[at_least]\nfaith = 1", "names the metric 'faith'; expected one of grounded_score"),
        ('[at_least]\nmrr = "1"', "expected a number"),
        ("[no_fall]\nrun = 'x'\nmetrics = ['faith']", "names the metric 'faith'"),
        ("[no_fall]\nrun = 'x'\nmetrics = ['auroc']", "names the metric 'auroc'"),
        ("[no_fall]\nrun = 'x'\nmetrics = 'credit'", "expected the folder of an earlier run"),
        ("[at_least]\nmrr = 0.5\n[no_fall]\nmetrics = ['credit']", "expected the folder"),
        ("no_fall = 1", "expected the folder of an earlier run"),
        ("at_least = 1", "expected a table of limits"),
        ("[", "cannot be read"),
    ],
)
def test_a_wrong_gate_is_told(text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "gate.toml").write_text(text)
    with pytest.raises(DatasetError, match=why):
        read_gate(tmp_path / "gate.toml")


def test_no_bot_wins(corpus_index: Index) -> None:
    """On the half to develop with, each loses to the honest system by more than noise."""
    text = (ROOT / "eval/data/dev.jsonl").read_text(encoding="utf-8")
    examples = parse_lines(text, "dev")
    few = replace(examples, examples=examples.examples[::3])
    honest = evaluate(corpus_index, few, corpus_index)
    assert honest.summary["figures"][HEADLINE]["low"] > 0.05
    for name in BOTS:
        bot = evaluate(make_bot(name, corpus_index), few, corpus_index)
        assert HEADLINE in compare(honest.results, bot.results).falls(), name


def test_each_metric_is_described() -> None:
    assert len({metric.name for metric in METRICS}) == len(METRICS) == len(EACH) + 3
    assert all(metric.title and metric.about.endswith(".") for metric in METRICS)
    scored = evaluate_nothing()
    assert set(scored.scores) == set(EACH)


def evaluate_nothing() -> Any:
    """A scored result of a response that failed."""
    from loccit.eval.scoring.score import score
    from loccit.eval.types import Example

    return score(Example("x", "Who?"), Response("error"), None)  # type: ignore[arg-type]


def test_the_judge_is_judged_on_the_documents_themselves(fake_index: Index) -> None:
    judged = judge_verifier(fake_index, most=6)
    again = judge_verifier(fake_index, most=6)
    assert judged == again
    assert {"number", "date", "entity", "negation", "wrong source"} <= set(judged["mutations"])
    assert judged["mutations"].keys() == judged["precision"].keys()
    for kind, figure in judged["mutations"].items():
        assert 1 <= figure["n"] <= 6, kind
    assert judged["false_alarms"]["word for word"]["value"] == 0
    assert judged["mutations"]["number"]["value"] > 0.8
    assert judged["precision"]["number"]["value"] > 0.8


def test_the_published_figures_are_those_of_the_documentation() -> None:
    page = (ROOT / "docs/explanation/verifier.md").read_text(encoding="utf-8")
    for name, row in (("BEGIN", "begin, all | AUROC"), ("WiCE", "wice | AUROC")):
        count, with_vectors = re.search(
            rf"^\| {re.escape(row)} \| (\d+) \| [^|]+ \| ([^|]+) \|$", page, re.MULTILINE
        ).groups()  # type: ignore[union-attr]
        value, low, high = map(float, re.findall(r"\d\.\d+", with_vectors)[:3])
        assert PUBLISHED[name] == (value, int(count), low, high)
