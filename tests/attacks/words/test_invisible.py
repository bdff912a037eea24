"""What is not seen parts no word, steers nothing where it is shown, and stays in the quote."""

from __future__ import annotations

import ast
import json
import os
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, Write
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Index, build_index
from loccit.rag import (
    ChatInput,
    QuestionError,
    RagConfig,
    answer_question,
    render_text,
    verify_claim,
)
from loccit.text.signs import STEERING, fold, printable, unfold
from loccit.text.tokens import tokenize, topic_tokens
from loccit.text.wordings import wording
from loccit.ui import terminal
from loccit.ui.cli import main as cli
from loccit.ui.page.transcript import transcript

ENCLOSING = {"\u06dd", "\u070f", "\u08e2", *map(chr, (*range(0x600, 0x606), 0x890, 0x891)),
             "\U000110bd", "\U000110cd"}  # fmt: skip
"""Of format, and seen: they enclose or underline the digits behind them."""
NOT_SEEN = sorted(
    {
        *(
            sign
            for sign in map(chr, range(sys.maxunicode + 1))
            if unicodedata.category(sign) == "Cf"
            or "VARIATION SELECTOR" in unicodedata.name(sign, "")
        ),
        *"\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0",
    }
    - ENCLOSING
)
JOINERS = "\u200c\u200d\ufe0f\u00ad\u200b\u2060"
"""What words and emoji are written with."""
quoted = st.text(
    st.sampled_from(list("ab \t\n\r\x1b\x07\x85\x9b\u202e\u2066\u061c\u2028🙂") + list(JOINERS))
    | st.characters()
)


@pytest.mark.parametrize("name", ["tokens", "wording", "places"])
def test_no_word_is_parted_by_what_is_not_seen(name: str) -> None:
    assert len(NOT_SEEN) > 350
    for sign in NOT_SEEN:
        written = f"In Te{sign}h{sign}ran"
        if name == "tokens":
            assert tokenize(written) == ["in", "tehran"], hex(ord(sign))
        elif name == "wording":
            assert wording(written) == wording("In Tehran"), hex(ord(sign))
        else:
            start, end = unfold(written, 3, 9)
            assert written[start:end] == f"Te{sign}h{sign}ran"


def test_what_is_seen_parts_words_and_stays() -> None:
    seen = [sign for sign in map(chr, range(0x11000)) if sign not in NOT_SEEN]
    unseen = {sign for sign in seen if not fold(sign)}
    assert all(unicodedata.category(sign) == "Cn" for sign in unseen)
    assert not unseen & ENCLOSING


@given(st.text(), st.data())
def test_places_lead_back_to_what_was_folded(text: str, draws: st.DataObject) -> None:
    plain = fold(text)
    if not plain:
        return
    start = draws.draw(st.integers(0, len(plain) - 1))
    end = draws.draw(st.integers(start + 1, len(plain)))
    low, high = unfold(text, start, end)
    assert fold(text[low:high]) == plain[start:end]


CLEAN = (
    "The talks in Tehran began on 3 May 2019. The envoy of Norway signed 12 papers there. "
    "It was not Sweden that paid for the hall."
)


def hidden(text: str) -> str:
    """The text with signs that are not seen in every word and at the end of each sentence."""
    words = [f"{word[:1]}\u200b{word[1:2]}\u2060\u034f{word[2:]}\u202c" for word in text.split(" ")]
    return "\u202d" + " ".join(words)


