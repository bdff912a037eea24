"""Questions as people type them: no question mark, a wrong letter, fewer words.

Works on word pieces of an uncased vocabulary, so neither case nor spacing tells anything.
"""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from loccit.index.encoders.model_files import packaged_folder
from loccit.index.encoders.vocabulary import open_vocabulary

QUESTION_MARK = 1029
"""The word piece "?"."""
_DROP_MARK, _MISTYPE = 0.5, 0.06


def as_typed(pieces: list[int], rng: random.Random) -> list[int]:
    """A question in word pieces, in half of the cases without "?", now and then mistyped."""
    while pieces and pieces[-1] == QUESTION_MARK:
        pieces = pieces[:-1]
    if rng.random() < _MISTYPE:
        pieces = _mistyped(pieces, rng)
    return pieces if rng.random() < _DROP_MARK else [*pieces, QUESTION_MARK]


def _mistyped(pieces: list[int], rng: random.Random) -> list[int]:
    """With one letter of a long word left out, doubled, or swapped with the next."""
    tokenizer = uncased_tokenizer()
    words = tokenizer.decode(pieces).split()
    long = [number for number, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return pieces
    number = rng.choice(long)
    word, at = words[number], rng.randrange(1, len(words[number]) - 1)
    words[number] = rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return list(tokenizer.encode(" ".join(words), add_special_tokens=False).ids)


@cache
def uncased_tokenizer() -> Any:
    """The default encoder's word pieces."""
    return open_vocabulary(packaged_folder() / "tokenizer.json")
