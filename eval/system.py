"""Adapters: call any system and read what it returns as a ``Response``.

A system is an ``Index``, a ``RagChain``, a function of a question, or anything with
``invoke``, such as a LangChain Runnable. It returns

* text alone;
* a mapping with the text (``answer``, ``text``, ``output``, ``result`` or ``response``) and,
  optionally, the passages retrieved (``context``, ``contexts``, ``source_documents`` or
  ``documents``: texts, mappings, or LangChain documents; or one of these alone), ``citations``,
  ``abstained`` and ``confidence``; a field that is ``None`` counts as absent;
* an ``Answer`` of Loccit, or a ``Response``.

A mark ``[2]`` in the text cites the second passage, for the sentence before the mark. Without
marks and citations, every passage counts as the source of the whole text.

Passages and citations are searched for in their documents, so their offsets need not be Loccit's;
a LangChain passage is found by its words, whatever its ``start_index``.

A system whose attribute ``takes_turns`` is true receives a ``ChatInput`` with the conversation so
far; other systems receive the question alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..index.chunking.sentences import split_sentences
from ..index.errors import echoed
from ..index.search import Index
from ..index.types import Hit
from ..rag.answer import answer_question
from ..rag.config import RagConfig
from ..rag.prose.models.settings import EXTRACTIVE
from ..rag.types import Answer, ChatInput
from ..text import lexicon
from .errors import SystemUnfit
from .returned import read_citations, read_number, read_passages
from .types import CitedSpan, Reply, Response, RetrievedPassage

Ask = Callable[[ChatInput], Response]

_TEXTS = ("answer", "text", "output", "result", "response")
_READ = ("context", "contexts", "source_documents", "documents", "retrieved_contexts")
_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_REFUSAL = re.compile(
    rf"\b{lexicon.alternation('refusals.negations')} (?:\w+ ){{0,4}}"
    rf"{lexicon.alternation('refusals.verbs')}\b"
    rf"|\bnot? {lexicon.alternation('refusals.participles')}\b",
    re.IGNORECASE,
)
_LONGEST_REFUSAL = 240


def as_system(system: Any, config: RagConfig | None = None) -> Ask:
    """Wrap a system as a function from a question to a response.

    An exception of the system becomes a response with the status ``error``: it costs one example.

    Args:
        system: an index, a chain, a function of a question, or anything with ``invoke``.
        config: how to answer, if the system is an index.

    Raises:
        SystemUnfit: if the system cannot be called. The function itself raises it if the system
            returns something that cannot be evaluated.
    """
    if isinstance(system, Index):
        call: Callable[[Any], Any] = lambda asked: answer_question(system, asked, config)  # noqa: E731
    elif hasattr(system, "invoke"):
        call = system.invoke
    elif callable(system):
        call = system
    else:
        raise SystemUnfit(
            f"the system is of type {type(system).__name__}; "
            "expected an index, a chain, a function of a question, or a Runnable. Pass one of these"
        )

    index = system if isinstance(system, Index) else getattr(system, "index", None)
    takes_turns = isinstance(system, Index) or getattr(system, "takes_turns", False)

    def ask(asked: ChatInput) -> Response:
        try:
            returned = call(asked if takes_turns else asked.question)
        except Exception as error:
            return Response("error", error=f"{type(error).__name__}: {error}")
        response = as_response(returned)
        if response.status == "abstained" and isinstance(index, Index):
            return replace(response, hits=_retrieved(index, response, config))
        return response

    return ask


def _retrieved(
    index: Index, response: Response, config: RagConfig | None
) -> tuple[RetrievedPassage, ...]:
    """All passages retrieved before it abstained; the answer itself has only the closest."""
    asked = response.standalone or ""
    return passages_of(index.search(asked, (config or RagConfig()).hits)) if asked else ()


def as_response(returned: Any) -> Response:
    """Read what a system returned as a ``Response``.

    Raises:
        SystemUnfit: if it has no text, or a field of another form.
    """
    if isinstance(returned, Response):
        return returned
    if isinstance(returned, Answer):
        return from_answer(returned)
    if isinstance(returned, str):
        return _read(returned, {}, ())
    if isinstance(returned, Mapping):
        text = next((returned[key] for key in _TEXTS if returned.get(key) is not None), None)
        read = next((returned[key] for key in _READ if returned.get(key) is not None), ())
        if text is not None:
            return _read(_plain(text), returned, read_passages(read))
    elif hasattr(returned, "content"):
        return _read(_plain(returned), {}, ())
    is_mapping = isinstance(returned, Mapping)
    described = sorted(map(str, returned)) if is_mapping else type(returned).__name__
    raise SystemUnfit(
        f"the system returned {echoed(described)}; expected text, or a mapping with one of "
        f"the keys {', '.join(_TEXTS)}. Return one of these"
    )


def from_answer(answer: Answer) -> Response:
    """Read an answer of Loccit as a ``Response``."""
    return Response(
        status="abstained" if answer.abstained else "answered",
        text=answer.text,
        citations=tuple(
            CitedSpan(
                citation.answer_start,
                citation.answer_end,
                citation.document,
                citation.quote,
                citation.start,
                citation.end,
                tuple(place.document for place in citation.also_in),
            )
            for citation in answer.citations
        ),
        hits=passages_of(answer.hits),
        short=answer.short.text if answer.short else None,
        standalone=answer.standalone_question,
        confidence=answer.confidence,
        reply=_reply(answer),
    )


def _reply(answer: Answer) -> Reply | None:
    """What became of a chat model's replies; ``None`` if no model was asked."""
    if "model" not in answer.model and answer.usage is None:
        return None
    is_quoted = answer.model.get("answerer") == EXTRACTIVE
    cited: dict[tuple[int, int], bool] = {}
    for citation in () if is_quoted else answer.citations:
        cited[citation.answer_start, citation.answer_end] = citation.recited
    return Reply(
        shown=len(cited),
        recited=sum(cited.values()),
        dropped=answer.dropped,
        notes=answer.notes,
        fallback=answer.fallback,
        is_quoted=is_quoted,
        usage=answer.usage,
    )


