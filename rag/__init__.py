"""Answers with cited passages over an index, in plain Python and as a LangChain chain.

The public names are listed in ``__init__.pyi`` and imported on first access.
"""

from .._lazy import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(__name__, __file__)
