"""Whether a server stays as it is: questions, uploads and removals by the thousand.

    python -m benchmarks.speed.endurance INDEX QUESTIONS [--total 3000] [--changes 200]
        [--every 500]

INDEX is the folder of an index, which is copied first; QUESTIONS a JSON file, a list of texts. The
page is asked as a browser asks it, by a few clients at once; between the questions small documents
are added and removed again. Every so often the server's memory, open files and threads are printed,
with the questions that failed until then: they should neither grow nor fail.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import httpx

from .serving import asked, event_of, started

_PATIENCE = 120.0


class Librarian:
    """Adds a document on the page's second tab and removes it again."""

    def __init__(self, address: str) -> None:
        self._http = httpx.Client(base_url=address, timeout=_PATIENCE)
        config = self._http.get("/config").json()
        self._events = {
            target[1] + str(event["inputs"]): event["id"]
            for event in config["dependencies"]
            for target in event["targets"]
        }
        parts = {part["props"].get("label"): part["id"] for part in config["components"]}
        self._add = self._events[f"upload[{parts['Add documents']}]"]
        self._remove = self._events[f"click[{parts['Documents you can remove']}]"]
        self._look = next(
            event["id"] for event in config["dependencies"] if event["targets"][0][1] == "select"
        )

    def change(self, number: int) -> None:
        """Add a document of this number, and remove it."""
        name = f"note-{number}.txt"
        content = f"Note {number}: the keeper of lighthouse {number} counts the ships.".encode()
        paths = self._http.post("/gradio_api/upload", files={"files": (name, content)}).json()
        files = [
            {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}
            for path in paths
        ]
        session = f"change{number}"
        self._run(self._add, [files], session)
        self._run(self._look, [], session)  # the choices that a removal is one of
        self._run(self._remove, [name], session)

    def _run(self, event: int, inputs: list[Any], session: str) -> None:
        joined = {"data": inputs, "fn_index": event, "session_hash": session}
        self._http.post("/gradio_api/queue/join", json=joined).raise_for_status()
        query = {"session_hash": session}
        with self._http.stream("GET", "/gradio_api/queue/data", params=query) as stream:
            for line in stream.iter_lines():
                if '"process_completed"' in line:
                    if '"success":true' not in line:
                        raise RuntimeError(line[:300])
                    return


def measured(process: int) -> tuple[float, int, int]:
    """Resident memory in MB, open files and threads of a process (Linux)."""
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines()
    )
    files = len(list(Path(f"/proc/{process}/fd").iterdir()))
    return int(status["VmRSS"].split()[0]) / 1024, files, int(status["Threads"])


def batches(total: int, size: int) -> Iterator[range]:
    """The numbers below ``total`` in batches."""
    for start in range(0, total, size):
        yield range(start, min(total, start + size))


def main() -> None:
    """Print a line every so often, and one at the end."""
    options = _parser().parse_args()
    questions = json.loads(options.questions.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as home:
        folder = Path(shutil.copytree(options.index, Path(home, "index")))
        server, address, _ = started(folder)
        try:
            _run(options, questions, server.pid, address)
        finally:
            server.terminate()
            print(f"the server ended with {server.wait()}")


def _run(options: argparse.Namespace, questions: list[str], process: int, address: str) -> None:
    event, librarian = event_of(address), Librarian(address)
    changes = iter(range(options.changes))
    failed: list[str] = []

    def ask(client: httpx.Client, number: int) -> None:
        try:
            asked(client, event, f"q{number}", questions[number % len(questions)])
        except (httpx.HTTPError, RuntimeError) as error:
            failed.append(str(error)[:200])

    print(
        f"{'questions':>10}{'changes':>9}{'MB':>8}{'files':>7}{'threads':>9}{'failed':>8}{'s':>7}"
    )
    start, changed = time.perf_counter(), 0
    for batch in batches(options.total, options.every):
        with ThreadPoolExecutor(options.clients + 1) as pool:
            clients = [
                httpx.Client(base_url=address, timeout=_PATIENCE) for _ in range(options.clients)
            ]
            share = list(islice(changes, -(-options.changes * len(batch) // options.total)))
            jobs = [pool.submit(lambda share=share: [librarian.change(n) for n in share])]
            jobs += [
                pool.submit(ask, clients[number % options.clients], number) for number in batch
            ]
            for job in jobs:
                job.result()
            for client in clients:
                client.close()
        changed += len(share)
        time.sleep(1)
        memory, files, threads = measured(process)
        passed = time.perf_counter() - start
        print(
            f"{batch.stop:>10}{changed:>9}{memory:>8.0f}{files:>7}{threads:>9}"
            f"{len(failed):>8}{passed:>7.0f}",
            flush=True,
        )
    for why in sorted(set(failed))[:5]:
        print(why)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path, help="folder of an index")
    parser.add_argument("questions", type=Path, help="JSON file, a list of texts")
    parser.add_argument("--total", type=int, default=3000, help="questions in all")
    parser.add_argument("--changes", type=int, default=200, help="documents added and removed")
    parser.add_argument("--every", type=int, default=500, help="questions between two figures")
    parser.add_argument("--clients", type=int, default=4, help="people who ask at once")
    return parser


if __name__ == "__main__":
    main()
