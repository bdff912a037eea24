"""Files that datasets are read from: their lines, their JSON, and what to say where they fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..datasets.dataset import parse_json
from ..errors import DatasetError

_SHOWN = 80


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, without its byte order mark; its line ends as they are.

    Raises:
        DatasetError: if it is no file, cannot be read, or is not UTF-8.
    """
    return "".join(_parts(path, whole=True))


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """Each line that is not blank, and where it stands: ``queries.tsv, line 3``.

    Only line feeds and carriage returns end a line: JSON may hold other separators within a text.

    Raises:
        DatasetError: as ``read_text``.
    """
    for number, line in enumerate(_parts(path, whole=False), start=1):
        if line.strip():
            yield f"{path.name}, line {number}", line.rstrip("\r\n")


def records_of(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a file of JSON lines, and where each stands.

    Raises:
        DatasetError: as ``read_text``, or if a line is no JSON object.
    """
    for where, line in lines_of(path):
        yield where, mapping(parse_json(line, where), where)


def mapping(value: Any, where: str) -> Mapping[str, Any]:
    """The same, if it is an object.

    Raises:
        DatasetError: if not.
    """
    if not isinstance(value, Mapping):
        raise DatasetError(f"{where} is {shown(value)}; expected an object with named values")
    return value


def items(record: Mapping[str, Any], key: str, where: str) -> list[Any]:
    """The list at ``key``; empty where there is none.

    Raises:
        DatasetError: if there is something else.
    """
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise DatasetError(f"{where} has {key} {shown(value)}; expected a list")
    return value


def text_at(record: Mapping[str, Any], key: str, where: str) -> str:
    """The text at ``key``, with a sign for each NUL; empty where there is none.

    Raises:
        DatasetError: if there is something else.
    """
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DatasetError(f"{where} has {key} {shown(value)}; expected a text")
    # No document holds NUL, so that nothing with one could be found in any.
    return value.replace("\0", "\ufffd")


def id_or(value: Any, name: str, number: int) -> str:
    """The source's own id as text, or one made of the dataset's name and a number from 1."""
    is_id = isinstance(value, str | int) and not isinstance(value, bool)
    return (str(value).strip() if is_id else "") or f"{name}-{number:04}"


def shown(value: Any) -> str:
    """A value as a message shows it, cut."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"


def _parts(path: Path, *, whole: bool) -> Iterator[str]:
    """The text at once or by lines."""
    if path.is_dir():
        raise DatasetError(
            f"{path} is a folder; expected a file. Give the file in it that is meant"
        )
    if not path.is_file():
        raise DatasetError(f"there is no file {str(path)!r}; expected a dataset. Mend the path")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from [file.read()] if whole else file
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"{path.name} is not UTF-8 (at byte {error.start} of what was read); "
            "expected text in UTF-8. Save it so"
        ) from error
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror or error}") from error
