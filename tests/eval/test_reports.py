"""The reports of a run: everything that went wrong is there, nothing in them does anything."""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.eval import (
    METRICS,
    CitedSpan,
    Example,
    Gold,
    Mean,
    Response,
    Result,
    RetrievedPassage,
    write_reports,
)
from loccit.eval.report import plots
from loccit.eval.report.cards import marked
from loccit.eval.report.failures import failures
from loccit.eval.report.numbers import describe, mean_of, number, percent
from loccit.eval.scoring.metrics import EACH
from loccit.eval.scoring.summary import summarize

ABOUT = {
    "dataset": {"name": "hand.jsonl", "digest": "0" * 64, "examples": 6, "left_out": []},
    "system": {"name": "A system", "settings": {"hits": 8}},
    "documents": {"count": 2, "digest": "1" * 64, "encoder": "fake"},
}
HOSTILE = (
    '<script>alert(1)</script><img src="https://evil.example/x" onerror=alert(2)>'
    "'\"><a href=javascript:alert(3)>&lt;b&gt; \u202egnp.exe \x00\x1b[31m `x` | @all ](http://a.b)"
)
JUDGE = {
    "mutations": {
        "number": {"value": 0.9, "n": 100, "low": 0.84, "high": 0.95},
        "name": {"value": 0.5, "n": 100, "low": 0.4, "high": 0.6},
        "unit": {"value": None, "n": 0, "low": None, "high": None},
    },
    "false_alarms": {"verbatim": {"value": 0.02, "n": 50, "low": 0.0, "high": 0.06}},
}


def limit(metric: str, passed: bool, **more: Any) -> dict[str, Any]:
    fields = {"kind": "at_least", "limit": 0.8, "value": 0.5, "low": 0.4, "high": 0.6, "n": 9}
    return {"metric": metric, "passed": passed, "message": "", **fields, **more}


GATE = {
    "passed": False,
    "limits": [
        limit("credit", False, message="it fell short"),
        limit("fabricated", True, kind="at_most"),
        limit("recall@5", False, kind="no_fall", limit=None, value=None, n=0),
    ],
}


def result(
    name: str,
    status: Any = "answered",
    *,
    answerable: bool = True,
    text: str = "Water boils at 100 degrees.",
    notes: tuple[dict[str, Any], ...] = (),
    tags: tuple[str, ...] = (),
    **scores: float | None,
) -> Result:
    quote = Gold("water.txt", "Water boils at 100 degrees.", 0, 27)
    example = Example(
        name, f"What of {name}?", answerable, ("100",), (quote,) if answerable else (), (), tags
    )
    cited = (CitedSpan(0, len(text), "water.txt", "Water boils at 100 degrees.", 0, 27),)
    is_answer = status == "answered"
    response = Response(
        status,
        text if status != "error" else "",
        cited if is_answer else (),
        (
            RetrievedPassage("water.txt", "Water boils."),
            RetrievedPassage("ice.txt", "Ice."),
            RetrievedPassage("water.txt", "W."),
        ),
        confidence=0.5 if is_answer else None,
        error="it broke down" if status == "error" else None,
    )
    return Result(example, response, {**dict.fromkeys(EACH), **scores}, notes)


def fault(kind: str, **more: Any) -> dict[str, Any]:
    problems = [{"kind": "number", "text": "90"}]
    return {"finding": kind, "claim": f"Claim {kind}.", "cited": ["water.txt"], **more} | {
        "problems": problems,
        "support": 0.1,
    }


SOURCE = {"document": "steam.txt", "start": 4, "end": 30}
RESULTS = [
    result("good", credit=1.0, evidence_f1=1.0, tags=("fact",)),
    result("wrong", credit=0.2, evidence_recall=0.5, evidence_precision=0.25, tags=("fact",)),
    result("refused", "abstained", credit=0.0, over_refusal=1.0, text="It is not said."),
    result("invented", answerable=False, restraint=0.0, tags=("trap",)),
    result("silent", "abstained", answerable=False, restraint=1.0, tags=("trap",)),
    result("broken", "error", credit=0.0),
    result("made-up", credit=1.0, notes=(fault("fabricated"),)),
    result("elsewhere", credit=0.9, notes=(fault("misattributed", source=SOURCE), fault("odd"))),
]
FAILED = {"wrong", "refused", "invented", "broken", "made-up", "elsewhere"}


