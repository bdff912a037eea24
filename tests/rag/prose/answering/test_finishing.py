"""Where sources differ, prose hides no side; a short answer stays with its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chat.queued import threads_of_replies
from chat.writing import answers, queued, untrue, written
from loccit.index import Index
from loccit.rag import answer_question, render_text

TEAM = "Who leads Iran's team?"
LEFT = "When did the United States leave the JCPOA?"
NEW = "Ali Bagheri Kani leads Iran's team in the talks"
OLD = "Abbas Araghchi leads Iran's team in Vienna"


@pytest.fixture(autouse=True)
def _alone(corpus_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path))
    yield
    assert not threads_of_replies()


@pytest.mark.parametrize("reply", [f"{NEW} [2].", f"{OLD} [1].", f"{NEW} [2]. {OLD} [1]."])
def test_no_side_of_a_disagreement_is_lost(corpus_index: Index, reply: str) -> None:
    quoted = answer_question(corpus_index, TEAM)
    answer = written(corpus_index, TEAM, reply)
    assert answer.text.startswith(reply.split(" [")[0])
    assert len(answer.disagreements) == len(quoted.disagreements) > 0
    sources = {citation.number: citation.quote for citation in answer.citations}
    theirs = {citation.number: citation.quote for citation in quoted.citations}
    pairs = [{sources[a], sources[b]} for a, b in answer.disagreements]
    expected = [{theirs[a], theirs[b]} for a, b in quoted.disagreements]
    assert sorted(map(sorted, pairs)) == sorted(map(sorted, expected))
    assert not list(untrue(corpus_index, answer))
    assert "Sources differ" in render_text(answer)
    assert answer.model["answerer"] == "tiny"


def test_what_is_quoted_after_the_prose_comes_with_it(corpus_index: Index) -> None:
    model, _ = queued(f"{NEW} [2].")
    items = answers(corpus_index, TEAM, model)
    assert items[-1].text.startswith(items[-2].text)
    quoted = items[-1].citations[-1]
    assert items[-1].text[quoted.answer_start : quoted.answer_end] == quoted.quote == f"{OLD}."


def test_a_short_answer_stays_if_its_sentence_is_cited(corpus_index: Index) -> None:
    short = answer_question(corpus_index, LEFT).short
    assert short is not None
    reply = "President Donald Trump announced on 8 May 2018 that the United States would leave"
    answer = written(corpus_index, LEFT, f"{reply} the JCPOA [1].")
    assert answer.short is not None
    cited = {citation.number: citation for citation in answer.citations}
    assert answer.short.text == short.text
    assert short.text in cited[answer.short.citation].quote


def test_a_short_answer_goes_with_its_sentence(corpus_index: Index) -> None:
    answer = written(corpus_index, LEFT, "The JCPOA was concluded in Vienna on 14 July 2015 [2].")
    assert answer.text
    assert answer.fallback is None
    assert answer.short is None
