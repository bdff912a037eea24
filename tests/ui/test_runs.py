"""Evaluations on the page: those that are kept, those that are broken, and hostile ones."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from evals import keep_run, result
from loccit.eval import Example, Response, Result
from loccit.ui.guard.accounts import Accounts, set_account
from loccit.ui.page.run_view import MOST_FAILURES, label, run_details, runs_table
from loccit.ui.page.runs import MOST, NoRun, Run, kept_runs, read_failures, read_report
from starlette.testclient import TestClient
from visits.servers import HOME, FakeService, client_of, service_over

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>'\" </button></td></table>"
    "[a](javascript:alert(3)) ${alert(4)} {{value}} \u202egnp.exe \x00"
)
OURS = set(
    "div section h2 h3 p a b bdi span table caption thead tbody tr th td button details summary "
    "figure figcaption svg title line circle text".split()
)
RESULTS = [
    result("right", credit=1.0),
    result("wrong", credit=0.1),
    result("trap", answerable=False, restraint=0.0),
    result("refused", status="abstained", credit=0.0),
    result("broken", status="error", credit=0.0),
]


class Seen(HTMLParser):
    """The elements of some HTML, its text, and what may be asked again; checked to nest well."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text, self._open = "", list[str]()
        self.feed(source)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, text: str) -> None:
        self.text += text

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.elements if name in attributes]


def only(index: Path) -> Run:
    """The one run of an index."""
    (run,) = kept_runs(index).listed
    return run


def test_an_index_without_runs(tmp_path: Path) -> None:
    runs = kept_runs(tmp_path)
    assert (runs.listed, runs.unreadable, runs_table(runs, "")) == ((), (), "")
    assert runs.named("0001") is None


def test_runs_are_listed_with_their_figures_the_newest_first(tmp_path: Path) -> None:
    for name in ("0002", "0010", "named", "0009"):
        keep_run(tmp_path, name, RESULTS, system=f"System {name}")
    runs = kept_runs(tmp_path)
    assert [run.name for run in runs.listed] == ["0010", "0009", "0002", "named"]
    newest = runs.listed[0]
    assert (newest.dataset, newest.system, newest.questions) == ("hand.jsonl", "System 0010", 5)
    summary = json.loads((tmp_path / "kept/evals/0010/summary.json").read_text())["summary"]
    for name, mean in (("grounded_score", newest.score), ("credit", newest.credit)):
        assert mean._asdict().items() >= summary["figures"][name].items()
    assert newest.restraint.value == 0.0
    assert [runs.named(name) for name in ("0002", "", "gone")] == [runs.listed[2], newest, newest]
    seen = Seen(runs_table(runs, "0009"))
    assert seen.text.index("System 0010") < seen.text.index("System 0009")
    chosen = [
        attributes
        for tag, attributes in seen.elements
        if tag == "tr" and "aria-current" in attributes
    ]
    assert len(chosen) == 1


def test_the_newest_of_very_many_are_listed(tmp_path: Path) -> None:
    first = keep_run(tmp_path, "1", RESULTS[:1])
    for number in range(2, MOST + 4):
        place = first.with_name(str(number))
        place.mkdir()
        for file in first.iterdir():
            os.link(file, place / file.name)
    runs = kept_runs(tmp_path)
    assert [runs.listed[0].name, runs.listed[-1].name] == [str(MOST + 3), "4"]
    assert runs.older == 3
    assert "3 older runs" in runs_table(runs, "")


def test_a_run_is_shown_with_its_curve_slices_and_failures(tmp_path: Path) -> None:
    tagged = Example("tagged", "What of it?", tags=("a tag",))
    answered = Response("answered", "So it is.", confidence=0.9)
    scores: dict[str, float | None] = {"credit": 0.2, "worth": 0.2}
    keep_run(tmp_path, "0001", [*RESULTS, Result(tagged, answered, scores)])
    run = only(tmp_path)
    seen = Seen(run_details(tmp_path, run))
    assert f"{run.score.value:.3f}" in seen.text
    assert "95 % interval" in seen.text
    assert any("curve-plot" in value for value in seen.attributes("class"))
    assert "By kind of question" in seen.text
    assert "evaluations/0001" in seen.attributes("href")
    asked = seen.attributes("data-ask")
    assert asked[0] == "What of trap?"
    assert asked[-1] == "What of broken?"
    assert set(asked) == {f"What of {name}?" for name in ("trap", "wrong", "refused", "broken")} | {
        "What of it?"
    }
    assert [failure.result.example.question for failure in read_failures(tmp_path, "0001")] == asked
    assert "Answered though the documents do not say" in seen.text
    assert "Error: no response" in seen.text


