"""Every regular expression of a package, how it is used, and texts that pump its repeats."""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import pkgutil
import re
import re._constants as ops
import re._parser as parser
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
_MANY = 8
"""A repeat that may go on as often is pumped."""
_CATEGORIES = {
    ops.CATEGORY_DIGIT: "1", ops.CATEGORY_NOT_DIGIT: "a", ops.CATEGORY_SPACE: " ",
    ops.CATEGORY_NOT_SPACE: "a", ops.CATEGORY_WORD: "a", ops.CATEGORY_NOT_WORD: ".",
}  # fmt: skip
_OTHERS = "a1 .,A-\n'\""


@dataclass(frozen=True)
class Used:
    """A pattern, where it stands, and the methods that are called on it."""

    place: str
    pattern: re.Pattern[str]
    methods: tuple[str, ...]


def modules_of(package: str) -> list[ModuleType]:
    """Every module of a package, imported."""
    root = importlib.import_module(package)
    modules = pkgutil.walk_packages(root.__path__, f"{package}.")
    return [root, *(importlib.import_module(module.name) for module in modules)]


def used_patterns(packages: list[str]) -> list[Used]:
    """The patterns that modules hold, also inside of what they hold, and those in functions."""
    modules = [module for package in packages for module in modules_of(package)]
    trees = {
        module.__name__: ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        for module in modules
    }
    calls: dict[tuple[str, str], set[str]] = {}
    imported: dict[str, set[str]] = {}
    for place, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                called = ast.unparse(node.value).partition("[")[0].rpartition(".")[2]
                name = called.removesuffix("()")
                if (node.attr == "split" and not name.isupper()) or name in {"re", "index"}:
                    continue  # of a text, of the module, of an index
                is_held = name.isupper() or name != called
                calls.setdefault((place, name if is_held else ""), set()).add(node.attr)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    imported.setdefault(alias.name, set()).add(place)
    patterns: dict[tuple[str, int], Used] = {}
    for module in modules:
        for name, value in vars(module).items():
            if name.startswith("__"):
                continue
            if _makes_patterns(value):
                value = value()
            places = {module.__name__} | imported.get(name, set())
            methods = {method for place in places for method in calls.get((place, name), ())}
            # Handed on, or read out of what holds it, it goes by another name.
            methods = methods or calls.get((module.__name__, ""), set()) or {"finditer"}
            for pattern in _held(value, 0, set()):
                used = Used(f"{module.__name__}.{name}", pattern, tuple(sorted(methods)))
                patterns.setdefault((str(pattern.pattern), pattern.flags), used)
        for line, pattern, method in _inline(trees[module.__name__]):
            used = Used(f"{module.__name__}:{line}", pattern, (method,))
            patterns.setdefault((str(pattern.pattern), pattern.flags), used)
    return [used for used in patterns.values() if isinstance(used.pattern.pattern, str)]


def _makes_patterns(value: Any) -> bool:
    """Whether it is a function without parameters that keeps the patterns it compiled."""
    if not hasattr(value, "cache_clear"):
        return False
    signature = inspect.signature(value)
    return not signature.parameters and "re.Pattern" in str(signature.return_annotation)


def _held(value: Any, depth: int, seen: set[int]) -> Iterator[re.Pattern[str]]:
    """The patterns in a value: itself, its items, its fields, the values of its members."""
    if isinstance(value, re.Pattern):
        yield value
    if depth > 5 or id(value) in seen or isinstance(value, str | bytes | int | ModuleType):
        return
    seen.add(id(value))
    if isinstance(value, dict):
        inner: list[Any] = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inner = list(value)
    elif isinstance(value, type):
        inner = [member.value for member in value] if issubclass(value, Enum) else []
    elif is_dataclass(value):
        inner = [getattr(value, field.name, None) for field in fields(value)]
    else:
        attributes = getattr(value, "__dict__", {})
        module = type(value).__module__
        inner = list(attributes.values()) if module.startswith("loccit.") else []
    for held in inner:
        yield from _held(held, depth + 1, seen)


