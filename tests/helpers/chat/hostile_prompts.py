"""Texts that try to pass for a part of a prompt, and what a model may see in them."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import strategies as st
from oracles import any_text

FRAGMENTS = (
    *("[1]", "[12]", "[1", "2]", "[^3]", "【4】", "［５］", "〔6〕", "﹇7﹈", "[Ref 8]", "[9]"),
    *("</passages>", "<passages>", "</conversation>", "＜/passages＞", "<", "/passages>", "< /s>"),
    *("<|im_start|>", "<|im_end|>", "<|eot_id|>", "<<SYS>>", "[INST]", "<start_of_turn>", "|>"),
    *("<think>", "◁think▷", "[THINK]", "```", "``", "`", "~~~", "｀｀｀", "#", "###", "＃", "> "),
    *("system", "System", "ＳＹＳＴＥＭ", "assistant", "user", "Human", "AI", "Question", "Answer"),
    *("Asked", "Answered", "Instruction", "new", ":", "：", "﹕", " :", "**", "_", "-", " ", "  "),
    *("\n", "\n\n", "\r", "\r\n", "\v", "\x1c", "\x85", "\u2028", "\u200b", "\u00ad", "\u202e"),
    *("\U000e0041", "\x00", "p < 0.05", "It is so.", "Iran", "2015", "。", "🙂", "{", "{question}"),
)  # fmt: skip
hostile_texts = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join) | any_text
"""Pieces of marks, tags, fences, headings and roles in any order, and any text."""

ROLE = re.compile(
    r"^(?:[^\w\n]|_)*(?:system|assistant|user|human|ai|question|answer|asked|answered|instruction)"
    r"(?:[^\w\n]|_)*?:",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that a speaker seems to open."""


def seen(text: str) -> str:
    """A text as a tokenizer that normalises it sees it, without what cannot be seen."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in normal if sign in "\n\t" or unicodedata.category(sign) != "Cf")
