"""Loccit's retriever inside an application's own prompt chain.

    python examples/prompt_with_passages.py INDEX_DIR "What does Iran fear?" [MODEL]

MODEL is any name that LangChain's ``init_chat_model`` takes, such as ``openai:gpt-4o-mini``; its
package and API key are required. Without MODEL, the prompt is printed instead.
"""

import sys

from langchain_core.documents import Document as LCDocument
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough
from loccit.rag import IndexRetriever

PROMPT = ChatPromptTemplate.from_template(
    "Answer from these passages alone and name the ones you used.\n\n{passages}\n\nQ: {question}"
)


def number(passages: list[LCDocument]) -> str:
    """The passages, each with its number and source, for the prompt."""
    return "\n\n".join(
        f"[{n}] {passage.metadata['title']} ({passage.metadata['source']}, "
        f"{passage.metadata['start']}-{passage.metadata['end']})\n{passage.page_content}"
        for n, passage in enumerate(passages, start=1)
    )


def build_chain(index_dir: str, model: Runnable, token_budget: int = 600) -> Runnable:
    """A chain from a question to the model's reply, with the passages that fit the token budget."""
    retriever = IndexRetriever.open(index_dir, token_budget=token_budget)
    inputs = {"passages": retriever | number, "question": RunnablePassthrough()}
    return inputs | PROMPT | model | StrOutputParser()


def main(index_dir: str, question: str, model_name: str | None = None) -> str:
    """The model's reply, or the prompt if no model is named."""
    if model_name is None:
        model: Runnable = RunnableLambda(lambda prompt: prompt.to_string())
    else:
        from langchain.chat_models import init_chat_model

        model = init_chat_model(model_name)
    return build_chain(index_dir, model).invoke(question)


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
