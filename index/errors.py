"""Every error that Loccit raises on purpose.

    LoccitError
    ├── UsageError            an argument or a setting is wrong
    ├── DocumentError         one document cannot be read; the others can
    ├── EncoderError          an encoder is missing, altered or unusable
    └── IndexFolderError      an index folder cannot be used
        ├── IndexMissing      there is no index there
        ├── IndexMismatch     it has another format or was built with another encoder
        ├── IndexDamaged      its files are not as they were written
        ├── IndexUnreadable   this user may not read it
        ├── IndexBusy         another process is writing it
        └── IndexUnwritable   it cannot be written: a full disk, no permission

Each message says what was received, what was expected and what to do next. ``Stopped`` is apart
from these.
"""

from __future__ import annotations

from reprlib import Repr

_ECHO = Repr()
_ECHO.maxstring = _ECHO.maxother = _ECHO.maxlong = 120
_ECHO.maxlevel = 3


class LoccitError(Exception):
    """Base of all errors raised on purpose."""


class UsageError(LoccitError):
    """An argument or a setting is wrong; nothing was done."""


class DocumentError(LoccitError):
    """One document cannot be read. Collected in the build report, never fatal to the others."""


class EncoderError(LoccitError):
    """An encoder is missing, altered or unusable."""


class IndexFolderError(LoccitError):
    """Base of everything that can be wrong with an index folder."""


class IndexMissing(IndexFolderError):  # noqa: N818 - named after the state, as FileNotFound is
    """There is no index at this path."""


class IndexMismatch(IndexFolderError):  # noqa: N818
    """The index has another format number, or was built with another encoder."""


class IndexDamaged(IndexFolderError):  # noqa: N818
    """A file of the index is missing or is not as it was written."""


class IndexUnreadable(IndexFolderError):  # noqa: N818
    """This user may not read the index, which is otherwise sound."""


class IndexBusy(IndexFolderError):  # noqa: N818
    """Another process is writing the index."""


class IndexUnwritable(IndexFolderError):  # noqa: N818
    """The index folder cannot be written; an existing index is unchanged."""


class Stopped(BaseException):
    """Raised in a build that was asked to stop; not an ``Exception``, so no handler for one
    document catches it."""


def echoed(value: object) -> str:
    """A value as error messages repeat it: its ``repr``, cut to a few lines.

    A long text loses its middle; a collection is cut after its first items.
    """
    return _ECHO.repr(value)


def unexpected_failure(error: BaseException) -> str:
    """The reason for skipping a document whose reader failed in an unexpected way."""
    return (
        f"cannot be parsed (its reader failed: {type(error).__name__}); "
        "try saving it again, or in another format"
    )


def library_message(error: BaseException) -> str:
    """A library's message about a broken file; a neutral one if it quotes unprintable bytes."""
    message = " ".join(str(error).split())
    return (
        message if message.isprintable() and 0 < len(message) <= 120 else "its content is invalid"
    )
