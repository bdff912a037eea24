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
            return _read(_plain(text), returned, [_ranked(one) for one in read])
    elif hasattr(returned, "content"):
        return _read(_plain(returned), {}, ())
    told = sorted(returned) if isinstance(returned, Mapping) else type(returned).__name__
    raise SystemUnfit(
        f"the system returned {echoed(told)}; expected text, or a mapping with one of the keys "
        f"{', '.join(_TEXTS)}"
    )


def from_answer(answer: Answer) -> Response:
    """An answer of ours, in the shape for all."""
    return Response(
        status="abstained" if answer.abstained else "answered",
        text=answer.text,
        citations=tuple(
            Cited(
                one.answer_start,
                one.answer_end,
                one.document,
                one.quote,
                one.start,
                one.end,
                tuple(place.document for place in one.also_in),
            )
            for one in answer.citations
        ),
        hits=_hits(answer.hits),
        short=answer.short.text if answer.short else None,
        standalone=answer.standalone_question,
        confidence=answer.confidence,
    )


def _hits(hits: Iterable[Hit]) -> tuple[Ranked, ...]:
    chunks = [hit.chunk for hit in hits]
    return tuple(Ranked(one.document, one.text, one.start, one.end) for one in chunks)


def _read(text: str, told: Mapping[str, Any], hits: Sequence[Ranked]) -> Response:
    """A response of a system that is not ours."""
    plain, marks = _unmarked(text)
    given = told.get("citations")
    if given is not None:
        citations = tuple(_cited(one, plain) for one in given)
    elif marks:
        citations = tuple(_marked(plain, marks, hits))
    else:
        citations = tuple(_whole(plain, one) for one in hits)
    abstained = told.get("abstained")
    if abstained is None:
        abstained = _is_refusal(plain)
    status = "abstained" if abstained else "answered" if plain.strip() else "error"
    return Response(
        status=status,  # type: ignore[arg-type]
        text=plain,
        citations=() if abstained else citations,
        hits=tuple(hits),
        confidence=told.get("confidence"),
        cites=given is not None or bool(hits),
        error="the system returned no text" if status == "error" else None,
    )


def _is_refusal(text: str) -> bool:
    """Whether a text says that it cannot answer: a phrase of that kind in a short text."""
    return len(text) <= _LONGEST_REFUSAL and _REFUSAL.search(text) is not None


def _unmarked(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The text without its marks, and for each mark where it stood and what it names."""
    parts, marks, at, length = [], [], 0, 0
    for one in _MARK.finditer(text):
        parts.append(text[at : one.start()])
        length += one.start() - at
        marks.append((length, [int(number) for number in one[1].split(",")]))
        at = one.end()
    return "".join(parts) + text[at:], marks


def _marked(
    text: str, marks: Iterable[tuple[int, list[int]]], hits: Sequence[Ranked]
) -> Iterable[Cited]:
    """A citation for each mark, of the sentence that it stands at."""
    starts = [0, *[one.end for one in split_sentences(text)]]
    for at, numbers in marks:
        start = max((one for one in starts if one < at), default=0)
        for number in numbers:
            hit = hits[number - 1] if 1 <= number <= len(hits) else Ranked("", "")
            yield Cited(start, at, hit.document, hit.text, hit.start, hit.end)


def _whole(text: str, hit: Ranked) -> Cited:
    return Cited(0, len(text), hit.document, hit.text, hit.start, hit.end)


def _cited(told: Any, text: str) -> Cited:
    if not isinstance(told, Mapping):
        raise SystemUnfit(
            f"a citation is {echoed(told)}; expected a mapping with document and quote"
        )
    return Cited(
        answer_start=int(told.get("answer_start", 0)),
        answer_end=int(told.get("answer_end", len(text))),
        document=str(told.get("document") or ""),
        quote=str(told.get("quote") or ""),
        start=told.get("start"),
        end=told.get("end"),
    )


def _ranked(one: Any) -> Ranked:
    """A text, a mapping or a LangChain document as a passage."""
    if isinstance(one, str):
        return Ranked("", one)
    if isinstance(one, Mapping):
        about = {**one, **one.get("metadata", {})}
        text = str(one.get("text") or one.get("page_content") or "")
    else:
        text, about = one.page_content, one.metadata
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