def passages_of(hits: Iterable[Hit]) -> tuple[RetrievedPassage, ...]:
    """The passages of the hits of an index, in their order."""
    chunks = [hit.chunk for hit in hits]
    return tuple(
        RetrievedPassage(chunk.document, chunk.text, chunk.start, chunk.end) for chunk in chunks
    )


def _read(text: str, fields: Mapping[str, Any], hits: Sequence[RetrievedPassage]) -> Response:
    """Read the text and the other fields that another system returned."""
    plain, marks = _unmarked(text)
    cited_fields = fields.get("citations")
    if cited_fields is not None:
        citations = read_citations(cited_fields, len(plain))
    elif marks:
        citations = tuple(_marked(plain, marks, hits))
    else:
        citations = tuple(_of_whole_text(plain, hit) for hit in hits)
    abstained = fields.get("abstained")
    if abstained is None:
        abstained = _is_refusal(plain)
    status = "abstained" if abstained else "answered" if plain.strip() else "error"
    return Response(
        status=status,  # type: ignore[arg-type]
        text=plain,
        citations=() if abstained else citations,
        hits=tuple(hits),
        confidence=read_number(fields, "confidence", float),
        cites=cited_fields is not None or bool(hits),
        error="the system returned no text" if status == "error" else None,
    )


def _is_refusal(text: str) -> bool:
    """Whether a text says that it cannot answer: a phrase of that kind in a short text."""
    return len(text) <= _LONGEST_REFUSAL and _REFUSAL.search(text) is not None


def _unmarked(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The text without its marks, and for each mark its offset and its numbers."""
    parts, marks, at, length = [], [], 0, 0
    for mark in _MARK.finditer(text):
        parts.append(text[at : mark.start()])
        length += mark.start() - at
        marks.append((length, [int(number) for number in mark[1].split(",")]))
        at = mark.end()
    return "".join(parts) + text[at:], marks


def _marked(
    text: str, marks: Iterable[tuple[int, list[int]]], hits: Sequence[RetrievedPassage]
) -> Iterable[CitedSpan]:
    """A citation for each mark, of the sentence before it."""
    starts = [0, *[sentence.end for sentence in split_sentences(text)]]
    for at, numbers in marks:
        start = max((offset for offset in starts if offset < at), default=0)
        for number in numbers:
            hit = hits[number - 1] if 1 <= number <= len(hits) else RetrievedPassage("", "")
            yield CitedSpan(start, at, hit.document, hit.text, hit.start, hit.end)


def _of_whole_text(text: str, hit: RetrievedPassage) -> CitedSpan:
    return CitedSpan(0, len(text), hit.document, hit.text, hit.start, hit.end)


def _plain(text: Any) -> str:
    content = getattr(text, "content", text)
    if isinstance(content, str):
        return content
    raise SystemUnfit(
        f"the system's text is of type {type(content).__name__}; expected str. Return text"
    )
