"""The command line, run as a person runs it: exit codes, messages, JSON, narrow and piped."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from loccit.index import Encoder, build_index
from loccit.index.generations.manifest import FORMAT
from loccit.ui.cli import main as cli

Run = Callable[..., tuple[int, str, str]]


SAMPLE = [
    "interview-what-tehran-wants.md",
    "briefs/withdrawal-and-sanctions.html",
    "SOURCES.toml",
    "briefs/jcpoa-in-brief.md",
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in an empty folder; gives exit code, stdout and stderr."""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))  # what others left is the doctor's too

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(list(arguments))
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


def copy_sample(corpus_folder: Path, target: Path) -> None:
    for name in SAMPLE:
        copied = target / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes((corpus_folder / name).read_bytes())


@pytest.fixture
def corpus(run: Run, corpus_folder: Path) -> None:
    """Some of the sample corpus as ``corpus/`` in the working folder."""
    copy_sample(corpus_folder, Path("corpus"))


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, corpus_folder: Path, real_encoder: Encoder
) -> Path:
    """An index of the same documents, built once."""
    home = tmp_path_factory.mktemp("built")
    copy_sample(corpus_folder, home / "corpus")
    build_index([home / "corpus"], home / "index", encoder=real_encoder)
    return home / "index"


@pytest.fixture
def indexed(run: Run, built: Path) -> None:
    """A copy of that index as ``.loccit`` in the working folder."""
    shutil.copytree(built, ".loccit")


@pytest.mark.usefixtures("corpus", "real_encoder")
def test_first_use_indexes_the_corpus_and_answers(run: Run) -> None:
    code, out, err = run("ask", "What does Iran fear?")
    assert code == 0
    assert "[1]" in out
    assert "2021-10-04" in out
    assert "Embedding" in err
    code, again, err = run("ask", "What does Iran fear?")
    assert (code, again, err) == (0, out, "")


@pytest.mark.usefixtures("indexed")
def test_json_is_the_answer_and_nothing_else(run: Run) -> None:
    code, out, _ = run("ask", "What does Iran fear?", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["citations"][0]["quote"] in answer["text"]


@pytest.mark.usefixtures("indexed")
def test_an_abstention_has_an_exit_code_of_its_own(run: Run) -> None:
    code, out, _ = run("ask", "How do I bake bread?")
    assert code == 3
    assert out.startswith("The documents do not say.")
    code, out, _ = run("ask", "How do I bake bread?", "--json")
    assert (code, json.loads(out)["abstained"]) == (3, True)


@pytest.mark.usefixtures("indexed")
def test_search_shows_passages(run: Run) -> None:
    code, out, _ = run("search", "snapback", "-k", "2", "--json")
    response = json.loads(out)
    assert code == 0
    assert [hit["rank"] for hit in response["hits"]] == [1, 2]
    assert run("search", "snapback", "-k", "1")[1].startswith("1. The JCPOA in Brief")


@pytest.mark.usefixtures("corpus", "real_encoder")
def test_index_reports_what_it_left_out_and_recognises_what_is_unchanged(run: Run) -> None:
    code, out, _ = run("index", "corpus", "--index", "x")
    assert code == 0
    assert "Index built: 3 documents" in out
    assert "SOURCES.toml: has the suffix '.toml'" in out
    assert "cookie notice" in out
    assert "is up to date" in run("index", "--index", "x")[1]
    assert "Index built" in run("index", "--index", "x", "--chunk-tokens", "64")[1]
    assert "is up to date" in run("index", "--index", "x")[1], "settings are kept"


@pytest.mark.usefixtures("real_encoder")
def test_settings_come_from_arguments_then_the_file_then_the_index(run: Run) -> None:
    Path("docs").mkdir()
    Path("docs/a.txt").write_text("Ships wait. " * 60)
    Path("loccit.toml").write_text("[index]\nchunk_tokens = 32\n[rag]\nthreshold = 1.0\n")
    assert run("index", "docs")[0] == 0
    assert _chunk_tokens() == 32
    run("index", "--chunk-tokens", "64")
    assert _chunk_tokens() == 64
    assert run("ask", "Do ships wait?")[0] == 3, "the file's threshold is in force"


def _chunk_tokens() -> int:
    current = Path(".loccit/CURRENT").read_text().strip()
    manifest = json.loads(Path(f".loccit/generations/{current}/manifest.json").read_text())
    return int(manifest["config"]["chunk_tokens"])


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, ""),
        (["frob"], 2, "No such command 'frob'"),
        (["ask"], 2, "Missing argument"),
        (["ask", "Who?"], 2, "no index at '.loccit' and no folder 'corpus'"),
        (["ask", "Who?", "--index", "nowhere"], 2, "'nowhere' is not an index"),
        (["ask", "Who?", "--index", "file"], 2, "it is a file"),
        (["ask", "Who?", "--index", "docs"], 2, "'docs' is not an index"),
        (["search", "x", "-k", "0"], 2, "Invalid value for '-k'"),
        (["index", "nowhere"], 2, "no file or folder at"),
        (["index", "empty"], 2, "nothing to index"),
        (["index", "docs", "--index", "docs"], 2, "is not an index: it holds"),
        (["index", "docs", "--index", "file"], 2, "is a file"),
        (["index"], 2, "records no folder"),
        (["index", "docs", "--chunk-tokens", "1"], 2, "expected 16 or more"),
        (["index", "docs", "--encoder", "./nowhere"], 1, "no encoder './nowhere'"),
    ],
)
def test_bad_input_gets_one_line_and_loses_nothing(
    run: Run, arguments: list[str], code: int, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    Path("docs").mkdir()
    Path("docs/a.txt").write_text("Ships wait in the harbour.")
    Path("empty").mkdir()
    Path("file").write_text("x")
    before = sorted(map(str, Path().rglob("*")))
    got, _, err = run(*arguments)
    assert got == code
    assert message in err
    assert err.count("loccit:") == bool(message)
    assert "Traceback" not in err
    assert sorted(map(str, Path().rglob("*"))) == before


@pytest.mark.parametrize("question", ["", "  ", "x" * 100_000])
def test_questions_that_cannot_be_asked(run: Run, question: str) -> None:
    code, out, err = run("ask", question)
    assert (code, out) == (2, "")
    assert "question" in err


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[index\n", "cannot be read as TOML"),
        ("[index]\nchunk_size = 3\n", "no setting 'chunk_size'"),
        ("[index]\nchunk_tokens = 'many'\n", "expected a value of type int"),
        ("[idnex]\n", "expected only [index] and [rag]"),
        ("[index]\nlanguage = 'tlh'\n", "language is 'tlh'"),
    ],
)
def test_a_wrong_setting_is_named(run: Run, toml: str, message: str) -> None:
    Path("loccit.toml").write_text(toml)
    Path("corpus").mkdir()
    code, _, err = run("index", "corpus")
    assert code == 2
    assert message in err


