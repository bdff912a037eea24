"""Fitted numbers: where they come from, that they are used, and that a bad file is refused."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from loccit.rag.errors import FittedNumbersError
from loccit.rag.fitted import PROVENANCE, check_provenance, read_fitted
from loccit.rag.verify.score import FEATURES

sys.path.append(str(ROOT))
from benchmarks.fit.__main__ import FITS
from benchmarks.fit.record import ExampleSet, Fit, as_json, changed, named
from benchmarks.sets.sources import file_state, set_sources, sha256_of

ROOMS = ("asking", "disagreement", "evidence", "short", "verify")
FILES = [ROOT / "rag" / room / "weights.json" for room in ROOMS]
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The SHA-256 of nothing."""


def package_of(path: Path) -> str:
    return ".".join(["loccit", *path.parent.relative_to(ROOT).parts])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_file_says_where_its_numbers_come_from(path: Path) -> None:
    fitted = read_fitted(package_of(path), path.name)
    provenance = fitted.provenance
    assert provenance["command"].startswith("python -m benchmarks.fit ")
    assert provenance["command"].split()[3] in FITS
    published = {path: digest for source in set_sources() for path, digest in source.files.items()}
    for entry in provenance["fitted_on"]:
        assert entry["part"].startswith("fit half")
        assert entry["n"] > 0
        assert entry["sha256"]
        for path, digest in entry["sha256"].items():
            assert digest == (published.get(path) or sha256_of(ROOT / path))
    assert all(isinstance(value, float | int) for value in provenance["reaches"].values())


@pytest.mark.parametrize("field", PROVENANCE)
def test_a_fit_without_its_provenance_is_refused(field: str) -> None:
    complete: dict[str, Any] = dict.fromkeys(PROVENANCE, "something")
    assert check_provenance(complete) == complete
    with pytest.raises(ValueError, match=field):
        check_provenance(complete | {field: ""})


def weights_of(package: str) -> tuple[float, ...]:
    fitted = read_fitted(package, "weights.json")
    assert fitted.number("bias") < 0
    return fitted.row("weights", FEATURES)


def spoilt(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    def apply(text: str) -> str:
        content = json.loads(text)
        change(content)
        return json.dumps(content)

    return apply


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda text: text[:-20], "cannot be used"),
        (spoilt(lambda content: content.pop("numbers")), "cannot be used"),
        (spoilt(lambda content: content["provenance"].pop("date")), "lacks date"),
        (spoilt(lambda content: content["numbers"].pop("bias")), "expected a number"),
        (spoilt(lambda content: content["numbers"].update(bias="much")), "expected a number"),
        (spoilt(lambda content: content["numbers"].update(bias=float("nan"))), "expected a number"),
        (spoilt(lambda content: content.update(provenance="abc")), "cannot be used"),
        (spoilt(lambda content: content.update(numbers=[1])), "cannot be used"),
        (spoilt(lambda content: content["numbers"]["weights"].pop("names")), "exactly the names"),
        (
            spoilt(lambda content: content["numbers"]["weights"].update(names=None)),
            "expected a table",
        ),
        (spoilt(lambda content: content["numbers"].update(weights=3)), "expected a table"),
    ],
)
def test_a_malformed_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[str], str], message: str
) -> None:
    package = tmp_path / "spoilt_numbers"
    package.mkdir()
    (package / "__init__.py").touch()
    shutil.copy(ROOT / "rag/verify/weights.json", package)
    path = package / "weights.json"
    monkeypatch.syspath_prepend(str(tmp_path))
    import_module("spoilt_numbers")
    assert len(weights_of("spoilt_numbers")) == len(FEATURES)
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(FittedNumbersError, match=message):
        weights_of("spoilt_numbers")
    sys.modules.pop("spoilt_numbers")


def test_what_a_fit_writes_is_what_is_read_again(tmp_path: Path) -> None:
    bench = tmp_path / "bench"
    bench.mkdir()
    (bench / "a.txt").touch()
    numbers = {"bias": -1.5, "weights": named("ab", [0.123, 2])}
    fit = Fit("x.json", numbers, [ExampleSet("corpus", 3, ["a.txt"])], {"f": 1})
    content = json.loads(as_json(fit, "python -m benchmarks.fit x --bench DIR", bench))
    assert content["numbers"] == {"bias": -1.5, "weights": {"a": 0.12, "b": 2.0}}
    assert check_provenance(content["provenance"])["fitted_on"] == [
        {"set": "corpus", "part": "fit half", "n": 3, "sha256": {"a.txt": EMPTY}}
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_a_difference_to_the_checkout_is_seen(path: Path) -> None:
    relative = str(path.relative_to(ROOT))
    numbers = json.loads(path.read_text(encoding="utf-8"))["numbers"]
    assert changed(Fit(relative, numbers, [], {})) == []
    assert changed(Fit(relative, numbers | {"extra": 1.0}, [], {})) == ["extra: None → 1.0"]


def test_a_set_s_file_is_compared_by_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert file_state(path, EMPTY) == "missing"
    path.touch()
    assert file_state(path, EMPTY) == "ok"
    path.write_text("x", encoding="utf-8")
    assert file_state(path, EMPTY) == "different"
