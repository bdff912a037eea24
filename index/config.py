"""Settings of an index: read from ``loccit.toml`` and saved in the manifest, which wins later."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self, TypeVar, get_type_hints

from .errors import UsageError, echoed

DEFAULT_ENCODER = "sentence-transformers/all-MiniLM-L6-v2"

STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian",
    "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""Languages by ISO 639-1 code, with the name of their stemmer in tantivy."""

PIPELINE = 5
"""Increased whenever parsing, cleaning, chunking or tokenizing the same source changes."""

Config = TypeVar("Config")


@dataclass(frozen=True, slots=True)
class IndexConfig:
    """Settings that shape an index.

    Attributes:
        encoder: name of a sentence-transformers model, or a path to one.
        precision: what the default encoder computes in: ``int8``, about twice as fast, or
            ``float32``. Other encoders compute in float32.
        chunk_tokens: target size of a chunk of prose in word pieces, 16 or more, capped by the
            encoder's input size. An interview answer may fill the encoder's whole input.
        language: ISO 639-1 code that picks the sentence rules and the stemmer.

    Raises:
        UsageError: if a value is out of range.
    """

    encoder: str = DEFAULT_ENCODER
    precision: str = "int8"
    chunk_tokens: int = 96
    language: str = "en"

    def __post_init__(self) -> None:
        if self.chunk_tokens < 16:
            raise UsageError(f"chunk_tokens is {self.chunk_tokens}; expected 16 or more")
        if self.precision not in ("int8", "float32"):
            raise UsageError(f"precision is {echoed(self.precision)}; expected 'int8' or 'float32'")
        if self.language not in STEMMERS:
            raise UsageError(
                f"language is {echoed(self.language)}; "
                f"expected one of {', '.join(sorted(STEMMERS))}"
            )

    @classmethod
    def from_dict(cls, fields_: Mapping[str, Any]) -> Self:
        """Settings from a mapping, as in a manifest.

        Raises:
            UsageError: on an unknown key, or a value of a wrong type or out of range.
        """
        return table_to_config(cls, fields_, "index")

    def fingerprint(self) -> str:
        """A digest that changes whenever the same documents would be indexed differently."""
        text = json.dumps({"pipeline": PIPELINE, **asdict(self)}, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_table(folder: Path, table: str) -> dict[str, Any]:
    """One table of ``loccit.toml`` in ``folder``; empty where there is no such file or table.

    Raises:
        UsageError: if the file is not valid TOML, or the entry is not a table.
    """
    path = folder / "loccit.toml"
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read as TOML: {error}; correct or remove it") from error
    unknown = sorted(set(settings) - {"index", "rag", "models"})
    if unknown:
        raise UsageError(
            f"{path} has the tables {echoed(unknown)}; expected only [index] and [rag], and "
            "[models.NAME] for chat models"
        )
    values = settings.get(table, {})
    if not isinstance(values, dict):
        raise UsageError(f"{path}: {table!r} is {echoed(values)}; expected a table [{table}]")
    return values


def table_to_config(config: type[Config], table: Mapping[str, Any], name: str) -> Config:
    """A configuration dataclass from a mapping, with keys and types checked.

    Raises:
        UsageError: on an unknown key, or a value of a wrong type.
    """
    hints = get_type_hints(config)
    names = [field.name for field in fields(config)]  # type: ignore[arg-type]
    for key, value in table.items():
        if key not in names:
            raise UsageError(
                f"[{name}] has no setting {echoed(key)}; expected one of {', '.join(names)}"
            )
        expected = hints[key]
        fits = type(value) is expected or (expected is float and type(value) is int)
        if not fits:
            raise UsageError(
                f"[{name}] {key} is {echoed(value)}; expected a value of type {expected.__name__}"
            )
    return config(**table)
