"""Train the reader: from the public sets and our own to the weights that are shipped.

First on everything: public sets of questions, our own questions, public sets of claims; then, at a
lower rate, mostly on our own questions.

    python -m benchmarks.train_reader --sets DIR --work DIR

Resumes where it was stopped; on a GPU where there is one, else on a processor in bfloat16.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

# Threads that spin while they wait slow down everything beside them; read when torch is imported.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")


def main() -> None:
    """Prepare, train and measure."""
    options = _parser().parse_args()
    import torch
    from loccit.index import open_encoder
    from loccit.index.config import DEFAULT_ENCODER
    from loccit.index.encoders.model_files import find_model

    from .reader.claims import prepare_claims
    from .reader.export import export_reader
    from .reader.loop import FIRST, SECOND, train
    from .reader.mistype import uncased_tokenizer
    from .reader.model import Reader
    from .reader.prepare import Prepared, join, prepare
    from .reader.subjects import prepare_subjects

    options.work.mkdir(parents=True, exist_ok=True)
    arrays = options.work / "prepared.npz"
    if not arrays.is_file():
        vocabulary, retriever = uncased_tokenizer(), open_encoder(DEFAULT_ENCODER)
        parts = [
            prepare(options.sets, vocabulary, retriever),
            prepare_subjects(vocabulary, retriever),
            prepare_claims(options.sets, vocabulary),
        ]
        join(parts).save(arrays)
    torch.set_num_threads(options.threads)
    encoder = find_model(DEFAULT_ENCODER)
    device = options.device or ("cuda" if torch.cuda.is_available() else "cpu")
    reader, prepared = Reader(encoder.folder), Prepared.load(arrays)
    for name, schedule in (("first", FIRST), ("second", SECOND)):
        stage = replace(schedule, seed=options.seed)
        train(reader, prepared, options.work / name, stage, device)
    state = torch.load(options.work / "second" / "best.pt", map_location="cpu", weights_only=True)
    export_reader(state, encoder, options.work / "model")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_reader")
    parser.add_argument("--sets", type=Path, required=True, help="folder of NAME.jsonl.gz")
    parser.add_argument("--work", type=Path, required=True, help="folder of checkpoints")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", help="of torch; by default a GPU where there is one, else cpu")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser


if __name__ == "__main__":
    main()
