"""The LangChain retriever: the conformance suite, and what its documents carry."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_tests.integration_tests import RetrieversIntegrationTests
from loccit.index import Index
from loccit.rag import IndexRetriever, count_tokens


class TestConformance(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _index(self, fake_index: Index) -> None:
        self._open = fake_index

    @property
    def retriever_constructor(self) -> type[IndexRetriever]:
        return IndexRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"index": self._open}

    @property
    def retriever_query_example(self) -> str:
        return "the nuclear talks with Iran"


def test_documents_carry_their_place(corpus_index: Index) -> None:
    documents = IndexRetriever(index=corpus_index, k=3).invoke("What does Iran fear?")
    assert [document.metadata["rank"] for document in documents] == [1, 2, 3]
    for document in documents:
        text = corpus_index.document(document.metadata["source"]).text
        assert text[document.metadata["start"] : document.metadata["end"]] == document.page_content
        assert 0 <= document.metadata["score"] <= 1


@pytest.mark.parametrize("budget", [60, 400, 1500])
def test_passages_fit_the_budget_and_the_next_would_not(corpus_index: Index, budget: int) -> None:
    question = "What does Iran fear?"
    documents = IndexRetriever(index=corpus_index, token_budget=budget).invoke(question)
    used = sum(count_tokens(document.page_content).tokens for document in documents)
    assert used == sum(document.metadata["tokens"] for document in documents) <= budget
    assert all(document.metadata["tokens_exact"] for document in documents)
    following = corpus_index.search(question, len(documents) + 1)[-1]
    assert used + count_tokens(following.chunk.text).tokens > budget


def test_a_number_limits_a_budget(corpus_index: Index) -> None:
    retriever = IndexRetriever(index=corpus_index, k=2, token_budget=5000)
    assert len(retriever.invoke("sanctions")) == 2


@pytest.mark.parametrize("settings", [{"k": 0}, {"token_budget": 0}])
def test_settings_are_checked(corpus_index: Index, settings: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        IndexRetriever(index=corpus_index, **settings)