def _inline(tree: ast.Module) -> Iterator[tuple[int, re.Pattern[str], str]]:
    """The patterns that ``re.search`` and the like are called with, written out where they are."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if ast.unparse(node.func.value) != "re" or node.func.attr not in METHODS:
            continue
        pattern = node.args[0]
        if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str):
            flags = re.I if "re.I" in ast.unparse(node) else 0
            yield node.lineno, re.compile(pattern.value, flags), node.func.attr


def unread(package: str) -> list[str]:
    """Where a pattern is made inside a function from what is no constant: no test sees it."""
    hidden = []
    for module in modules_of(package):
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            returned = ast.unparse(function.returns) if function.returns else ""
            if not ast.unparse(function.args) and "re.Pattern" in returned:
                continue  # _makes_patterns finds it
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    is_made = ast.unparse(node.func.value) == "re" and node.func.attr != "escape"
                    if is_made and not isinstance(node.args[0], ast.Constant):
                        hidden.append(f"{module.__name__}:{node.lineno}: {ast.unparse(node)}")
    return hidden


def pumped(pattern: re.Pattern[str]) -> list[tuple[str, str, str]]:
    """Texts that pump a pattern, each as a start, a unit that is repeated, and an end."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    units: dict[tuple[str, str], None] = {}
    for choice in range(3):
        for before, body in _repeats(list(tree), "", choice):
            if body:
                units[before, body] = None
                units["", body] = None
                units["", before + body] = None
        whole = _sample(list(tree), choice)
        for joint in ("", " ", "\n") if whole else ():
            units["", whole + joint] = None
    bodies = list(dict.fromkeys(body for _, body in units))[:6]
    for part, following in itertools.pairwise(bodies):
        units["", part + following] = None
    return [(*unit, end) for unit in units for end in ("", "\x00", "!b")]


def _repeats(nodes: list[Any], before: str, choice: int) -> Iterator[tuple[str, str]]:
    """Each repeat that may go on: a sample of what stands before it, and one of its body."""
    for op, value in nodes:
        node = [(op, value)]
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            _, most, body = value
            if most >= _MANY:
                yield before, _sample(list(body), choice)
                yield before, _sample(list(body), choice + 1)
            yield from _repeats(list(body), before, choice)
        elif op is ops.BRANCH:
            for branch in value[1]:
                yield from _repeats(list(branch), before, choice)
        elif op is ops.SUBPATTERN:
            yield from _repeats(list(value[3]), before, choice)
        elif op is ops.ATOMIC_GROUP:
            yield from _repeats(list(value), before, choice)
        elif op in (ops.ASSERT, ops.ASSERT_NOT, ops.GROUPREF_EXISTS):
            yield from _repeats(list(value[1]), before, choice)
        before += _sample(node, choice)


def _sample(nodes: list[Any], choice: int) -> str:
    """A text that a piece of a pattern may fit; which of several, ``choice`` says."""
    return "".join(_piece(op, value, choice) for op, value in nodes)


def _piece(op: Any, value: Any, choice: int) -> str:
    if op is ops.LITERAL:
        return chr(value)
    if op is ops.NOT_LITERAL:
        return next(letter for letter in _OTHERS if ord(letter) != value)
    if op is ops.ANY:
        return "a .1"[choice % 4]
    if op is ops.IN:
        return _one_of(value, choice)
    if op is ops.CATEGORY:
        return _CATEGORIES[value]
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        least, most, body = value
        times = min(int(most), max(least, 1 if choice % 3 else least))
        return _sample(list(body), choice) * min(times, 40)
    if op is ops.BRANCH:
        branches = value[1]
        return _sample(list(branches[choice % len(branches)]), choice)
    if op is ops.SUBPATTERN:
        return _sample(list(value[3]), choice)
    if op is ops.ATOMIC_GROUP:
        return _sample(list(value), choice)
    if op is ops.ASSERT and value[0] == 1 and choice % 2:
        return _sample(list(value[1]), choice)
    return ""


def _one_of(items: list[Any], choice: int) -> str:
    """A character of a class."""
    if items[0][0] is ops.NEGATE:
        outside = [
            letter for letter in _OTHERS if not any(_holds(item, letter) for item in items[1:])
        ]
        return outside[choice % len(outside)] if outside else "\u4e00"
    op, value = items[choice % len(items)]
    if op is ops.RANGE:
        return chr(value[0])
    return chr(value) if op is ops.LITERAL else _CATEGORIES[value]


def _holds(item: tuple[Any, Any], sign: str) -> bool:
    op, value = item
    if op is ops.RANGE:
        return bool(value[0] <= ord(sign) <= value[1])
    if op is ops.LITERAL:
        return bool(ord(sign) == value)
    return re.match(f"[{_CLASSES[value]}]", sign) is not None


_CLASSES = {
    ops.CATEGORY_DIGIT: r"\d", ops.CATEGORY_NOT_DIGIT: r"\D", ops.CATEGORY_SPACE: r"\s",
    ops.CATEGORY_NOT_SPACE: r"\S", ops.CATEGORY_WORD: r"\w", ops.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
