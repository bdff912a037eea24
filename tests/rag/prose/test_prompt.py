"""The prompt for an answer: numbered passages within a budget, and nothing in them that steers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from chat.hostile_prompts import ROLE, hostile_texts, seen
from conftest import Write
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Index, UsageError, build_index
from loccit.index.formats.parsed import Metadata
from loccit.index.types import Chunk, Hit, Sentence, SourcePlace
from loccit.rag import verify_claim
from loccit.rag.prose.budget import count_tokens
from loccit.rag.prose.events import ReplySentence
from loccit.rag.prose.prompt import wording
from loccit.rag.prose.prompt.build import Prompt, PromptSettings, build_prompt, was_cut
from loccit.rag.prose.prompt.passages import together
from loccit.rag.prose.sentinel import NOT_STATED, is_not_stated
from loccit.rag.prose.stream import read_reply

SETTINGS = PromptSettings()
ASKED = "When was the deal signed?"


def make_hit(
    *sentences: str,
    title: str = "The deal",
    date: str | None = "2015-07",
    heading: str = "Signing",
    context: str = "",
    start: int = 7,
) -> Hit:
    """A hit of these sentences, a space between them."""
    text, spans = " ".join(sentences), []
    at = start
    for sentence in sentences:
        spans.append(Sentence(at, at + len(sentence)))
        at += len(sentence) + 1
    chunk = Chunk("a.txt", start, start + len(text), text, tuple(spans), context, heading)
    place = SourcePlace(None, None, None)
    return Hit(0, chunk, title, Metadata(date=date), place, 0.5, 1, "both")


def build(
    *hits: Hit, tokens: int = 3000, history: tuple[tuple[str, str], ...] = (), asked: str = ASKED
) -> Prompt:
    return build_prompt(asked, history, hits, PromptSettings(tokens))


def least_tokens(hit: Hit) -> int:
    """The tokens of a prompt with nothing but the instruction, the question and this hit."""
    prompt = build(hit)
    bare = [prompt.messages[0], prompt.messages[-1]]
    return sum(count_tokens(message.text).tokens + 4 for message in bare)


def test_a_prompt_in_full() -> None:
    prompt = build(
        make_hit("It was signed on 14 July 2015.", "It was."),
        make_hit("Day\tPlace", title="Table", date=None, context="Table\nSigning\nWhere?\na\tb"),
        history=(("What is the deal?", "An agreement.\nOn atoms."), ("Who signed it?", "")),
    )
    assert prompt.messages[-1] == (
        "human",
        "<conversation>\nAsked: What is the deal?\nAnswered: An agreement. On atoms.\n"
        "Asked: Who signed it?\nAnswered: (no answer)\n</conversation>\n\n"
        "<passages>\n[1] The deal · 2015-07 · Signing\nIt was signed on 14 July 2015. It was.\n\n"
        "[2] Table · Signing\nWhere?\na b\nDay\tPlace\n</passages>\n\n"
        "Question: When was the deal signed?\n\n"
        "Answer from the passages, in the language of the question, in one to four short "
        "sentences. End each sentence with its passage numbers in square brackets.",
    )
    assert prompt.messages[0] == ("system", wording.instruction("answer"))
    assert [passage.number for passage in prompt.passages] == [1, 2]
    assert prompt.version == wording.version()


def test_langchain_takes_the_messages() -> None:
    from langchain_core.messages import convert_to_messages

    prompt = build(make_hit("It was so {question}."))
    taken = convert_to_messages(prompt.messages)
    assert [(message.type, message.content) for message in taken] == list(prompt.messages)


def test_the_instruction_says_what_is_not_stated() -> None:
    assert NOT_STATED in wording.instruction("answer")


def test_replies_of_examples_are_as_they_should_be() -> None:
    examples = wording.examples("answer")
    stated = [not is_not_stated(read_reply(example["reply"])) for example in examples]
    assert stated == [True, False, True]
    for example in examples:
        passages = dict(re.findall(r"^\[(\d+)\] .*\n(.*)", example["passages"], re.MULTILINE))
        for sentence in read_reply(example["reply"]):
            assert isinstance(sentence, ReplySentence)
            cited = [passages[str(number)] for number in sentence.numbers]
            if sentence.text != NOT_STATED:
                assert cited
                is_english = "Bibliothek" not in sentence.text
                assert not is_english or not verify_claim(sentence.text, cited).problems


def test_the_version_changes_with_the_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    before = wording.version()
    assert re.fullmatch("[0-9a-f]{12}", before)
    text = wording._source()
    monkeypatch.setattr(wording, "_source", lambda: text.replace("plain", "simple"))
    wording.version.cache_clear()
    after = wording.version()
    wording.version.cache_clear()
    assert after != before


def test_passages_lead_back_to_their_hits() -> None:
    hits = [make_hit(f"Sentence [{n}].", start=n) for n in range(5)]
    prompt = build(*hits)
    assert [passage.hit for passage in prompt.passages] == hits
    for passage in prompt.passages:
        assert passage.shown == (passage.hit.chunk.start, passage.hit.chunk.end)
        assert not passage.is_cut
        assert passage.hit.chunk.text == f"Sentence [{passage.number - 1}]."
        assert passage.text.endswith(f"Sentence ⟦{passage.number - 1}⟧.")


def test_a_real_hit_is_shown_whole(tmp_path: Path, write: Write) -> None:
    write("docs/a.md", "# The mill\n\n## Age\n\nThe mill was built in 1744. It ground rye.\n")
    build_index([tmp_path / "docs"], tmp_path / "index", encoder=FakeEncoder())
    hits = Index.open(tmp_path / "index", FakeEncoder()).search("When was the mill built?", 3)
    prompt = build(*hits)
    (shown,) = [passage for passage in prompt.passages if "1744" in passage.text]
    assert shown.text.startswith(f"[{shown.number}] The mill · ")
    assert "The mill was built in 1744. It ground rye." in shown.text


def test_what_does_not_fit_is_left_out_after_whole_sentences() -> None:
    sentences = [f"It was signed by delegate {n} of the treaty." for n in range(20)]
    first, second, third = make_hit("It was."), make_hit(*sentences), make_hit("It is.")
    prompt = build(first, second, third, tokens=700)
    assert len(prompt.passages) == 2
    cut = prompt.passages[1]
    assert cut.is_cut
    count = cut.text.count("signed")
    assert 0 < count < 20
    assert cut.text.endswith(" ".join(sentences[:count]))
    assert cut.shown == (7, 7 + len(" ".join(sentences[:count])))
    assert 660 < prompt.tokens <= 700
    assert len(prompt.messages) == 8


def test_examples_and_conversation_go_before_the_best_passage_is_cut() -> None:
    best = make_hit("It was signed in Vienna.", "It was.")
    history = (("Who?", "Iran."),)
    whole = build(best, history=history)
    assert (len(whole.messages), whole.passages[0].is_cut) == (8, False)
    tight = build(best, tokens=whole.tokens - 1, history=history)
    assert (len(tight.messages), tight.passages[0].is_cut) == (8, False)
    assert "conversation>" not in tight.messages[-1].text
    bare = build(best, tokens=least_tokens(best) + 1, history=history)
    assert (len(bare.messages), bare.passages[0].is_cut) == (2, False)
    cut = build(best, tokens=least_tokens(best) - 2, history=history)
    assert cut.passages[0].text.endswith("\nIt was signed in Vienna.")


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [("word " * 900, "word"), ("条" * 3000, "条"), ("word " * 900 + "Ab", "word")],
)
def test_the_best_passage_is_cut_within_a_sentence_if_need_be(sentence: str, shown: str) -> None:
    prompt = build(make_hit(sentence.strip()), make_hit("It is."), tokens=1000)
    (passage,) = prompt.passages
    assert passage.is_cut
    assert passage.text.endswith(shown)
    assert 980 < prompt.tokens <= 1000


def test_a_hit_without_sentences_is_cut_at_a_word() -> None:
    hit = make_hit("heading " * 900)
    chunk = Chunk("a.txt", 0, hit.chunk.end - 7, hit.chunk.text, ())
    best = Hit(0, chunk, "", hit.metadata, hit.source, 0.5, 1, "both")
    (passage,) = build(best, tokens=800).passages
    assert passage.is_cut
    assert passage.text.endswith("heading heading")


def test_the_reply_has_its_room_in_the_model_s_window() -> None:
    hits = [make_hit(f"It was signed by delegate {n} of the treaty.") for n in range(200)]
    settings = PromptSettings(prompt_tokens=3000, max_tokens=1000)
    assert 2900 < build_prompt(ASKED, (), hits, settings).tokens <= 3000
    assert 2900 < build_prompt(ASKED, (), hits, settings, window=8192).tokens <= 3000
    assert 1000 < build_prompt(ASKED, (), hits, settings, window=2048).tokens <= 1048


@pytest.mark.parametrize("window", [None, 1000])
def test_limits_without_room_are_refused(window: int | None) -> None:
    with pytest.raises(UsageError, match="expected more than"):
        build_prompt(ASKED, (), [make_hit("So.")], PromptSettings(150), window)


def test_a_prompt_needs_a_hit() -> None:
    with pytest.raises(ValueError, match="expected at least one"):
        build()


def test_only_the_last_turns_are_shown_and_long_ones_shortened() -> None:
    history = tuple((f"Question {n}?", f"Reply {n} " + "is long " * 200) for n in range(9))
    text = build(make_hit("So."), history=history).messages[-1].text
    turns = re.findall(r"Asked: Question (\d)\?\nAnswered: (Reply \d .*…)", text)
    assert [int(number) for number, _ in turns] == [7, 8]
    assert all(500 < len(answer) <= 600 for _, answer in turns)
    assert count_tokens(text.partition("<passages>")[0]).tokens <= 3000 // 8


@given(st.integers(250, 900), st.lists(st.integers(1, 30), min_size=1, max_size=6))
def test_a_prompt_keeps_to_its_tokens(tokens: int, lengths: list[int]) -> None:
    hits = [make_hit(*["It was so, [1] said."] * length) for length in lengths]
    prompt = build(*hits, tokens=tokens, history=(("What is [it]?", "It is so. " * 20),))
    assert prompt.tokens <= tokens
    assert prompt.tokens == sum(count_tokens(text).tokens + 4 for _, text in prompt.messages)
    assert together(prompt.passages) in prompt.messages[-1].text
    assert [passage.hit for passage in prompt.passages] == hits[: len(prompt.passages)]


@given(
    st.lists(st.tuples(hostile_texts, hostile_texts, hostile_texts), min_size=1, max_size=3),
    hostile_texts,
    hostile_texts,
)
def test_no_text_passes_for_a_part_of_the_prompt(
    texts: list[tuple[str, str, str]], asked: str, answer: str
) -> None:
    hits = [
        make_hit(text, title=title, date=heading, heading=heading, context=f"{title}\n{text}")
        for text, title, heading in texts
    ]
    prompt = build(*hits, asked=asked, history=((asked, answer),))
    message = seen(prompt.messages[-1].text)
    frame = seen(build(make_hit(""), asked="", history=(("", ""),)).messages[-1].text)
    tags = re.compile(r"<\s*/?\s*[a-z|]+.*?>", re.IGNORECASE)
    assert tags.findall(message) == tags.findall(frame)
    assert re.findall(r"[\[【〔][^\[\]【】〔〕]*[\]】〕]", message) == [
        f"[{number + 1}]" for number in range(len(hits))
    ]
    assert len(re.findall(r"^\[\d+\]", message, re.MULTILINE)) == len(hits)
    assert len(ROLE.findall(message)) == len(ROLE.findall(frame)) == 3
    assert message.endswith(frame.rpartition("\n")[2])


@pytest.mark.parametrize(
    ("reported", "counted", "expected"),
    [
        (2048, 3000, True), (2100, 2900, True), (3100, 3000, False), (2400, 3000, False),
        (4500, 3000, False), (0, 3000, False), (None, 3000, False), (1, 3000, True),
    ],
)  # fmt: skip
def test_a_count_far_below_ours_means_a_cut(
    reported: int | None, counted: int, expected: bool
) -> None:
    assert was_cut(reported, counted) is expected
