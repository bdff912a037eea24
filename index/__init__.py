"""Documents into an index: load, clean, chunk, embed, store, search.

The public names are listed in ``__init__.pyi`` and imported on first access.
"""

from .._lazy import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(__name__, __file__)
