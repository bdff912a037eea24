"""Errors of the evaluation.

LoccitError
├── DatasetError          a dataset cannot be read, or does not fit the documents
└── SystemUnfit           a system returns something that cannot be evaluated
"""

from __future__ import annotations

from ..index.errors import UsageError


class DatasetError(UsageError):
    """A dataset cannot be read, or does not fit the documents."""


class SystemUnfit(UsageError):  # noqa: N818 - named after the state, as IndexMissing is
    """A system returns something that cannot be evaluated."""
