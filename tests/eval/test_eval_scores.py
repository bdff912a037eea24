"""Scores of answers, grounding, retrieval and abstention against their definitions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from evals import COPY, SHIPS, TABLE, answered, cited, corpus_of, gold, result
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from loccit.eval import CitedSpan, Example, Response, RetrievedPassage
from loccit.eval.datasets.corpus import Corpus
from loccit.eval.scoring.abstention import aurc, auroc, curve, is_right, risk_by_coverage
from loccit.eval.scoring.answers import answer_scores, harmonic, token_f1
from loccit.eval.scoring.grounding import ground
from loccit.eval.scoring.retrieval import document_scores, span_scores
from loccit.eval.scoring.score import score
from loccit.eval.scoring.summary import figures, grounded_score, summarize, table
from loccit.eval.system import as_response
from loccit.index import Index, build_index
from loccit.text.wordings import wording
from sklearn.metrics import ndcg_score, roc_auc_score

ALDER = "The first ship is called Alder."
BIRCH = "The second ship is called Birch."
LEFT = "It left the harbour of Kish on 4 May 2019."
CREW = "It has a crew of 12 sailors."


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("ships")
    return corpus_of(folder, ships=SHIPS, report=COPY, crews_csv=TABLE)


def example(corpus: Corpus, *quotes: str, **more: object) -> Example:
    """A question answered by some quotes of the ships."""
    return Example("one", "Which ship?", evidence=gold(corpus, *quotes), **more)  # type: ignore[arg-type]


def test_the_right_sentence_is_all_that_is_wanted(corpus: Corpus) -> None:
    scores = answer_scores(example(corpus, BIRCH), answered(corpus, BIRCH), corpus)
    assert (scores["evidence_precision"], scores["evidence_recall"], scores["evidence_f1"]) == (
        1,
        1,
        1,
    )


def test_what_else_is_cited_costs_precision_and_what_is_missing_recall(corpus: Corpus) -> None:
    both = example(corpus, BIRCH, LEFT)
    scores = answer_scores(both, answered(corpus, BIRCH, ALDER), corpus)
    assert (scores["evidence_precision"], scores["evidence_recall"]) == (0.5, 0.5)
    one_of = replace(both, tags=("alternatives",))
    assert answer_scores(one_of, answered(corpus, LEFT), corpus)["evidence_recall"] == 1


def test_a_copy_elsewhere_is_as_right(corpus: Corpus) -> None:
    place = corpus.locate(BIRCH, "report.txt", "a test")
    copied = CitedSpan(0, len(BIRCH), "report.txt", BIRCH, place.start, place.end)
    response = Response("answered", BIRCH, (copied,))
    first = Example("one", "Which?", evidence=gold(corpus, BIRCH, document="ships.txt"))
    assert answer_scores(first, response, corpus)["evidence_f1"] == 1


def test_a_whole_passage_is_many_sentences(corpus: Corpus) -> None:
    whole = CitedSpan(0, 9, "ships.txt", SHIPS.strip(), 0, len(SHIPS.strip()))
    scores = answer_scores(
        example(corpus, BIRCH), Response("answered", "See this.", (whole,)), corpus
    )
    assert scores["evidence_recall"] == 1
    assert scores["evidence_precision"] == pytest.approx(1 / 5)


def test_the_names_of_columns_are_no_sentence_too_many(corpus: Corpus) -> None:
    row = "Birch\t30"
    response = answered(corpus, "ship\tcrew", row)
    right = Example("one", "How many?", evidence=gold(corpus, row))
    assert answer_scores(right, response, corpus)["evidence_precision"] == 1


def test_nothing_known_is_not_measured(corpus: Corpus) -> None:
    scores = answer_scores(Example("one", "Which?"), answered(corpus, BIRCH), corpus)
    assert set(scores.values()) == {None}


@pytest.mark.parametrize(
    ("answer", "right", "expected"),
    [
        ("8 May 2018", "8 May 2018", 1.0),
        ("the 8 May", "8 May 2018", 0.8),
        ("1,000 ships", "1,000", 2 / 3),
        ("", "x", 0.0),
        ("a ship", "the ship", 1.0),
    ],
)
def test_token_f1(answer: str, right: str, expected: float) -> None:
    assert token_f1(answer, right) == pytest.approx(expected)
    assert token_f1(right, answer) == pytest.approx(expected)


def test_containment_is_of_whole_words(corpus: Corpus) -> None:
    for answer, expected in (("12", 1.0), ("1", 0.0), ("Crew of 12", 1.0), ("twelve", 0.0)):
        asked = Example("one", "How many?", answers=(answer, "no such thing"))
        assert answer_scores(asked, answered(corpus, CREW), corpus)["containment"] == expected


def test_quotes_are_grounded_and_changed_ones_are_not(corpus: Corpus) -> None:
    honest = ground(answered(corpus, BIRCH, LEFT), corpus)
    assert honest.scores == {
        "quote_exact": 1, "citation_recall": 1, "citation_precision": 1, "fabricated": 0,
        "misattributed": 0,
    }  # fmt: skip
    text = "The second ship is called Birch. It left the harbour of Kish on 4 May 2021."
    wrong = Response("answered", text, (cited(corpus, text, BIRCH), cited(corpus, text, LEFT)))
    grounding = ground(wrong, corpus)
    assert grounding.scores["citation_recall"] == 0.5
    assert grounding.scores["fabricated"] == 0.5
    assert grounding.notes[0]["claim"].endswith("2021.")
    assert grounding.notes[0]["problems"][0]["kind"] == "date"


def test_a_true_claim_with_the_wrong_source_is_told_its_right_one(corpus: Corpus) -> None:
    response = Response("answered", LEFT, (cited(corpus, LEFT, ALDER),))
    grounding = ground(response, corpus)
    assert (grounding.scores["misattributed"], grounding.scores["fabricated"]) == (1, 0)
    assert grounding.notes[0]["source"]["document"] == "ships.txt"
    assert grounding.notes[0]["finding"] == "misattributed"


def test_a_quote_that_is_not_there_is_not_exact(corpus: Corpus) -> None:
    right = cited(corpus, BIRCH, BIRCH)
    for wrong in (
        replace(right, quote=BIRCH.upper()),
        replace(right, start=(right.start or 0) + 1),
        replace(right, document="nowhere.txt"),
    ):
        response = Response("answered", BIRCH, (right, wrong))
        assert ground(response, corpus).scores["quote_exact"] == 0.5


def test_a_citation_that_adds_nothing_costs_precision(corpus: Corpus) -> None:
    citations = (cited(corpus, BIRCH, BIRCH), cited(corpus, BIRCH, ALDER))
    both = (replace(citations[1], answer_start=0, answer_end=len(BIRCH)), citations[0])
    scores = ground(Response("answered", BIRCH, both), corpus).scores
    assert (scores["citation_recall"], scores["citation_precision"]) == (1, 0.5)


def test_a_system_that_never_cites_is_not_measured_by_its_citations(corpus: Corpus) -> None:
    scores = ground(Response("answered", BIRCH, cites=False), corpus).scores
    assert (scores["citation_recall"], scores["citation_precision"]) == (None, None)
    assert (scores["misattributed"], scores["fabricated"]) == (1, 0)


def test_retrieval_by_documents_against_scikit_learn(corpus: Corpus) -> None:
    hits = tuple(
        RetrievedPassage(name, "x")
        for name in ("crews.csv", "report.txt", "crews.csv", "ships.txt")
    )
    right = Example("one", "Which?", evidence=gold(corpus, ALDER, CREW))
    scores = document_scores([result_of(right, hits)], corpus)["one"]
    ideal = ndcg_score([[0, 0, 1]], [[3, 2, 1]])
    assert scores == pytest.approx({"recall@5": 1, "recall@10": 1, "mrr": 1 / 3, "ndcg@10": ideal})
    none = document_scores([result_of(right, hits[:2])], corpus)["one"]
    assert set(none.values()) == {0.0}


def result_of(right: Example, hits: tuple[RetrievedPassage, ...]):  # type: ignore[no-untyped-def]
    """A result with these passages."""
    return replace(result("one"), example=right, response=Response("answered", "x", (), hits))


def test_spans_in_a_budget(corpus: Corpus) -> None:
    right = Example("one", "Which?", evidence=gold(corpus, BIRCH, document="ships.txt"))
    start = right.evidence[0].start or 0
    hit = RetrievedPassage("ships.txt", SHIPS[start - 10 : start + 90], start - 10, start + 90)
    scores = span_scores(right, [hit], corpus)
    assert scores["span_recall"] == 1
    assert scores["span_precision"] == pytest.approx(len(BIRCH) / 100)
    cut = span_scores(right, [hit], corpus, budget=10 + len(BIRCH) // 2)
    assert cut["span_recall"] == pytest.approx((len(BIRCH) // 2) / len(BIRCH))
    assert span_scores(right, [], corpus)["span_iou"] == 0
    assert span_scores(Example("one", "Which?"), [hit], corpus)["span_recall"] is None


LABELLED = st.lists(
    st.tuples(st.integers(0, 6).map(float), st.sampled_from([0.0, 1.0])), min_size=2
)


@given(LABELLED)
def test_auroc_is_that_of_scikit_learn(pairs: list[tuple[float, float]]) -> None:
    values = np.array(pairs)
    (area,) = auroc(np.ones((1, len(values))), values)
    if len(set(values[:, 1])) == 1:
        assert np.isnan(area)
    else:
        assert area == pytest.approx(roc_auc_score(values[:, 1], values[:, 0]))


@given(LABELLED)
def test_the_area_is_the_mean_of_the_curve(pairs: list[tuple[float, float]]) -> None:
    values = np.array(pairs)
    (area,) = aurc(np.ones((1, len(values))), values)
    assert area == pytest.approx(risk_by_coverage(values[:, 0], values[:, 1]).mean())


@given(LABELLED, st.integers(0, 2**16))
def test_weights_are_examples_drawn_again(pairs: list[tuple[float, float]], seed: int) -> None:
    values = np.array(pairs)
    weights = np.random.default_rng(seed).multinomial(len(values), [1 / len(values)] * len(values))
    drawn = np.repeat(values, weights, axis=0)
    once = np.ones((1, len(drawn)))
    assert auroc(weights[None, :].astype(float), values) == pytest.approx(
        auroc(once, drawn), nan_ok=True
    )


def test_who_says_nothing_or_everything_scores_nothing() -> None:
    def headline(*pairs: tuple[bool, float]) -> float:
        rows = [
            result(str(n), answerable=is_, **{"credit" if is_ else "restraint": x})
            for n, (is_, x) in enumerate(pairs)
        ]
        return float(grounded_score(np.ones((1, len(rows))), table(rows))[0])

    assert headline((True, 0.0), (False, 1.0)) == 0
    assert headline((True, 1.0), (False, 0.0)) == 0
    assert headline((True, 0.5), (False, 0.5)) == 0.5
    assert headline((True, 0.0), (False, 0.0)) == 0
    assert headline((True, 0.4), (True, 0.8)) == pytest.approx(0.6)
    assert headline((False, 1.0), (False, 0.5)) == 0.75
    assert harmonic(0.5, 1.0) == pytest.approx(2 / 3)


def test_what_a_system_did_is_a_class_and_never_a_number(corpus: Corpus) -> None:
    right = example(corpus, BIRCH)
    cannot = Example("two", "Who built it?", answerable=False)
    results = [
        score(right, Response("abstained"), corpus),
        score(replace(right, id="three"), Response("error", error="x"), corpus),
        score(cannot, Response("abstained"), corpus),
    ]
    summary = summarize(results)
    assert summary["counts"] == {"answered": 0, "abstained": 2, "error": 1, "unscored": 0}
    for name in ("citation_recall", "evidence_f1", "quote_exact", "fabricated", "aurc", "auroc"):
        assert summary["figures"][name] == {"value": None, "n": 0, "low": None, "high": None}
    assert summary["figures"]["over_refusal"]["value"] == 0.5
    assert summary["figures"]["under_refusal"]["value"] == 0
    assert summary["figures"]["restraint"]["value"] == 1
    assert "nan" not in str(summary).lower()


def test_the_surest_come_first_on_the_curve(corpus: Corpus) -> None:
    results = [
        replace(
            result(str(n), evidence_recall=float(is_good)),
            response=Response("answered", "x", confidence=sure),
        )
        for n, (sure, is_good) in enumerate([(0.2, False), (0.9, True), (0.5, True), (0.4, False)])
    ]
    assert [is_right(result) for result in results] == [False, True, True, False]
    assert [risk for _, risk in curve(results)] == pytest.approx([0, 0, 1 / 3, 1 / 2])
    assert figures(results)["aurc"].value == pytest.approx((1 / 3 + 1 / 2) / 4)


MARKED = (
    "# Ships\n\nThe **second** ship is\ncalled _Birch_. It left the harbour of Kish on 4 May 2019."
)


@pytest.mark.parametrize(
    ("quote", "about"),
    [
        (MARKED, [BIRCH, LEFT]),
        ("Menu | Home\n\n" + MARKED.replace(" It", "\n\nAdvertisement\n\nIt"), [BIRCH, LEFT]),
        ("**ship** is called Birch. It left the harbour of Kish", [BIRCH, LEFT]),
        ("called **Birch**. It left the harbour of Kish on 4 May 2019.", [LEFT]),
        ("The *second* ship is called Beech.", []),
        ("The *second* ship is called Beech. It left the harbour of Kish on 4 May 2019.", [LEFT]),
    ],
)
def test_what_is_read_otherwise_is_found_by_its_words(
    corpus: Corpus, quote: str, about: list[str]
) -> None:
    wanted = [wording(text) for text in about]
    keys = corpus.quoted_keys("ships.txt", quote)
    assert [key for key in keys if "beech" not in key] == wanted
    held = [corpus.text(span.document)[span.start : span.end] for span in corpus.find_spans(
        "ships.txt", quote, None, None)]  # fmt: skip
    assert len(held) == len(about)
    assert all(part in text for part, text in zip(held, about, strict=True))


def test_a_sentence_that_the_document_has_not_is_cited_too(corpus: Corpus) -> None:
    quote = f"*{BIRCH}* Its cook is called Elm Oak. {LEFT}"
    cited_too = Response("answered", BIRCH, (CitedSpan(0, 9, "ships.txt", quote),))
    scores = answer_scores(example(corpus, BIRCH), cited_too, corpus)
    assert scores["evidence_precision"] == pytest.approx(1 / 3)
    whole = "The first ship is called Alder. It has a crew of 12 sailors."
    menu = Response(
        "answered", ALDER, (CitedSpan(0, 9, "ships.txt", f"Home News Mail\n\n{whole} More"),)
    )
    assert answer_scores(example(corpus, ALDER), menu, corpus)["evidence_precision"] == 0.5


def test_rows_of_a_file_of_commas_are_those_of_its_table(corpus: Corpus) -> None:
    keys = corpus.quoted_keys("crews.csv", "ship,crew\nAlder,12\nBirch,30")
    assert keys == ["alder 12", "birch 30"]


def test_documents_are_known_by_their_paths(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, ships=SHIPS)
    nested = tmp_path / "docs" / "old"
    nested.mkdir()
    nested.joinpath("ships.txt").write_text("The old ship is called Cedar.")
    build_index([tmp_path / "docs"], tmp_path / "index", encoder=FakeEncoder())
    corpus = Corpus(Index.open(tmp_path / "index", FakeEncoder()))
    assert corpus.name_of("/srv/docs/old/ships.txt") == "old/ships.txt"
    assert corpus.name_of("C:\\docs\\ships.txt") == "ships.txt"
    assert corpus.name_of("/srv/docs/boats.txt") is None


def test_places_of_another_text_are_not_ours(corpus: Corpus) -> None:
    """A loader's start_index counts in what the loader read: here in a file with a title more."""
    passage = {"page_content": LEFT, "metadata": {"source": "/a/ships.txt", "start_index": 3}}
    response = as_response({"answer": "Kish, on 4 May 2019.", "context": [passage]})
    scored = score(example(corpus, LEFT), response, corpus)
    assert [hit.document for hit in scored.response.hits] == ["ships.txt"]
    assert scored.scores["span_recall"] == scored.scores["evidence_f1"] == 1
    assert scored.scores["quote_exact"] is None


def test_evidence_that_is_in_no_passage_is_cited_with_what_is_around_it(tmp_path: Path) -> None:
    dated = "On Ships\n\nPublished 2021-06-30\n\nThe first ship is called Alder.\n"
    corpus = corpus_of(tmp_path, dated=dated)
    asked = example(corpus, "Published 2021-06-30")
    scores = answer_scores(asked, answered(corpus, corpus.text("dated.txt").strip()), corpus)
    assert scores["evidence_recall"] == 1


def test_a_figure_that_begins_a_line_is_no_list(tmp_path: Path) -> None:
    quote = "In April 2006 it was enriched to about\n3.5 percent."
    corpus = corpus_of(tmp_path, notes=f"{quote}\n")
    grounding = ground(answered(corpus, quote), corpus)
    assert grounding.scores["citation_recall"] == 1
    assert grounding.notes == ()
