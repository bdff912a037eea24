"""How the web chat holds: its start, its first words, and many people asking at once.

    python -m benchmarks.speed.serving INDEX QUESTIONS [--clients 20] [--each 10] [--out FILE]

INDEX is the folder of an index, QUESTIONS a JSON file, a list of texts. One server is started and
spoken to as the page does: a question joins Gradio's queue, the answer comes as a stream. ``first
words`` is the time from sending a question to the first update with a cited sentence, for one
client; ``whole answer`` that to the end, for all clients at once. The start is compared with
``import gradio`` in a process of its own, in the same run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import numpy as np

_PATIENCE = 120.0
_CITED = 'class=\\"cite\\"'


class Timed(NamedTuple):
    """Seconds from sending a question: to its first cited sentence, and to the end."""

    first: float
    whole: float


def seconds_of(command: list[str]) -> float:
    """How long a process takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def started(index: Path) -> tuple[subprocess.Popen[str], str, dict[str, float]]:
    """A server, its address, and the seconds to its line and from there to the first page."""
    program = "from loccit.ui.cli.main import main; main()"
    options = ["serve", "--index", str(index), "--port", "0", "--rate", "1000000"]
    start = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-c", program, *options], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout
    address = server.stdout.readline().removeprefix("Serving on ").strip()
    at = time.perf_counter()
    httpx.get(address, timeout=_PATIENCE).raise_for_status()
    return server, address, {"line": at - start, "first page": time.perf_counter() - at}


def event_of(address: str) -> dict[str, Any]:
    """The event of the question box: its number and what it is given."""
    config = httpx.get(f"{address}/config", timeout=_PATIENCE).json()
    boxes = [
        entry["id"] for entry in config["components"] if entry["props"].get("label") == "Question"
    ]
    events = [entry for entry in config["dependencies"] if [boxes[0], "submit"] in entry["targets"]]
    return dict(events[0])


def asked(client: httpx.Client, event: dict[str, Any], session: str, question: str) -> Timed:
    """Ask through the queue, in a conversation that is empty."""
    inputs = [question, None, None, "", "", "", 8, 4]  # state is the server's; then the settings
    joined = {"data": inputs, "fn_index": event["id"], "session_hash": session}
    start, first = time.perf_counter(), 0.0
    client.post("/gradio_api/queue/join", json=joined).raise_for_status()
    with client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as stream:
        for line in stream.iter_lines():
            first = first or (time.perf_counter() - start if _CITED in line else 0.0)
            if '"process_completed"' in line:
                if '"success":true' not in line:
                    raise RuntimeError(line[:500])
                break
    return Timed(first, time.perf_counter() - start)


def one_client(
    address: str, event: dict[str, Any], number: int, questions: list[str]
) -> list[Timed]:
    """Questions one after the other, each in a session of its own."""
    with httpx.Client(base_url=address, timeout=_PATIENCE) as client:
        return [
            asked(client, event, f"client{number}n{at}", question)
            for at, question in enumerate(questions)
        ]


def main() -> None:
    """Print the table."""
    options = _parser().parse_args()
    questions = json.loads(options.questions.read_text(encoding="utf-8"))
    gradio = seconds_of([sys.executable, "-c", "import gradio"])
    server, address, start = started(options.index)
    try:
        event = event_of(address)
        one_client(address, event, 0, questions[:5])  # warm
        alone = one_client(address, event, 1, questions[: options.alone])
        shares = [
            [questions[(number * options.each + at) % len(questions)] for at in range(options.each)]
            for number in range(options.clients)
        ]
        with ThreadPoolExecutor(options.clients) as pool:
            jobs = [
                pool.submit(one_client, address, event, 100 + number, share)
                for number, share in enumerate(shares)
            ]
            together = [timing for job in jobs for timing in job.result()]
    finally:
        server.terminate()
        server.wait()
    first = [1000 * timing.first for timing in alone if timing.first]
    whole = [timing.whole for timing in together]
    rows = [
        ("import gradio, s", gradio),
        ("serve to its line, s", start["line"]),
        ("… as a multiple of import gradio", start["line"] / gradio),
        ("from the line to the first page, s", start["first page"]),
        (f"first words, one client, p50, ms (n = {len(first)})", np.quantile(first, 0.5)),
        ("first words, one client, p95, ms", np.quantile(first, 0.95)),
        (f"whole answer, {options.clients} clients at once, p50, s (n = {len(whole)})",
         np.quantile(whole, 0.5)),
        (f"whole answer, {options.clients} clients at once, p95, s", np.quantile(whole, 0.95)),
    ]  # fmt: skip
    for name, value in rows:
        print(f"{name:60}{value:10.2f}")
    if options.out:
        options.out.write_text(json.dumps({name: float(value) for name, value in rows}), "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path, help="folder of an index")
    parser.add_argument("questions", type=Path, help="JSON file, a list of texts")
    parser.add_argument("--alone", type=int, default=50, help="questions of the single client")
    parser.add_argument("--clients", type=int, default=20, help="people at once")
    parser.add_argument("--each", type=int, default=10, help="questions of each")
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    return parser


if __name__ == "__main__":
    main()
