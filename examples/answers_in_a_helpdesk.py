"""Loccit's answers as one step of an application's own chain: replies to support tickets.

    python examples/answers_in_a_helpdesk.py INDEX_DIR "What does Iran fear?"

The reply quotes the documents word for word and links each sentence to its place; a question
that the documents do not answer is assigned to a person.
"""

import sys
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough
from loccit.rag import Answer, Citation, RagChain


def compose(ticket: dict[str, Any]) -> dict[str, Any]:
    """A reply with links, or an assignment to a person."""
    answer: Answer = ticket["answer"]
    if answer.abstained:
        missing = ", ".join(answer.reason.missing) if answer.reason else ""
        return {"to": ticket["from"], "assignee": "a person", "missing": missing}
    links = [citation.document + fragment(citation) for citation in answer.citations]
    return {"to": ticket["from"], "reply": answer.text, "links": links}


def fragment(citation: Citation) -> str:
    """A citation's place in its document as a URL fragment: a page, or characters (RFC 5147)."""
    if citation.page is not None:
        return f"#page={citation.page}"
    if citation.source_start is not None:
        return f"#char={citation.source_start},{citation.source_end}"
    return ""


def build_chain(index_dir: str) -> Runnable:
    """A chain from a ticket to a reply."""
    answers = itemgetter("question") | RagChain.open(index_dir)
    return RunnablePassthrough.assign(answer=answers) | RunnableLambda(compose)


def typing(index_dir: str, question: str) -> Iterator[str]:
    """The text of the answer so far, each time it grows."""
    for answer in RagChain.open(index_dir).stream(question):
        yield answer.text


def main(index_dir: str, question: str) -> dict[str, Any]:
    """The reply to one ticket."""
    return build_chain(index_dir).invoke({"from": "visitor@example.org", "question": question})


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
