"""Errors of answering, below the tree of ``loccit.index``.

LoccitError
├── UsageError
│   └── QuestionError     a question that cannot be answered
└── FittedNumbersError    the installation's fitted numbers are missing or malformed
"""

from __future__ import annotations

from ..index.errors import LoccitError, UsageError


class QuestionError(UsageError):
    """A question is empty or too long, or its history is malformed."""


class FittedNumbersError(LoccitError):
    """A file of fitted numbers that belongs to the package is missing or malformed."""
