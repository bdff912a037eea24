"""Answers over your own documents, every sentence cited to the exact characters it came from.

The names here are all that most programs need; each is imported on first access. The packages
``loccit.index``, ``loccit.rag`` and ``loccit.eval`` have the rest.
"""

from ._lazy import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(__name__, __file__)
