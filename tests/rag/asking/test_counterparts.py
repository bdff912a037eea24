"""What the documents have in place of a code, a year or a number that they lack."""

from __future__ import annotations

import pytest
from loccit.rag.asking.counterparts import counterparts

TEXTS = ["The F-310 was replaced in 2023 by the G-7.", "Error E-31 stops unit F-315.", "Mr Fox, 41"]


@pytest.mark.parametrize(
    ("missing", "pairs"),
    [
        (["f-320"], (("f-320", "F-310"),)),
        (["e-32"], (("e-32", "E-31"),)),
        (["2024"], (("2024", "2023"),)),
        (["f-320", "2024"], (("f-320", "F-310"), ("2024", "2023"))),
        (["captain"], ()),  # words have no counterpart
        (["zz-99"], ()),  # nothing alike
        (["h-3100-b"], ()),  # another form
        ([], ()),
    ],
)
def test_the_likest_code_of_the_same_form(
    missing: list[str], pairs: tuple[tuple[str, str], ...]
) -> None:
    assert counterparts(missing, TEXTS) == pairs


def test_of_equally_like_codes_the_first_is_named() -> None:
    assert counterparts(["r-30"], ["See R-31 and R-32."]) == (("r-30", "R-31"),)
