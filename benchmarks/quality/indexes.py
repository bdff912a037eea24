"""Indexes of the sets, built once for each configuration and kept."""

from __future__ import annotations

from pathlib import Path

from loccit.index import Index, IndexConfig, build_index

from ..sets.collections import Collection


def opened(collection: Collection, work: Path, config: IndexConfig | None = None) -> Index:
    """The index of a set, from ``work`` if it is there."""
    config = config or IndexConfig()
    folder = work / f"{collection.name}-{config.fingerprint()}"
    texts = collection.folder or folder / "texts"
    if not texts.is_dir():
        texts.mkdir(parents=True)
        for name, text in collection.texts.items():
            (texts / name).write_text(text, encoding="utf-8", newline="")
    build_index([texts], folder / "index", config)
    return Index.open(folder / "index")
