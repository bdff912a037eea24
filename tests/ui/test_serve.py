"""``loccit serve`` and ``loccit account``: options, accounts, rate, a server that is started."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from loccit.index import Index, LoccitError, UsageError
from loccit.ui.cli import main as cli
from loccit.ui.guard.accounts import Accounts, set_account
from loccit.ui.guard.rate import RateLimit, RateLimited
from loccit.ui.server import run as serving
from loccit.ui.server.app import ServeOptions
from visits.servers import Clock

_SECONDS = 120
LINE = "ann:scrypt$1024$8$1$" + "ab" * 16 + "$" + "cd" * 32
Run = Callable[..., tuple[int, str, str]]


class Terminal(io.StringIO):
    """A stdin at which somebody sits."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in an empty folder, a line on stdin; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, typed: str | Terminal = "") -> tuple[int, str, str]:
        stdin = typed if isinstance(typed, Terminal) else io.StringIO(typed)
        monkeypatch.setattr(sys, "stdin", stdin)
        code = cli.run(list(arguments))
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--host", "0.0.0.0"], 2, "add --auth FILE"),
        (["--host", "192.0.2.1"], 2, "or --no-auth if they may be public"),
        (["--host", "::"], 2, "add --auth FILE"),
        (["--host", ""], 2, "add --auth FILE"),
        (["--auth", "accounts", "--no-auth"], 2, "exclude each other"),
        (["--auth", "nowhere"], 2, "create one with `loccit account nowhere NAME`"),
        (["--auth", "accounts"], 2, "contains no accounts"),
        (["--proxy", "nginx"], 2, "expected the address of your proxy"),
        (["--port", "70000"], 2, "65535"),
        (["--port", "x"], 2, "Invalid value for '--port'"),
        ([], 2, "no index at '.loccit' and no folder 'corpus'"),
        (["--index", "nowhere", "--port", "0"], 2, "'nowhere' is not an index"),
    ],
)
def test_what_cannot_be_served_is_told(
    run: Run, arguments: list[str], code: int, message: str
) -> None:
    Path("accounts").write_text("# nobody yet\n")
    got, out, err = run("serve", *arguments)
    assert (got, out) == (code, "")
    assert message in err
    assert err.count("loccit:") == 1


def test_a_port_that_is_taken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LoccitError, match=f"port {port}: .*--port"):
            serving.listen("127.0.0.1", port)
        monkeypatch.setattr(serving, "DEFAULT_PORT", port)
        with serving.listen("127.0.0.1", None) as listening:
            assert listening.getsockname()[1] != port


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(LoccitError, match=r"cannot listen on 192\.0\.2\.1"):
        serving.listen("192.0.2.1", 0)


def test_the_names_that_a_server_answers_to() -> None:
    loopback = {"localhost", "127.0.0.1", "::1"}
    assert ServeOptions().hosts() == loopback
    assert ServeOptions(host="0.0.0.0").hosts() == loopback
    named = ServeOptions(host="[fe80::1]", allowed_hosts=("Docs.Example.",))
    assert named.hosts() == loopback | {"fe80::1", "docs.example"}


def test_accounts_are_added_and_replaced(run: Run) -> None:
    assert run("account", "a", "ann", typed="correct horse\n")[:2] == (0, "added ann in a\n")
    run("account", "a", "Ö. M.", typed="pässwörter\n")
    first = Path("a").read_text()
    assert run("account", "a", "ann", typed="battery staple\n")[1].startswith(
        "changed the password"
    )
    assert stat.S_IMODE(Path("a").stat().st_mode) == 0o600
    assert [path.name for path in Path().iterdir()] == ["a"]
    second = Path("a").read_text()
    assert first.splitlines()[1] == second.splitlines()[1]
    accounts = Accounts.read(Path("a"))
    assert accounts.admits("ann", "battery staple")
    assert accounts.admits("Ö. M.", "pässwörter")
    assert not accounts.admits("ann", "correct horse")
    assert not accounts.admits("ann", "")
    assert not accounts.admits("eve", "battery staple")


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("a:b", "correct horse\n", "the name is 'a:b'"),
        (" a", "correct horse\n", "without leading or trailing white space"),
        ("", "correct horse\n", "the name is ''"),
        ("#a", "correct horse\n", "not starting with #"),
        ("a\nb", "correct horse\n", "the name is"),
        ("ann", "short\n", "the password has 5 characters; expected 8 or more"),
        ("ann", "", "the password has 0 characters"),
    ],
)
def test_names_and_passwords_that_will_not_do(
    run: Run, name: str, typed: str, message: str
) -> None:
    code, _, err = run("account", "a", name, typed=typed)
    assert (code, message in err) == (2, True)
    assert not Path("a").exists()


