"""The examples run as they stand, inside somebody else's chain."""

from __future__ import annotations

import importlib.util
from types import ModuleType

from conftest import ROOT
from langchain_core.language_models import FakeListChatModel
from loccit.index import Index
from loccit.rag import count_tokens

QUESTION = "What do Iran's leaders fear most?"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "examples" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_prompt_gets_numbered_passages_within_its_budget(corpus_index: Index) -> None:
    example = load("prompt_with_passages")
    prompt = example.main(str(corpus_index.folder), QUESTION)
    assert "[1] What Tehran Wants" in prompt
    assert prompt.endswith(f"Q: {QUESTION}")
    assert count_tokens(prompt).tokens < 600 + 200
    model = FakeListChatModel(responses=["They fear sanctions. [1]"])
    chain = example.build_chain(str(corpus_index.folder), model)
    assert chain.invoke(QUESTION) == "They fear sanctions. [1]"


def test_a_helpdesk_quotes_or_hands_over(corpus_index: Index) -> None:
    example = load("answers_in_a_helpdesk")
    reply = example.main(str(corpus_index.folder), QUESTION)
    assert "fear" in reply["reply"]
    assert reply["links"][0].startswith("interview-what-tehran-wants.md#char=")
    handed = example.main(str(corpus_index.folder), "How do I bake bread?")
    assert handed["assignee"] == "a person"
    assert "bread" in handed["missing"]
    shown = list(example.typing(str(corpus_index.folder), QUESTION))
    assert shown[-1] == reply["reply"]
