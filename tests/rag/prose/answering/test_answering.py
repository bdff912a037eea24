"""Prose from a chat model: only what is verified is shown, and every sentence of it is cited."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from chat.queued import AIMessageChunk, QueuedModel, last, threads_of_replies
from chat.writing import BANKS, FEAR, SANCTIONS, answers, queued, untrue, written
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.index import Index, UsageError
from loccit.rag import ChatModel, ModelConfig, RagChain, Usage, answer_question, stream_answer

TEAM = "Who leads Iran's team?"


@pytest.fixture(autouse=True)
def _alone(corpus_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Counts and kept replies lie in the test's folder; no thread is left behind."""
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path))
    yield
    assert not threads_of_replies()


def test_verified_sentences_are_shown_with_their_sources(corpus_index: Index) -> None:
    answer = written(corpus_index, FEAR, f"{SANCTIONS} [1]. {BANKS} [1].")
    assert answer.text == f"{SANCTIONS}. {BANKS}."
    assert [citation.number for citation in answer.citations] == [1, 2]
    assert not list(untrue(corpus_index, answer))
    assert not answer.abstained
    assert (answer.fallback, answer.dropped, answer.progress) == (None, (), None)
    assert not any(citation.recited for citation in answer.citations)
    assert answer.model["answerer"] == "tiny"
    assert answer.model["model"] == "queued:tiny"
    assert len(answer.model["prompt"]) == 12
    assert answer.timings_ms.keys() == {"retrieve", "answer", "write"}


def test_a_citation_is_made_as_that_of_a_quotation(corpus_index: Index) -> None:
    quoted = answer_question(corpus_index, FEAR)
    answer = written(corpus_index, FEAR, f"{SANCTIONS} [1]. {BANKS} [1].")
    for ours, theirs in zip(answer.citations, quoted.citations, strict=True):
        values, expected = ours.__getstate__(), theirs.__getstate__()
        names = ours.__slots__
        differing = {name for name, a, b in zip(names, values, expected, strict=True) if a != b}
        assert differing <= {"answer_start", "answer_end", "support"}
    assert answer.hits == quoted.hits
    assert answer.confidence == quoted.confidence


def test_a_sentence_that_no_passage_bears_out_is_dropped(corpus_index: Index) -> None:
    answer = written(corpus_index, FEAR, f"{SANCTIONS} [1]. They fear 47 dragons [1]. {BANKS} [1].")
    assert answer.text == f"{SANCTIONS}. {BANKS}."
    (dropped,) = answer.dropped
    assert dropped.text == "They fear 47 dragons."
    assert dropped.why.endswith(".")
    assert dropped.code


def test_a_wrong_number_is_replaced_and_that_is_marked(corpus_index: Index) -> None:
    answer = written(corpus_index, FEAR, f"{SANCTIONS} [4]. {BANKS} [1].")
    assert [citation.recited for citation in answer.citations] == [True, False]
    assert answer.to_dict()["citations"][0]["recited"] is True
    unnumbered = written(corpus_index, FEAR, f"{SANCTIONS}.")
    assert unnumbered.citations[0].quote.startswith(SANCTIONS)


def test_a_source_keeps_its_number(corpus_index: Index) -> None:
    again = "Iran's leaders fear most that they will have nothing to show for the nuclear limits"
    answer = written(corpus_index, FEAR, f"{SANCTIONS} [1]. {BANKS} [1]. {again} they kept [1].")
    assert [citation.number for citation in answer.citations] == [1, 2, 1]
    assert not list(untrue(corpus_index, answer))


def test_what_was_said_is_not_said_again(corpus_index: Index) -> None:
    answer = written(corpus_index, FEAR, f"{SANCTIONS} [1]. {SANCTIONS} [2]. {SANCTIONS} [1].")
    assert answer.text == f"{SANCTIONS}."
    assert [dropped.code for dropped in answer.dropped] == ["repeated"] * 2


def test_a_sentence_may_rest_on_several_sources(corpus_index: Index) -> None:
    reply = (
        "Ali Bagheri Kani leads Iran's team [2][3]. Abbas Araghchi leads Iran's team in Vienna [1]."
    )
    answer = written(corpus_index, TEAM, reply)
    spans = [(citation.answer_start, citation.answer_end) for citation in answer.citations]
    assert spans[0] == spans[1]
    assert answer.citations[0].document != answer.citations[1].document
    assert not list(untrue(corpus_index, answer))


