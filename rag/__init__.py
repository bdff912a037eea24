"""Answers with cited passages over an index, in plain code and as a LangChain chain.

The public API of ``loccit.rag``. Names are imported on first access.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .about.questions import is_about_documents
    from .answer import answer_question, check_question, stream_answer
    from .asking.followups import Standalone, make_standalone
    from .asking.question import Question
    from .budget import TokenCount, count_tokens, counted_by
    from .config import RagConfig
    from .errors import QuestionError
    from .evidence.features import FEATURES, features, find_evidence, sentence_text
    from .langchain.chain import RagChain
    from .langchain.retriever import IndexRetriever
    from .marks import split_marks
    from .render import render_hits, render_text
    from .short.spans import values_in
    from .types import (
        Answer,
        Catalogue,
        ChatInput,
        Citation,
        DocumentInfo,
        DocumentSpan,
        Evidence,
        Reason,
        hit_to_dict,
    )
    from .verify.check import verify_claim
    from .verify.claims import split_claims
    from .verify.types import Encode, Problem, Verdict

_HOMES = {
    "about.questions": "is_about_documents",
    "answer": "answer_question check_question stream_answer",
    "asking.followups": "Standalone make_standalone",
    "asking.question": "Question",
    "budget": "TokenCount count_tokens counted_by",
    "config": "RagConfig",
    "errors": "QuestionError",
    "evidence.features": "FEATURES features find_evidence sentence_text",
    "langchain.chain": "RagChain",
    "langchain.retriever": "IndexRetriever",
    "marks": "split_marks",
    "render": "render_hits render_text",
    "short.spans": "values_in",
    "types": (
        "Answer Catalogue ChatInput Citation DocumentInfo DocumentSpan Evidence Reason hit_to_dict"
    ),
    "verify.check": "verify_claim",
    "verify.claims": "split_claims",
    "verify.types": "Encode Problem Verdict",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "FEATURES",
    "Answer",
    "Catalogue",
    "ChatInput",
    "Citation",
    "DocumentInfo",
    "DocumentSpan",
    "Encode",
    "Evidence",
    "IndexRetriever",
    "Problem",
    "Question",
    "QuestionError",
    "RagChain",
    "RagConfig",
    "Reason",
    "Standalone",
    "TokenCount",
    "Verdict",
    "answer_question",
    "check_question",
    "count_tokens",
    "counted_by",
    "features",
    "find_evidence",
    "hit_to_dict",
    "is_about_documents",
    "make_standalone",
    "render_hits",
    "render_text",
    "sentence_text",
    "split_claims",
    "split_marks",
    "stream_answer",
    "values_in",
    "verify_claim",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
