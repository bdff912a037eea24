"""The reply that says that the sources do not state the answer."""

from __future__ import annotations

import pytest
from loccit.rag.prose.sentinel import is_not_stated
from loccit.rag.prose.stream import read_reply


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("NOT STATED", True), ("not stated.", True), ("**Not stated** [1].", True),
        ("[1, 2] “Not  stated”", True), ("NOT_STATED", True), ("- Not stated!\n", True),
        ("<think>It is stated.</think>\nNOT STATED", True), ("# NOT STATED", True),
        ("Not\nstated", True), ("", False), ("Not", False), ("Stated not.", False),
        ("Not stated 1.", False), ("NOT STATED. It is so [1].", False),
        ("It is so [1]. NOT STATED.", False), ("It is not stated.", False),
        ("<think>NOT STATED</think>", False),
    ],
)  # fmt: skip
def test_the_sentinel_is_the_whole_reply(reply: str, expected: bool) -> None:
    assert is_not_stated(read_reply(reply)) is expected
