"""Citation markers: what is one, and which sentence it belongs to."""

from __future__ import annotations

import pytest
from loccit.rag.prose.events import ReplySentence
from loccit.rag.prose.markers import WIDEST, marker_numbers
from loccit.rag.prose.stream import read_reply
from loccit.text import lexicon


def cited(text: str) -> list[tuple[str, tuple[int, ...]]]:
    sentences = [event for event in read_reply(text) if isinstance(event, ReplySentence)]
    return [(sentence.text, sentence.numbers) for sentence in sentences]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("It is [1]. It was [2].", [("It is.", (1,)), ("It was.", (2,))]),
        ("It is. [1] It was. [2]", [("It is.", (1,)), ("It was.", (2,))]),
        ("It is.[1] It was.[2]", [("It is.", (1,)), ("It was.", (2,))]),
        ("It is.[1]It was.[2]", [("It is.", (1,)), ("It was.", (2,))]),
        ("[1] It is. [2] It was.", [("It is.", (1,)), ("It was.", (2,))]),
        ("[1] It is [2]. [3] It was. [4]", [("It is.", (1, 2)), ("It was.", (3, 4))]),
        ("- [1] It is. [2] It was.", [("It is.", (1,)), ("It was.", (2,))]),
        ("**[1]** It is. **[2]** It was.", [("It is.", (1,)), ("It was.", (2,))]),
        ("([1]) It is. ([2]) It was.", [("It is.", (1,)), ("It was.", (2,))]),
        ("---\n[1] It is. [2] It was.", [("It is.", (1,)), ("It was.", (2,))]),
        ("[1]\nIt is.\n[2]\nIt was.", [("It is.", (1,)), ("It was.", (2,))]),
        ("It is.\n[1]\n\nIt was.\n[2]", [("It is.", (1,)), ("It was.", (2,))]),
        ("It is.\n\n[1] It was.", [("It is.", (1,)), ("It was.", ())]),
        ("As follows:\n- [1] It is.\n- It was. [2]",
         [("As follows:", ()), ("It is.", (1,)), ("It was.", (2,))]),
        ("It is [2][1] so [2].", [("It is so.", (2, 1))]),
        ("It [1] is and [2] was.", [("It is and was.", (1, 2))]),
        ("It is [1], which [2] was.", [("It is, which was.", (1, 2))]),
        ("As [1] and he say.", [("As and he say.", (1,))]),
        ("It is ([1], [2] & [3]).", [("It is.", (1, 2, 3))]),
        ("It is[1]so.", [("It is so.", (1,))]),
        ("It is [1] .", [("It is.", (1,))]),
        ("15. [1]", [("15.", (1,))]),
        ("It is [1", [("It is [1", ())]),
        ("It is [[1]].", [("It is [].", (1,))]),
        ("It [is [1].", [("It [is.", (1,))]),
    ],
)  # fmt: skip
def test_markers_belong_to_their_sentence(
    reply: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert cited(reply) == expected


@pytest.mark.parametrize(
    ("marker", "numbers"),
    [
        ("[1]", (1,)), ("[ 12 ]", (12,)), ("[0]", (0,)), ("[999]", (999,)), ("[1, 2]", (1, 2)),
        ("[1,2;3]", (1, 2, 3)), ("[1 and 2]", (1, 2)), ("[1 & 2]", (1, 2)), ("[^1]", (1,)),
        ("[^1, ^2]", (1, 2)), ("[#3]", (3,)), ("[1-3]", (1, 2, 3)), ("[1 – 3, 2, 5]", (1, 2, 3, 5)),
        ("【1】", (1,)), ("【3†source】", (3,)), ("【3†L1-L4】", (3,)), ("［１，２］", (1, 2)),
        ("[１]", (1,)), ("[Source 1]", (1,)), ("[sources: 1, 2]", (1, 2)), ("[Ref. 4]", (4,)),
        (f"[1-{WIDEST}]", tuple(range(1, WIDEST + 1))),
    ],
)  # fmt: skip
def test_marker_styles(marker: str, numbers: tuple[int, ...]) -> None:
    assert cited(f"It is so {marker}.") == [("It is so.", numbers)]


@pytest.mark.parametrize(
    "text",
    [f"[1-{WIDEST + 1}]", "[3-1]", "[2015]", "[1.5]", "[1 2]", "[]", "[-1]", "[sic]", "[Iran 1]",
     "(1)", "[1】", "[" + "1," * 30 + "1]", "[1, x]", "[x](y)"],
)  # fmt: skip
def test_what_is_no_marker_is_text(text: str) -> None:
    assert cited(f"It is so {text}.") == [(f"It is so {text}.", ())]


@pytest.mark.parametrize("word", sorted(lexicon.words("prose.marker_words")))
def test_every_noun_of_a_marker_is_read(word: str) -> None:
    assert marker_numbers(f"{word.title()} 7") == (7,)