def test_each_item_is_the_answer_so_far(corpus_index: Index) -> None:
    model, _ = queued([f"{SANCTIONS} [1]. ", f"{BANKS} [1].", last()])
    items = answers(corpus_index, FEAR, model)
    texts = list(dict.fromkeys(item.text for item in items))
    assert texts == ["", f"{SANCTIONS}.", f"{SANCTIONS}. {BANKS}."]
    assert all(item.progress in ("waiting", "checking") for item in items[:-1])
    assert not any(item.timings_ms or item.abstained for item in items[:-1])
    assert "progress" not in items[0].to_dict()
    assert not hasattr(items[0], "held")


def test_thinking_is_told_and_never_shown(corpus_index: Index) -> None:
    thought = AIMessageChunk([{"type": "reasoning", "reasoning": "Secret."}])  # type: ignore[list-item]
    model, _ = queued([thought, "<think>Secret", " too.</think>", f"{SANCTIONS} [1].", last()])
    items = answers(corpus_index, FEAR, model)
    assert "thinking" in {item.progress for item in items}
    assert items[-1].text == f"{SANCTIONS}."
    assert "Secret" not in str([item.to_dict() for item in items])


@pytest.mark.parametrize(
    "question", ["How do I bake bread?", "What are these documents about?", "Who wrote these?"]
)
def test_a_model_is_not_asked_what_the_documents_do_not_answer(
    corpus_index: Index, question: str
) -> None:
    model, client = queued()
    items = answers(corpus_index, question, model)
    expected = list(stream_answer(corpus_index, question))
    assert [item.without_timings() for item in items] == [
        item.without_timings() for item in expected
    ]
    assert client.asked == []


@pytest.mark.parametrize(
    "reply", ["NOT STATED", "**Not stated.** [1]", "<think>Hm.</think>not stated"]
)
def test_what_the_model_does_not_find_is_quoted(corpus_index: Index, reply: str) -> None:
    answer = written(corpus_index, FEAR, reply)
    quoted = answer_question(corpus_index, FEAR)
    assert (answer.text, answer.citations, answer.short) == (
        quoted.text,
        quoted.citations,
        quoted.short,
    )
    assert answer.fallback == "it replied that the passages do not state the answer"
    assert answer.dropped == ()
    assert answer.model["answerer"] == "extractive"
    assert answer.model["model"] == "queued:tiny"


def test_nothing_verified_is_nothing_shown(corpus_index: Index) -> None:
    answer = written(corpus_index, FEAR, "They fear 47 dragons [1]. They love cake [2].")
    assert answer.text == answer_question(corpus_index, FEAR).text
    assert answer.fallback == "none of its sentences could be shown (2 dropped)"
    assert len(answer.dropped) == 2


def test_what_the_passages_do_not_state_is_noted_and_not_cited(corpus_index: Index) -> None:
    note = "The passages do not mention what Iran hopes for."
    answer = written(corpus_index, FEAR, f"{SANCTIONS} [1]. {note}")
    assert (answer.text, answer.notes) == (f"{SANCTIONS}.", (note,))
    assert (
        written(corpus_index, FEAR, note).fallback
        == "it replied only what the passages do not state"
    )


@pytest.mark.parametrize("reason", ["length", "content_filter", None])
def test_a_reply_without_its_end_keeps_whole_sentences(
    corpus_index: Index, reason: str | None
) -> None:
    model, _ = queued([f"{SANCTIONS} [1]. They also worry that foreign", last(reason)])
    answer = answers(corpus_index, FEAR, model)[-1]
    assert answer.text == f"{SANCTIONS}."
    assert answer.fallback is not None
    assert answer.fallback.startswith("the reply broke off: the ")
    assert [(dropped.text, dropped.code) for dropped in answer.dropped] == [
        ("They also worry that foreign", "broken_off")
    ]
    assert answer.model["answerer"] == "tiny"


def test_signs_of_the_prompt_are_turned_back(corpus_index: Index) -> None:
    answer = written(corpus_index, FEAR, f"{SANCTIONS} [1]. They fear ⟨sanctions⟩ at 18∶00 [1].")
    (dropped,) = answer.dropped
    assert dropped.text == "They fear <sanctions⟩ at 18:00."


