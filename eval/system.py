"""Anybody's system in one shape: what it returns, read as a ``Response``.

A system is an ``Index`` of ours, a ``RagChain``, a function of a question, or anything with
``invoke``, such as a LangChain Runnable. It returns

* text alone;
* a mapping with the text (``answer``, ``text``, ``output``, ``result`` or ``response``) and, if
  it likes, what it read (``context``, ``contexts``, ``source_documents`` or ``documents``: texts,
  mappings, or LangChain documents), ``citations``, ``abstained`` and ``confidence``;
* an ``Answer`` of ours, or a ``Response``.

A mark ``[2]`` in the text cites what it read second, for the sentence before the mark. Where there
are no marks and no citations, all that it read is taken for the source of all that it says.

What it read or cites is looked for in its document, so that its places need not be ours; a passage
of LangChain's is found by its words, whatever its ``start_index``.

A system with an attribute ``takes_turns`` that is true is given a ``ChatInput``, with what came
before the question; others are given the question alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..index import Hit, Index, echoed, split_sentences
from ..rag import Answer, ChatInput, RagConfig, answer_question
from .errors import SystemUnfit
from .types import Cited, Ranked, Response

Ask = Callable[[ChatInput], Response]

_TEXTS = ("answer", "text", "output", "result", "response")
_READ = ("context", "contexts", "source_documents", "documents", "retrieved_contexts")
_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_REFUSAL = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|can|could)(?: not|n['’]t)|cannot|unable to|no) "
    r"(?:\w+ ){0,4}(?:say|state|know|mention\w*|contain|provide\w*|answer\w*|find|information|"
    r"specif\w+|address\w*|enough|available|sure)\b|\bnot? (?:mentioned|stated|enough|answer)\b",
    re.IGNORECASE,
)
_LONGEST_REFUSAL = 240


def as_system(system: Any, config: RagConfig | None = None) -> Ask:
    """A function that asks a system and gives its response.

    What the system raises is a response of the status ``error``: one failure costs one example.

    Args:
        system: see above.
        config: shapes the answers, where the system is an index.
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
            "expected an index, a chain, a function of a question, or a Runnable"
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


def _retrieved(index: Index, response: Response, config: RagConfig | None) -> tuple[Ranked, ...]:
    """All that was read before it abstained; the answer itself shows only the nearest."""
    asked = response.standalone or ""
    return _hits(index.search(asked, (config or RagConfig()).hits)) if asked else ()


def as_response(returned: Any) -> Response:
    """What a system returned, in our shape.

    Raises:
        SystemUnfit: if it is nothing that can be judged.
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
            return _read(_plain(text), returned, [_ranked(passage) for passage in read])
    elif hasattr(returned, "content"):
        return _read(_plain(returned), {}, ())
    shape = sorted(returned) if isinstance(returned, Mapping) else type(returned).__name__
    raise SystemUnfit(
        f"the system returned {echoed(shape)}; expected text, or a mapping with one of the keys "
        f"{', '.join(_TEXTS)}"
    )


def from_answer(answer: Answer) -> Response:
    """An answer of ours, in the shape for all."""
    return Response(
        status="abstained" if answer.abstained else "answered",
        text=answer.text,
        citations=tuple(
            Cited(
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
        hits=_hits(answer.hits),
        short=answer.short.text if answer.short else None,
        standalone=answer.standalone_question,
        confidence=answer.confidence,
    )


def _hits(hits: Iterable[Hit]) -> tuple[Ranked, ...]:
    chunks = [hit.chunk for hit in hits]
    return tuple(Ranked(chunk.document, chunk.text, chunk.start, chunk.end) for chunk in chunks)


def _read(text: str, fields: Mapping[str, Any], hits: Sequence[Ranked]) -> Response:
    """A response of a system that is not ours."""
    plain, marks = _unmarked(text)
    citations_given = fields.get("citations")
    if citations_given is not None:
        citations = tuple(_cited(citation, plain) for citation in citations_given)
    elif marks:
        citations = tuple(_marked(plain, marks, hits))
    else:
        citations = tuple(_whole(plain, hit) for hit in hits)
    abstained = fields.get("abstained")
    if abstained is None:
        abstained = _is_refusal(plain)
    status = "abstained" if abstained else "answered" if plain.strip() else "error"
    return Response(
        status=status,  # type: ignore[arg-type]
        text=plain,
        citations=() if abstained else citations,
        hits=tuple(hits),
        confidence=fields.get("confidence"),
        cites=citations_given is not None or bool(hits),
        error="the system returned no text" if status == "error" else None,
    )


def _is_refusal(text: str) -> bool:
    """Whether a text says that it cannot answer: a phrase of that kind in a short text."""
    return len(text) <= _LONGEST_REFUSAL and _REFUSAL.search(text) is not None


def _unmarked(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The text without its marks, and for each mark where it stood and what it names."""
    parts, marks, at, length = [], [], 0, 0
    for mark in _MARK.finditer(text):
        parts.append(text[at : mark.start()])
        length += mark.start() - at
        marks.append((length, [int(number) for number in mark[1].split(",")]))
        at = mark.end()
    return "".join(parts) + text[at:], marks


def _marked(
    text: str, marks: Iterable[tuple[int, list[int]]], hits: Sequence[Ranked]
) -> Iterable[Cited]:
    """A citation for each mark, of the sentence that it stands at."""
    starts = [0, *[sentence.end for sentence in split_sentences(text)]]
    for at, numbers in marks:
        start = max((offset for offset in starts if offset < at), default=0)
        for number in numbers:
            hit = hits[number - 1] if 1 <= number <= len(hits) else Ranked("", "")
            yield Cited(start, at, hit.document, hit.text, hit.start, hit.end)


def _whole(text: str, hit: Ranked) -> Cited:
    return Cited(0, len(text), hit.document, hit.text, hit.start, hit.end)


def _cited(fields: Any, text: str) -> Cited:
    if not isinstance(fields, Mapping):
        raise SystemUnfit(
            f"a citation is {echoed(fields)}; expected a mapping with document and quote"
        )
    return Cited(
        answer_start=int(fields.get("answer_start", 0)),
        answer_end=int(fields.get("answer_end", len(text))),
        document=str(fields.get("document") or ""),
        quote=str(fields.get("quote") or ""),
        start=fields.get("start"),
        end=fields.get("end"),
    )


def _ranked(passage: Any) -> Ranked:
    """A text, a mapping or a LangChain document as a passage."""
    if isinstance(passage, str):
        return Ranked("", passage)
    if isinstance(passage, Mapping):
        about = {**passage, **passage.get("metadata", {})}
        text = str(passage.get("text") or passage.get("page_content") or "")
    else:
        text, about = passage.page_content, passage.metadata
    name = str(about.get("document") or about.get("source") or "")
    # Not LangChain's start_index: it counts in what a loader made of a file, or of one page of it.
    start = about.get("start")
    if not isinstance(start, int) or start < 0:
        return Ranked(name, text)
    return Ranked(name, text, start, start + len(text))


def _plain(text: Any) -> str:
    content = getattr(text, "content", text)
    if isinstance(content, str):
        return content
    raise SystemUnfit(f"the system's text is of type {type(content).__name__}; expected str")
