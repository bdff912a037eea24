"""Read a question and passages together, on onnxruntime."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np

from ...index.digests import file_digest
from ...index.encoders.model_files import packaged_folder
from ...index.encoders.session import open_session
from ...index.encoders.vocabulary import open_vocabulary
from ...index.types import Chunk
from ..errors import ReaderError
from .heads import HEADS, Logits, best_span, mean_of, sentence_score
from .language import MOST_OF_PASSAGE, MOST_OF_QUESTION, is_english
from .types import ReadSentence
from .windows import Pieces, read_chunk, to_window
from .word_rows import WordRows

_FOLDER = Path(__file__).with_name("model")
_WORDS = "embeddings.word_embeddings.weight"


class Reader:
    """The shipped reader: English questions on English passages.

    Word embeddings are looked up in the default encoder's own file.
    """

    name = "loccit-reader"
    reads_sentences = True

    def __init__(self, folder: Path = _FOLDER) -> None:
        described = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        for name, digest in described["files"].items():
            if described["heads"] != list(HEADS) or file_digest(folder / name) != digest:
                raise ReaderError(
                    f"{folder / name} is not the reader that {folder / 'reader.json'} describes; "
                    "reinstall Loccit"
                )
        encoder = packaged_folder()
        self._words = WordRows(encoder / "model.safetensors", _WORDS)
        self._vocabulary = open_vocabulary(encoder / "tokenizer.json")
        self._session = open_session(folder / "reader.onnx", threads=1)
        self._lock = threading.Lock()
        self._pieces = lru_cache(maxsize=2048)(self._read_chunk)

    def read(
        self, question: str, chunks: Sequence[Chunk], preceding: Sequence[str]
    ) -> list[list[ReadSentence]]:
        """Read chunks, each with the sentence before it.

        Args:
            question: standing alone.
            chunks: n chunks.
            preceding: the sentence before each in its document; ``""`` for none.

        Returns:
            for each chunk, what is said of each of its sentences.
        """
        asked = self._ids(question)
        windows = [
            (asked, self._ids(before), chunk)
            for before, chunk in zip(preceding, chunks, strict=True)
        ]
        with ThreadPoolExecutor(max_workers=2) as pool:
            return list(pool.map(lambda window: self._read(*window), windows))

    def understands(self, question: str, passage: str) -> bool:
        """Whether both look English."""

        def count(text: str) -> int:
            return len(self._ids(text))

        return is_english(question, count, MOST_OF_QUESTION) and is_english(
            passage, count, MOST_OF_PASSAGE
        )

    def _read(self, asked: list[int], before: list[int], chunk: Chunk) -> list[ReadSentence]:
        pieces = self._pieces(chunk)
        window = to_window(asked, [*pieces.context, *before], pieces)
        types = np.zeros((1, len(window.ids)), dtype=np.int64)
        types[0, window.start :] = 1
        words = self._words.read(window.ids)[None]
        (logits,) = self._session.run(["logits"], {"words": words, "types": types})
        return [
            _say(logits[0], first, end, window.start, pieces, chunk)
            for first, end in window.sentences
        ]

    def _ids(self, text: str) -> list[int]:
        with self._lock:
            ids: list[int] = self._vocabulary.encode(text, add_special_tokens=False).ids
        return ids

    def _read_chunk(self, chunk: Chunk) -> Pieces:
        with self._lock:
            return read_chunk(self._vocabulary, chunk)


def _say(
    logits: Logits, first: int, end: int, start: int, pieces: Pieces, chunk: Chunk
) -> ReadSentence:
    score = sentence_score(logits, first, end)
    span = best_span(logits, first, end)
    if span is None:
        return ReadSentence(score, None, -20.0)
    place = pieces.in_document(span.first - start, span.last - start, chunk)
    denies = mean_of("denies", logits, first, end)
    return ReadSentence(score, place, span.score, denies, span.share)
