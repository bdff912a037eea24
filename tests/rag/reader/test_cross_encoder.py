"""Any cross-encoder as the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from loccit.index.types import Chunk, Sentence
from loccit.rag.errors import ReaderError
from loccit.rag.reader.open import open_reader


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of one tiny layer with random weights."""
    pytest.importorskip("sentence_transformers")
    return save(tmp_path_factory.mktemp("cross"), outputs=1)


def save(folder: Path, outputs: int) -> Path:
    import torch
    from loccit.index.encoders.model_files import packaged_folder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=outputs,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer = BertTokenizerFast(tokenizer_file=str(packaged_folder() / "tokenizer.json"))
    tokenizer.save_pretrained(folder)
    return folder


def chunk(text: str) -> Chunk:
    half = text.index(". ") + 1
    sentences = (Sentence(0, half), Sentence(half + 1, len(text)))
    return Chunk("a", 0, len(text), text, sentences, "Mills")


def test_all_sentences_of_a_passage_have_its_logit(folder: Path) -> None:
    reader = open_reader(str(folder))
    assert reader
    assert reader is open_reader(str(folder))
    chunks = [chunk("It burns. It grinds."), chunk("Nothing. To see here at all.")]
    read = reader.read("What burns?", chunks, ["", ""])
    scores = [{sentence.score for sentence in row} for row in read]
    assert [len(row) for row in read] == [2, 2]
    assert [len(values) for values in scores] == [1, 1]
    assert scores[0] != scores[1]
    assert all(sentence.short is None for row in read for sentence in row)


def test_what_is_no_cross_encoder_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(ReaderError, match=r"no cross-encoder that can be loaded.*'none'"):
        open_reader(str(tmp_path))
    with pytest.raises(ReaderError, match="has 3 outputs; expected one"):
        open_reader(str(save(tmp_path / "three", outputs=3)))


def test_none_is_no_reader() -> None:
    assert open_reader("none") is None
