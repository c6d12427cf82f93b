"""Figures as SVG 1.1: drawn with plain shapes, readable without colours, every mark with its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from lod.query.charts.figures import Figure
from lod.query.charts.network import layout
from lod.query.charts.scale import number, ticks

WIDTH = 760
_ROW = 24
_LABEL = 250
_INK, _PALE, _MARK = "#222222", "#767676", "#1f5fa8"
# Characters that XML 1.0 cannot carry (section 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def svg(figure: Figure) -> str:
    """Return the figure as an SVG document of its own."""
    height, marks = _DRAW[figure.kind](figure)
    foot = ""
    if figure.more:
        foot = _text(8, height + 14, f"… + {figure.more}", colour=_PALE)
        height += _ROW
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" font-family="sans-serif" font-size="13">\n<title>{_safe(figure.title)}</title>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n{_text(8, 20, figure.title, weight="bold")}'
        f"{marks}{foot}</svg>\n"
    )


def _bar(figure: Figure) -> tuple[int, str]:
    low = min(0.0, *(point.value for point in figure.points), 0.0)
    high = max(0.0, *(point.value for point in figure.points), 0.0)
    unit = (WIDTH - _LABEL - 80) / ((high - low) or 1)
    zero = _LABEL - low * unit
    marks = []
    for row, point in enumerate(figure.points):
        y = 36 + row * _ROW
        left, right = sorted((zero, zero + point.value * unit))
        words = number(point.value)
        bar = f'<rect x="{left:.1f}" y="{y}" width="{max(right - left, 1):.1f}" height="16" fill="{_MARK}"/>'
        marks.append(
            _group(f"{point.label}: {words}", f"{bar}{_label(point.label, y)}{_text(right + 6, y + 13, words)}")
        )
    return 48 + len(figure.points) * _ROW, "".join(marks)


def _line(figure: Figure) -> tuple[int, str]:
    top, bottom, left, right = 40, 320, 70, WIDTH - 30
    values = [point.value for point in figure.points]
    rungs = ticks(min(values), max(values))
    low, high = rungs[0], rungs[-1]
    begin, end = figure.points[0].at, figure.points[-1].at

    def x(at: float) -> float:
        return left + (at - begin) / ((end - begin) or 1) * (right - left)

    def y(value: float) -> float:
        return bottom - (value - low) / ((high - low) or 1) * (bottom - top)

    marks = [
        f'<line x1="{left}" x2="{right}" y1="{y(rung):.1f}" y2="{y(rung):.1f}" stroke="#dddddd"/>'
        + _text(left - 8, y(rung) + 4, number(rung), anchor="end")
        for rung in rungs
    ]
    path = " ".join(f"{x(p.at):.1f},{y(p.value):.1f}" for p in figure.points)
    marks.append(f'<polyline points="{path}" fill="none" stroke="{_MARK}" stroke-width="2"/>\n')
    for p in figure.points:
        dot = f'<circle cx="{x(p.at):.1f}" cy="{y(p.value):.1f}" r="3" fill="{_MARK}"/>'
        marks.append(_group(f"{p.label}: {number(p.value)}", dot))
    marks.append(_text(left, bottom + 22, figure.points[0].label))
    marks.append(_text(right, bottom + 22, figure.points[-1].label, anchor="end"))
    return bottom + 40, "".join(marks)


def _timeline(figure: Figure) -> tuple[int, str]:
    begin, end = min(span.begin for span in figure.spans), max(span.end for span in figure.spans)
    unit = (WIDTH - _LABEL - 150) / ((end - begin) or 1)
    marks = []
    for row, span in enumerate(figure.spans):
        y = 36 + row * _ROW
        left = _LABEL + 8 + (span.begin - begin) * unit
        right = _LABEL + 8 + (span.end - begin) * unit
        shape = (
            f'<rect x="{left:.1f}" y="{y + 3}" width="{right - left:.1f}" height="11" rx="3" fill="{_MARK}"/>'
            if right - left > 10
            else f'<circle cx="{left:.1f}" cy="{y + 8}" r="5" fill="{_MARK}"/>'
        )
        words = _text(right + 10, y + 13, span.words, colour=_PALE)
        marks.append(_group(f"{span.label}: {span.words}", f"{_label(span.label, y)}{shape}{words}"))
    return 48 + len(figure.spans) * _ROW, "".join(marks)


def _network(figure: Figure) -> tuple[int, str]:
    places = layout(figure.edges)
    height = min(1200, 240 + 24 * len(places))
    where = {node: (110 + x * (WIDTH - 220), 60 + y * (height - 100)) for node, (x, y) in places.items()}
    marks = []
    for edge in figure.edges:
        (x1, y1), (x2, y2) = where[edge.source], where[edge.target]
        line = f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{_PALE}"/>'
        joined = f": {edge.label}" if edge.label else ""
        marks.append(_group(f"{edge.source} – {edge.target}{joined}", line))
    for node, (x, y) in where.items():
        dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{_MARK}"/>'
        # A white rim keeps the words readable where they stand on a line.
        words = _text(x, y - 10, _short(node, 32), anchor="middle", rim=True)
        marks.append(_group(node, dot + words))
    return height, "".join(marks)


_DRAW: Mapping[str, Callable[[Figure], tuple[int, str]]] = {
    "bar": _bar,
    "line": _line,
    "timeline": _timeline,
    "network": _network,
}


def _group(title: str, marks: str) -> str:
    return f"<g><title>{_safe(title)}</title>{marks}</g>\n"


def _label(label: str, y: float) -> str:
    return _text(_LABEL - 8, y + 13, _short(label, 36), anchor="end")


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    weight: str = "normal",
    colour: str = _INK,
    rim: bool = False,
) -> str:
    around = ' stroke="#ffffff" stroke-width="3" paint-order="stroke"' if rim else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" fill="{colour}"{around}>'
        f"{_safe(text)}</text>\n"
    )


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _safe(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))
