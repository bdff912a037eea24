"""``loccit eval``: run, compare, init and texts, as a person types them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from loccit.eval import read_run
from loccit.index import Encoder, build_index
from loccit.ui.cli import main as cli

Run = Callable[..., tuple[int, str, str]]
SAMPLE = (
    "interview-what-tehran-wants.md",
    "briefs/jcpoa-in-brief.md",
)
FEARS = (
    "Iran's leaders fear most that they will stay under sanctions and have nothing to show for "
    "the nuclear limits they kept.",
    "A second fear follows from the first: Iran's leaders worry that foreign banks will stay away "
    "even after sanctions are lifted on paper, because a bank can refuse a lawful payment when it "
    "expects the rules to change again.",
)
LINES = (
    {"id": "fear", "question": "What does Iran fear?", "evidence": [{"quote": q} for q in FEARS]},
    {"id": "people", "question": "What is the population of Iran?", "answerable": False},
)  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in a folder with two questions; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    Path("q.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))

    def call(*arguments: object) -> tuple[int, str, str]:
        code = cli.run(["eval", *map(str, arguments)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


@pytest.fixture(scope="module")
def index(
    tmp_path_factory: pytest.TempPathFactory, corpus_folder: Path, real_encoder: Encoder
) -> Path:
    """An index of a few documents of the sample corpus: judging the verifier reads them all."""
    folder = tmp_path_factory.mktemp("evaluated") / "index"
    build_index([corpus_folder / name for name in SAMPLE], folder, encoder=real_encoder)
    return folder


def test_a_run_writes_every_report_and_two_are_equal(run: Run, index: Path) -> None:
    for name in ("a", "b"):
        code, out, _ = run("run", "q.jsonl", "--index", index, "--out", name)
        assert code == 0
        assert "Grounded score                          1.000" in out
        assert f"Report: {name}/report.html" in out
    names = {path.name for path in Path("a").iterdir()}
    assert names == {
        "run.json", "results.jsonl", "timings.json", "summary.json", "report.html", "report.md",
        "run.trec", "ragas.jsonl",
    }  # fmt: skip
    for name in names - {"timings.json"}:
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes(), name
    summary = json.loads(Path("a/summary.json").read_text())
    assert summary["judge"]["mutations"]["number"]["value"] > 0.9


def test_a_crash_of_the_judge_costs_its_part_alone(
    run: Run, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(index: object) -> None:
        raise ZeroDivisionError("out of order")

    monkeypatch.setattr("loccit.ui.cli.evaluating.judge_verifier", crash)
    code, out, err = run("run", "q.jsonl", "--index", index, "--out", "a")
    assert code == 0
    assert "Report: a/report.html" in out
    assert "could not be evaluated (ZeroDivisionError: out of order)" in err
    assert json.loads(Path("a/summary.json").read_text())["judge"] is None


def test_a_broken_limit_fails_the_command(run: Run, index: Path) -> None:
    Path("gate.toml").write_text("[at_least]\nrestraint = 0.5\n[at_most]\nfabricated = 0.0\n")
    command = ("run", "q.jsonl", "--index", index, "--no-judge", "--gate", "gate.toml", "--out")
    assert run(*command, "good")[0] == 0
    code, out, _ = run(*command, "bad", "--system", "bot:copy-the-passage")
    assert code == 1
    assert "FAIL  restraint is 0.000" in out
    assert "ok    fabricated" in out
    suite = ElementTree.parse("bad/junit.xml").getroot()
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("2", "1")


def test_any_importable_system_is_judged_and_compared(run: Run, index: Path) -> None:
    Path("my_app.py").write_text("def guess(question):\n    return 'It is certain. [1]'\n")
    command = ("run", "q.jsonl", "--index", index, "--no-judge", "--out")
    assert run(*command, "ours")[0] == 0
    assert run(*command, "theirs", "--system", "my_app:guess")[0] == 0
    about, results = read_run(Path("theirs"))
    assert about["system"]["name"] == "guess"
    assert [result.response.text for result in results] == ["It is certain."] * 2
    code, out, _ = run("compare", "ours", "theirs")
    assert code == 0
    assert "Worse: 2" in out
    assert "-1.00  What does Iran fear?" in out
    assert "after: It is certain." in out
    code, out, _ = run("compare", "ours", "theirs", "--json")
    assert json.loads(out)["differences"]["worth"]["value"] == -1


def test_runs_are_kept_beside_the_index_and_numbered(run: Run, index: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(index, "own")
    for number in ("0001", "0002"):
        code, out, _ = run("run", "q.jsonl", "--index", "own", "--no-judge", "--first", "1")
        assert code == 0
        assert f"own/kept/evals/{number}/report.html" in out


def test_drafts_are_to_be_completed(run: Run, index: Path) -> None:
    code, out, _ = run("init", "drafts.jsonl", "--index", index, "-n", "6")
    assert code == 0
    assert out.startswith("Wrote 6 drafts to drafts.jsonl.")
    assert run("init", "drafts.jsonl", "--index", index)[0] == 2
    code, _, err = run("run", "drafts.jsonl", "--index", index)
    assert code == 2
    assert "Complete the drafts" in err


def test_the_texts_of_a_dataset_are_written(run: Run) -> None:
    article = {
        "title": "Ships",
        "paragraphs": [{"context": "Birch is a ship. It is old.", "qas": []}],
    }
    Path("squad.json").write_text(json.dumps({"version": "v2.0", "data": [article]}))
    code, out, _ = run("texts", "squad.json", "docs")
    assert code == 0
    assert "Wrote 1 documents to docs" in out
    assert "Birch is a ship." in next(Path("docs").iterdir()).read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("run",), 2, "no dataset was given; name one"),
        (("run", "nowhere.jsonl"), 2, "nowhere.jsonl"),
        (("run", "q.jsonl", "--gate", "nowhere.toml"), 2, "the gate 'nowhere.toml' cannot be read"),
        (("run", "q.jsonl", "--system", "nowhere:x"), 2, "expected MODULE:NAME"),
        (("run", "q.jsonl", "--system", "bot:clever"), 2, "expected one of always-abstain"),
        (("run", "q.jsonl", "--tag", "nothing"), 2, "no example"),
        (("compare", "a", "b"), 2, "'a' contains no finished run"),
        (("run", "q.jsonl", "--first", "0"), 2, "see loccit --help"),
    ],
)
def test_what_cannot_be_run_is_told(
    run: Run, index: Path, arguments: tuple[str, ...], code: int, why: str
) -> None:
    place = ("--index", index) if arguments[0] == "run" else ()
    got, _, err = run(*arguments, *place)
    assert (got, why in err) == (code, True), err
    assert err.count("loccit:") == 1


def test_without_a_command_the_commands_are_listed(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (2, "")
    assert all(f"  {name} " in out for name in ("run", "compare", "init", "texts"))


def test_a_quote_that_is_not_in_the_documents_is_told(run: Run, index: Path) -> None:
    Path("q.jsonl").write_text(json.dumps(LINES[0]).replace("fear most", "fear least"))
    code, _, err = run("run", "q.jsonl", "--index", index)
    assert code == 2
    assert "the closest text is 'Iran's leaders fear most" in err.replace('"', "'")


def test_without_the_extra_its_line_is_named(
    run: Run, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    code, _, err = run("run", "q.jsonl", "--index", index)
    assert code == 1
    assert "pip install 'loccit[eval]'" in err


@pytest.mark.parametrize(
    ("arguments", "name"), [((), "dev"), (("dev",), "dev"), (("report",), "report")]
)
def test_a_checkout_has_the_halves_of_the_gold_set_by_name(
    run: Run, index: Path, arguments: tuple[str, ...], name: str
) -> None:
    folder = Path("eval/data")
    folder.mkdir(parents=True)
    for half, line in zip(("dev", "report"), LINES, strict=True):
        (folder / f"{half}.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    code, out, _ = run("run", *arguments, "--index", index, "--no-judge", "--out", "run")
    assert code == 0
    assert "1 examples" in out
    assert (
        json.loads(Path("run/summary.json").read_text())["about"]["dataset"]["name"]
        == f"{name}.jsonl"
    )


def test_a_file_is_preferred_to_a_half_of_the_same_name(run: Run, index: Path) -> None:
    Path("eval/data").mkdir(parents=True)
    Path("eval/data/report.jsonl").write_text(json.dumps(LINES[0]) + "\n", encoding="utf-8")
    Path("report").write_text(json.dumps(LINES[1]) + "\n", encoding="utf-8")
    run("run", "report", "--index", index, "--no-judge", "--out", "run")
    (result,) = Path("run/results.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(result)["example"]["id"] == "people"
