"""Plots of figures as SVG. Position and shape carry the meaning; colour is secondary."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..scoring.statistics import Mean
from .markup import escaped
from .numbers import describe, has_spread, percent

_WIDTH, _HEIGHT, _MARGIN, _MIDDLE = 240, 24, 20, 12
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_CURVE = (428, 260)
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 404, 34, 204


def dot(mean: Mean, label: str) -> str:
    """Plot a figure as a dot on a scale from 0 to 1, with its interval as a line.

    Args:
        mean: the figure.
        label: its name, for screen readers.

    Returns:
        The SVG element; empty if the figure is not measured.
    """
    if mean.value is None:
        return ""
    parts = [f"<title>{escaped(label)}: {escaped(describe(mean))}</title>"]
    parts.append(_line(_at(0), _MIDDLE, _at(1), _MIDDLE, "track"))
    parts += [_line(_at(x), _MIDDLE - 4, _at(x), _MIDDLE + 4, "tick") for x in _QUARTERS]
    parts.append(_text(6, _MIDDLE + 4, "0", "middle"))
    parts.append(_text(_WIDTH - 6, _MIDDLE + 4, "1", "middle"))
    if has_spread(mean):
        low, high = _at(mean.low or 0), _at(mean.high or 0)
        parts.append(_line(low, _MIDDLE, high, _MIDDLE, "interval"))
        parts += [_line(x, _MIDDLE - 7, x, _MIDDLE + 7, "end") for x in (low, high)]
    parts.append(f'<circle class="dot" cx="{_at(mean.value):.1f}" cy="{_MIDDLE}" r="4.5"/>')
    return _svg("plot", _WIDTH, _HEIGHT, parts)


def curve(points: Sequence[Sequence[float]]) -> str:
    """Plot the risk over the coverage: the share of wrong answers among the most confident.

    Args:
        points: pairs of coverage and risk, both in [0, 1], by rising coverage; not empty.
    """
    places = [(_across(x), _up(y)) for x, y in points]
    parts = [f"<title>{escaped(curve_text(points))}</title>"]
    parts += [_line(_LEFT, _up(y), _RIGHT, _up(y), "grid") for y in _QUARTERS]
    parts += [_text(_LEFT - 8, _up(y) + 4, percent(y), "end") for y in _QUARTERS]
    parts += [_line(_across(x), _BOTTOM, _across(x), _BOTTOM + 5, "tick") for x in _QUARTERS]
    parts += [_text(_across(x), _BOTTOM + 20, percent(x), "middle") for x in _QUARTERS]
    parts.append(_line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM, "axis"))
    parts.append(_line(_LEFT, _TOP, _LEFT, _BOTTOM, "axis"))
    parts.append(_text(4, 14, "wrong, of the answers kept", "start"))
    parts.append(_text(_RIGHT, _BOTTOM + 44, "answers kept, most confident first", "end"))
    parts += [_line(*start, *end, "curve") for start, end in pairwise(places)]
    parts.append(f'<circle class="dot" cx="{places[-1][0]:.1f}" cy="{places[-1][1]:.1f}" r="5"/>')
    return _svg("plot curve-plot", *_CURVE, parts)


def curve_text(points: Sequence[Sequence[float]]) -> str:
    """The curve in words: its risk at each quarter of the answers."""
    parts = []
    for share in _QUARTERS[1:]:
        risk = next((y for x, y in points if x >= share), points[-1][1])
        which = "all answers" if share == 1 else f"the most confident {percent(share)}"
        parts.append(f"{which}: {percent(risk)} wrong")
    return "Of " + "; of ".join(parts)


def _at(value: float) -> float:
    return _MARGIN + min(max(value, 0.0), 1.0) * (_WIDTH - 2 * _MARGIN)


def _across(value: float) -> float:
    return _LEFT + min(max(value, 0.0), 1.0) * (_RIGHT - _LEFT)


def _up(value: float) -> float:
    return _BOTTOM - min(max(value, 0.0), 1.0) * (_BOTTOM - _TOP)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escaped(text)}</text>'


def _svg(kind: str, width: int, height: int, parts: Sequence[str]) -> str:
    head = f'<svg class="{kind}" role="img" viewBox="0 0 {width} {height}">'
    return head + "".join(parts) + "</svg>"
