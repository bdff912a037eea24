"""Errors of answering, below the tree of ``loccit.index``.

LoccitError
├── UsageError
│   └── QuestionError     a question that cannot be answered
├── FittedNumbersError    the installation's fitted numbers are missing or malformed
└── ReaderError           the reader cannot be opened
"""

from __future__ import annotations

from ..index.errors import LoccitError, UsageError


class QuestionError(UsageError):
    """A question is empty or too long, or its history is malformed."""


class ReaderError(LoccitError):
    """A reader's files are missing or are not what is expected, or what runs it is missing."""


class FittedNumbersError(LoccitError):
    """A file of fitted numbers that belongs to the package is missing or malformed."""
