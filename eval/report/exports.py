"""A run for other programs: as a TREC run, and in the fields of RAGAS."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..types import Result

_PARTING = re.compile(r"[\s%\x00-\x1f\x7f-\x9f\ud800-\udfff]")
NOTHING_SAID = "The documents do not answer this question."


def trec_run(about: Mapping[str, Any], results: Sequence[Result]) -> str:
    """The documents that were retrieved: ``qid Q0 docno rank score tag``, a line each.

    A document stands where the first passage of it stands; its score is 1 / rank, since systems
    need not tell theirs. White space and percent signs in names are percent-encoded.
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
    """The examples and responses in the fields of RAGAS's single-turn samples, a line each.

    A follow-up is told as a person would ask it without the history, where the dataset says so.
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
    """A name of one word; different names stay different."""
    return _PARTING.sub(_encoded, text) or "%"


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))
