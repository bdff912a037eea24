"""Errors of answering, below the tree of ``loccit.index``.

LoccitError
└── UsageError
    └── QuestionError     a question that cannot be asked
"""

from __future__ import annotations

from ..index import UsageError


class QuestionError(UsageError):
    """A question is empty, too long, or asks for what this version cannot do."""
