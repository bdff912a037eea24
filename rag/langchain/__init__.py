"""The chain and the retriever for LangChain: its only home."""
