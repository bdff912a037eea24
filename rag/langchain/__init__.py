"""The LangChain integration: a chain and a retriever. Only these modules use LangChain."""
