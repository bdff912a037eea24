"""What became of a chat model's sentences over a run: counted rightly, and reported everywhere."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from chat.eval_runs import NUMBER, PROSE, QUOTED, dropped, figures_of, replied
from conftest import ROOT
from evals import result
from loccit.eval import METRICS, Reply, write_reports
from loccit.eval.prose import Seconds
from loccit.eval.report.prose import MARK, check_text, prose_facts
from loccit.eval.run_folder import result_from_dict, result_to_dict
from loccit.eval.scoring.prose_check import check_error, read_check
from loccit.eval.scoring.summary import summarize

ABOUT = {"system": {"name": "Loccit with tiny"}, "dataset": {"name": "q"}, "documents": {}}
BY_VERIFIER = {
    "grounded_score", "credit", "worth", "citation_recall", "citation_precision", "fabricated",
    "misattributed",
}  # fmt: skip


def test_shares_count_sentences_and_answers() -> None:
    figures = figures_of(PROSE, QUOTED)
    shares = figures["shares"]
    assert figures["questions"] == 4, "neither an abstention nor one that was not asked"
    counted = {name: (mean["value"], mean["n"]) for name, mean in shares.items()}
    assert counted == {
        "dropped": (pytest.approx(3 / 9, abs=1e-4), 9),
        "recited": (pytest.approx(1 / 6, abs=1e-4), 6),
        "quoted": (0.25, 4),
        "cut_short": (0.25, 4),
    }
    assert shares["dropped"]["low"] < 3 / 9 < shares["dropped"]["high"]


def test_reasons_and_causes_are_counted_by_kind() -> None:
    causes = [f"the run may cost {n}.5; 1.2 are spent" for n in (1, 2)]
    more = [
        replied(f"x{n}", Reply(dropped=dropped("9"), fallback=cause, is_quoted=True))
        for n, cause in enumerate(causes, 1)
    ]
    figures = figures_of([*PROSE, *more], [*QUOTED, *(result(f"x{n}") for n in (1, 2))])
    assert figures["dropped"] == {NUMBER: 5}
    assert next(iter(figures["fallbacks"].items())) == ("the run may cost …; … are spent", 2)
    assert figures["fallbacks"]["none of its sentences could be shown"] == 1
    assert figures["fallbacks"]["the reply broke off: no text for … s"] == 1


def test_tokens_of_condensed_questions_count_and_unknown_ones_are_told() -> None:
    took = figures_of(PROSE, QUOTED)["took"]
    assert took == {"tokens_in": 1970, "tokens_out": 97, "cost": 0.76, "kept": 1, "unknown": 1}
    free = [replied("a", Reply(1, usage=None))]
    assert figures_of(free, QUOTED[:1])["took"]["cost"] is None


def test_seconds_are_medians_and_none_is_not_zero() -> None:
    seconds = figures_of(PROSE, QUOTED, *(Seconds(n, 2.0 * n) for n in range(1, 102)))["seconds"]
    assert seconds == {
        "n": 101, "first": {"median": 51, "p95": 96}, "whole": {"median": 102, "p95": 192},
    }  # fmt: skip
    assert figures_of(PROSE, QUOTED)["seconds"] == {"n": 0}


def test_a_run_in_which_nothing_was_asked_has_no_shares() -> None:
    figures = figures_of([result("a", credit=1.0)], QUOTED[:1])
    assert figures["questions"] == 0
    assert all(share["value"] is None and not share["n"] for share in figures["shares"].values())
    assert dict(prose_facts(figures))["Its sentences that are not shown"] == "not measured"


def test_prose_is_paired_with_quotations_by_the_gold_answers() -> None:
    figures = figures_of(PROSE, QUOTED)
    paired = figures["paired"]["differences"]
    assert paired["evidence_f1"]["value"] == pytest.approx(0.25)
    assert paired["credit"]["value"] == pytest.approx(0.125)
    assert figures["quoted"]["evidence_f1"]["value"] == 0.5
    assert paired["evidence_f1"].keys() >= {"low", "high", "n", "is_noise"}


def test_figures_that_a_verifier_decides_are_told_apart() -> None:
    assert {metric.name for metric in METRICS if metric.by_verifier} == BY_VERIFIER


@pytest.mark.parametrize("record", [*PROSE, QUOTED[0]], ids=lambda record: record.example.id)
def test_a_reply_survives_the_run_folder(record: object) -> None:
    line = json.dumps(result_to_dict(record))  # type: ignore[arg-type]
    assert result_from_dict(json.loads(line)) == record


def test_runs_without_replies_are_still_read() -> None:
    values = result_to_dict(QUOTED[0])
    del values["response"]["reply"]
    assert result_from_dict(values) == QUOTED[0]


def test_the_error_of_the_check_is_measured_with_the_present_weights() -> None:
    provenance = read_check()["provenance"]
    for kind in ("measured_on", "weights"):
        for name, digest in provenance[kind].items():
            content = (ROOT / name).read_bytes()
            assert hashlib.sha256(content).hexdigest() == digest, f"run {provenance['command']}"
    error = check_error()
    labels = [
        json.loads(line)["true"]
        for name in provenance["measured_on"]
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
    ]
    assert (error.true_dropped.n, error.false_shown.n) == (sum(labels), labels.count(False))
    for mean in error:
        assert mean.value is not None
        assert 0 <= (mean.low or 0) <= mean.value <= (mean.high or 0) <= 1


def test_reports_show_prose_and_the_error_beside_each_citation_figure(tmp_path: Path) -> None:
    prose = figures_of(PROSE, QUOTED, Seconds(1.5, 4.0))
    write_reports(tmp_path, ABOUT, PROSE, summarize(PROSE), prose=prose)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    markdown = (tmp_path / "report.md").read_text(encoding="utf-8")
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert summary["prose"]["questions"] == 4
    assert '<section id="prose">' in page
    for text in (NUMBER, "to the first sentence 1.50", "1,970 of prompts", "cost 0.7600"):
        assert text in page
        assert text in markdown
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', page, re.DOTALL)
    for metric in METRICS:
        told = [row for row in rows if metric.title in row and "about" in row]
        assert all((check_text(prose) in row) == metric.by_verifier for row in told), metric.name
    credit, evidence = "Right and cited", "Evidence F1"
    assert f"| {credit} {MARK} | 0.500 | +0.125 noise |" in markdown
    assert f"| {evidence} | 0.500 | +0.250" in markdown
    assert f"{MARK} {check_text(prose)}" in markdown
    assert len(markdown.splitlines()) < 80


def test_reports_without_a_model_do_not_speak_of_prose(tmp_path: Path) -> None:
    write_reports(tmp_path, ABOUT, QUOTED, summarize(QUOTED))
    for name in ("report.html", "report.md", "summary.json"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert MARK not in text
        assert "prose" not in text.lower()


def test_what_a_server_says_is_text_in_reports(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> | [x](http://a.b) @all"
    reply = Reply(1, 0, (), (), hostile, False)
    prose = figures_of([replied("a", reply)], QUOTED[:1])
    write_reports(tmp_path, ABOUT, PROSE, summarize(PROSE), prose=prose)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    markdown = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "\\<script\\>" in markdown
    assert "\\@all" in markdown
    assert "[x](" not in markdown
