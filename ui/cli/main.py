"""The ``loccit`` command. Exit codes: 0 answered or done, 3 abstained, 2 usage, 1 failed."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer
import typer.exceptions

from ...index import IndexMissing, LoccitError, UsageError
from ..server.ending import STOPPED, end_on_signals
from ..terminal import print_json, say, warn
from .eval_command import app as eval_app
from .options import (
    ABSTAINED,
    ANSWERED,
    DEFAULT_INDEX,
    FAILED,
    USAGE,
    AfterOption,
    BeforeOption,
    IndexOption,
    InOption,
    JsonOption,
    build_on_first_use,
)
from .serve_command import account, serve_

app = typer.Typer(
    help="Answers over your own documents, every sentence cited to its exact characters.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command("ask")
def ask(
    question: Annotated[str, typer.Argument(help="A question in words.")],
    index: IndexOption = DEFAULT_INDEX,
    as_json: JsonOption = False,
    after: AfterOption = None,
    before: BeforeOption = None,
    within: InOption = None,
) -> int:
    """Answer a question, every sentence cited. The first use indexes corpus/."""
    from ...index import Index
    from ...rag import ChatInput, RagConfig, answer_question, check_question, render_text

    config = RagConfig.load()
    asked = ChatInput(question, filters=_filters(after, before, within))
    check_question(asked, config)
    build_on_first_use(index)
    answer = answer_question(Index.open(index, notify=warn), asked, config)
    if as_json:
        print_json(answer.to_dict())
    else:
        print(render_text(answer, _width(), _has_color()))
    return ABSTAINED if answer.abstained else ANSWERED


@app.command("search")
def search(
    question: Annotated[str, typer.Argument(help="A question or words.")],
    k: Annotated[int, typer.Option("-k", min=1, metavar="N", help="How many passages.")] = 5,
    index: IndexOption = DEFAULT_INDEX,
    as_json: JsonOption = False,
    after: AfterOption = None,
    before: BeforeOption = None,
    within: InOption = None,
) -> int:
    """Show the passages that fit best, without an answer."""
    from ...index import Index
    from ...rag import ChatInput, RagConfig, check_question, hit_to_dict, render_hits

    asked = ChatInput(question, filters=_filters(after, before, within))
    text, admitted = check_question(asked, RagConfig.load())
    build_on_first_use(index)
    hits = Index.open(index, notify=warn).search(text, k, within=admitted)
    if as_json:
        print_json({"question": text, "hits": [hit_to_dict(hit) for hit in hits]})
    else:
        print(render_hits(hits, _width(), _has_color()))
    return ANSWERED


@app.command("index")
def index_(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Files and folders; none: those of last time."),
    ] = None,
    index: IndexOption = DEFAULT_INDEX,
    add: Annotated[bool, typer.Option("--add", help="Keep the folders of last time too.")] = False,
    encoder: Annotated[
        str | None, typer.Option(metavar="NAME", help="A sentence-transformers model or path.")
    ] = None,
    chunk_tokens: Annotated[
        int | None, typer.Option(metavar="N", help="Word pieces in a chunk of prose.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the report as FILE.json and FILE.html."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and update the index when documents change.")
    ] = False,
) -> int:
    """Build an index, or bring it up to date, and say what was read and left out."""
    from ...index import examine_hygiene
    from ..page.hygiene_report import print_report, write_report
    from .indexing import index_config, keep_up, run_build

    given = {"encoder": encoder, "chunk_tokens": chunk_tokens}
    config = index_config(index, {key: one for key, one in given.items() if one is not None})
    built = run_build(paths or [], index, config, add=add)
    hygiene = examine_hygiene(index)
    print_report(built, hygiene, _width())
    if report:
        say("\nThe whole report: {} and {}".format(*write_report(hygiene, report)))
    if watch:
        keep_up(index, config)
    return ANSWERED


@app.command("doctor")
def doctor(
    index: IndexOption = DEFAULT_INDEX,
    mend: Annotated[
        bool, typer.Option("--repair", help="First remove what killed builds left.")
    ] = False,
) -> int:
    """Check the encoder, the index, what this machine has and what killed processes left."""
    from .doctor import examine, repair

    for line in repair(index) if mend else []:
        say(f"done  {line}")
    findings = examine(index)
    for finding in findings:
        say(f"{'ok  ' if finding.good else 'FAIL'}  {finding.subject}: {finding.text}")
    return ANSWERED if all(finding.good for finding in findings) else FAILED


app.add_typer(eval_app, name="eval")
app.command("serve")(serve_)
app.command("account")(account)


def version(show: bool) -> None:
    """Print the version and end."""
    if show:
        from importlib.metadata import version as installed

        say(f"loccit {installed('loccit')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Answers over your own documents, every sentence cited to its exact characters."""


def main() -> None:
    """Run the command; errors go to stderr in one line, never as a traceback."""
    came = end_on_signals()
    code = run(sys.argv[1:])
    sys.exit(128 + came[0] if came and code == STOPPED else code)


def run(arguments: list[str]) -> int:
    """Run the command with these arguments and return its exit code."""
    if not arguments:
        run(["--help"])
        return USAGE
    try:
        result = app(arguments, standalone_mode=False, prog_name="loccit")
        sys.stdout.flush()
        return int(result or 0)
    except typer.Exit as leave:
        return leave.exit_code
    except typer.exceptions.TyperException as error:
        message = getattr(error, "format_message", error.__str__)()
        return _fail(f"{message.rstrip('.')}; see loccit --help", USAGE)
    except (UsageError, IndexMissing) as error:
        return _fail(str(error), USAGE)
    except (LoccitError, ImportError) as error:  # an extra that is missing names its pip line
        return _fail(str(error), FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (KeyboardInterrupt, typer.Abort):
        return _fail("stopped", STOPPED)
    except Exception as error:  # the last line of defence: a person sees one line, not a stack
        return _fail(f"unexpected {type(error).__name__}: {error}; please report it", FAILED)


def _fail(message: str, code: int) -> int:
    warn(f"loccit: {message}")
    return code


def _filters(after: str | None, before: str | None, within: str | None) -> dict[str, str] | None:
    given = {"after": after, "before": before, "in": within}
    return {key: value for key, value in given.items() if value is not None} or None


def _width() -> int:
    return shutil.get_terminal_size((80, 24)).columns


def _has_color() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


if __name__ == "__main__":
    main()
