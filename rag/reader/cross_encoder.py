"""Rank passages by any cross-encoder of sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ...index.errors import echoed
from ...index.system.extras import missing_extra
from ...index.types import Chunk
from ..errors import ReaderError
from .calibrate import Calibration
from .types import ReadSentence

_LIBRARY = "sentence_transformers"
_UNSEEN = -12.0
"""Log-odds of what a ranker of passages does not look for."""


class CrossEncoderReader:
    """A cross-encoder with one output, whose logit is calibrated to the log-odds of a passage.

    All sentences of a passage have its score; which of them answers is told by the other features.
    """

    reads_sentences = False

    def __init__(self, name: str) -> None:
        if message := missing_extra("encoders", f"the reader {echoed(name)}", _LIBRARY):
            raise ReaderError(message)
        from sentence_transformers import CrossEncoder

        try:
            self._model: Any = CrossEncoder(name, device="cpu")
        except Exception as error:  # the library's own errors differ by cause and version
            raise ReaderError(
                f"{echoed(name)} is no cross-encoder that can be loaded ({error}); expected the "
                "name or folder of a sentence-transformers CrossEncoder, 'loccit' or 'none'"
            ) from error
        if self._model.num_labels != 1:
            raise ReaderError(
                f"{echoed(name)} has {self._model.num_labels} outputs; expected one that scores a "
                "passage. Choose a model for reranking"
            )
        self.name = name
        self._calibration = Calibration.of(self._score)

    def understands(self, question: str, passage: str) -> bool:
        """Always: which languages a model knows cannot be told."""
        return True

    def read(
        self, question: str, chunks: Sequence[Chunk], preceding: Sequence[str]
    ) -> list[list[ReadSentence]]:
        """Score chunks under their titles and headings; see ``Reader.read``."""
        pairs = [(question, f"{chunk.context}\n{chunk.text}".strip()) for chunk in chunks]
        slope, bias = self._calibration
        return [
            [ReadSentence(slope * score + bias, None, _UNSEEN)] * len(chunk.sentences)
            for score, chunk in zip(self._score(pairs).tolist(), chunks, strict=True)
        ]

    def _score(self, pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.float64]:
        from torch.nn import Identity

        logits = self._model.predict(list(pairs), activation_fn=Identity(), show_progress_bar=False)
        return np.asarray(logits, dtype=np.float64)
