"""Figures as text for a terminal: blocks, dots of Braille, and lines of words.

plotext 6.1 was tried for it and left out: it has no timelines and no networks, so half of this would stay; its bars
need rows of their own for frame and axis; all drawing goes through one figure of the whole process; it costs a fifth
of a second to import, and there is neither a wheel for musl nor a source distribution.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

from lod.query.charts.figures import Figure
from lod.query.charts.scale import number, ticks

_EIGHTHS = " ▏▎▍▌▋▊▉"
_HEIGHT = 12
# The dots of a Braille cell by column and row (Unicode, section 21.1).
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))


def text(figure: Figure, width: int | None = None) -> str:
    """Return the figure in lines of at most `width` characters, by default the terminal's."""
    width = max(40, width or shutil.get_terminal_size().columns)
    lines = [figure.title, *_DRAW[figure.kind](figure, width)]
    if figure.more:
        lines.append(f"… + {figure.more}")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _bar(figure: Figure, width: int) -> list[str]:
    label = _label_width([point.label for point in figure.points], width)
    words = [number(point.value) for point in figure.points]
    room = width - label - max(map(len, words)) - 2
    most = max((abs(point.value) for point in figure.points), default=0) or 1
    lines = []
    for point, word in zip(figure.points, words, strict=True):
        eighths = round(abs(point.value) / most * room * 8)
        bar = "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
        lines.append(f"{_fit(point.label, label)} {bar} {word}")
    return lines


def _line(figure: Figure, width: int) -> list[str]:
    rungs = ticks(min(p.value for p in figure.points), max(p.value for p in figure.points))
    margin = max(len(number(rung)) for rung in rungs)
    columns = width - margin - 2
    cells = [[0] * columns for _ in range(_HEIGHT)]
    begin, end = figure.points[0].at, figure.points[-1].at
    across, up = columns * 2 - 1, _HEIGHT * 4 - 1
    dots = [
        (
            round((p.at - begin) / ((end - begin) or 1) * across),
            round((rungs[-1] - p.value) / ((rungs[-1] - rungs[0]) or 1) * up),
        )
        for p in figure.points
    ]
    for (x1, y1), (x2, y2) in zip(dots, dots[1:] or dots, strict=False):
        steps = max(abs(x2 - x1), abs(y2 - y1), 1)
        for step in range(steps + 1):
            x, y = round(x1 + (x2 - x1) * step / steps), round(y1 + (y2 - y1) * step / steps)
            cells[y // 4][x // 2] |= _DOTS[x % 2][y % 4]
    marks = {0: number(rungs[-1]), _HEIGHT - 1: number(rungs[0])}
    lines = [
        f"{marks.get(row, ''):>{margin}} ┤{''.join(chr(0x2800 + cell) for cell in line)}"
        for row, line in enumerate(cells)
    ]
    first, last = figure.points[0].label, figure.points[-1].label
    return [*lines, " " * (margin + 2) + first + last.rjust(columns - len(first))]


def _timeline(figure: Figure, width: int) -> list[str]:
    label = _label_width([span.label for span in figure.spans], width)
    room = width - label - max(len(span.words) for span in figure.spans) - 3
    begin, end = min(span.begin for span in figure.spans), max(span.end for span in figure.spans)
    unit = max(room - 1, 1) / ((end - begin) or 1)
    lines = []
    for span in figure.spans:
        left, right = round((span.begin - begin) * unit), round((span.end - begin) * unit)
        mark = "●" if left == right else "━" * (right - left + 1)
        lines.append(f"{_fit(span.label, label)} {' ' * left}{mark} {span.words}")
    return lines


def _network(figure: Figure, width: int) -> list[str]:
    """A terminal has no room for crossing lines: each thing, and below it what it is joined to."""
    joined: dict[str, list[str]] = {}
    for edge in figure.edges:
        joined.setdefault(edge.source, []).append(edge.target + (f" ({edge.label})" if edge.label else ""))
    lines = []
    for node, others in joined.items():
        lines.append(_fit(node, width).rstrip())
        signs = ["├─"] * (len(others) - 1) + ["└─"]
        lines += (_fit(f"{sign} {other}", width).rstrip() for sign, other in zip(signs, others, strict=True))
    return lines


_DRAW: Mapping[str, Callable[[Figure, int], list[str]]] = {
    "bar": _bar,
    "line": _line,
    "timeline": _timeline,
    "network": _network,
}


def _label_width(labels: list[str], width: int) -> int:
    return min(max(map(len, labels), default=0), width // 2)


def _fit(text: str, width: int) -> str:
    text = " ".join(text.split())
    return f"{text if len(text) <= width else text[: width - 1] + '…':{width}}"
