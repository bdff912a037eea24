"""Errors of answering, below the tree of ``loccit.index``.

LoccitError
└── UsageError
    └── QuestionError     a question that cannot be asked
"""

from __future__ import annotations

from ..index import UsageError


class QuestionError(UsageError):
    """A question is empty or too long, or what is said to come before it is no history."""
