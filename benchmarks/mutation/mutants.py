"""Mutants of the code, of its word lists and of its fitted numbers."""

from __future__ import annotations

import ast
import json
import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

LEXICON = Path("text/lexicon/en.toml")
_OPERATORS = re.compile(
    r"core/(?:ReplaceComparisonOperator_(?!.*Is)|NumberReplacer|ReplaceAndWithOr|ReplaceOrWithAnd"
    r"|AddNot|ReplaceBreakWithContinue|ReplaceContinueWithBreak|ReplaceTrueWithFalse"
    r"|ReplaceFalseWithTrue|ZeroIterationForLoop|ReplaceUnaryOperator_Delete_Not"
    r"|ReplaceBinaryOperator_(?:Add_Sub|Sub_Add|Mul_Div|Div_Mul))"
)
"""Cosmic Ray's operators that make sense here: most others change annotations or raise at once."""
_WORD = re.compile(r"(?<!\\)(?<!\(\?P<)(?<!\(\?)\b[A-Za-z][a-z]{2,}\b(?!>)")
_UNHEARD_OF = "qxzqx"
"""Stands for every word of an emptied list."""


class Mutant(NamedTuple):
    """One change of one file.

    Attributes:
        kind: ``code``, ``table`` (words in code), ``list`` (of the lexicon) or ``numbers``.
        path: the file, below the checkout.
        what: the line and the operator, or the name of the table.
        content: the whole file with the change.
    """

    kind: str
    path: Path
    what: str
    content: str


def code_mutants(path: Path, rng: random.Random) -> Iterator[Mutant]:
    """One mutant for each place of the code that an operator applies to."""
    from cosmic_ray import plugins
    from cosmic_ray.ast import ast_nodes, get_ast_from_path
    from cosmic_ray.mutating import mutate_code

    places: dict[Any, list[tuple[str, int]]] = {}
    tree = get_ast_from_path(path)
    for name in filter(_OPERATORS.match, plugins.operator_names()):
        operator = plugins.get_operator(name)()
        positions = (
            place for node in ast_nodes(tree) for place in operator.mutation_positions(node)
        )
        for occurrence, place in enumerate(positions):
            places.setdefault(place, []).append((name, occurrence))
    source = path.read_text(encoding="utf-8")
    for (start, _), choices in places.items():
        name, occurrence = rng.choice(choices)
        content = mutate_code(source, plugins.get_operator(name)(), occurrence)
        if content and content != source and _is_python(content):
            yield Mutant("code", path, f"{start[0]} {name}", content)


def table_mutants(path: Path) -> Iterator[Mutant]:
    """One mutant for each module-level table of words: its words replaced by one nobody writes."""
    source = path.read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        segment = ast.get_source_segment(source, node.value) or ""
        if len(_WORD.findall(segment)) < 4 or '"' not in segment:
            continue
        for constant in ast.walk(node.value):
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                constant.value = _WORD.sub(_UNHEARD_OF, constant.value)
        content = source.replace(segment, ast.unparse(node.value), 1)
        if content != source:
            yield Mutant("table", path, f"{node.lineno} {node.targets[0].id}", content)


def list_mutants() -> Iterator[Mutant]:
    """One mutant for each list of the lexicon: it holds one word that nobody writes."""
    source = LEXICON.read_text(encoding="utf-8")
    for table, key in _lists(tomllib.loads(source)):
        head, table_start, body = source.partition(f"[{table}]\n")
        entry = re.compile(
            rf"^{re.escape(key)} = (?:\"\"\".*?\"\"\"|'''.*?'''|\"[^\"\n]*\"|'[^'\n]*')$",
            re.M | re.S,
        )
        changed = entry.sub(f'{key} = "{_UNHEARD_OF}"', body, count=1)
        if changed != body:
            yield Mutant("list", LEXICON, f"{table}.{key}", head + table_start + changed)


def number_mutants(path: Path) -> Iterator[Mutant]:
    """Mutants of fitted numbers: a table all 0, a table all equal to its mean, a number 0."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    for key, value in stored["numbers"].items():
        if isinstance(value, int | float):
            numbers = {**stored["numbers"], key: 0.0}
            yield Mutant(
                "numbers", path, f"{key} zeroed", json.dumps({**stored, "numbers": numbers})
            )
    for key, table in _number_tables(stored["numbers"]):
        mean = sum(table.values()) / len(table)
        for what, value in (("zeroed", 0.0), ("flattened", mean)):
            changed = json.loads(json.dumps(stored))
            _table_at(changed["numbers"], key).update(dict.fromkeys(table, value))
            yield Mutant("numbers", path, f"{key} {what}", json.dumps(changed))


def all_mutants(rooms: list[str], rng: random.Random) -> Iterator[Mutant]:
    """Every mutant of the rooms, and of the lexicon and the fitted numbers."""
    for room in rooms:
        for path in sorted(Path(room).rglob("*.py")):
            yield from code_mutants(path, rng)
            yield from table_mutants(path)
    yield from list_mutants()
    for path in sorted(Path("rag").rglob("weights.json")):
        yield from number_mutants(path)


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _lists(tables: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _lists(value, f"{prefix}.{key}" if prefix else key)
        elif isinstance(value, str):
            yield prefix, key


def _number_tables(
    numbers: Mapping[str, Any], prefix: str = ""
) -> Iterator[tuple[str, dict[str, float]]]:
    for key, value in numbers.items():
        if isinstance(value, dict) and all(isinstance(inner, dict) for inner in value.values()):
            yield from _number_tables(value, f"{prefix}{key}/")
        elif isinstance(value, dict):
            yield f"{prefix}{key}", value


def _table_at(numbers: dict[str, Any], key: str) -> dict[str, float]:
    table = numbers
    for part in key.split("/"):
        table = table[part]
    return table
