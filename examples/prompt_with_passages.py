"""Loccit's retriever inside somebody else's prompt chain.

    python examples/prompt_with_passages.py INDEX_DIR "What does Iran fear?" [MODEL]

MODEL is any name that LangChain's ``init_chat_model`` takes, such as ``openai:gpt-4o-mini``; its
package and key must be there. Without one, the prompt that a model would get is printed.
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
    """The passages with a number and their source, as a prompt wants them."""
    return "\n\n".join(
        f"[{n}] {one.metadata['title']} ({one.metadata['source']}, "
        f"{one.metadata['start']}-{one.metadata['end']})\n{one.page_content}"
        for n, one in enumerate(passages, start=1)
    )


def build_chain(index_dir: str, model: Runnable, token_budget: int = 600) -> Runnable:
    """A chain from a question to a model's reply, with as many passages as fit the budget."""
    retriever = IndexRetriever.open(index_dir, token_budget=token_budget)
    inputs = {"passages": retriever | number, "question": RunnablePassthrough()}
    return inputs | PROMPT | model | StrOutputParser()


def main(index_dir: str, question: str, model_name: str | None = None) -> str:
    """The reply of the model, or the prompt where no model is named."""
    if model_name is None:
        model: Runnable = RunnableLambda(lambda prompt: prompt.to_string())
    else:
        from langchain.chat_models import init_chat_model

        model = init_chat_model(model_name)
    return build_chain(index_dir, model).invoke(question)


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
