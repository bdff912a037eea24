"""How the time of a call grows with its text: measured as a ratio in one run, never in seconds."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

_LEAST = 2e-3
"""Seconds that the shorter text is worked on: below that, the clock's noise would be measured."""
_TRIES = 3


def growth(call: Callable[[str], object], text: str, longer: str) -> float:
    """How many times as long a call takes on a longer text, at the best of several runs.

    4 is linear for a text of four times the length, 16 quadratic. A ratio that looks
    superlinear is measured again before it is believed.
    """
    ratios = []
    for _ in range(_TRIES):
        ratios.append(_ratio(call, text, longer))
        if ratios[-1] < 6:
            break
    return min(ratios)


def _ratio(call: Callable[[str], object], text: str, longer: str) -> float:
    once = _best(call, text, 1, 1)
    times = max(1, int(_LEAST / max(once, 1e-7)))
    return _best(call, longer, times, 2) / _best(call, text, times, 3)


def _best(call: Callable[[str], object], text: str, times: int, runs: int) -> float:
    """The least processor time of several runs of ``times`` calls each, in seconds a run."""
    measured = []
    was_on = gc.isenabled()
    gc.disable()
    try:
        for _ in range(runs):
            start = time.thread_time()
            for _ in range(times):
                call(text)
            measured.append(time.thread_time() - start)
    finally:
        if was_on:
            gc.enable()
    return min(measured)


SIZES = (60, 250, 1000)
"""Characters of a pumped text; what grows fast shows at the small ones."""
_BOUND = 8.0
_SHORT = 3e-3
"""Seconds that need no ratio: what is quadratic takes longer at the last size."""
_HANGS = 10


def superlinear(
    call: Callable[[str], object], start: str, unit: str, end: str, sizes: Sequence[int] = SIZES
) -> str:
    """What a call's time says against it on a text that repeats a unit, or nothing.

    Each size is compared to four times as much.
    """
    for size in sizes:
        text, longer = (f"{start}{unit * (n // len(unit) + 1)}{end}" for n in (size, 4 * size))
        try:
            with _alarm():
                once = _best(call, longer, 1, 1)
            if once < _SHORT or once < _BOUND * _best(call, text, 1, 1):
                continue
            slope = growth(call, text, longer)
        except TimeoutError:
            return f"takes more than {_HANGS} s on {len(longer)} characters of {unit!r}"
        if slope >= _BOUND:
            return f"takes {slope:.0f} times as long on {len(longer)} characters of {unit!r}"
    return ""


@contextmanager
def _alarm() -> Iterator[None]:
    """A call that does not come back is ended: regular expressions look for signals."""

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, _HANGS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
