"""Ask a system every question of a dataset, and score its responses."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..index.search import Index
from ..rag.config import RagConfig
from ..rag.types import ChatInput
from .datasets.corpus import Corpus
from .datasets.dataset import Dataset, resolve
from .prose import ProseSystem
from .run_folder import RunFolder
from .scoring.grounding import encoding
from .scoring.retrieval import need_ir_measures
from .scoring.score import add_retrieval, score
from .scoring.summary import summarize
from .system import Ask, as_system
from .types import Example, Result

Progress = Callable[[int, int], None]
"""Called with the number of finished examples and the number of all."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A finished run.

    Attributes:
        about: ``dataset``, ``system`` and ``documents`` of the run, as JSON values.
        results: in the order of the dataset.
        summary: their figures; see ``summarize``.
    """

    about: dict[str, Any]
    results: tuple[Result, ...]
    summary: dict[str, Any]


def evaluate(
    system: Any,
    examples: Dataset | Iterable[Example],
    index: Index,
    *,
    config: RagConfig | None = None,
    name: str | None = None,
    out: Path | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Evaluate a system on the documents of an index.

    Args:
        system: the index itself, a chain, a function of a question, anything with ``invoke``; see
            ``as_system``.
        examples: the questions; their evidence is located in the index.
        index: the documents that answers are checked against.
        config: how to answer, if the system is an index.
        name: the system's name in reports. Default: its own name or its type.
        out: folder for the results; an interrupted run resumes there. Default: none is written.
        progress: called after each example.

    Returns:
        The finished run.

    Raises:
        DatasetError: if an example's evidence is not in the documents, or ``out`` contains another
            run.
        SystemUnfit: if the system returns something that cannot be evaluated. Its own exceptions
            count as an error of that one example.
        ImportError: if the extra ``eval`` is not installed.
    """
    need_ir_measures()  # before the questions, which may take hours
    corpus = Corpus(index)
    unresolved = examples if isinstance(examples, Dataset) else Dataset("examples", tuple(examples))
    dataset = resolve(unresolved, corpus)
    about = describe(system, dataset, index, config, name)
    folder = RunFolder(out, about) if out else None
    ask = as_system(system, config)
    results, seconds = _asked(ask, dataset, corpus, folder, progress or (lambda done, all_: None))
    whole = add_retrieval(results, corpus)
    if folder:
        folder.finish(whole, seconds)
    return Evaluation(about, tuple(whole), summarize(whole))


def describe(
    system: Any, dataset: Dataset, index: Index, config: RagConfig | None, name: str | None
) -> dict[str, Any]:
    """Describe a run as JSON values, so that two runs can be told apart."""
    is_index = isinstance(system, Index)
    return {
        "dataset": {
            "name": dataset.name,
            "examples": len(dataset.examples),
            "digest": dataset.digest,
            "left_out": list(dataset.left_out),
        },
        "system": {
            "name": name or ("Loccit, extractive" if is_index else _name(system)),
            "settings": asdict(config or RagConfig()) if is_index else _settings(system),
        },
        "documents": {
            "count": len(index.names),
            "digest": _documents_digest(index),
            "encoder": index.encoder.name,
        },
    }


def _asked(
    ask: Ask, dataset: Dataset, corpus: Corpus, folder: RunFolder | None, progress: Progress
) -> tuple[list[Result], list[float | None]]:
    done = folder.done() if folder else {}
    results: list[Result] = []
    seconds: list[float | None] = []
    for example in dataset.examples:
        result, took = done.get(example.id), None
        if result is None:
            start = time.perf_counter()
            response = ask(ChatInput(example.question, example.history))
            took = time.perf_counter() - start
            result = score(example, response, corpus, encoding(corpus.index))
            if folder:
                folder.keep(result)
        results.append(result)
        seconds.append(took)
        progress(len(results), len(dataset.examples))
    return results, seconds


def _documents_digest(index: Index) -> str:
    """SHA-256 of the documents' digests and of the index settings, in hex."""
    identity = json.dumps([index.manifest.fingerprint, sorted(index.manifest.sources.items())])
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()


def _settings(system: Any) -> dict[str, Any]:
    return system.settings if isinstance(system, ProseSystem) else {}


def _name(system: Any) -> str:
    return str(getattr(system, "name", None) or getattr(system, "__name__", type(system).__name__))
