"""What must go and what must come, so that a store says of some subjects what the files say."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from lod.graph.remote.writing import Change
from lod.graph.store import Graph, Subject
from lod.terms import XSD

_STRING = ox.NamedNode(f"{XSD}string")


def closed(triples: Iterable[ox.Triple], subjects: Iterable[Subject]) -> set[ox.Triple]:
    """Return those of `triples` that are about some subjects, and about the blank nodes that these lead to."""
    return {triple for group in _groups(triples, subjects) for triple in group}


def difference(
    current: Collection[ox.Triple], target: Collection[ox.Triple], subjects: Iterable[Subject]
) -> list[Change]:
    """Return what turns `current` into `target`: a change for each subject that is not right, with its blank nodes.

    Values are compared as the embedded engine keeps them, `007` as `7` and `xsd:int` as `xsd:integer`, since stores
    write many otherwise than the files: what is the same in this form is right.
    """
    wanted: dict[ox.Triple, ox.Triple] = {}
    for triple in target:
        wanted.setdefault(rewritten(triple), triple)
    there = {triple: rewritten(triple) for triple in current}
    known = set(there.values())
    added = [triple for kept, triple in wanted.items() if kept not in known]
    removed = {triple for triple, kept in there.items() if kept not in wanted}
    if not added and not removed:
        return []
    new = set(added)
    # What leads to blank nodes is there too, so that these are found.
    leading = (triple for triple in there if isinstance(triple.object, ox.BlankNode))
    groups = _groups(dict.fromkeys((*leading, *removed, *added)), subjects)
    changes = [Change(tuple(t for t in group if t in removed), tuple(t for t in group if t in new)) for group in groups]
    return [change for change in changes if len(change)]


def rewritten(triple: ox.Triple) -> ox.Triple:
    """Return a triple as the embedded engine keeps it."""
    if not isinstance(triple.object, ox.Literal) or triple.object.datatype == _STRING:
        return triple
    return next(Graph([triple]).triples())


def _groups(triples: Iterable[ox.Triple], subjects: Iterable[Subject]) -> list[list[ox.Triple]]:
    """Return the triples of each subject with those of the blank nodes behind it; each stands in one group."""
    stated: dict[object, list[ox.Triple]] = {}
    for triple in triples:
        stated.setdefault(triple.subject, []).append(triple)
    groups = []
    for subject in subjects:
        group: list[ox.Triple] = []
        left: list[object] = [subject]
        while left:
            here = stated.pop(left.pop(), [])
            group += here
            left += (t.object for t in here if isinstance(t.object, ox.BlankNode))
        groups.append(group)
    return groups
