"""A run on disk: its description, and the result of each example.

``run.json`` describes the run; ``results.jsonl`` holds a result a line. Neither has times or dates,
so that two runs of one system over one dataset are byte-identical; ``timings.json`` has the times.
During a run ``progress.jsonl`` holds the finished examples; an interrupted run resumes from it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..rag.types import Dropped, Usage
from .errors import DatasetError
from .types import CitedSpan, Example, Gold, Reply, Response, Result, RetrievedPassage

RUN, RESULTS, TIMINGS, _PROGRESS = "run.json", "results.jsonl", "timings.json", "progress.jsonl"
FORMAT = 1


def result_to_dict(result: Result) -> dict[str, Any]:
    """A result as JSON values."""
    return asdict(result)


def result_from_dict(record: dict[str, Any]) -> Result:
    """A result from the JSON values of ``result_to_dict``."""
    example, response = record["example"], record["response"]
    return Result(
        Example(
            **{
                **example,
                "answers": tuple(example["answers"]),
                "evidence": tuple(Gold(**fields) for fields in example["evidence"]),
                "history": tuple((first, second) for first, second in example["history"]),
                "tags": tuple(example["tags"]),
            }
        ),
        Response(
            **{
                **response,
                "citations": tuple(
                    CitedSpan(**{**fields, "also_in": tuple(fields["also_in"])})
                    for fields in response["citations"]
                ),
                "hits": tuple(RetrievedPassage(**fields) for fields in response["hits"]),
                "reply": _reply(response.get("reply")),
            }
        ),
        record["scores"],
        tuple(record["notes"]),
    )


def _reply(record: dict[str, Any] | None) -> Reply | None:
    if record is None:
        return None
    usage = record["usage"]
    return Reply(
        **{
            **record,
            "dropped": tuple(Dropped(**fields) for fields in record["dropped"]),
            "notes": tuple(record["notes"]),
            "usage": Usage(**usage) if usage else None,
        }
    )


class RunFolder:
    """The folder of one run.

    Args:
        folder: created if it does not exist.
        about: dataset, system and documents of the run, as JSON values.
    """

    def __init__(self, folder: Path, about: dict[str, Any]) -> None:
        """Open a folder for a run.

        Raises:
            DatasetError: if it contains another run.
        """
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        description = _json({"format": FORMAT, **about})
        path = folder / RUN
        if path.exists() and path.read_text(encoding="utf-8") != description:
            raise DatasetError(
                f"{str(folder)!r} contains a run of another dataset, system or set of documents; "
                "expected an empty folder or the same run. Choose another folder with --out, or "
                "remove this one"
            )
        path.write_text(description, encoding="utf-8")

    def done(self) -> dict[str, Result]:
        """The results of an interrupted run, by the id of their example."""
        return {result.example.id: result for result in unfinished(self.folder)}

    def keep(self, result: Result) -> None:
        """Append a result to the finished ones."""
        with (self.folder / _PROGRESS).open("a", encoding="utf-8") as out:
            out.write(_line(result))

    def finish(self, results: Sequence[Result], seconds: Sequence[float | None]) -> None:
        """Write all results.

        Args:
            results: in the order of the dataset.
            seconds: the time of each; ``None`` if an interrupted run had finished it.
        """
        _replace(self.folder / RESULTS, "".join(map(_line, results)))
        _replace(self.folder / TIMINGS, _json({"seconds": list(seconds)}))
        (self.folder / _PROGRESS).unlink(missing_ok=True)


def unfinished(folder: Path) -> Iterator[Result]:
    """The results of an interrupted run; none if there is no such run."""
    return _results(folder / _PROGRESS, is_whole=False)


def read_run(folder: Path) -> tuple[dict[str, Any], list[Result]]:
    """Read the description and the results of a finished run.

    Raises:
        DatasetError: if the folder contains no finished run of this format.
    """
    try:
        about = json.loads((folder / RUN).read_text(encoding="utf-8"))
        if about["format"] != FORMAT:
            raise DatasetError(
                f"{str(folder)!r} contains a run of format {about['format']}; expected {FORMAT}. "
                "Run it again with `loccit eval run`"
            )
        return about, list(_results(folder / RESULTS, is_whole=True))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatasetError(
            f"{str(folder)!r} contains no finished run ({type(error).__name__}); "
            "expected a folder written by `loccit eval run --out`. Check the path"
        ) from error


def _results(path: Path, *, is_whole: bool) -> Iterator[Result]:
    """Read the results of a file; incomplete lines are skipped unless ``is_whole``."""
    if not is_whole and not path.exists():
        return
    # Not splitlines: a document's text may contain other line separators.
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            if line:
                yield result_from_dict(json.loads(line))
        except ValueError:
            if is_whole:
                raise


def _line(result: Result) -> str:
    line = json.dumps(result_to_dict(result), ensure_ascii=False)
    return line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.part")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, path)
