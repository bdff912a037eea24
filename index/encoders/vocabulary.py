"""Cut texts into the word pieces of a model."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_vocabulary(path: Path) -> Any:
    """A ``tokenizers.Tokenizer`` without truncation and padding.

    Args:
        path: ``tokenizer.json``, which may come with limits of its own (MiniLM's cuts at 128).
    """
    from tokenizers import Tokenizer

    vocabulary = Tokenizer.from_file(str(path))
    vocabulary.no_truncation()
    vocabulary.no_padding()
    return vocabulary
