"""What a model thinks, in whatever tags, is told apart from what it says."""

from __future__ import annotations

import pytest
from loccit.rag.prose import thoughts
from loccit.rag.prose.events import Event, ReplySentence, Thinking
from loccit.rag.prose.stream import ReplyStream, read_reply

TAGS = sorted(thoughts._TAGS)


@pytest.mark.parametrize("tag", sorted(thoughts._CLOSERS))
def test_what_is_thought_is_not_said(tag: str) -> None:
    for closing in sorted(thoughts._CLOSERS[tag]):
        for opened in (tag, tag.upper()):
            reply = f"{opened}So [2]. It is.\n</b{closing}\n\nIt is so [1]."
            assert read_reply(reply) == [Thinking(), *read_reply("It is so [1].")]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("So it is. </think>It is.", [Thinking(), "It is."]),
        ("So.\nIt\n</think>\n\nIt is.", [Thinking(), "It is."]),
        ("</thinking>It is.", [Thinking(), "It is."]),
        ("[1] So </think>It is. [2] It was.", [Thinking(), "It is.", "It was."]),
        ("It is. It was </think> so.", ["It is.", "It was", "so."]),
        ("It is. <think>So it is.", [Thinking(), "It is."]),
        ("<think>a</think>It is. <think>b</think>It was.", [Thinking(), "It is.", "It was."]),
        ("<think>a</reasoning>b</think>It is.", [Thinking(), "It is."]),
        ("<think>a</thi</think>It is.", [Thinking(), "It is."]),
        ("It is <thin and < b <think", ["It is <thin and < b <think"]),
        ("It is <<answer>so</answer>.", ["It is <so."]),
        ("<|channel|>analysis<|message|>So.<|end|><|start|>assistant<|channel|>final<|message|>"
         "It is.<|return|>", [Thinking(), "It is."]),
        ("<|channel|>final<|message|>It is.<|end|>", ["It is."]),
    ],
)  # fmt: skip
def test_thinking(reply: str, expected: list[Event | str]) -> None:
    events = read_reply(reply)
    assert [e.text if isinstance(e, ReplySentence) else e for e in events] == expected


def test_thinking_is_told_at_once_and_while_it_lasts() -> None:
    stream = ReplyStream()
    assert stream.feed("<thi") == []
    assert not stream.is_thinking
    assert stream.feed("nk>So") == [Thinking()]
    assert stream.is_thinking
    assert (stream.held, stream.feed("</think>It"), stream.held) == ("", [], "It")
    assert not stream.is_thinking


def test_a_tag_begins_only_at_its_beginning() -> None:
    assert not {tag for tag in TAGS if set(tag[1:]) & {begun[0] for begun in TAGS}}
    assert not {(a, b) for a in TAGS for b in TAGS if a != b and b.startswith(a)}
