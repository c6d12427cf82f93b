"""One pass over the graph tells what has changed, and counts what counting in the plain way counts."""

from __future__ import annotations

from collections import Counter
from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.graph import Graph
from lod.graph.skolem import Skolem
from lod.publishing import Site
from lod.publishing.columns import sorting
from lod.publishing.columns.distinct import Distinct
from lod.publishing.site.survey import Survey, survey
from lod.terms import RDF_TYPE
from tests.publishing.test_build import CONFIG, NEW, TRIPLES

SOME = TRIPLES[::20]
KNOWS = ox.NamedNode("https://schema.org/knows")


def digests(found: Survey) -> dict[str, int]:
    kinds = {"said": found.said, "pointing": found.pointing, "used": found.used}
    return {f"{kind} {iri}": digest for kind, said in kinds.items() for iri, digest in said.items()}


def renamed(triple: ox.Triple) -> ox.Triple:
    ends = (ox.BlankNode(f"x{t.value}") if isinstance(t, ox.BlankNode) else t for t in (triple.subject, triple.object))
    subject, object = ends
    return ox.Triple(subject, triple.predicate, object)  # type: ignore[arg-type]  # each stays what it was


def told(found: Survey) -> tuple[object, ...]:
    """Return all of a survey, in plain lists."""
    columns = (found.said, found.pointing, found.degrees)
    known = (found.everything, found.used, found.knots, found.counts)
    return (list(found.iris), *map(dict, columns), list(found.links()), list(found.classes()), *known)


@settings(max_examples=50, deadline=None)
@given(st.lists(NEW, max_size=8), st.randoms(use_true_random=False))
def test_however_few_iris_are_in_memory_at_once_the_survey_is_the_same(new: list[ox.Triple], random: Random) -> None:
    words = {node.value for triple in SOME for node in (triple.subject,) if isinstance(node, ox.NamedNode)}
    graph, words = Graph([*SOME, *new]), set(random.sample(sorted(words), 2))
    whole = survey(graph, words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "_KEPT", random.choice([2, 3, 5]))
        patch.setattr(Distinct, "few", 3)
        assert told(survey(graph, words)) == told(whole)


@settings(max_examples=50, deadline=None)
@given(st.lists(NEW, max_size=8))
def test_the_order_of_statements_and_the_names_of_blank_nodes_do_not_count(new: list[ox.Triple]) -> None:
    one, other = survey(Graph([*SOME, *new])), survey(Graph(map(renamed, [*new[::-1], *SOME[::-1]])))
    assert digests(one) == digests(other)
    assert one.everything == other.everything
    assert (one.knots, one.degrees, one.counts) == (other.knots, other.degrees, other.counts)


class Far(Graph):
    """A graph that is not at hand, with the names that a store has for blank nodes."""

    at_hand = False

    def __init__(self, triples: list[ox.Triple], foreign: list[ox.Triple]) -> None:
        skolem = Skolem(CONFIG.base)
        super().__init__([*map(skolem.blank, skolem.named(triples)), *foreign])


RING = [ox.Triple(ox.BlankNode(a), KNOWS, ox.BlankNode(b)) for a, b in ("xy", "yz", "zx")]


@settings(max_examples=50, deadline=None)
@given(st.lists(NEW, max_size=8), st.lists(NEW, max_size=4), st.booleans())
def test_statements_that_are_not_at_hand_are_parted_and_come_to_the_same(
    new: list[ox.Triple], foreign: list[ox.Triple], ring: bool
) -> None:
    ours = [*SOME, *new, *(RING if ring else [])]
    # Blank nodes that others have named, which are none of ours.
    theirs = list(map(renamed, foreign))
    one, other = survey(Graph([*ours, *theirs])), survey(Far(list(Graph(ours).triples()), theirs))
    assert digests(one) == digests(other)
    assert one.everything == other.everything
    assert (one.knots, one.degrees, one.counts) == (other.knots, other.degrees, other.counts)
    assert len(one.loose) == len(other.loose)


def test_what_others_lead_to_from_their_blank_nodes_is_not_parted() -> None:
    """A circle or a tree of theirs may go through nodes of ours."""
    skolem = Skolem(CONFIG.base)
    ours = [skolem.blank(t) for t in skolem.named([ox.Triple(ox.BlankNode("a"), KNOWS, ox.Literal("x"))])]
    named = ours[0].subject
    assert isinstance(named, ox.BlankNode)
    theirs = [
        ox.Triple(ox.BlankNode("theirs"), KNOWS, named),
        ox.Triple(ox.NamedNode("https://x.example/a"), KNOWS, ox.BlankNode("theirs")),
    ]
    one, other = survey(Graph([*ours, *theirs])), survey(Far([], [*ours, *theirs]))
    assert digests(one) == digests(other)


@settings(max_examples=50, deadline=None)
@given(st.lists(NEW, max_size=4), NEW)
def test_a_statement_changes_what_it_is_said_of_what_it_points_to_and_its_property(
    new: list[ox.Triple], more: ox.Triple
) -> None:
    triples = [*SOME, *new]
    before, after = survey(Graph(triples)), survey(Graph([*triples, more]))
    one, other = digests(before), digests(after)
    changed = {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
    subject, object = more.subject, more.object
    expected = {f"used {more.predicate.value}"}
    expected |= {f"said {subject.value}"} if isinstance(subject, ox.NamedNode) else set()
    expected |= {f"pointing {object.value}"} if isinstance(object, ox.NamedNode) else set()
    if more in Graph(triples):
        assert not changed
    else:
        # What a blank node says counts with all that leads to it and that it leads to.
        assert changed == expected or (
            changed > expected and any(isinstance(term, ox.BlankNode) for term in (subject, object))
        )
        assert before.everything != after.everything


def test_what_is_counted_is_the_data_without_the_words(site: Site) -> None:
    data, found = list(site.data()), site.survey
    types = [t for t in data if t.predicate.value == RDF_TYPE and isinstance(t.object, ox.NamedNode)]
    counts = found.counts
    assert len(data) < len(site.plain)
    assert counts.triples == len(data)
    assert counts.subjects == len({t.subject for t in data})
    assert counts.objects == len({t.object for t in data})
    assert counts.properties == Counter(t.predicate.value for t in data)
    assert counts.classes == Counter(t.object.value for t in types if isinstance(t.object, ox.NamedNode))
    degrees = Counter(t.object.value for t in data if isinstance(t.object, ox.NamedNode))
    assert {iri: n for iri, n in found.degrees.items() if n} == degrees


def test_how_kinds_hang_together_is_counted_by_statements_of_the_data_and_not_of_the_ontology(site: Site) -> None:
    told = {triple.subject for triple in site.vocabulary.graph.triples()}
    family = {node.value: name for name, things in site.families.items() for node in things if name}
    pairs = (
        (family.get(t.subject.value), family.get(t.object.value))
        for t in site.plain.triples()
        if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode) and t.subject not in told
    )
    assert site.ties.joined == Counter((a, b) for a, b in pairs if a and b and a != b)


def test_a_long_line_is_one_statement() -> None:
    texts = ["ü" * 4_000_000, "kurz", "zwei\nZeilen\r"]
    node, name = ox.NamedNode("https://x.example/a"), ox.NamedNode("https://x.example/name")
    lines: list[bytes] = []
    Graph(ox.Triple(node, name, ox.Literal(text)) for text in texts).lines(lines.extend)
    parsed = ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
    assert {quad.object.value for quad in parsed if isinstance(quad.object, ox.Literal)} == set(texts)
    assert len(lines) == len(texts)
