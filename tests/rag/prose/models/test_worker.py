"""A thread that is given up: its socket is shut down, and no other thread's."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

from chat.queued import threads_of_replies
from loccit.rag.prose.models.worker import Worker


class Client:
    """Waits for what a server sends."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def receive(self) -> Iterator[bytes]:
        while received := self._sock.recv(100):
            yield received


def test_a_thread_that_waits_on_a_socket_ends_when_it_is_given_up() -> None:
    near, far = socket.socketpair()
    with near, far:
        worker = Worker(Client(near).receive)
        far.send(b"a")
        arrival = worker.take(2)
        assert arrival
        assert arrival.item == b"a"
        assert worker.take(0.05) is None
        worker.close()
        assert not threads_of_replies()
        assert far.recv(1) == b""


def test_no_other_thread_is_disturbed() -> None:
    """A thread's number may be given to another one as soon as it has ended."""
    near, far = socket.socketpair()
    with near, far:
        received: list[bytes] = []
        thread = threading.Thread(target=lambda: received.extend(Client(near).receive()))
        thread.start()
        worker = Worker(lambda: (number for number in ()))
        assert worker.take(2)
        worker._thread = thread
        worker.close()
        far.send(b"a")
        far.shutdown(socket.SHUT_WR)
        thread.join(2)
        assert received == [b"a"]


def test_what_waits_for_something_else_is_left_to_end_by_itself() -> None:
    done = threading.Event()

    def wait() -> Iterator[int]:
        done.wait(2)
        yield 1

    worker = Worker(wait)
    began = time.monotonic()
    worker.close()
    assert time.monotonic() - began < 1.5
    done.set()
    assert not threads_of_replies()
