"""Round numbers for an axis, and how numbers are written."""

from __future__ import annotations

import math


def ticks(low: float, high: float) -> list[float]:
    """Return four to nine round values, the first at or below `low`, the last at or above `high`."""
    reach = (high - low) or abs(high) or 1.0
    step: float = 10 ** math.floor(math.log10(reach))
    step = next(size for size in (step / 5, step / 2, step) if reach / size <= 8 or size == step)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [float(f"{n * step:.12g}") for n in range(first, max(last, first + 1) + 1)]


def number(value: float) -> str:
    """Return a number as short as it can be told: whole numbers without a point, others with six digits."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.6g}"
