"""Patterns of document names: bounded, refused readably, and matched as fnmatch matches."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from conftest import ROOT
from hypothesis import example, given
from hypothesis import strategies as st
from loccit.index import Filter, UsageError
from loccit.index.filters import LONGEST_PATTERN
from loccit.rag import ChatInput, RagConfig
from loccit.rag.answer import check_question
from loccit.ui.cli import main as cli
from pumps import growth

signs = st.text(st.sampled_from(list("[]!*?-ab/\\^é\n")), max_size=30)


@pytest.mark.parametrize("unit", ["[", "*", "[!", "?*", "a", "[a-"])
def test_a_long_pattern_is_refused_before_it_is_compiled(unit: str) -> None:
    for pattern in (unit * 8000, unit * (LONGEST_PATTERN + 1)):
        with pytest.raises(
            UsageError, match=r"characters; expected at most 200\. Shorten"
        ) as raised:
            Filter(within=pattern)
        assert len(str(raised.value)) < 300


def test_a_long_pattern_is_refused_at_every_door(capsys: pytest.CaptureFixture[str]) -> None:
    pattern = "[" * 8000
    with pytest.raises(UsageError, match="expected at most 200"):
        check_question(ChatInput("What?", filters={"in": pattern}), RagConfig())
    for command in ("ask", "search"):
        index = str(ROOT / "corpus")  # no index: the pattern is refused before one is looked for
        assert cli.run([command, "What?", "--in", pattern, "--index", index]) == 2
        assert "expected at most 200" in capsys.readouterr().err


@given(signs, signs)
@example("[" * 3, "[[[")
@example("a*b?[!c]", "a/b\nd")
def test_names_are_matched_as_fnmatch_does(pattern: str, name: str) -> None:
    for string in (name, pattern):
        assert Filter(within=pattern).admits(string, None) == fnmatchcase(string, pattern)


@pytest.mark.parametrize("unit", ["*a", "?*", "[!b]*", "*[", "**", "a*?"])
def test_matching_takes_time_in_proportion_to_the_name(unit: str) -> None:
    filter_ = Filter(within=(unit * LONGEST_PATTERN)[: LONGEST_PATTERN - 1] + "b")
    name = "a" * 4000
    assert growth(lambda text: filter_.admits(text, None), name, name * 4) < 8


@pytest.mark.parametrize("date", ["٢٠٢٠", "２０２０-０６", "2020\n", "2020-06-15T00:00"])
def test_dates_are_written_in_ascii_digits(date: str) -> None:
    with pytest.raises(UsageError, match="expected a year"):
        Filter(after=date)
