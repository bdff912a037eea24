"""Fields that a system returns beside its text: passages, citations and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Integral, Real
from typing import Any, TypeVar

from ..index.errors import echoed
from .errors import SystemUnfit
from .types import CitedSpan, RetrievedPassage

_Number = TypeVar("_Number", int, float)


def read_passages(returned: Any) -> list[RetrievedPassage]:
    """Read passages from a list of texts, mappings or LangChain documents, or from one of these.

    Raises:
        SystemUnfit: if something else is returned.
    """
    if isinstance(returned, str | Mapping) or hasattr(returned, "page_content"):
        returned = [returned]
    if not isinstance(returned, Iterable):
        raise _unfit_passage(returned)
    return [_read_passage(passage) for passage in returned]


def _read_passage(passage: Any) -> RetrievedPassage:
    if isinstance(passage, str):
        return RetrievedPassage("", passage)
    if isinstance(passage, Mapping):
        fields, metadata = passage, passage.get("metadata")
        text = passage.get("text") or passage.get("page_content") or ""
    else:
        fields, metadata = {}, getattr(passage, "metadata", None)
        text = getattr(passage, "page_content", None)
    if not isinstance(text, str) or not isinstance(metadata, Mapping | None):
        raise _unfit_passage(passage)
    about = {**fields, **(metadata or {})}
    name = str(about.get("document") or about.get("source") or "")
    # Not LangChain's start_index: it is an offset in a loader's text of the file, or of one page.
    start = about.get("start")
    if not isinstance(start, int) or start < 0:
        return RetrievedPassage(name, text)
    return RetrievedPassage(name, text, start, start + len(text))


def _unfit_passage(passage: Any) -> SystemUnfit:
    return SystemUnfit(
        f"a passage is {echoed(passage)}; expected text, a mapping with text, or a LangChain "
        "document. Return passages in one of these forms"
    )


def read_citations(returned: Any, length: int) -> tuple[CitedSpan, ...]:
    """Read citations from a list of mappings.

    Args:
        returned: mappings with ``document`` and ``quote``, and optionally ``answer_start``,
            ``answer_end``, ``start`` and ``end``.
        length: the length of the answer, all of which a citation without a span is for.

    Raises:
        SystemUnfit: if something else is returned.
    """
    if not isinstance(returned, Iterable) or isinstance(returned, str | Mapping):
        raise SystemUnfit(
            f"the citations are {echoed(returned)}; expected a list of mappings with document and "
            "quote. Return citations in that form"
        )
    return tuple(_read_citation(citation, length) for citation in returned)


def _read_citation(fields: Any, length: int) -> CitedSpan:
    if not isinstance(fields, Mapping):
        raise SystemUnfit(
            f"a citation is {echoed(fields)}; expected a mapping with document and quote. "
            "Return citations in that form"
        )
    answer_end = read_number(fields, "answer_end", int)
    return CitedSpan(
        answer_start=read_number(fields, "answer_start", int) or 0,
        answer_end=length if answer_end is None else answer_end,
        document=str(fields.get("document") or ""),
        quote=str(fields.get("quote") or ""),
        start=read_number(fields, "start", int),
        end=read_number(fields, "end", int),
    )


def read_number(fields: Mapping[str, Any], key: str, kind: type[_Number]) -> _Number | None:
    """Read a number, which may be NumPy's; ``None`` if it is absent.

    Raises:
        SystemUnfit: if the field is something else.
    """
    value = fields.get(key)
    if value is None:
        return None
    is_fit = isinstance(value, Integral if kind is int else Real)
    if not is_fit:
        raise SystemUnfit(
            f"{key} is {echoed(value)}; expected a {'whole ' if kind is int else ''}number. "
            f"Return one, or leave {key} out"
        )
    return kind(value)