@pytest.fixture(scope="module", params=[CLEAN, hidden(CLEAN)], ids=["clean", "hidden"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder, encoder = tmp_path_factory.mktemp("hidden"), FakeEncoder()
    (folder / "docs").mkdir()
    (folder / "docs" / "talks.txt").write_text(request.param, encoding="utf-8")
    build_index([folder / "docs"], folder / "index", encoder=encoder)
    return Index.open(folder / "index", encoder)


@pytest.mark.parametrize("hides", [False, True], ids=["asked plainly", "asked hidden"])
@pytest.mark.parametrize(
    ("question", "quote", "short"),
    [
        ("When did the talks in Tehran begin?", "The talks in Tehran began on 3 May 2019.", "2019"),
        ("How many papers did the envoy of Norway sign?", "signed 12 papers there.", "12"),
        ("Who did not pay for the hall?", "It was not Sweden that paid for the hall.", ""),
    ],
)
def test_plain_words_and_hidden_ones_find_each_other(
    index: Index, question: str, quote: str, short: str, hides: bool
) -> None:
    asked = hidden(question) if hides else question
    answer = answer_question(index, ChatInput(asked), RagConfig(threshold=0.0, max_sentences=1))
    assert not answer.abstained
    assert answer.question == asked.strip()
    assert answer.standalone_question == answer.question
    (cited,) = answer.citations
    assert fold(cited.quote).endswith(quote)
    assert index.document(cited.document).text[cited.start : cited.end] == cited.quote
    if answer.short:
        assert answer.short.text in cited.quote
        assert short in fold(answer.short.text)
    plain = answer_question(index, question, RagConfig(threshold=0.0, max_sentences=1))
    assert (bool(answer.short), answer.citations) == (bool(plain.short), plain.citations)


def test_hidden_words_are_scored_as_plain_ones(
    write: Write, tmp_path: Path, fake_encoder: FakeEncoder
) -> None:
    scores = []
    for name, text in (("clean", CLEAN), ("hidden", hidden(CLEAN))):
        write(f"{name}/docs/talks.txt", text)
        place = tmp_path / name / "index"
        build_index([tmp_path / name / "docs"], place, encoder=fake_encoder)
        index = Index.open(place, fake_encoder)
        answer = answer_question(index, "When did the talks in Tehran begin?", RagConfig())
        short = fold(answer.short.text) if answer.short else None
        scores.append((answer.confidence, fold(answer.text), short))
    assert scores[0] == scores[1]
    assert scores[0][2]


def test_a_claim_is_verified_by_what_is_seen() -> None:
    for claim, source in ((CLEAN, hidden(CLEAN)), (hidden(CLEAN), CLEAN)):
        assert verify_claim(claim, [source]).support == 1.0
    altered = hidden(CLEAN).replace("1\u200b2", "1\u200b3")
    assert altered != hidden(CLEAN)
    assert verify_claim(altered, [CLEAN]) == verify_claim(CLEAN.replace("12", "13"), [CLEAN])


def test_a_question_of_nothing_that_is_seen_is_empty(index: Index) -> None:
    with pytest.raises(QuestionError, match="the question is empty"):
        answer_question(index, "\u3164\u115f\ufe0f")
    assert topic_tokens("\u3164") == []


@given(quoted)
def test_json_steers_no_terminal_and_is_the_same_value(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("builtins.print", lambda line, **_: printed.append(line))
        terminal.print_json({text: [text]})
    assert json.loads(printed[0]) == {text: [text]}
    assert not STEERING.search(printed[0])


@given(quoted)
def test_what_is_said_steers_no_terminal(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("builtins.print", lambda line, **_: printed.append(line))
        terminal.say(text)
        terminal.warn(text)
    for line in printed:
        assert not STEERING.search(line)
        assert "\r" not in line


def shown_with(index: Index, sign: str) -> tuple[str, str]:
    """A quote with a sign in it, as a terminal and as the page show it."""
    answer = answer_question(index, "Who signed?", RagConfig(threshold=0.0)).to_dict()
    quote = f"Te{sign}hran signs."
    citation = {
        **answer["citations"][0],
        "answer_start": 0,
        "answer_end": len(quote),
        "quote": quote,
    }
    changed = {**answer, "text": quote, "citations": [citation], "hits": [], "short": None}
    page = transcript([{"question": "?", "answer": changed, "error": None}])
    answered = answer_question(index, "Who signed?", RagConfig(threshold=0.0, max_sentences=1))
    cited = replace(answered.citations[0], answer_end=len(quote), quote=quote)
    return render_text(replace(answered, text=quote, citations=(cited,), short=None)), page


def test_what_steers_is_shown_nowhere_and_what_joins_everywhere(index: Index) -> None:
    for sign in {*NOT_SEEN, *map(chr, range(0xA0)), "\u2028", "\u2029"} - {"\t", "\n", "\r"}:
        for shown in shown_with(index, sign) if STEERING.match(sign) or sign in JOINERS else ():
            assert (f"Te{sign}hran" in shown) == (sign in JOINERS), hex(ord(sign))


def test_an_account_is_told_of_without_what_steers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("loccit.ui.cli.serve_command._password", lambda: "long enough")
    file = tmp_path / "acc\x1b[31mounts\u202e"
    for _ in range(2):
        assert cli.run(["account", str(file), "al\u202eice\x9b1m"]) == 0
    assert cli.run(["account", str(file), "a:\x1b\u202e"]) == 2
    file.write_text("broken\u202e:\x1b\n", encoding="utf-8")
    assert cli.run(["account", str(file), "bob"]) == 2
    assert cli.run(["ask", "What?", "--index", str(file)]) != 0
    assert cli.run(["ask", "What?", "--\x1b\u202e"]) == 2
    shown = capsys.readouterr()
    assert "al\\u202eice\\x9b1m" in shown.out
    assert not STEERING.search(shown.out + shown.err)


def test_a_name_with_a_byte_that_is_no_text_steers_nothing() -> None:
    shown = printable(os.fsdecode(b"a\xff\x1b[31m\\ \xe2\x80\xae.txt"))
    assert shown == "a\\xff\\x1b[31m\\\\ \\u202e.txt"


def test_the_commands_print_in_one_place() -> None:
    """Everything but an answer and hits, which ``render`` has made harmless."""
    for path in sorted((ROOT / "ui").glob("*.py")):
        if path.name == "terminal.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "print":
                assert ast.unparse(node.args[0]).startswith("render_"), f"{path.name}"
