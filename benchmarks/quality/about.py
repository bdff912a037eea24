"""How many ordinary questions are taken for questions about the documents themselves.

    python -m benchmarks.quality.about BENCH WORK [--set squad2 ...]

Over all questions of the public sets in the folder BENCH, each with the titles of its own
documents: the share that ``rag/about/questions.py`` takes. Right is none, but for questions that do
name a document. "Would be" counts those that name one which does not state the author or date.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from loccit.rag.about.questions import is_about_documents, recognise

from ..sets.collections import SETS
from .indexes import opened
from .measures import mean


def main() -> None:
    """Print for each set the share of questions taken, and each of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("work", type=Path, help="Indexes are kept here.")
    parser.add_argument("--set", nargs="+", choices=SETS, default=["squad2", "nq_oracle"])
    options = parser.parse_args()
    for name in options.set:
        collection = SETS[name](options.bench)
        index = opened(collection, options.work)
        taken = [is_about_documents(index, question.text) for question in collection.asked]
        listing = index.listing()
        named = [recognise(question.text, listing) is not None for question in collection.asked]
        print(f"{name}: taken {mean([float(is_counted) for is_counted in taken])}")
        print(f"{name}: would be {mean([float(is_counted) for is_counted in named])}")
        for question, is_taken in zip(collection.asked, map(max, taken, named), strict=True):
            if is_taken:
                print(f"  {question.text}")
        index.close()


if __name__ == "__main__":
    main()
