"""What speed.py measures of Loccit inside one process: the counterpart of tutorial.py.

Every sub-command is one process and prints one JSON object; its ``seconds`` leave out imports and
the encoder's opening.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from loccit.index import Encoded, Encoder, Index, IndexConfig, Passage, build_index, open_encoder
from loccit.rag import answer_question

PACKAGES = ("loccit", "faiss-cpu", "onnxruntime", "tantivy", "tokenizers")


class Counting:
    """An encoder that counts tokens as another does, and embeds nothing."""

    backend = "none"

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.digest = encoder.name, encoder.digest
        self.dimension, self.max_tokens = encoder.dimension, encoder.max_tokens
        self.count_tokens = encoder.count_tokens

    def encode_questions(self, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Zeros, shape (n, d)."""
        return np.zeros((len(texts), self.dimension), dtype=np.float32)

    def encode_passages(self, passages: Sequence[Passage]) -> Iterator[Encoded]:
        """Zeros for every passage and its spans."""
        for passage in passages:
            spans = np.zeros((len(passage.spans), self.dimension), dtype=np.float32)
            yield Encoded(np.zeros(self.dimension, dtype=np.float32), spans)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one sub-command and print its measurements."""
    options = _parser().parse_args(arguments)
    print(json.dumps(options.run(options)))


def count(options: argparse.Namespace) -> dict[str, Any]:
    """How many passages a folder gives, without embedding them."""
    config = IndexConfig(chunk_tokens=options.chunk_tokens)
    encoder = Counting(open_encoder(config.encoder))
    with tempfile.TemporaryDirectory() as folder:
        return {
            "passages": build_index([options.documents], folder, config, encoder=encoder).chunks
        }


def build(options: argparse.Namespace) -> dict[str, Any]:
    """Index a folder from nothing: parsing, both arms of the search, sentence vectors, saving."""
    config = IndexConfig(chunk_tokens=options.chunk_tokens or IndexConfig().chunk_tokens)
    encoder = open_encoder(config.encoder)
    with tempfile.TemporaryDirectory() as folder:  # so that lazy imports count as start-up
        first = Path(folder, "first.txt")
        first.write_text("The first text is slower than the others.\n", encoding="utf-8")
        build_index([first], Path(folder, "index"), config, encoder=encoder)
    start = time.perf_counter()
    report = build_index([options.documents], options.index, config, encoder=encoder)
    return {
        "seconds": time.perf_counter() - start,
        "passages": report.chunks,
        "chunk_tokens": config.chunk_tokens,
        "versions": {name: _version(name) for name in PACKAGES},
    }


def warm(options: argparse.Namespace) -> dict[str, Any]:
    """Answer many questions; milliseconds for each, and of that the retrieval's, in order."""
    index = Index.open(options.index)
    questions = json.loads(options.questions.read_text(encoding="utf-8"))
    answer_question(index, questions[-1])
    spent, retrieving, abstained = [], [], 0
    for question in questions:
        start = time.perf_counter()
        answer = answer_question(index, question)
        spent.append(1000 * (time.perf_counter() - start))
        retrieving.append(answer.timings_ms["retrieve"])
        abstained += answer.abstained
    return {"milliseconds": spent, "retrieve_milliseconds": retrieving, "abstained": abstained}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("count", help="count the passages of a folder")
    command.add_argument("documents", type=Path, help="folder of documents")
    command.add_argument("--chunk-tokens", type=int, required=True, help="word pieces of a chunk")
    command.set_defaults(run=count)
    command = commands.add_parser("build", help="index a folder from nothing")
    command.add_argument("documents", type=Path, help="folder of documents")
    command.add_argument("index", type=Path, help="new folder for the index")
    command.add_argument("--chunk-tokens", type=int, help="word pieces of a chunk")
    command.set_defaults(run=build)
    command = commands.add_parser("warm", help="answer many questions in one process")
    command.add_argument("index", type=Path, help="folder of an index")
    command.add_argument("questions", type=Path, help="JSON file, a list of texts")
    command.set_defaults(run=warm)
    return parser


if __name__ == "__main__":
    main()
