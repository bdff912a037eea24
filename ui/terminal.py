"""What is printed: on a terminal nothing steers but what is ours."""

from __future__ import annotations

import json
import sys

from ..index import STEERING, harmless


def say(text: str) -> None:
    """Print text; what steers a terminal is shown as its escape."""
    print(harmless(text), flush=True)


def warn(text: str) -> None:
    """``say`` on stderr."""
    print(harmless(text), file=sys.stderr)


def print_json(value: object) -> None:
    """Print JSON in which no character steers a terminal; read again it is the same value."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    print(STEERING.sub(lambda match: json.dumps(match[0])[1:-1], text))