def test_a_follow_up_is_asked_in_full(tmp_path: Path) -> None:
    before = (("What does Iran fear?", "War."),)
    asked = Example("a", "And China?", history=before, standalone="What does China fear?")
    bare = Example("b", "And France?", history=before)
    refused = Response("abstained")
    keep_run(
        tmp_path, "0001", [Result(example, refused, {"credit": 0.0}) for example in (asked, bare)]
    )
    seen = Seen(run_details(tmp_path, only(tmp_path)))
    assert seen.attributes("data-ask") == ["What does China fear?", "And France?"]
    assert "Asked as a follow-up: And China?" in seen.text


def test_a_run_without_failures_and_one_with_many(tmp_path: Path) -> None:
    keep_run(tmp_path / "good", "0001", RESULTS[:1])
    assert ">None.<" in run_details(tmp_path / "good", only(tmp_path / "good"))
    many = [result(f"n{number}", credit=0.0) for number in range(MOST_FAILURES + 5)]
    keep_run(tmp_path / "bad", "0001", many)
    seen = Seen(run_details(tmp_path / "bad", only(tmp_path / "bad")))
    assert len(seen.attributes("data-ask")) == MOST_FAILURES
    assert f"Failures ({MOST_FAILURES + 5})" in seen.text
    assert f"Only the first {MOST_FAILURES} are listed" in seen.text


def broken_runs(index: Path) -> set[str]:
    """Folders that hold no run, each in another way; their names."""
    for name in ("not-json", "no-object", "no-counts", "no-results", "no-summary", "a list"):
        keep_run(index, name.replace(" ", "-"), RESULTS)
    runs = index / "kept/evals"
    (runs / "not-json/summary.json").write_text('{"summary": ')
    (runs / "no-object/summary.json").write_text("[" * 100_000)
    (runs / "no-counts/summary.json").write_text('{"about": {"dataset": {}}, "summary": {}}')
    (runs / "no-results/results.jsonl").unlink()
    (runs / "no-summary/summary.json").unlink()
    (runs / "a-list/summary.json").write_text('{"about": [], "summary": 7}')
    (runs / "empty").mkdir()
    (runs / "<b>odd<b> name").mkdir()
    os.mkfifo(runs / "empty/summary.json")
    elsewhere = keep_run(index.parent / "elsewhere", "0001", RESULTS)
    (runs / "linked").symlink_to(elsewhere)
    keep_run(index, "leads-out", RESULTS)
    (runs / "leads-out/summary.json").unlink()
    (runs / "leads-out/summary.json").symlink_to(elsewhere / "summary.json")
    (runs / "a file").write_text("no folder")
    (runs / ".hidden").mkdir()
    return {
        folder.name for folder in runs.iterdir() if folder.is_dir() and folder.name != ".hidden"
    }


def test_broken_folders_are_named_and_cost_nothing_else(tmp_path: Path) -> None:
    names = broken_runs(tmp_path / "index")
    keep_run(tmp_path / "index", "0001", RESULTS)
    runs = kept_runs(tmp_path / "index")
    assert [run.name for run in runs.listed] == ["0001"]
    assert set(runs.unreadable) == names
    seen = Seen(runs_table(runs, "0001"))
    assert all(name in seen.text for name in names)
    assert not {tag for tag, _ in seen.elements} - OURS
    for name in names:
        with pytest.raises(NoRun):
            read_report(tmp_path / "index", name)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"example": 7, "response": 7}',
        '{"example": {"id": "a"}, "response": {}, "scores": {}, "notes": []}',
        "RESULT_WITH_NUMBERS",
        "RESULT_WITH_LISTS",
    ],
)
def test_answers_that_cannot_be_read_cost_the_failures_alone(tmp_path: Path, line: str) -> None:
    file = keep_run(tmp_path, "0001", RESULTS) / "results.jsonl"
    good = json.loads(file.read_text().splitlines()[1])
    if line.startswith("RESULT"):
        wrong: Any = 7 if line.endswith("NUMBERS") else [["x"]]
        good["example"]["question"] = good["response"]["text"] = wrong
        line = json.dumps(good)
    file.write_text(line + "\n")
    seen = Seen(run_details(tmp_path, only(tmp_path)))
    assert "The answers of this run cannot be read." in seen.text
    assert "Grounded score" in seen.text


