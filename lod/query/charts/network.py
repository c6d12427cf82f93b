"""Places for the things of a network: those that are joined near each other, the others apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from lod.query.charts.figures import Edge

Force = Callable[[float], float]

#: Steps times pairs of things: the work that a layout may take, a good second.
WORK = 1_000_000


def layout(edges: Sequence[Edge]) -> dict[str, tuple[float, float]]:
    """Return a place between 0 and 1 for each thing; the same for the same edges (Fruchterman and Reingold, 1991)."""
    nodes = list(dict.fromkeys(end for edge in edges for end in (edge.source, edge.target)))
    count = len(nodes)
    place = {
        node: [math.cos(2 * math.pi * i / count), math.sin(2 * math.pi * i / count)] for i, node in enumerate(nodes)
    }
    ideal = math.sqrt(4 / count)
    steps = max(10, min(200, WORK // (count * count)))
    for step in range(steps):
        push = {node: [0.0, 0.0] for node in nodes}
        for i, a in enumerate(nodes):
            for b in nodes[i + 1 :]:
                _move(push, place, a, b, lambda distance: ideal * ideal / distance)
        for edge in edges:
            if edge.source != edge.target:
                _move(push, place, edge.source, edge.target, lambda distance: -distance * distance / ideal)
        heat = 0.2 * (1 - step / steps)
        for node in nodes:
            x, y = push[node]
            length = math.hypot(x, y) or 1
            place[node][0] += x / length * min(length, heat)
            place[node][1] += y / length * min(length, heat)
    return {node: (_scaled(place, node, 0), _scaled(place, node, 1)) for node in nodes}


def _move(push: dict[str, list[float]], place: dict[str, list[float]], a: str, b: str, force: Force) -> None:
    dx, dy = place[a][0] - place[b][0], place[a][1] - place[b][1]
    distance = max(math.hypot(dx, dy), 0.01)
    strength = force(distance) / distance
    push[a][0] += dx * strength
    push[a][1] += dy * strength
    push[b][0] -= dx * strength
    push[b][1] -= dy * strength


def _scaled(place: dict[str, list[float]], node: str, axis: int) -> float:
    values = [p[axis] for p in place.values()]
    low, high = min(values), max(values)
    return (place[node][axis] - low) / (high - low) if high - low > 0.001 else 0.5
