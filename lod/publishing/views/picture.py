"""Pictures as inline SVG 1.1 with links and a text alternative: what is around a thing, and the whole at a glance."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import accumulate

from minijinja import Markup

from lod.publishing.views.perspective import Dot

_WIDTH = 400

# A name has as many lines as this, of so many letters each.
_LINES = 2
_LETTERS = 30
_LINE = 18
_ROW = 28


def neighbourhood(title: str, text: str, dots: Sequence[Dot], lines: Sequence[tuple[int, int]]) -> Markup:
    """Return a fan: the thing at the left, its neighbours below each other, and arcs between those that are joined.

    `lines` are pairs of places in `dots`; `title` and `text` say in words what is to be seen.
    """
    names = [_lines(dot.name) for dot in dots]
    ys, height = _rows(names)
    middle = height / 2
    parts = [_head(_WIDTH, height, title, text)]
    parts += (f'<path class="ray" d="M10 {middle:g}C60 {middle:g} 50 {y:g} 112 {y:g}"/>' for y in ys)
    parts += (_tie(112, ys[low], ys[high], min(16 + 9 * abs(high - low), 84)) for low, high in lines)
    parts.append(f'<circle class="own" cx="10" cy="{middle:g}" r="8"/>')
    parts += (_named(dot, name, 112, y, 6) for dot, name, y in zip(dots, names, ys, strict=True))
    return Markup("".join((*parts, "</svg>")))


def whole(title: str, text: str, dots: Sequence[Dot], lines: Mapping[tuple[int, int], int]) -> Markup:
    """Return kinds of things below each other, their dots larger for more things, joined by arcs, broader for more."""
    names = [_lines(dot.name) for dot in dots]
    ys, height = _rows(names, 40)
    most = max((dot.weight for dot in dots), default=1)
    broadest = max(lines.values(), default=1)
    parts = [_head(_WIDTH, height, title, text)]
    for (low, high), count in sorted(lines.items()):
        broad = f' stroke-width="{0.5 + 6 * math.sqrt(count / broadest):.1f}"'
        parts.append(_tie(160, ys[low], ys[high], min(30 + 22 * abs(high - low), 270), broad))
    for dot, name, y in zip(dots, names, ys, strict=True):
        parts.append(_named(dot, name, 160, y, 5 + 14 * math.sqrt(dot.weight / most)))
    return Markup("".join((*parts, "</svg>")))


def timeline(title: str, text: str, dots: Sequence[tuple[float, Dot]]) -> Markup:
    """Return a line of time with a mark for each event; the first of each pair is the event's time in years."""
    first, last = math.floor(min(when for when, _ in dots)), math.floor(max(when for when, _ in dots)) + 1
    height, left, right = 92, 14, _WIDTH - 14
    scale = (right - left) / (last - first)
    parts = [_head(_WIDTH, height, title, text), f'<path class="tie" d="M{left} 56H{right}"/>']
    step = -(-(last - first) // 6)
    for year in range(first, last + 1, step):
        x = left + (year - first) * scale
        parts.append(f'<path class="tie" d="M{x:.1f} 52V60"/><text class="name year" x="{x:.1f}" y="80">{year}</text>')
    rows: dict[int, int] = {}
    for when, dot in sorted(dots, key=lambda pair: (pair[0], pair[1].name)):
        x = left + (when - first) * scale
        stack = rows[round(x / 9)] = rows.get(round(x / 9), 0) + 1
        if stack <= 4:
            parts.append(
                f'<a class="{dot.colour}" href="{dot.href}"><title>{escape(dot.name)}</title>'
                f'<circle cx="{x:.1f}" cy="{56 - 11 * (stack - 1)}" r="5"/></a>'
            )
    parts.append("</svg>")
    return Markup("".join(parts))


def _head(width: float, height: float, title: str, text: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="group" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title><desc>{escape(text)}</desc>"
    )


@lru_cache(maxsize=4096)
def _lines(name: str) -> list[str]:
    """Return a name in lines that fit beside a dot, cut where it is too long."""
    lines = textwrap.wrap(name[: 4 * _LETTERS], _LETTERS) or [""]
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"{lines[_LINES - 1][: _LETTERS - 1]}…"]


def _rows(names: Sequence[Sequence[str]], row: int = _ROW) -> tuple[list[float], float]:
    """Return the middle of the row of each name, and the height of all rows."""
    heights = [max(row, len(lines) * _LINE + 8) for lines in names]
    ends = list(accumulate(heights))
    return [end - height / 2 for end, height in zip(ends, heights, strict=True)], ends[-1]


def _tie(x: float, y1: float, y2: float, bow: float, broad: str = "") -> str:
    return f'<path class="tie"{broad} d="M{x:g} {y1:g}Q{x - bow:g} {(y1 + y2) / 2:g} {x:g} {y2:g}"/>'


def _named(dot: Dot, lines: Sequence[str], x: float, y: float, r: float) -> str:
    top = y + 5 - _LINE * (len(lines) - 1) / 2
    texts = (f'<tspan x="{x + 26:g}" y="{top + _LINE * n:g}">{escape(line)}</tspan>' for n, line in enumerate(lines))
    return (
        f'<a class="{dot.colour}" href="{dot.href}"><circle cx="{x:g}" cy="{y:g}" r="{r:.1f}"/>'
        f"<text>{' '.join(texts)}</text></a>"
    )
