"""A ranker's scores become log-odds by what it makes of pairs that are known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.rag.reader.calibrate import Calibration, labelled_pairs

TRUTH = {(question, passage): answers for question, passage, answers in labelled_pairs()}


class Ranker:
    """Scores a right passage 3 and a wrong one 1, but every third pair the other way round."""

    def __init__(self) -> None:
        self.scored = 0

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        numbers = range(self.scored, self.scored + len(pairs))
        self.scored += len(pairs)
        return np.array(
            [
                3.0 if TRUTH[pair] != (n % 3 == 0) else 1.0
                for n, pair in zip(numbers, pairs, strict=True)
            ],
        )


@given(st.floats(0.2, 5), st.floats(-6, 6), st.integers(0, 99))
def test_scores_that_are_log_odds_scaled_and_shifted_are_so_again(
    scale: float, shift: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    odds = rng.normal(0, 3, 4000)
    truth = rng.random(4000) < 1 / (1 + np.exp(-odds))
    slope, bias = Calibration.fitted((odds - shift) / scale, truth)
    assert slope == pytest.approx(scale, rel=0.2)
    assert bias == pytest.approx(shift, abs=0.5 + 0.1 * abs(shift))


def test_a_score_that_tells_nothing_is_the_share_of_right_passages() -> None:
    slope, bias = Calibration.fitted(np.zeros(200), np.arange(200) < 50)
    assert bias == pytest.approx(np.log(50 / 150), abs=0.01)
    assert slope == pytest.approx(0.0, abs=1e-6)


def test_half_of_the_pairs_answer_and_each_question_has_both() -> None:
    questions = [question for question, *_ in labelled_pairs()]
    assert sum(TRUTH.values()) * 2 == len(labelled_pairs()) > 100
    assert all(questions.count(question) >= 2 for question in questions)


def test_a_ranker_is_calibrated_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path))
    first, second, third = Ranker(), Ranker(), Ranker()
    calibration = Calibration.of(first)
    # Two in three high scores are right.
    assert calibration.slope * 3 + calibration.bias == pytest.approx(np.log(2), abs=0.15)
    assert calibration.slope * 1 + calibration.bias == pytest.approx(-np.log(2), abs=0.15)
    assert Calibration.of(second) == calibration
    assert second.scored < first.scored == len(labelled_pairs())
    (kept,) = (tmp_path / "rankers").iterdir()
    for damaged in ("{", json.dumps([1.0]), "null"):
        kept.write_text(damaged, encoding="utf-8")
        assert Calibration.of(third) == calibration
        third = Ranker()


def test_a_cache_that_cannot_be_written_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "file"))
    assert Calibration.of(Ranker()).slope > 0
