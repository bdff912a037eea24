"""The fusion of both searches against its formula."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index.stores.fuse import LEXICAL_WEIGHT, convex

ids = st.integers(0, 30)
cosines = st.dictionaries(ids, st.floats(-1, 1), max_size=15)
scores = st.dictionaries(ids, st.floats(0.01, 50), max_size=15)


@given(cosines, scores)
def test_scores_follow_the_formula(dense: dict[int, float], lexical: dict[int, float]) -> None:
    all_ids = np.array(sorted({*dense, *lexical}), dtype=int)
    cosine = np.array([dense.get(int(id_), 0.0) for id_ in all_ids]).clip(min=0)
    share = np.array([lexical.get(int(id_), 0.0) for id_ in all_ids])
    share = share / share.max() if lexical else share
    wanted = (cosine + LEXICAL_WEIGHT * share) / (1 + LEXICAL_WEIGHT)
    fused = dict(convex(dense, lexical))
    assert sorted(fused) == all_ids.tolist()
    assert [fused[int(id_)] for id_ in all_ids] == pytest.approx(wanted.tolist())


@given(cosines, scores)
def test_the_best_comes_first_and_ties_go_to_the_lower_id(
    dense: dict[int, float], lexical: dict[int, float]
) -> None:
    fused = convex(dense, lexical)
    assert fused == sorted(fused, key=lambda pair: (-pair[1], pair[0]))
    assert all(0 <= score <= 1 for _, score in fused)


@given(cosines, scores, st.floats(0.1, 10))
def test_the_unit_of_lexical_scores_does_not_matter(
    dense: dict[int, float], lexical: dict[int, float], unit: float
) -> None:
    scaled = {id_: score * unit for id_, score in lexical.items()}
    assert dict(convex(dense, scaled)) == pytest.approx(dict(convex(dense, lexical)))


def test_first_in_both_scores_one() -> None:
    assert convex({7: 1.0, 3: 0.5}, {7: 12.0})[0] == (7, 1.0)


def test_each_search_alone_keeps_its_order() -> None:
    assert [id_ for id_, _ in convex({4: 0.9, 2: 0.8}, {})] == [4, 2]
    assert [id_ for id_, _ in convex({}, {4: 9.0, 2: 8.0})] == [4, 2]
    assert convex({}, {}) == []