@pytest.mark.usefixtures("indexed")
def test_an_index_of_another_format_or_a_damaged_one_is_refused(run: Run) -> None:
    manifest = Path(".loccit/generations/000001/manifest.json")
    good = manifest.read_text()
    manifest.write_text(good.replace(f'"format": {FORMAT}', '"format": 99'))
    code, _, err = run("ask", "Who?")
    assert (code, "format 99" in err, "loccit index" in err) == (1, True, True)
    manifest.write_text(good)
    Path(".loccit/generations/000001/dense.faiss").write_bytes(b"")
    code, _, err = run("ask", "Who?")
    assert (code, "dense.faiss has 0 bytes" in err) == (1, True)
    assert run("doctor")[0] == 1
    assert run("index")[0] == 0, "a build repairs it"
    assert run("doctor")[0] == 0


@pytest.mark.usefixtures("indexed")
def test_doctor_finds_a_flipped_byte(run: Run) -> None:
    code, out, _ = run("doctor")
    assert (code, "all checksums match" in out) == (0, True)
    records = Path(".loccit/generations/000001/records.sqlite")
    content = bytearray(records.read_bytes())
    content[len(content) // 2] ^= 1
    records.write_bytes(content)
    code, out, _ = run("doctor")
    assert (code, "records.sqlite" in out) == (1, True)


def test_help_and_version() -> None:
    for arguments, expected in (["--help"], "Commands:"), (["--version"], "loccit "):
        shown = subprocess.run(
            [sys.executable, "-m", "loccit.ui.cli.main", *arguments],
            capture_output=True,
            text=True,
            check=True,
        )
        assert expected in shown.stdout


@pytest.mark.usefixtures("indexed")
def test_a_closed_pipe_is_quiet() -> None:
    shown = subprocess.run(
        f"{sys.executable} -m loccit.ui.cli.main search iran -k 40 | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.startswith("1.")
    assert shown.stderr == ""