def test_usage_is_counted_with_its_cost(corpus_index: Index) -> None:
    counted = {"input_tokens": 2000, "output_tokens": 500, "total_tokens": 2500}
    reply = [f"{SANCTIONS} [1].", last(usage_metadata=counted)]
    priced = written(corpus_index, FEAR, reply, price_in=1.0, price_out=2.0)
    assert priced.usage == Usage(2000, 500, 0.003)
    assert written(corpus_index, FEAR, reply).usage == Usage(2000, 500, None)
    assert written(corpus_index, FEAR, f"{SANCTIONS} [1].").usage is None


def test_a_prompt_that_the_server_cut_is_noted(corpus_index: Index) -> None:
    counted = {"input_tokens": 300, "output_tokens": 5, "total_tokens": 305}
    answer = written(corpus_index, FEAR, [f"{SANCTIONS} [1].", last(usage_metadata=counted)])
    (note,) = answer.notes
    assert "counted 300 tokens of a prompt of about" in note


def test_a_reader_who_leaves_ends_the_request(corpus_index: Index) -> None:
    model, client = queued([f"{SANCTIONS} [1]. They also", *["x"] * 5, last()])
    stream = stream_answer(corpus_index, FEAR, None, model)
    assert next(stream).progress == "waiting"
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert len(client.asked) == 1


def test_a_chain_takes_any_chat_model_of_langchain(corpus_index: Index) -> None:
    client = QueuedModel(replies=[[f"{SANCTIONS} [1].", last()]])
    chain = RagChain(corpus_index, model=client)
    answer = chain.invoke(FEAR)
    assert answer.text == f"{SANCTIONS}."
    assert answer.model["model"] == "queued:model"
    model, _ = queued(f"{SANCTIONS} [1].")
    assert list(RagChain(corpus_index, model=model).stream(FEAR))[-1].text == f"{SANCTIONS}."


async def test_an_asynchronous_stream(corpus_index: Index) -> None:
    model, _ = queued(f"{SANCTIONS} [1].")
    items = [item async for item in RagChain(corpus_index, model=model).astream(FEAR)]
    assert items[-1].text == f"{SANCTIONS}."
    assert items[-1].progress is None


def test_a_chain_takes_a_configured_name(
    corpus_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loccit.toml").write_text('[models.gpt]\nmodel = "openai:gpt-5-mini"\n')
    chain = RagChain(corpus_index, model="gpt")
    assert chain.model is not None
    assert chain.model.config == ModelConfig("gpt", "openai:gpt-5-mini")
    with pytest.raises(UsageError, match="no chat model 'qwen'; expected one of gpt"):
        RagChain(corpus_index, model="qwen")
    with pytest.raises(UsageError, match="the model is of type int; expected the name"):
        ChatModel.of(7)


def test_what_is_sent_is_told_before_it_is(corpus_index: Index) -> None:
    model, client = queued(FEAR, f"{SANCTIONS} [1].", base_url="https://models.example/v1")
    told: list[tuple[str, int]] = []
    model.notify = lambda line: told.append((line, len(client.asked)))
    answers(corpus_index, FEAR, model, ((TEAM, "Ali Bagheri Kani."),))
    assert told == [
        ("the question and the history go to models.example", 0),
        ("the question, the history and 8 passages of 2 documents go to models.example", 1),
    ]


SENTENCES = st.sampled_from(
    [
        f"{SANCTIONS} [1].",
        f"{BANKS} [1].",
        f"{SANCTIONS} [3][1].",
        "They fear 47 dragons [1].",
        "Iran fears attacks on its programme as well as economic decline [3].",
        "Washington fears two outcomes at once: an Iran close to a weapon and another war [2].",
        "The passages do not mention cake.",
        "# What Iran fears",
        "- Iran fears attacks on its programme [3].",
        "And why?",
        "\n",
    ]
)


@settings(max_examples=15)
@given(sentences=st.lists(SENTENCES, max_size=6), size=st.integers(1, 40))
def test_whatever_is_shown_is_cited_exactly(
    corpus_index: Index, sentences: list[str], size: int
) -> None:
    reply = " ".join(sentences)
    pieces = [reply[at : at + size] for at in range(0, len(reply), size)]
    model, _ = queued([*pieces, last()])
    items = answers(corpus_index, FEAR, model)
    for before, after in pairwise(items[:-1]):
        assert after.text.startswith(before.text)
        assert after.citations[: len(before.citations)] == before.citations
    for item in items:
        assert not list(untrue(corpus_index, item))
    assert items[-1].text
