"""The index as a LangChain retriever."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LCDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from ...index.search import Index
from ...index.types import Hit
from ..prose.budget import TokenCount, fitting

_MOST = 100
"""Chunks that are retrieved at most if only a token budget limits them."""


class IndexRetriever(BaseRetriever):
    """A LangChain retriever that returns the chunks of an index, the best match first.

    ``page_content`` is the chunk's text. ``metadata`` holds ``source`` (the document's name),
    ``start`` and ``end`` (in its cleaned text), ``source_start``, ``source_end`` and ``page`` (in
    the file), ``title``, ``author``, ``date``, ``score`` and ``rank``; with ``token_budget`` also
    ``tokens`` and ``tokens_exact``. Offsets are code points.

    Attributes:
        index: the open index.
        k: how many chunks to return, 1 or more; with ``token_budget`` at most that many.
            Default: 5, or 100 with ``token_budget``.
        token_budget: return the top-ranked chunks that together fit in this many tokens.
        encoding: the tiktoken encoding by which tokens are counted.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index = Field(exclude=True)
    k: int | None = Field(default=None, ge=1)
    token_budget: int | None = Field(default=None, ge=1)
    encoding: str = "o200k_base"

    @classmethod
    def open(cls, folder: str | Path, **settings: Any) -> Self:
        """Open a retriever over the index in a folder.

        Args:
            folder: the index folder.
            **settings: ``k``, ``token_budget`` and ``encoding``.

        Raises:
            IndexFolderError: if there is no usable index.
        """
        return cls(index=Index.open(folder), **settings)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun | None = None,
        k: int | None = None,
        token_budget: int | None = None,
    ) -> list[LCDocument]:
        budget = token_budget or self.token_budget
        most = k or self.k or (_MOST if budget else 5)
        hits = self.index.search(query, most)
        if budget is None:
            return [_document(hit, None) for hit in hits]
        kept = fitting(((hit, hit.chunk.text) for hit in hits), budget, self.encoding)
        return [_document(hit, count) for hit, count in kept]


def _document(hit: Hit, count: TokenCount | None) -> LCDocument:
    chunk = hit.chunk
    metadata: dict[str, Any] = {
        "source": chunk.document,
        "start": chunk.start,
        "end": chunk.end,
        "source_start": hit.source.start,
        "source_end": hit.source.end,
        "page": hit.source.page,
        "title": hit.title,
        "author": hit.metadata.author,
        "date": hit.metadata.date,
        "score": round(hit.score, 4),
        "rank": hit.rank,
    }
    if count is not None:
        metadata |= {"tokens": count.tokens, "tokens_exact": count.exact}
    return LCDocument(
        id=f"{chunk.document}:{chunk.start}-{chunk.end}",
        page_content=chunk.text,
        metadata=metadata,
    )
