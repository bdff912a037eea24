"""The questions of our own: quoted from their documents, and enough of each kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from fakes import FakeEncoder
from loccit.index import Index, build_index

from benchmarks.sets.collections import HALVES
from benchmarks.sets.subjects import REPORTED, Subject, subjects

SUBJECTS = [subject for half in HALVES for subject in subjects(half)]


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_quotes_stand_once_in_the_documents_and_answers_in_quotes(
    subject: Subject, tmp_path: Path
) -> None:
    build_index([subject.documents], tmp_path, encoder=FakeEncoder())
    index = Index.open(tmp_path, FakeEncoder())
    texts = {name: index.document(name).text for name in index.names}
    index.close()
    for question in subject.questions:
        for quoted in (*question.evidence, *question.contradicted_by):
            assert texts[quoted.document].count(quoted.quote) == 1, question.id
        quotes = "\n".join(quoted.quote for quoted in question.evidence)
        assert all(answer in quotes for answer in question.answers), question.id


def test_labels_agree_with_tags() -> None:
    for subject in SUBJECTS:
        for question in subject.questions:
            is_denied = "false_premise" in question.tags
            assert bool(question.contradicted_by) == is_denied, question.id
            assert not (question.answerable and (is_denied or "twin" in question.tags)), question.id
            assert question.answerable or is_denied or "twin" in question.tags, question.id
            assert "followup" not in question.tags or question.history, question.id


@pytest.mark.parametrize("half", HALVES)
def test_there_are_enough_of_each_kind(half: str) -> None:
    questions = [question for subject in subjects(half) for question in subject.questions]
    tags = Counter(tag for question in questions for tag in question.tags)
    assert len(questions) >= 750
    assert min(tags[tag] for tag in REPORTED) >= 60
    assert len({question.id for question in questions}) == len(questions)


def test_no_document_and_no_question_is_in_both_halves() -> None:
    fit, report = ({subject.name for subject in subjects(half)} for half in HALVES)
    assert len(report) == 15
    assert not fit & report
    asked = Counter(
        (q.text, q.history, subject.name) for subject in SUBJECTS for q in subject.questions
    )
    assert max(asked.values()) == 1


def test_length_does_not_give_the_unanswerable_away() -> None:
    for half in HALVES:
        questions = [question for subject in subjects(half) for question in subject.questions]
        words = {
            answerable: [len(q.text.split()) for q in questions if q.answerable == answerable]
            for answerable in (True, False)
        }
        means = [sum(lengths) / len(lengths) for lengths in words.values()]
        assert abs(means[0] - means[1]) < 0.6
