"""Every error that Loccit raises on purpose.

    LoccitError
    ├── UsageError            an argument or a setting is wrong
    ├── DocumentError         one document cannot be read; the others can
    ├── EncoderError          an encoder is missing, altered or unusable
    └── IndexFolderError      an index folder cannot be used
        ├── IndexMissing      there is no index there
        ├── IndexMismatch     it was made by another format or encoder
        ├── IndexDamaged      its files are not the ones that were written
        ├── IndexUnreadable   this user may not read it
        ├── IndexBusy         another process is writing it
        └── IndexUnwritable   it cannot be written: a full disk, no permission

Each message names what came, what was expected and what to do next. ``Stopped`` is none of them.
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
    """Base of what can be wrong with an index folder."""


class IndexMissing(IndexFolderError):  # noqa: N818 - named after the state, as FileNotFound is
    """No index at the given place."""


class IndexMismatch(IndexFolderError):  # noqa: N818
    """The index was written by another format number or another encoder."""


class IndexDamaged(IndexFolderError):  # noqa: N818
    """A file of the index is missing or is not the one that was written."""


class IndexUnreadable(IndexFolderError):  # noqa: N818
    """This user may not read the index; nothing is wrong with it."""


class IndexBusy(IndexFolderError):  # noqa: N818
    """Another process is writing the index."""


class IndexUnwritable(IndexFolderError):  # noqa: N818
    """The index folder cannot be written; what was there before is unchanged."""


class Stopped(BaseException):
    """What a build was asked to end with; no error, so that nothing takes it for one document's."""


def echoed(came: object) -> str:
    """What came, as an error repeats it: as ``repr`` shows it, cut to some lines at most.

    A long text loses its middle, a collection all but its first items.
    """
    return _ECHO.repr(came)


def unexpected_failure(error: BaseException) -> str:
    """A reason for what no reader expected of a document, with the name of the error."""
    return (
        f"cannot be parsed (its reader failed: {type(error).__name__}); "
        "save it anew, or in another format"
    )


def library_message(error: BaseException) -> str:
    """What a library says of a broken file, if that is fit to be shown: some quote its bytes."""
    message = " ".join(str(error).split())
    return message if message.isprintable() and 0 < len(message) <= 120 else "it is broken inside"
