"""The encoder that ships with the package, and what is pooled from its outputs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from conftest import Write
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Encoder, EncoderError, Passage, Span, open_encoder
from loccit.index.config import DEFAULT_ENCODER
from loccit.index.encoders.base import pool_spans, unit
from loccit.index.encoders.model_files import find_model
from loccit.index.encoders.probe import probe_texts
from oracles import UNUSUAL, any_text

WORDS = (
    "the ferry sank in may and the county paid for a bridge of granite while crews repaired "
    "their nets behind the church"
).split()
TEXTS = [
    " ".join(WORDS[(7 * n + at) % len(WORDS)] for at in range(size))
    for n, size in enumerate((3, 250, 1, 40, 8, 300))
]


def words(count: int) -> str:
    return " ".join(WORDS[at % len(WORDS)] for at in range(count))


def cosine(first: np.ndarray, second: np.ndarray) -> float:
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


def passages(encoder: Encoder, texts: Sequence[str]) -> np.ndarray:
    return np.array(
        [encoded.vector for encoded in encoder.encode_passages([Passage(text) for text in texts])]
    )


# The shipped encoder.


def test_it_says_what_it_is(real_encoder: Encoder) -> None:
    assert real_encoder.name == DEFAULT_ENCODER
    assert (real_encoder.dimension, real_encoder.max_tokens) == (384, 256)
    assert real_encoder.digest == find_model(DEFAULT_ENCODER).digest
    assert real_encoder.backend == "onnxruntime"


@pytest.mark.parametrize("name", ["all-MiniLM-L6-v2", DEFAULT_ENCODER])
def test_both_its_names_open_it(real_encoder: Encoder, name: str) -> None:
    assert open_encoder(name).digest == real_encoder.digest


def test_vectors_are_float32_of_unit_length(real_encoder: Encoder) -> None:
    vectors = real_encoder.encode_questions(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert np.allclose(np.linalg.norm(passages(real_encoder, TEXTS), axis=1), 1, atol=1e-6)


def test_a_batch_of_mixed_lengths_equals_one_by_one(real_encoder: Encoder) -> None:
    alone = np.concatenate([real_encoder.encode_questions([text]) for text in TEXTS])
    assert np.abs(real_encoder.encode_questions(TEXTS) - alone).max() < 1e-5
    alone = np.concatenate([passages(real_encoder, [text]) for text in TEXTS])
    assert np.abs(passages(real_encoder, TEXTS) - alone).max() < 1e-5


def test_passages_come_back_in_order_over_several_batches(real_encoder: Encoder) -> None:
    texts = [f"Boat number {number} sails." for number in range(70)]
    assert np.abs(passages(real_encoder, texts) - real_encoder.encode_questions(texts)).max() < 1e-5


def test_it_reads_256_word_pieces_and_not_128(real_encoder: Encoder) -> None:
    whole, first = words(200), words(126)
    assert real_encoder.count_tokens([first, words(254)]) == [126, 254]
    vectors = real_encoder.encode_questions([whole, first])
    assert cosine(vectors[0], vectors[1]) < 0.999
    cut = real_encoder.encode_questions([words(254), words(300), words(254) + " zeppelin"])
    assert np.abs(cut - cut[0]).max() < 1e-5
    assert (
        np.abs(real_encoder.encode_questions([words(253) + " zeppelin"])[0] - cut[0]).max() > 1e-4
    )


def test_tokens_are_counted_without_limit_or_specials(real_encoder: Encoder) -> None:
    assert real_encoder.count_tokens(["", "ferry", words(1000)]) == [0, 1, 1000]
    assert real_encoder.count_tokens([]) == []
    assert real_encoder.count_tokens(["ferry", words(300)]) == [1, 300]


@given(st.lists(any_text, max_size=4))
def test_any_text_has_a_vector(real_encoder: Encoder, texts: list[str]) -> None:
    vectors = real_encoder.encode_questions(texts)
    assert vectors.shape == (len(texts), 384)
    assert np.isfinite(vectors).all()


def test_kindred_sentences_lie_closer_than_others(real_encoder: Encoder) -> None:
    sinking, akin, unrelated = real_encoder.encode_questions(
        [
            "The ferry sank in the harbour.",
            "A boat went down at the quay.",
            "Butter is browned in a pan.",
        ]
    )
    assert cosine(sinking, akin) > cosine(sinking, unrelated) + 0.2


# Sentence vectors.


def test_a_passage_of_one_sentence_and_its_sentence_are_close(real_encoder: Encoder) -> None:
    for text in (
        "The ferry sank in the harbour.",
        "Iran resumed enrichment at Fordow in November 2019.",
    ):
        (encoded,) = real_encoder.encode_passages([Passage(text, [Span(0, len(text))])])
        assert cosine(encoded.spans[0], real_encoder.encode_questions([text])[0]) > 0.95


def test_a_sentence_is_closest_to_its_own_vector(real_encoder: Encoder) -> None:
    sentences = [
        "The ferry sank in the harbour.",
        "Butter is browned in a pan.",
        "Uranium is enriched. 🙂",
    ]
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    (encoded,) = real_encoder.encode_passages([Passage(text, spans)])
    likeness = encoded.spans @ real_encoder.encode_questions(sentences).T
    assert list(likeness.argmax(axis=1)) == [0, 1, 2]
    assert encoded.spans.shape == (3, 384)


def test_a_sentence_that_was_cut_off_has_a_vector_of_zeros(real_encoder: Encoder) -> None:
    text = words(300) + ". The end."
    (encoded,) = real_encoder.encode_passages(
        [Passage(text, [Span(0, 10), Span(len(text) - 8, len(text))])]
    )
    assert np.linalg.norm(encoded.spans, axis=1) == pytest.approx([1, 0], abs=1e-6)


def test_padding_does_not_reach_a_sentence(real_encoder: Encoder) -> None:
    short = Passage("The ferry sank. It rose.", [Span(0, 15), Span(16, 24)])
    (alone,) = real_encoder.encode_passages([short])
    beside, _ = real_encoder.encode_passages([short, Passage(words(200))])
    assert np.abs(alone.spans - beside.spans).max() < 1e-5


def test_offsets_count_characters_and_not_bytes(real_encoder: Encoder) -> None:
    before = "北京 🙂 “naïve” — cafe\u0301. "
    text = before + "The ferry sank."
    (encoded,) = real_encoder.encode_passages([Passage(text, [Span(len(before), len(text))])])
    (plain,) = real_encoder.encode_passages([Passage("The ferry sank.", [Span(0, 15)])])
    assert cosine(encoded.spans[0], plain.spans[0]) > 0.5


def test_pooling_is_the_mean_of_the_tokens_in_a_span() -> None:
    tokens = np.array([[9, 9], [1, 0], [0, 1], [3, 4], [9, 9]], dtype=np.float32)
    offsets = [(0, 0), (0, 3), (4, 8), (9, 12), (0, 0)]
    pooled = pool_spans(
        tokens, offsets, [Span(0, 8), Span(9, 12), Span(0, 12), Span(3, 4), Span(20, 30)]
    )
    half = 0.5**0.5
    assert np.allclose(pooled[:2], [[half, half], [0.6, 0.8]])
    assert np.allclose(pooled[2], np.array([4, 5]) / 41**0.5)
    assert np.array_equal(pooled[3:], np.zeros((2, 2)))
    assert pool_spans(tokens, offsets, []).shape == (0, 2)


@given(
    st.lists(st.lists(st.floats(-5, 5, width=32), min_size=3, max_size=3), min_size=1, max_size=5)
)
def test_unit_scales_rows_and_leaves_zeros(rows: list[list[float]]) -> None:
    vectors = np.array(rows, dtype=np.float32)
    scaled = unit(vectors)
    norms = np.linalg.norm(vectors, axis=1)
    assert np.allclose(np.linalg.norm(scaled, axis=1)[norms > 1e-3], 1, atol=1e-5)
    assert np.array_equal(scaled[norms == 0], vectors[norms == 0])
    assert np.allclose(
        scaled[norms > 1e-3] * norms[norms > 1e-3, None], vectors[norms > 1e-3], atol=1e-5
    )


# What is refused.


def altered_copy(target: Path, altered: str) -> Path:
    """The packaged model, its files linked, one small file with a byte changed."""
    packaged = find_model(DEFAULT_ENCODER).folder
    for path in packaged.rglob("*"):
        copy = target / path.relative_to(packaged)
        if path.is_dir():
            copy.mkdir(parents=True, exist_ok=True)
        elif path.relative_to(packaged).as_posix() == altered:
            copy.parent.mkdir(parents=True, exist_ok=True)
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            copy.write_bytes(content)
        else:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(path)
    return target


@pytest.mark.parametrize("altered", ["config.json", "1_Pooling/config.json", "modules.json"])
def test_a_model_altered_by_one_byte_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, altered: str
) -> None:
    folder = altered_copy(tmp_path / "model", altered)
    monkeypatch.setattr("loccit.index.encoders.model_files.packaged_folder", lambda: folder)
    with pytest.raises(EncoderError, match=r"is not the published file.*reinstall"):
        open_encoder(DEFAULT_ENCODER)


def test_a_model_without_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = altered_copy(tmp_path / "model", "")
    (folder / "tokenizer.json").unlink()
    monkeypatch.setattr("loccit.index.encoders.model_files.packaged_folder", lambda: folder)
    with pytest.raises(EncoderError, match=r"tokenizer\.json.*no file"):
        open_encoder(DEFAULT_ENCODER)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="holds no weights"):
        open_encoder(str(tmp_path))


def test_other_weights_than_the_index_was_built_with_are_refused(write: Write) -> None:
    folder = write("model/model.safetensors", b"weights").parent
    with pytest.raises(EncoderError, match=r"rebuild it with `loccit index`"):
        open_encoder(str(folder), digest="0" * 64)


def test_a_name_that_is_nowhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*args: object, **options: object) -> None:
        raise OSError("offline")

    pytest.importorskip("sentence_transformers")
    monkeypatch.setattr("huggingface_hub.snapshot_download", offline)
    with pytest.raises(EncoderError, match=r"no encoder 'nobody/nothing'.*give a path"):
        open_encoder("nobody/nothing")


# Against the reference.


def test_torch_and_the_export_agree(plain_encoder: Encoder) -> None:
    """The one test that imports torch, which takes some ten seconds."""
    pytest.importorskip("sentence_transformers")
    from loccit.index.encoders.torch_encoder import TorchEncoder

    reference = TorchEncoder(find_model(DEFAULT_ENCODER, "float32"))
    texts = [*probe_texts(), UNUSUAL, "", words(254)]
    differences = reference.encode_questions(texts) - plain_encoder.encode_questions(texts)
    assert np.abs(differences).max() < 1e-6
    assert reference.count_tokens(texts) == plain_encoder.count_tokens(texts)
    assert (reference.dimension, reference.max_tokens) == (
        plain_encoder.dimension,
        plain_encoder.max_tokens,
    )
