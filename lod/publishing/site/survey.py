"""One pass over the graph: a digest for all that a page can read, and the numbers of the dataset.

A digest is the sum of the hashes of statements, so it does not depend on their order. Blank nodes have no name of
their own: one is known by what is said of it, by what leads to it, and by what those lead to and come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

import pyoxigraph as ox

from lod.graph import Graph, Term, nquads
from lod.graph.resource import FIRST, NIL, REST
from lod.publishing.site import reads

_BITS = (1 << 64) - 1

#: Blank nodes inside each other down to this depth are a tree that can be written as one.
DEEPEST = 16

#: For each blank node the property and the node of its other end.
Links = Mapping[ox.BlankNode, list[tuple[str, Term]]]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a graph is made of.

    `digests` has 64 bits for each key of `reads`. `subjects` are the IRIs that something is said of, sorted, with the
    digest of that. `knots` are those of them whose blank nodes form no tree of their own or a very deep one, `loose`
    are the blank nodes that belong to no single thing.
    """

    digests: dict[str, int]
    subjects: dict[str, int]
    knots: frozenset[str]
    loose: frozenset[ox.BlankNode]


def survey(graph: Graph) -> Survey:
    """Return the digests of a graph; the same statements give the same ones in any order and on any machine."""
    said: defaultdict[str, int] = defaultdict(int)
    pointing: defaultdict[str, int] = defaultdict(int)
    used: defaultdict[str, int] = defaultdict(int)
    blank: list[ox.Triple] = []
    for triple in graph.triples():
        subject, object = triple.subject, triple.object
        if isinstance(subject, ox.BlankNode) or isinstance(object, ox.BlankNode):
            blank.append(triple)
            continue
        digest = _hash(str(triple))
        said[subject.value] += digest  # type: ignore[union-attr]  # no blank node, as was just asked
        used[triple.predicate.value] += digest
        if isinstance(object, ox.NamedNode):
            pointing[object.value] += digest
    knots, loose = _blank(blank, said, pointing, used)
    digests = {reads.ALL: sum(said.values()) + sum(used.values()) & _BITS}
    for key, found in ((reads.of, said), (reads.to, pointing), (reads.uses, used)):
        digests.update((key(iri), total & _BITS) for iri, total in found.items())
    subjects = {iri: said[iri] & _BITS for iri in sorted(said)}
    return Survey(digests, subjects, knots, loose)


def _blank(
    triples: Iterable[ox.Triple],
    said: defaultdict[str, int],
    pointing: defaultdict[str, int],
    used: defaultdict[str, int],
) -> tuple[frozenset[str], frozenset[ox.BlankNode]]:
    """Add what blank nodes say to the digests, and return the knots and the loose blank nodes."""
    below: defaultdict[ox.BlankNode, list[tuple[str, Term]]] = defaultdict(list)
    above: defaultdict[ox.BlankNode, list[tuple[str, Term]]] = defaultdict(list)
    triples = list(triples)
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            below[triple.subject].append((triple.predicate.value, triple.object))
            above.setdefault(triple.subject, [])
        if isinstance(triple.object, ox.BlankNode):
            above[triple.object].append((triple.predicate.value, triple.subject))
            below.setdefault(triple.object, [])
    ring = _ring(triples, below, above)
    down = _folded(below, ring, lambda node: _hash(f"led to {len(above[node])}"))
    up = _folded(above, ring, lambda _: 0)
    for triple in triples:
        subject, predicate, object = triple.subject, triple.predicate.value, triple.object
        head = f"{up[subject]} {down[subject]}" if isinstance(subject, ox.BlankNode) else str(subject)
        end = str(down[object]) if isinstance(object, ox.BlankNode) else str(object)
        digest = _hash(f"{head} {predicate} {end}")
        used[predicate] += digest
        if isinstance(subject, ox.NamedNode):
            said[subject.value] += digest
        if isinstance(object, ox.NamedNode):
            pointing[object.value] += digest
    return _knots(above, below, ring or {})


def _folded(
    links: Links, ring: Mapping[ox.BlankNode, int] | None, own: Callable[[ox.BlankNode], int]
) -> dict[ox.BlankNode, int]:
    """Return a digest of each blank node with all that the links lead to; `ring` has those of nodes in circles."""
    found = dict(ring or {})
    for node in _leaves_first(links):
        total = own(node)
        for predicate, other in links[node]:
            total += _hash(f"{predicate} {found[other] if isinstance(other, ox.BlankNode) else other}")
        found[node] = total & _BITS
    return found


def _leaves_first(links: Links) -> list[ox.BlankNode]:
    """Return the blank nodes so that each comes after all that it links to, without those that lead to a circle."""
    waiting = {node: sum(isinstance(other, ox.BlankNode) for _, other in found) for node, found in links.items()}
    back: defaultdict[ox.BlankNode, list[ox.BlankNode]] = defaultdict(list)
    for node, found in links.items():
        for _, other in found:
            if isinstance(other, ox.BlankNode):
                back[other].append(node)
    ready = [node for node, count in waiting.items() if not count]
    for node in ready:
        for other in back[node]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return ready


def _ring(triples: Iterable[ox.Triple], below: Links, above: Links) -> dict[ox.BlankNode, int] | None:
    """Return one digest for all blank nodes in or around circles, of all that is said there; None without any."""
    free = set(_leaves_first(below)) & set(_leaves_first(above))
    rest = [node for node in below if node not in free]
    if not rest:
        return None
    around = set(rest)
    digest = _hash(nquads(t for t in triples if t.subject in around or t.object in around).decode())
    return dict.fromkeys(rest, digest)


def _knots(
    above: Links, below: Links, ring: Mapping[ox.BlankNode, int]
) -> tuple[frozenset[str], frozenset[ox.BlankNode]]:
    """Return the things that lead to a blank node which is no part of a tree of their own, and such blank nodes."""
    depths: dict[ox.BlankNode, int] = {}
    lists: set[Term] = {NIL}
    for node in _leaves_first(below):
        inner = {iri: depths[o] for iri, o in below[node] if isinstance(o, ox.BlankNode)}
        said = dict(below[node])
        # A list is one level, however long it is.
        if len(below[node]) == 2 and said.keys() == {FIRST, REST} and said[REST] in lists:
            lists.add(node)
            depths[node] = max(1 + inner.get(FIRST, 0), inner.get(REST, 0))
        else:
            depths[node] = 1 + max((depths[o] for _, o in below[node] if isinstance(o, ox.BlankNode)), default=0)
    knotted = {node for node, leads in above.items() if len(leads) != 1 or node in ring or depths[node] > DEEPEST}
    upwards = _reached(knotted, above)
    things = frozenset(other.value for node in upwards for _, other in above[node] if isinstance(other, ox.NamedNode))
    return things, frozenset(_reached(knotted, below))


def _reached(start: Iterable[ox.BlankNode], links: Links) -> set[ox.BlankNode]:
    """Return the blank nodes that links lead to, with those that they start from."""
    todo = list(start)
    seen = set(todo)
    for node in todo:
        for _, other in links[node]:
            if isinstance(other, ox.BlankNode) and other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
