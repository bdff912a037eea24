"""The example that judges another system, over a few recorded answers."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT
from evals import SHIPS, corpus_of
from fakes import FakeEncoder
from loccit.eval import evaluate, read_run
from loccit.eval.datasets.dataset import parse_lines
from loccit.index import Index

BIRCH = "The second ship is called Birch."
QUESTIONS = [
    {"id": "name", "question": "What is the second ship called?",
     "evidence": [{"document": "ships.txt", "quote": BIRCH}]},
    {"id": "crew", "question": "How many?", "history": [["Has the first ship a crew?", "Yes."]],
     "evidence": [{"document": "ships.txt", "quote": "It has a crew of 12 sailors."}]},
    {"id": "price", "question": "What did the lighthouse cost?", "answerable": False},
]  # fmt: skip


def recorded(id_: str, text: str, confidence: float) -> dict[str, object]:
    """An answer as the pipeline writes it: a passage of a file with a title of its own."""
    passage = {"page_content": text, "metadata": {"source": "/srv/ships.txt", "start_index": 40}}
    quote = {"document": "/srv/ships.txt", "quote": text}
    return {"id": id_, "answer": text, "citations": [quote], "abstained": False,
            "context": [passage], "confidence": confidence}  # fmt: skip


CREW = "# Ships\n\nThe first ship is called **Alder**. It has a crew of 12 sailors."
ANSWERS = [
    recorded("name", f"{BIRCH} It left the harbour of", -0.2),
    recorded("crew", CREW, -0.4),
    recorded("price", BIRCH, -1.1),
]  # fmt: skip


@pytest.fixture
def example() -> ModuleType:
    path = ROOT / "examples" / "judge_another_system" / "judge.py"
    spec = importlib.util.spec_from_file_location("judge_example", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """An index, a dataset and recorded answers."""
    corpus_of(tmp_path, ships=SHIPS)
    contents = {"questions.jsonl": QUESTIONS, "answers.jsonl": ANSWERS}
    for name, lines in contents.items():
        (tmp_path / name).write_text("".join(json.dumps(record) + "\n" for record in lines))
    return [str(tmp_path / name) for name in ("index", *contents)]


def test_two_systems_are_judged_side_by_side(
    example: ModuleType,
    files: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened = Index.open(Path(files[0]), FakeEncoder())
    monkeypatch.setattr(example.Index, "open", lambda folder: opened)
    example.main([*files, "--out", str(tmp_path / "judged")])
    shown = capsys.readouterr().out
    assert "LangChain tutorial, best passage quoted, and Loccit: 3 questions" in shown
    assert "Silent below a confidence of -0.4000" in shown
    about, results = read_run(tmp_path / "judged" / "theirs")
    assert about["system"]["name"] == example.NAME
    assert [result.scores["evidence_recall"] for result in results] == [1, 1, None]
    assert results[1].scores["evidence_precision"] == 0.5
    assert all(result.scores["span_recall"] == 1 for result in results[:2])
    assert results[2].scores["restraint"] == 0
    for name in ("theirs", "loccit"):
        assert (tmp_path / "judged" / name / "report.html").is_file()


def test_silence_below_a_confidence_and_what_was_not_recorded(
    example: ModuleType, files: list[str]
) -> None:
    dataset = parse_lines(Path(files[1]).read_text(), "questions")
    answers = example.read_answers(Path(files[2]))
    index = Index.open(Path(files[0]), FakeEncoder())
    silent = example.Recorded(answers, dataset, abstain_below=-0.5)
    done = evaluate(silent, dataset, index)
    assert [result.response.status for result in done.results] == [
        "answered",
        "answered",
        "abstained",
    ]
    del answers["crew"]
    failed = evaluate(example.Recorded(answers, dataset), dataset, index).results[1]
    assert failed.response.status == "error"
    assert failed.scores["credit"] == 0
