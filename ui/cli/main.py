"""The ``loccit`` command.

Exit codes: 0 for success, 1 for failure, 2 for wrong usage, 3 for a question left unanswered.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer
import typer.exceptions

from ...index.errors import IndexMissing, LoccitError, UsageError
from ..server.shutdown import STOPPED, end_on_signals
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
    ModelOption,
    NoModelOption,
    build_on_first_use,
)
from .serve_command import account, serve_

PathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH",
        help="Files and folders to index. Default: the ones indexed last time.",
        show_default=False,
    ),
]

app = typer.Typer(
    help="Answer questions from your own documents, citing the source of every sentence.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command("ask")
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question.")],
    index: IndexOption = DEFAULT_INDEX,
    as_json: JsonOption = False,
    after: AfterOption = None,
    before: BeforeOption = None,
    within: InOption = None,
    model: ModelOption = None,
    no_model: NoModelOption = False,
) -> int:
    """Answer a question, citing every sentence. Indexes corpus/ on first use.

    With a chat model in loccit.toml, it writes the answer, and each sentence is verified.
    """
    from ...index.search import Index
    from ...rag.answer import check_question
    from ...rag.config import RagConfig
    from ...rag.types import ChatInput
    from .asking import answer_of, check_model, chosen_model, print_answer

    config = RagConfig.load()
    chat_input = ChatInput(question, filters=_filters(after, before, within))
    check_question(chat_input, config)
    check_model(model, no_model)
    build_on_first_use(index)
    opened = Index.open(index, notify=warn)
    chosen = chosen_model(model, no_model, opened)
    if as_json:
        answer = answer_of(opened, chat_input, config, chosen)
        print_json(answer.to_dict())
    else:
        answer = print_answer(opened, chat_input, config, chosen, _width(), _has_color())
    return ABSTAINED if answer.abstained else ANSWERED


@app.command("search")
def search(
    question: Annotated[str, typer.Argument(metavar="QUERY", help="A question or search words.")],
    k: Annotated[
        int, typer.Option("-k", min=1, metavar="N", help="Number of passages to show.")
    ] = 5,
    index: IndexOption = DEFAULT_INDEX,
    as_json: JsonOption = False,
    after: AfterOption = None,
    before: BeforeOption = None,
    within: InOption = None,
) -> int:
    """Show the best-matching passages without answering."""
    from ...index.search import Index
    from ...rag.answer import check_question
    from ...rag.config import RagConfig
    from ...rag.rendering.render import render_hits
    from ...rag.types import ChatInput, hit_to_dict

    chat_input = ChatInput(question, filters=_filters(after, before, within))
    text, admitted = check_question(chat_input, RagConfig.load())
    build_on_first_use(index)
    hits = Index.open(index, notify=warn).search(text, k, within=admitted)
    if as_json:
        print_json({"question": text, "hits": [hit_to_dict(hit) for hit in hits]})
    else:
        print(render_hits(hits, _width(), _has_color()))
    return ANSWERED


@app.command("index")
def index_(
    paths: PathsArgument = None,
    index: IndexOption = DEFAULT_INDEX,
    add: Annotated[
        bool,
        typer.Option("--add", help="Add to the folders already indexed instead of replacing them."),
    ] = False,
    encoder: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Sentence-transformers model: a name or a folder."),
    ] = None,
    chunk_tokens: Annotated[
        int | None, typer.Option(metavar="N", help="Maximum tokens in a chunk of prose.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the full report to FILE.json and FILE.html."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Keep running and reindex when documents change.")
    ] = False,
) -> int:
    """Build or update an index and report what was left out."""
    from ...index.cleaning.hygiene import examine_hygiene
    from ..page.hygiene_report import print_report, write_report
    from .indexing import index_config, keep_up, run_build

    options = {"encoder": encoder, "chunk_tokens": chunk_tokens}
    config = index_config(index, {key: v for key, v in options.items() if v is not None})
    build = run_build(paths or [], index, config, add=add)
    hygiene = examine_hygiene(index)
    print_report(build, hygiene, _width())
    if report:
        say("\nFull report: {} and {}".format(*write_report(hygiene, report)))
    if watch:
        keep_up(index, config)
    return ANSWERED


@app.command("doctor")
def doctor(
    index: IndexOption = DEFAULT_INDEX,
    fix: Annotated[
        bool, typer.Option("--repair", help="First remove files left behind by interrupted builds.")
    ] = False,
) -> int:
    """Check the installation, the index and leftover files."""
    from .doctor import examine, repair

    for line in repair(index) if fix else []:
        say(f"done  {line}")
    findings = examine(index)
    for finding in findings:
        say(f"{'ok  ' if finding.good else 'FAIL'}  {finding.subject}: {finding.text}")
    return ANSWERED if all(finding.good for finding in findings) else FAILED


app.add_typer(eval_app, name="eval")
app.command("serve")(serve_)
app.command("account")(account)


def version(show: bool) -> None:
    """Print the version and exit."""
    if show:
        from importlib.metadata import version as installed

        say(f"loccit {installed('loccit')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Answer questions from your own documents, citing the source of every sentence."""


def main() -> None:
    """Run the command. Errors go to stderr as one line, never as a traceback."""
    signals = end_on_signals()
    code = run(sys.argv[1:])
    sys.exit(128 + signals[0] if signals and code == STOPPED else code)


def run(arguments: list[str]) -> int:
    """Run the command with these arguments and return its exit code."""
    if not arguments:
        run(["--help"])
        return USAGE
    try:
        result = app(arguments, standalone_mode=False, prog_name="loccit")
        sys.stdout.flush()
        return int(result or 0)
    except typer.Exit as exit_:
        return exit_.exit_code
    except typer.exceptions.TyperException as error:
        message = getattr(error, "format_message", error.__str__)()
        return _fail(f"{message.rstrip('.')}; see loccit --help", USAGE)
    except (UsageError, IndexMissing) as error:
        return _fail(str(error), USAGE)
    except (LoccitError, ImportError) as error:  # a missing extra names its pip command
        return _fail(str(error), FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (KeyboardInterrupt, typer.Abort):
        return _fail("stopped", STOPPED)
    except Exception as error:  # the last resort: one line instead of a traceback
        return _fail(f"unexpected {type(error).__name__}: {error}; please report it", FAILED)


def _fail(message: str, code: int) -> int:
    warn(f"loccit: {message}")
    return code


def _filters(after: str | None, before: str | None, within: str | None) -> dict[str, str] | None:
    filters = {"after": after, "before": before, "in": within}
    return {key: value for key, value in filters.items() if value is not None} or None


def _width() -> int:
    return shutil.get_terminal_size((80, 24)).columns


def _has_color() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


if __name__ == "__main__":
    main()