class Page(HTMLParser):
    """The elements, attributes and texts of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def written(folder: Path, results: list[Result], **more: Any) -> dict[str, str]:
    files = write_reports(folder, ABOUT, results, summarize(results), **more)
    return {file.name: file.read_text(encoding="utf-8") for file in files}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return written(tmp_path_factory.mktemp("report"), RESULTS, judge=JUDGE, gate=GATE)


def test_every_failure_is_on_the_page_with_its_reason(whole: dict[str, str]) -> None:
    assert {failure.result.example.id for failure in failures(RESULTS)} == FAILED
    text = Page(whole["report.html"]).text
    for failure in failures(RESULTS):
        assert text.count(failure.result.example.question) == 1
        assert failure.reasons
        for reason in failure.reasons:
            assert reason in text
    for name in {result.example.id for result in RESULTS} - FAILED:
        assert f"What of {name}?" not in text
    assert "Claim fabricated." in text
    assert "steam.txt (characters 4 to 30) supports it" in text
    assert "odd: “Claim odd.”" in text
    assert "Only 50 % of the evidence is cited." in text
    assert "The documents do not say." in text
    assert "it broke down" in text
    assert f"Failures ({len(FAILED)})" in text


def test_the_gravest_stand_first_and_each_once() -> None:
    both = replace(RESULTS[1], notes=(fault("fabricated"),))
    listed = failures([*RESULTS, both])
    assert [failure.kind for failure in listed] == [
        *("fabricated",) * 2, "misattributed", "unanswerable", "wrong", "refused", "error",
    ]  # fmt: skip
    assert len(listed[0].reasons) == 2


@given(
    st.sampled_from(["answered", "abstained", "error"]),
    st.booleans(),
    st.none() | st.floats(0, 1),
    st.lists(st.sampled_from(["fabricated", "misattributed", "new"])),
)
def test_what_counts_as_a_failure(
    status: str, answerable: bool, credit: float | None, kinds: list[str]
) -> None:
    scored = result("x", status, answerable=answerable, credit=credit if answerable else None)
    scored = replace(scored, notes=tuple(map(fault, kinds)))
    is_low = answerable and credit is not None and credit < 0.5
    is_refused = answerable and status == "abstained"
    is_failure = bool(
        status == "error"
        or kinds
        or is_refused
        or is_low
        or (not answerable and status == "answered")
    )
    assert len(failures([scored])) == is_failure


def check_inert(source: str) -> None:
    page = Page(source)
    assert not {tag for tag, _ in page.elements} & {
        "script", "img", "iframe", "object", "embed", "link", "form", "base", "audio", "video",
    }  # fmt: skip
    for tag, attributes in page.elements:
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name not in {"src", "style", "srcset", "action", "data", "xmlns"}, (tag, name)
            assert name != "href" or re.fullmatch("#[a-z]+", value or ""), value
    head = source.split("<style>")[1].split("</style>")[0]
    assert "url(" not in head
    assert "@import" not in head
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert any(attributes.get("content") == policy for _, attributes in page.elements)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", source)
    targets = {value for _, attributes in page.elements if (value := attributes.get("id"))}
    linked = {(attributes.get("href") or "")[1:] for tag, attributes in page.elements if tag == "a"}
    assert linked <= targets


def hostile(text: str) -> list[Result]:
    gold = (Gold(text, text, 0, 1), Gold(text, ""))
    cited = (CitedSpan(-5, 99999, text, text, None, None, (text,)), CitedSpan(3, 2, text, ""))
    notes = (
        fault("misattributed", claim=text, cited=[text], source={"document": text}),
        fault(text),
    )
    scores = {**dict.fromkeys(EACH), "credit": 0.1}
    results = []
    for place, status in enumerate(("answered", "abstained", "error")):
        example = Example(
            f"{text}{place}", text, True, (text,), gold, ((text, text),), (text,), text
        )
        hits = (RetrievedPassage(text, text), RetrievedPassage(text + "2", text))
        response = Response(status, text, cited, hits, text, text, 0.3, True, text)  # type: ignore[arg-type]
        results.append(Result(example, response, scores, notes))
    return results


def hostile_files(folder: Path, text: str) -> dict[str, str]:
    results = hostile(text)
    about = {
        "system": {"name": text, "settings": {text: text}},
        "dataset": {"name": text, "left_out": [text]},
        "documents": {"count": 1, "encoder": text},
    }
    figure = {"value": 0.5, "n": 3, "low": 0.1, "high": 0.9}
    gate = {"passed": False, "limits": [limit(text, False, kind=text, message=text)]}
    judge = {"mutations": {text: figure}, "false_alarms": {text: figure}}
    files = write_reports(folder, about, results, summarize(results), judge, gate)
    return {file.name: file.read_bytes().decode("utf-8") for file in files}


def test_hostile_text_shows_as_text(tmp_path: Path) -> None:
    files = hostile_files(tmp_path, HOSTILE)
    check_inert(files["report.html"])
    text = Page(files["report.html"]).text
    assert "<script>alert(1)</script><img src=" in text
    assert "\ufffdgnp.exe \ufffd\ufffd[31m" in text
    outside = re.sub(r"(`+) ?.*? ?\1(?!`)", "", files["report.md"])
    assert "script" not in outside
    assert "@all" not in outside
    assert "http" not in outside


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), min_size=1))
def test_no_text_breaks_a_file(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = hostile_files(Path(folder), text)
    check_inert(files["report.html"])
    for svg in svgs(files["report.html"]):
        ElementTree.fromstring(svg)
    json.loads(files["summary.json"])
    lines = files["ragas.jsonl"].splitlines()
    assert [json.loads(line)["user_input"] for line in lines] == [text] * 3
    assert len(re.findall("\n", files["report.md"])) < 60
    rows = [line.split(" ") for line in files["run.trec"].split("\n")[:-1]]
    assert {len(row) for row in rows} == {6}
    ranked = [(unquote(row[0], errors="surrogatepass"), row[2]) for row in rows]
    assert [topic for topic, _ in ranked] == [f"{text}{place}" for place in (0, 0, 1, 1, 2, 2)]
    assert len({document for _, document in ranked}) == 2


def test_what_is_not_measured_is_not_zero(whole: dict[str, str]) -> None:
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", whole["report.html"])
    shown = {Page(row).texts[0]: row for row in rows}
    figures = summarize(RESULTS)["figures"]
    for metric in METRICS[1:]:
        row, cells = shown[metric.title], Page(shown[metric.title]).texts
        if figures[metric.name]["n"]:
            assert "<svg" in row
            assert number(figures[metric.name]["value"]) in cells
        else:
            assert cells[-1] == "not measured"
            assert "<svg" not in row
    assert "not measured" in shown["unit"]
    for text in (Page(whole["report.html"]).text, whole["report.md"]):
        assert not re.search(r"\b(nan|NaN|None(?! of)|null)\b", text)
    assert "| Quotes exact | not measured | | |" in whole["report.md"]
    assert "no fall; measured: not measured" in Page(whole["report.html"]).text


def test_a_figure_without_a_value_is_not_measured() -> None:
    nothing = [{}, None, {"value": 0.0, "n": 0}, {"value": None, "n": 4}]
    nothing.append({"value": float("nan"), "n": 3, "low": 0.0, "high": 1.0})
    for figure in nothing:
        assert describe(mean_of(figure)) == "not measured"
        assert plots.dot(mean_of(figure), "x") == ""


def test_numbers_do_not_round_to_what_is_not_so() -> None:
    assert [number(x) for x in (0.0, -0.0, 0.0001, 0.5, 0.9999, 1.0)] == [
        "0.000", "0.000", "< 0.001", "0.500", "> 0.999", "1.000",
    ]  # fmt: skip
    assert [percent(x) for x in (0, 0.001, 0.5, 0.999, 1)] == [
        "0 %", "less than 1 %", "50 %", "more than 99 %", "100 %",
    ]  # fmt: skip


def test_two_calls_give_the_same_bytes(tmp_path: Path) -> None:
    results = RESULTS
    for name in ("a", "b"):
        summary = summarize(results)
        write_reports(tmp_path / name, ABOUT, results, summary, JUDGE, GATE)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == ["ragas.jsonl", "report.html", "report.md", "run.trec", "summary.json"]
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    report = json.loads((tmp_path / "a/summary.json").read_text(encoding="utf-8"))
    assert report == {"about": ABOUT, "summary": summarize(RESULTS), "judge": JUDGE, "gate": GATE}


def svgs(page: str) -> Iterator[str]:
    yield from re.findall("<svg.*?</svg>", page, re.S)


def test_pictures_are_xml_and_say_their_figures(whole: dict[str, str]) -> None:
    drawn = [ElementTree.fromstring(svg) for svg in svgs(whole["report.html"])]
    assert len(drawn) > 5
    for svg in drawn:
        assert svg.get("role") == "img"
        title = svg.find("title")
        assert title is not None
        assert re.search(r"\d", title.text or "")


@given(st.tuples(*[st.floats(0, 1)] * 3).map(sorted), st.integers(1, 10**6))
def test_the_dot_stands_in_its_interval(values: list[float], n: int) -> None:
    low, value, high = values
    svg = ElementTree.fromstring(plots.dot(Mean(value, n, low, high), "A & b"))
    title = svg.findtext("title") or ""
    assert title.startswith(f"A & b: {number(value)}; ")
    assert title.endswith(f"n = {n:,}")
    circle = svg.find("circle")
    assert circle is not None
    place = float(circle.get("cx", ""))
    span = svg.find("line[@class='interval']")
    assert (span is not None) == (low < high)
    if span is not None:
        assert float(span.get("x1", "")) <= place <= float(span.get("x2", ""))
    track = svg.find("line[@class='track']")
    assert track is not None
    start, right = float(track.get("x1", "")), float(track.get("x2", ""))
    assert abs((place - start) / (right - start) - value) < 0.001


def test_the_curve_ends_where_all_answers_are_given() -> None:
    points = [[0.25, 0.0], [0.5, 0.0], [0.75, 0.3333], [1.0, 0.5]]
    svg = ElementTree.fromstring(plots.curve(points))
    assert svg.findtext("title") == (
        "Of the most confident 25 %: 0 % wrong; of the most confident 50 %: 0 % wrong; "
        "of the most confident 75 %: 33 % wrong; of all answers: 50 % wrong"
    )
    assert len(svg.findall("line[@class='curve']")) == 3
    assert len(ElementTree.fromstring(plots.curve(points[-1:])).findall("circle")) == 1


@pytest.mark.parametrize(
    ("text", "ends", "expected"),
    [
        ("One. Two.", (4, 9), "One.[1] Two.[2]"),
        ("One. Two.", (9, 9), "One. Two.[1][2]"),
        ("One.\r\nTwo\r\nthree.", (4, 17), "One.[1] \nTwo  three.[2]"),
        ("😀 <b>.", (2, 6), "😀 [1]<b>.[2]"),
        ("a\tb\nc\td", (3, 99), "a | b[1]\nc | d[2]"),
    ],
)
def test_marks_stand_after_what_they_hold_for(
    text: str, ends: tuple[int, int], expected: str
) -> None:
    cited = [CitedSpan(0, end, f"{place}.txt", "q") for place, end in enumerate(ends)]
    assert Page(marked(text, cited)).text == expected
    assert Page(marked(text, [cited[0], cited[0], cited[1]])).text == expected


def test_a_pull_request_is_told_in_under_60_lines(tmp_path: Path, whole: dict[str, str]) -> None:
    many = [result(f"q{n}", credit=0.0) for n in range(500)]
    gate = {"passed": False, "limits": [limit("credit", False)] * 50}
    text = written(tmp_path, many, gate=gate)["report.md"]
    assert text.count("\n") < 60
    assert "490 more" in text
    assert "50 of 50 limits broken" in text
    assert text.count("What of q") == 10
    report = whole["report.md"]
    assert all(f"`What of {name}?`" in report for name in FAILED)
    assert "5 answered, 2 abstained, 1 failed; 0 unscored" in report
    assert "- Right and cited: `at least 0.800`, measured: 0.500" in report


def test_all_failures_of_a_large_run_are_on_the_page(tmp_path: Path) -> None:
    many = [result(f"q{n}", credit=0.0) for n in range(500)]
    source = written(tmp_path, many)["report.html"]
    text = Page(source).text
    assert all(f"What of q{n}?" in text for n in range(500))
    assert source.count('<details class="failure" open>') == 3


def test_the_run_is_read_by_others(tmp_path: Path, whole: dict[str, str]) -> None:
    rows = list(ir_measures.read_trec_run(whole["run.trec"]))
    assert len(rows) == 2 * len(RESULTS)
    scores = {row.doc_id: row.score for row in rows if row.query_id == "good"}
    assert scores == {"water.txt": 1.0, "ice.txt": 0.5}
    odd = replace(
        RESULTS[0],
        response=replace(RESULTS[0].response, hits=(RetrievedPassage("a b%\t.txt", ""),)),
    )
    (row,) = ir_measures.read_trec_run(written(tmp_path, [odd])["run.trec"])
    assert unquote(row.doc_id) == "a b%\t.txt"


def test_ragas_fields(whole: dict[str, str]) -> None:
    lines = [json.loads(line) for line in whole["ragas.jsonl"].splitlines()]
    assert lines[0] == {
        "user_input": "What of good?",
        "response": "Water boils at 100 degrees.",
        "retrieved_contexts": ["Water boils.", "Ice.", "W."],
        "reference": "100",
        "reference_contexts": ["Water boils at 100 degrees."],
    }
    assert lines[3]["reference"] == "The documents do not answer this question."
    assert lines[3]["reference_contexts"] == []


def test_the_judge_and_the_gate_are_told(tmp_path: Path, whole: dict[str, str]) -> None:
    text = Page(whole["report.html"]).text
    assert "Of 200 claims with a planted error, it rejected 70 %." in text
    assert "Of 50 true claims, it wrongly rejected 2 %." in text
    assert "The gate: failed" in text
    assert "2 of 3 limits broken" in text
    assert text.count("✗ broken") == 2
    assert text.count("✓ met") == 1
    assert "it fell short" in text
    bare = Page(written(tmp_path, RESULTS)["report.html"]).text
    assert "The gate" not in bare
    assert "planted" not in bare


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([result("x", "error", credit=0.0)] * 3, "No answer at all"),
        ([result("x", credit=1.0)], "The documents answer every question"),
        (
            [result("x", "abstained", answerable=False, restraint=1.0)],
            "answer none of the questions",
        ),
        ([result("x")], "there is no figure"),
        ([], "there is no figure"),
    ],
    ids=["all errors", "one right", "one rightly silent", "one unscored", "none"],
)
def test_small_and_sad_runs_render(tmp_path: Path, results: list[Result], expected: str) -> None:
    files = written(tmp_path, results, judge={"mutations": {}, "false_alarms": {}}, gate={})
    check_inert(files["report.html"])
    text = Page(files["report.html"]).text
    assert expected in text
    assert "By kind of question" not in text
    assert not re.search(r"\bnan\b", text, re.I)
    rows = list(ir_measures.read_trec_run(io.StringIO(files["run.trec"])))
    assert len(rows) == 2 * len(results)
