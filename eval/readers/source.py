"""Reading and validating the files of datasets: lines, JSON records and their fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..datasets.dataset import parse_json
from ..errors import DatasetError

_SHOWN = 80


def read_text(path: Path) -> str:
    """Read a UTF-8 file without its byte order mark; line ends are unchanged.

    Raises:
        DatasetError: if it does not exist, cannot be read, or is not UTF-8.
    """
    return "".join(_parts(path, whole=True))


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """The non-blank lines of a file, each with its position: ``queries.tsv, line 3``.

    Only line feeds and carriage returns end a line: strings in JSON may contain other separators.

    Raises:
        DatasetError: as ``read_text``.
    """
    for number, line in enumerate(_parts(path, whole=False), start=1):
        if line.strip():
            yield f"{path.name}, line {number}", line.rstrip("\r\n")


def records_of(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a file of JSON lines, each with its position.

    Raises:
        DatasetError: as ``read_text``, or if a line is not a JSON object.
    """
    for where, line in lines_of(path):
        yield where, mapping(parse_json(line, where), where)


def mapping(value: Any, where: str) -> Mapping[str, Any]:
    """Check that a value is a JSON object; return it.

    Raises:
        DatasetError: if not.
    """
    if not isinstance(value, Mapping):
        raise DatasetError(f"{where} is {shown(value)}; expected an object. Correct it")
    return value


def items(record: Mapping[str, Any], key: str, where: str) -> list[Any]:
    """The list at ``key``; empty if there is none.

    Raises:
        DatasetError: if the value has another type.
    """
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise DatasetError(f"{where} has {key} {shown(value)}; expected a list. Correct it")
    return value


def text_at(record: Mapping[str, Any], key: str, where: str) -> str:
    """The string at ``key``, NUL replaced by U+FFFD; empty if there is none.

    Raises:
        DatasetError: if the value has another type.
    """
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DatasetError(f"{where} has {key} {shown(value)}; expected a string. Correct it")
    # No document contains NUL, so text with one would never be found.
    return value.replace("\0", "\ufffd")


def id_or(value: Any, name: str, number: int) -> str:
    """The id in the source as text, or one made of the dataset's name and a number from 1."""
    is_id = isinstance(value, str | int) and not isinstance(value, bool)
    return (str(value).strip() if is_id else "") or f"{name}-{number:04}"


def shown(value: Any) -> str:
    """A value for a message, shortened."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"


def _parts(path: Path, *, whole: bool) -> Iterator[str]:
    """The text of a file, at once or by lines."""
    if path.is_dir():
        raise DatasetError(f"{path} is a folder; expected a file. Choose a file in it")
    if not path.is_file():
        raise DatasetError(f"file {str(path)!r} not found; expected a dataset. Check the path")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from [file.read()] if whole else file
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"{path.name} is not UTF-8 (at byte {error.start} of what was read); "
            "expected UTF-8 text. Re-save it as UTF-8"
        ) from error
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror or error}") from error
