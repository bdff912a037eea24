"""Two states of a folder of documents, and comparisons of an index with either."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
from fakes import FakeEncoder
from loccit.index import Index, build_index
from loccit.index.chunking.embedded_text import passage

QUESTIONS = ("When did the ferry sail?", "granite bridge", "copper lantern 17", "zeppelin")
_NOUNS = "ferry harbour island bridge lantern copper willow granite river pilot anchor".split()
_VERBS = "sailed carried passed left reached kept".split()


def write_states(home: Path, documents: int = 40, sentences: int = 12) -> dict[str, Path]:
    """Folders ``a`` and ``b`` below ``home``: half of their documents are equal, some have gone."""
    rng = random.Random(7)
    texts = {
        state: [_text(rng, state, number, sentences) for number in range(documents)]
        for state in ("a", "b")
    }
    for state, written in texts.items():
        (home / state).mkdir(parents=True)
        for number, text in enumerate(written):
            if number % 10 == (3 if state == "a" else 7):
                continue
            shared = texts["a"][number] if number % 2 else text
            (home / state / f"{number:03d}.txt").write_text(shared, encoding="utf-8")
    return {state: home / state for state in texts}


def _text(rng: random.Random, state: str, number: int, sentences: int) -> str:
    sentences_ = [
        f"The {rng.choice(_NOUNS)} {rng.choice(_VERBS)} the {rng.choice(_NOUNS)} in trip "
        f"{rng.randrange(1000)} — {state}{number} 🙂."
        for _ in range(sentences)
    ]
    middle = len(sentences_) // 2
    return f"Log {number}\n\n{' '.join(sentences_[:middle])}\n\n{' '.join(sentences_[middle:])}\n"


def said_by(index: Index) -> dict[str, Any]:
    """The full contents of an index, in a comparable form."""
    count = index.manifest.counts["chunks"]
    chunks = [index._records.chunk(id_) for id_ in range(count)]
    return {
        "documents": [index.document(name) for name in index.names],
        "chunks": chunks,
        "vectors": index.chunk_vectors(list(range(count))).tolist(),
        "sentences": [index.sentence_vectors(id_).tolist() for id_ in range(count)],
        "hits": [index.search(question, 20) for question in QUESTIONS],
    }


def said_by_clean_build(root: Path, folder: Path) -> dict[str, Any]:
    """The full contents of a fresh index of ``root``, built in ``folder``."""
    build_index([root], folder, encoder=FakeEncoder())
    return said_by(Index.open(folder, FakeEncoder()))


def check_truth(index: Index, encoder: FakeEncoder) -> None:
    """Every chunk, sentence and vector is what its document and the encoder give.

    Raises:
        AssertionError: if one is not.
    """
    for id_ in range(index.manifest.counts["chunks"]):
        chunk = index._records.chunk(id_).chunk
        text = index.document(chunk.document).text
        assert text[chunk.start : chunk.end] == chunk.text, "a chunk is no slice"
        assert all(
            chunk.start <= sentence.start < sentence.end <= chunk.end
            for sentence in chunk.sentences
        )
        (encoded,) = encoder.encode_passages([passage(chunk)])
        assert np.allclose(index.chunk_vectors([id_])[0], encoded.vector, atol=1e-6)
        assert np.allclose(index.sentence_vectors(id_), encoded.spans, atol=1e-6)