@pytest.mark.parametrize("curve", [7, [[1]], [["a", "b"]], [{"x": 1}]])
def test_figures_that_cannot_be_shown_cost_the_figures_alone(tmp_path: Path, curve: object) -> None:
    file = keep_run(tmp_path, "0001", RESULTS) / "summary.json"
    record = json.loads(file.read_text())
    record["summary"]["curve"] = curve
    file.write_text(json.dumps(record))
    seen = Seen(run_details(tmp_path, only(tmp_path)))
    assert "The results of this run cannot be displayed." in seen.text
    assert "What of trap?" in seen.attributes("data-ask")


def test_hostile_text_shows_as_text(tmp_path: Path) -> None:
    example = Example("x", HOSTILE, tags=(HOSTILE,), standalone=HOSTILE + " in full")
    answer = Result(example, Response("answered", HOSTILE), {"credit": 0.0, "worth": 0.0})
    error = Result(example, Response("error", error=HOSTILE), {"credit": 0.0})
    keep_run(tmp_path, "0001", [answer, error], dataset=HOSTILE, system=HOSTILE)
    run = only(tmp_path)
    for page in (runs_table(kept_runs(tmp_path), "0001"), run_details(tmp_path, run)):
        seen = Seen(page)
        assert not {tag for tag, _ in seen.elements} - OURS
        names = {name for _, attributes in seen.elements for name in attributes}
        assert not [name for name in names if name.startswith("on") or name in {"style", "src"}]
        links = seen.attributes("href")
        assert all(re.fullmatch(r"evaluations/0001|#[\w-]+", link) for link in links)
        assert "<script>alert(1)</script>" in seen.text
        assert "\u202e" not in page
        assert "\x00" not in page
    assert "\u202e" not in label(run)
    assert len(label(run)) <= 100


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> FakeService:
    """One run that can be read, and beside it what must not be given."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "docs").mkdir()
    (folder / "docs/ships.txt").write_text("The ships wait in the harbour.")
    service = service_over(folder / "index", folder / "docs")
    keep_run(service.folder, "0001", RESULTS)
    (keep_run(service.folder, "unread", RESULTS) / "summary.json").write_text("{")
    (keep_run(service.folder, "no-report", RESULTS) / "report.html").unlink()
    elsewhere = keep_run(folder, "elsewhere", RESULTS)
    (service.folder / "kept/evals/linked").symlink_to(elsewhere)
    return service


@pytest.fixture(scope="module")
def client(service: FakeService) -> TestClient:
    return client_of(service)


def test_a_report_is_given_sealed(service: FakeService, client: TestClient) -> None:
    answer = client.get("/evaluations/0001")
    assert answer.status_code == 200
    assert answer.content == (service.folder / "kept/evals/0001/report.html").read_bytes()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert {"sandbox", "form-action 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert not [directive for directive in policy if directive.startswith("script")]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    ["0002", "%2e%2e", "%2e", "..%2f0001", "%2e%2e%2f%2e%2e", "0001/run.json", "0001%2frun.json",
     "0001%2f%2e%2e%2f0001", "%00", "", "elsewhere", "0001%0a", "٠٠٠١", "linked", "unread"],
)  # fmt: skip
def test_no_other_file_is_given(client: TestClient, name: str) -> None:
    answer = client.get(f"{HOME}/evaluations/{name}")
    assert answer.status_code == 404
    assert "Grounding report" not in answer.text


def test_a_run_without_its_report_is_told(client: TestClient) -> None:
    answer = client.get("/evaluations/no-report")
    assert answer.status_code == 404
    assert "loccit eval run" in answer.json()["error"]


def test_a_report_needs_signing_in(service: FakeService, tmp_path: Path) -> None:
    set_account(tmp_path / "accounts", "ann", "correct horse")
    client = client_of(service, accounts=Accounts.read(tmp_path / "accounts"))
    refused = client.get("/evaluations/0001")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic ")
    assert client.get("/evaluations/9999").status_code == 401
    assert client.get("/evaluations/0001", auth=("ann", "correct horse")).status_code == 200
