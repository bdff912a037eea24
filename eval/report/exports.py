"""A run for other programs: as a TREC run, and as RAGAS samples."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..types import Result

_PARTING = re.compile(r"[\s%\x00-\x1f\x7f-\x9f\ud800-\udfff]")
NOTHING_SAID = "The documents do not answer this question."


def trec_run(about: Mapping[str, Any], results: Sequence[Result]) -> str:
    """The retrieved documents as lines ``qid Q0 docno rank score tag``.

    A document has the rank of its first passage. Its score is 1 / rank, since systems may not
    report theirs. White space and percent signs in names are percent-encoded.
    """
    tag = _name(str((about.get("system") or {}).get("name") or "system"))
    lines = []
    for result in results:
        documents = dict.fromkeys(hit.document for hit in result.response.hits)
        for rank, document in enumerate(documents, 1):
            place = f"{_name(result.example.id)} Q0 {_name(document)}"
            lines.append(f"{place} {rank} {1 / rank:.6f} {tag}\n")
    return "".join(lines)


def ragas_lines(results: Sequence[Result]) -> str:
    """The examples and responses as RAGAS single-turn samples, one a line.

    A follow-up is replaced by its standalone form if the dataset has one.
    """
    return "".join(json.dumps(_ragas(result), sort_keys=True) + "\n" for result in results)


def _ragas(result: Result) -> dict[str, Any]:
    example, response = result.example, result.response
    quotes = [gold.quote for gold in example.evidence if gold.quote]
    reference = example.answers[0] if example.answers else " ".join(quotes)
    return {
        "user_input": example.standalone or example.question,
        "response": response.text,
        "retrieved_contexts": [hit.text for hit in response.hits],
        "reference": reference if example.answerable else NOTHING_SAID,
        "reference_contexts": quotes,
    }


def _name(text: str) -> str:
    """A name without white space; different names stay different."""
    return _PARTING.sub(_encoded, text) or "%"


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))