def test_a_password_is_typed_twice(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["correct horse", "correct hoarse", "correct horse", "correct horse"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    code, _, err = run("account", "a", "ann", typed=Terminal())
    assert (code, "the two passwords differ" in err, Path("a").exists()) == (2, True, False)
    assert run("account", "a", "ann", typed=Terminal())[0] == 0
    assert Accounts.read(Path("a")).admits("ann", "correct horse")


def test_an_account_keeps_the_file_that_it_cannot_read(run: Run) -> None:
    Path("a").write_text("no account\n")
    code, _, err = run("account", "a", "ann", typed="correct horse\n")
    assert (code, "line 1 of 'a'" in err) == (2, True)
    assert Path("a").read_text() == "no account\n"
    code, _, err = run("account", "no/a", "ann", typed="correct horse\n")
    assert (code, "the accounts file 'no/a' cannot be written" in err) == (2, True)


@pytest.mark.parametrize(
    "line",
    [
        "ann",
        "ann:password",
        ":" + LINE.partition(":")[2],
        LINE.replace("scrypt", "bcrypt"),
        LINE.replace("1024", "1000"),
        LINE.replace("1024", "0"),
        LINE.replace("1024", str(2**40)),
        LINE.replace("$8$", "$-8$"),
        LINE.replace("$8$", f"${2**30}$"),
        LINE.replace("$1$", "$99$"),
        LINE.replace("ab", "xy"),
        LINE.replace("ab" * 16, ""),
        LINE.replace("cd" * 32, ""),
        LINE + "$",
        LINE + "\nann:" + LINE.partition(":")[2],
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "accounts"
    file.write_text(f"# who may ask\n\n{line}\n")
    with pytest.raises(UsageError, match=r"line [34] of .* (is not|repeats the name 'ann')"):
        Accounts.read(file)


def test_a_line_of_other_costs_is_read(tmp_path: Path) -> None:
    file = tmp_path / "accounts"
    file.write_text(f"{LINE}\n")
    assert not Accounts.read(file).admits("ann", "correct horse")


def test_a_hash_is_salted(tmp_path: Path) -> None:
    for name in ("ann", "eve"):
        set_account(tmp_path / "a", name, "correct horse")
    first, second = (tmp_path / "a").read_text().splitlines()
    assert first.split("$")[-2:] != second.split("$")[-2:]


def test_tokens_come_back_evenly_and_never_more_than_fit() -> None:
    clock = Clock()
    limit = RateLimit(2, clock=clock)
    limit.check("a")
    limit.check("a", cost=0.5)
    limit.check("a", cost=0.5)
    with pytest.raises(RateLimited, match=r"limit is 2 per minute.*Try again in 30 s"):
        limit.check("a")
    limit.refund("a")
    limit.check("a", cost=0.75)
    limit.check("a", cost=0.25)
    limit.check("b", cost=100)
    clock.now += 29.5
    with pytest.raises(RateLimited) as refused:
        limit.check("a")
    assert refused.value.wait == 1
    clock.now += 0.5
    limit.check("a")
    clock.now += 10_000
    limit.check("a")
    limit.check("a")
    with pytest.raises(RateLimited):
        limit.check("a")


def test_few_clients_are_kept() -> None:
    limit = RateLimit(1, clock=Clock(), most_clients=2)
    for client in "abc":
        limit.check(client)
    assert list(limit._buckets) == ["b", "c"]


@contextmanager
def started(
    folder: Path, index: Path, *options: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and its address as it says it."""
    program = (
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from loccit.ui.cli.main import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--index", str(index), "--port", "0", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / ".ci/path"), "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("Serving on http://127.0.0.1:"), process.communicate()
        yield process, line.split()[-1]
    finally:
        process.kill()
        process.communicate()


def post(address: str, question: str, client: str = "") -> dict[str, Any]:
    """What a server answers to a question; ``client`` is the address that a proxy speaks for."""
    asked = urllib.request.Request(
        f"{address}/api/ask",
        data=json.dumps({"question": question}).encode(),
        headers={"Content-Type": "application/json", "X-Forwarded-For": client},
    )
    try:
        with urllib.request.urlopen(asked, timeout=_SECONDS) as answered:
            return {"status": 200, **json.load(answered)}
    except urllib.error.HTTPError as error:
        return {"status": error.code, **json.load(error)}


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_server_answers_and_ends_cleanly(
    corpus_index: Index, tmp_path: Path, ending: signal.Signals
) -> None:
    with started(tmp_path, corpus_index.folder) as (process, address):
        with urllib.request.urlopen(f"{address}/", timeout=_SECONDS) as page:
            assert b"Loccit" in page.read()
            assert "server" not in page.headers
        assert post(address, "What does Iran fear?")["citations"]
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=_SECONDS) as stays:
            stays.sendall(b"GET /gradio_api/heartbeat/x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert stays.recv(12) == b"HTTP/1.1 200"
            process.send_signal(ending)
            out, err = process.communicate(timeout=_SECONDS)
    assert (process.returncode, out, err) == (0, "", "")
    assert not list(tmp_path.glob("loccit-*"))


def test_a_killed_indexing_leaves_what_was_served(corpus_index: Index, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(corpus_index.folder, index)
    with started(tmp_path, index, "--rate", "1", "--proxy", "127.0.0.1") as (_, address):
        before = post(address, "What is snapback?", "10.1.1.1")
        (index / "uploads").mkdir()
        lines = "".join(f"The lamp {n} of Larak burns {n + 1} nights.\n\n" for n in range(3000))
        (index / "uploads/lamps.txt").write_text(lines)
        program = "from loccit.ui.cli.main import main; main()"
        build = subprocess.Popen(
            [sys.executable, "-c", program, "index", "--index", str(index)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT / ".ci/path")},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert build.stderr
        assert "Embedding" in "".join(build.stderr.readline() for _ in range(2))
        build.kill()
        build.communicate()
        after = post(address, "What is snapback?", "10.1.1.2")
        assert post(address, "What is snapback?", "10.1.1.2")["status"] == 429
    for response in (before, after):
        assert response.pop("timings_ms")
    assert before == after
    assert before["citations"]
