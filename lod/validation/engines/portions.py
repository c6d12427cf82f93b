"""Ask the fast engine in portions, where it would find so much at once that it fills the memory.

It takes some kilobytes for each result, and all results of a file come at once. So if there are too many, it is asked
of some of the focus nodes only, then of the next. All of the data is read for each portion: what is found on a node may
hang on others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import RDF_TYPE, SH
from lod.validation.engines import fast
from lod.validation.engines.knowledge import below
from lod.validation.engines.shapes import TARGETS
from lod.validation.engines.statements import Statements

#: So many results are taken at once.
MOST = 30_000

#: Of so many focus nodes the engine is asked at first; of half as many each time that this is too much.
NODES = 10_000

#: A shape and a node that fails it.
Failure = tuple[Term, Term]


def failing(shapes: Sequence[ox.Triple], statements: Statements) -> Iterator[list[Failure]]:
    """Yield the failures, all of a focus node in the same portion. Raises `fast.Undecided`."""
    try:
        whole = list(fast.failing(shapes, statements.path, most=MOST))
    except fast.TooMany:
        yield from _portions(shapes, statements)
    else:
        yield whole


def _portions(shapes: Sequence[ox.Triple], statements: Statements) -> Iterator[list[Failure]]:
    aiming = {ox.NamedNode(SH + name) for name in TARGETS}
    targets = [(t.subject, t.predicate.value.removeprefix(SH), t.object) for t in shapes if t.predicate in aiming]
    rest = [t for t in shapes if t.predicate not in aiming]
    focus = _focus({target[1:] for target in targets}, statements)
    asking: dict[tuple[str, Term], list[str]] = {}
    for shape, name, value in targets:
        asking.setdefault((name, value), []).append(f"{shape} <{SH}targetNode>")
    nodes = list(focus)
    waiting = [nodes[start : start + NODES] for start in range(0, len(nodes), NODES)]
    waiting.reverse()
    while waiting:
        some = waiting.pop()
        # The same target twice is one target, as a node of two classes may have it.
        aims = dict.fromkeys(
            f"{begin} {node.decode()} .\n" for node in some for target in focus[node] for begin in asking[target]
        )
        most = MOST if len(some) > 1 else None
        try:
            found = list(fast.failing(rest, statements.path, most=most, more="".join(aims)))
        except fast.TooMany:
            half = len(some) // 2
            waiting += some[half:], some[:half]
        else:
            yield found


def _focus(targets: set[tuple[str, Term]], statements: Statements) -> dict[bytes, tuple[tuple[str, Term], ...]]:
    """Return the focus nodes of targets, as the file writes them, each with the targets that it is one of.

    SHACL, section 2.1.3.
    """
    found: dict[bytes, tuple[tuple[str, Term], ...]] = {}
    known: dict[tuple[tuple[tuple[str, Term], ...], tuple[str, Term]], tuple[tuple[str, Term], ...]] = {}

    def note(node: bytes, target: tuple[str, Term]) -> None:
        # Most nodes are of few combinations, which they share.
        before = found.get(node, ())
        if target not in before:
            found[node] = known.setdefault((before, target), (*before, target))

    kinds: dict[bytes, list[tuple[str, Term]]] = {}
    subjects: dict[bytes, tuple[str, Term]] = {}
    objects: dict[bytes, tuple[str, Term]] = {}
    classes = below(statements, {value for name, value in targets if name == "targetClass"})
    for target in sorted(targets, key=str):
        name, aim = target
        if name == "targetClass" and isinstance(aim, ox.NamedNode):
            for kind in classes[aim.value]:
                kinds.setdefault(f"<{kind}>".encode(), []).append(target)
        elif name == "targetNode":
            note(statements.name(aim), target)
        else:
            (subjects if name == "targetSubjectsOf" else objects)[str(aim).encode()] = target
    typing = f"<{RDF_TYPE}>".encode()
    asked = {typing, *subjects, *objects}
    for subject, predicate, value in statements.stating({name[1:-1].decode() for name in asked}):
        if predicate == typing:
            for target in kinds.get(value, ()):
                note(subject, target)
        if predicate in subjects:
            note(subject, subjects[predicate])
        if predicate in objects:
            note(value, objects[predicate])
    return found
