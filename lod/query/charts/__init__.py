"""Answers as charts: bars, a line, a timeline or a network, as text for the terminal and as SVG."""

from lod.query.charts.drawing import svg
from lod.query.charts.figures import KINDS, Figure, asked, figure
from lod.query.charts.lettering import text

__all__ = ["KINDS", "Figure", "asked", "figure", "svg", "text"]
