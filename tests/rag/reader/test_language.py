"""What looks English, by word pieces and words of grammar."""

from __future__ import annotations

import pytest
from loccit.index.encoders.model_files import packaged_folder
from loccit.index.encoders.vocabulary import open_vocabulary
from loccit.rag.reader.language import MOST_OF_PASSAGE, MOST_OF_QUESTION, is_english

VOCABULARY = open_vocabulary(packaged_folder() / "tokenizer.json")


def count(text: str) -> int:
    return len(VOCABULARY.encode(text, add_special_tokens=False).ids)


@pytest.mark.parametrize(
    "question",
    [
        "What does Iran fear?",
        "capital of peru",
        "brown crab lowest price",
        "E-31 reset",
        "When was the F-310 replaced by the maintenance team?",
        "who is Per Fischer",
        "opening hours",
        "How many milligrams of enoxaparin per kilogram?",
    ],
)
def test_english_questions(question: str) -> None:
    assert is_english(question, count, MOST_OF_QUESTION)


@pytest.mark.parametrize(
    "question",
    [
        "保修期是多久？",
        "谁",
        "чего боится Иран?",
        "Sözleşmenin bildirim süresi ne kadardır?",
    ],
)
def test_questions_in_other_languages(question: str) -> None:
    assert not is_english(question, count, MOST_OF_QUESTION)


@pytest.mark.parametrize(
    ("passage", "english"),
    [
        ("The two tankers were the Front Altair and the Kokuka Courageous.", True),
        ("Merrin Star\tMS-07\t2011\t420\t64\t16.5\tPort Merrin\tFebruary 2026", True),
        ("14:02 breaker 3 trips; 14:05 load shed at Marholt, 120 MW", True),
        ("Der Vertrag kann mit einer Frist von drei Monaten gekündigt werden.", False),
        ("La garantie dure deux ans à compter de la date d'achat de l'appareil.", False),
        ("La oficina abre a las nueve de la mañana de lunes a viernes.", False),
        ("保修期为两年，自购买之日起计算。", False),
    ],
)
def test_passages(passage: str, english: bool) -> None:
    assert is_english(passage, count, MOST_OF_PASSAGE) is english
