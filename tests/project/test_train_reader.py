"""What the reader is trained on, by what loss, and that the shipped graph computes the same."""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from loccit.index.encoders.model_files import packaged_folder
from loccit.index.encoders.session import open_session
from loccit.rag.reader.heads import HEADS
from loccit.rag.reader.windows import Pieces, to_window

from benchmarks.reader.batches import Group, Labels, epoch, to_batch
from benchmarks.reader.export import exported_graph
from benchmarks.reader.loss import EACH, SPAN, VERDICT, loss
from benchmarks.reader.mistype import QUESTION_MARK, as_typed, uncased_tokenizer
from benchmarks.reader.model import Batch, Reader, Scores
from benchmarks.reader.prepare import Prepared, Ragged, join

QUESTION = [2040, 14354, 1996, 3185]


def prepared(chunks: list[list[int]], sentences: list[list[tuple[int, int]]]) -> Prepared:
    """One question, of weight 1.5, asked of the first of some chunks."""
    none = Ragged.of([[]], 2)
    return Prepared(
        chunk=Ragged.of(chunks),
        context=Ragged.of([[7, 8]] * len(chunks)),
        preceding=Ragged.of([[9]] * len(chunks)),
        sentences=Ragged.of(sentences, 2),
        question=Ragged.of([QUESTION]),
        source=np.zeros(1, dtype=np.int32),
        positives=Ragged.of([[(0, 1)]], 2),
        span=np.array([[0, 2, 3]], dtype=np.int32),
        is_any=np.zeros(1, dtype=bool),
        asked_of=np.array([[0, 1]], dtype=np.int32),
        candidates=np.array([[1, 0, -1]], dtype=np.int32),
        is_held_out=np.zeros(1, dtype=bool),
        weight=np.array([1.5], dtype=np.float32),
        supports=none,
        denies=none,
        is_claim=np.zeros(1, dtype=bool),
    )


CHUNKS = [[20, 21, 22, 23, 24], [30, 31, 32]]
SENTENCES = [[(0, 2), (2, 5)], [(0, 3)]]


@pytest.mark.parametrize("has_preceding", [True, False])
def test_windows_of_training_are_those_of_answering(has_preceding: bool) -> None:
    sets = prepared(CHUNKS, SENTENCES)
    group = Group(QUESTION, [0, 1], [(0, 1)], False, (0, 2, 3), True, has_preceding)
    batch, labels = to_batch(sets, [group])
    firsts = iter(zip(batch.firsts.tolist(), batch.ends.tolist(), strict=True))
    for number, (chunk, sentences) in enumerate(zip(CHUNKS, SENTENCES, strict=True)):
        before = [7, 8, 9] if has_preceding else [7, 8]
        window = to_window(QUESTION, before, Pieces([7, 8], chunk, [], sentences, ""))
        length = len(window.ids)
        assert batch.ids[number, :length].tolist() == window.ids
        assert batch.types[number].tolist() == [
            int(window.start <= at < length) for at in range(batch.ids.shape[1])
        ]
        assert [next(firsts) for _ in sentences] == window.sentences
        if number == 0:
            assert labels.spans.tolist() == [[0, window.start + 2, window.start + 3]]
    assert labels.positive.tolist() == [False, True, False]


def test_a_question_of_weight_one_and_a_half_is_read_once_or_twice() -> None:
    sets = prepared(CHUNKS, SENTENCES)
    times = [len(epoch(sets, seed)) for seed in range(200)]
    assert set(times) == {1, 2}
    assert np.mean(times) == pytest.approx(1.5, abs=0.15)


def test_joined_sets_number_their_chunks_on() -> None:
    sets = prepared(CHUNKS, SENTENCES)
    joined = join([sets, sets])
    assert [joined.chunk[n].tolist() for n in range(4)] == CHUNKS * 2
    assert joined.positives[1].tolist() == [[2, 1]]
    assert joined.span.tolist() == [[0, 2, 3], [2, 2, 3]]
    assert joined.candidates.tolist() == [[1, 0, -1], [3, 2, -1]]
    assert joined.asked_of.tolist() == [[0, 1], [2, 3]]


@given(st.integers(0, 2**32))
def test_a_typed_question_differs_in_its_mark_and_at_most_one_word(seed: int) -> None:
    tokenizer = uncased_tokenizer()
    text = "when did the captain leave the harbour"
    pieces = tokenizer.encode(f"{text}?", add_special_tokens=False).ids
    typed = as_typed(pieces, random.Random(seed))
    words = tokenizer.decode([piece for piece in typed if piece != QUESTION_MARK]).split()
    changed = [pair for pair in zip(words, text.split(), strict=True) if pair[0] != pair[1]]
    assert len(changed) <= 1
    assert all(len(right) > 4 and abs(len(wrong) - len(right)) <= 1 for wrong, right in changed)
    assert QUESTION_MARK not in typed[:-1]


