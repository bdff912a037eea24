"""Errors of answering, below the tree of ``loccit.index``.

LoccitError
└── UsageError
    └── QuestionError     a question that cannot be answered
"""

from __future__ import annotations

from ..index import UsageError


class QuestionError(UsageError):
    """A question is empty or too long, or its history is malformed."""
