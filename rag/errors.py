"""Errors of answering, below the tree of ``loccit.index``.

LoccitError
├── UsageError
│   └── QuestionError     a question that cannot be answered
├── FittedNumbersError    the installation's fitted numbers are missing or malformed
├── ReaderError           the reader cannot be opened
├── ModelFailed           a chat model gave no reply, or broke off in it
└── SpendingLimit         a chat model's questions or costs of the day are used up
"""

from __future__ import annotations

from ..index.errors import LoccitError, UsageError


class QuestionError(UsageError):
    """A question is empty or too long, or its history is malformed."""


class ReaderError(LoccitError):
    """A reader's files are missing or are not what is expected, or what runs it is missing."""


class FittedNumbersError(LoccitError):
    """A file of fitted numbers that belongs to the package is missing or malformed."""


class ModelFailed(LoccitError):  # noqa: N818 - named after the state, as FileNotFound is
    """A chat model gave no reply, or broke off in it.

    Attributes:
        cause: why, in a line of our own words: no key, no text of the provider's is in it.
        retryable: whether asking again later may help.
    """

    def __init__(self, cause: str, retryable: bool) -> None:
        super().__init__(cause)
        self.cause = cause
        self.retryable = retryable


class SpendingLimit(LoccitError):  # noqa: N818
    """A chat model's questions or costs of the day are used up, or cannot be counted."""