def scores_of(batch: Batch, generator: torch.Generator) -> Scores:
    windows, length = batch.ids.shape
    sentences = len(batch.windows)

    def values(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=generator)

    return Scores(
        values(windows),
        values(sentences),
        values(windows, length),
        values(windows, length),
        values(sentences),
        values(sentences),
    )


def log_sum(values: list[float]) -> float:
    return math.log(sum(map(math.exp, values)))


def binary(logit: float, truth: bool) -> float:
    return math.log1p(math.exp(-logit if truth else logit))


def plain_loss(scores: Scores, batch: Batch, labels: Labels) -> float:
    """The loss of one answered question, written out."""
    relative = [
        float(score - scores.absent[window])
        for score, window in zip(scores.sentences, batch.windows.tolist(), strict=True)
    ]
    right = [score for score, is_right in zip(relative, labels.positive, strict=True) if is_right]
    total = log_sum([0.0, *relative]) - sum(right) / len(right)
    spans = 0.0
    (window, first, last) = labels.spans[0].tolist()
    for logits, place in ((scores.starts, first), (scores.ends, last)):
        inside = [
            float(logits[w, at] - logits[w, 0])
            for w, start in enumerate(labels.starts.tolist())
            for at in range(start, int(batch.mask[w].sum()) - 1)
        ]
        spans += log_sum([0.0, *inside]) - float(logits[window, place] - logits[window, 0])
    each = [
        binary(score, bool(truth)) for score, truth in zip(relative, labels.positive, strict=True)
    ]
    denying = log_sum([0.0, *scores.denies.tolist()])
    return total + SPAN * spans / 2 + EACH * sum(each) / len(each) + VERDICT * 0.25 * denying


@pytest.mark.parametrize("seed", range(5))
def test_the_loss_is_one_softmax_over_the_windows_of_a_question(seed: int) -> None:
    sets = prepared(CHUNKS, SENTENCES)
    group = Group(QUESTION, [0, 1], [(0, 1)], False, (0, 2, 3), True, False)
    batch, labels = to_batch(sets, [group])
    scores = scores_of(batch, torch.Generator().manual_seed(seed))
    expected = plain_loss(scores, batch, labels)
    assert float(loss(scores, batch, labels)) == pytest.approx(expected, abs=1e-4)


def test_questions_of_a_batch_do_not_mix() -> None:
    sets = prepared(CHUNKS, SENTENCES)
    answered = Group(QUESTION, [0], [(0, 1)], False, (0, 2, 3), True, False)
    absent = Group(QUESTION, [1], [], False, None, True, False)
    values = []
    for lift in (0.0, 50.0):
        batch, labels = to_batch(sets, [answered, absent])
        scores = scores_of(batch, torch.Generator().manual_seed(1))
        scores.sentences.requires_grad_()
        scores.sentences.data[2] += lift
        loss(scores, batch, labels).backward()
        assert scores.sentences.grad is not None
        values.append(scores.sentences.grad[:2].clone())
    assert torch.allclose(values[0], values[1], atol=1e-6)


def test_the_exported_graph_computes_what_was_trained(tmp_path: Path) -> None:
    torch.manual_seed(3)
    folder = packaged_folder()
    reader = Reader(folder).eval()
    torch.nn.init.normal_(reader.peak.weight, std=0.1)
    path = tmp_path / "reader.onnx"
    path.write_bytes(exported_graph(reader.state_dict(), folder).SerializeToString())
    batch, _ = to_batch(
        prepared(CHUNKS, SENTENCES), [Group(QUESTION, [0], [], False, None, False, True)]
    )
    with torch.inference_mode():
        scores = reader(batch)
    words = reader.trunk.embeddings.word_embeddings.weight[batch.ids].detach().numpy()
    (logits,) = open_session(path).run(["logits"], {"words": words, "types": batch.types.numpy()})
    column = {head: logits[0, :, number] for number, head in enumerate(HEADS)}
    assert column["absent"][0] == pytest.approx(float(scores.absent[0]), abs=1e-4)
    assert column["start"] == pytest.approx(scores.starts[0].numpy(), abs=1e-4)
    assert column["end"] == pytest.approx(scores.ends[0].numpy(), abs=1e-4)
    for number, (first, end) in enumerate(
        zip(batch.firsts.tolist(), batch.ends.tolist(), strict=True)
    ):
        score = column["sentence"][first:end].mean() + column["peak"][first:end].max()
        assert score == pytest.approx(float(scores.sentences[number]), abs=1e-4)
        for head, expected in (("supports", scores.supports), ("denies", scores.denies)):
            assert column[head][first:end].mean() == pytest.approx(
                float(expected[number]), abs=1e-4
            )
