"""A graph in a store is asked as the embedded one is, and gives the same answers."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.config import Config
from lod.embedding import Embedder
from lod.errors import StoreError, UnknownNode
from lod.graph import Graph, Names, nodes
from lod.graph.remote import Connection, RemoteGraph, Rows
from lod.graph.remote.reading import prologue
from lod.graph.remote.translation import translated
from lod.graph.skolem import Skolem
from lod.query import Parameter, ask, find, stream
from lod.query.labels import labelled
from lod.vocabulary import Vocabulary
from tests.graph.triples import BASE, graphs, iris
from tests.query.worlds import repository
from tests.stores import GRAPH, JSON, Asked, Miniature, Reply, miniature


@pytest.fixture(scope="module")
def mini() -> Iterator[Miniature]:
    with miniature() as running:
        yield running


def held(mini: Miniature, triples: Iterator[ox.Triple] | list[ox.Triple]) -> RemoteGraph:
    """Let the store hold some triples, blank nodes named, and return it as a graph."""
    mini.fault = lambda _: None
    mini.store.clear()
    name = ox.NamedNode(GRAPH)
    mini.store.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in Skolem(BASE).named(triples))
    return RemoteGraph(mini.settings(), BASE, Connection(wait=lambda _: None))


def local(mini: Miniature) -> Graph:
    """Return what the store holds as an embedded graph, with the same names of blank nodes."""
    return Graph(map(Skolem(BASE).blank, mini.triples()))


@settings(max_examples=10)
@given(graphs.map(lambda found: list(dict.fromkeys(found))))
def test_every_question_by_pattern_has_the_answer_of_the_embedded_graph(
    mini: Miniature, triples: list[ox.Triple]
) -> None:
    remote = held(mini, triples)
    ours = local(mini)
    assert len(remote) == len(ours)
    assert set(remote.triples()) == set(ours.triples())
    assert remote.things(BASE) == ours.things(BASE)
    for triple in list(ours.triples())[:3]:
        for pattern in (
            (triple.subject, None, None),
            (None, triple.predicate, None),
            (None, None, triple.object),
            (triple.subject, triple.predicate, None),
            (None, triple.predicate, triple.object),
            (triple.subject, triple.predicate, triple.object),
        ):
            assert set(remote.triples(*pattern)) == set(ours.triples(*pattern))
        assert triple in remote
        assert {p: set(v) for p, v in remote.statements(triple.subject).items()} == {  # type: ignore[arg-type]  # no triples about triples here
            p: set(v)
            for p, v in ours.statements(triple.subject).items()  # type: ignore[arg-type]  # as above
        }
    assert ox.Triple(ox.NamedNode("x:y"), ox.NamedNode("x:y"), ox.Literal("no")) not in remote


def around(graph: Graph, starts: list[ox.NamedNode], depth: int, inverse: bool) -> set[ox.Triple]:
    """Say what a neighbourhood must hold, slowly."""
    found: set[ox.Triple] = set()
    level: set[object] = set(starts)
    for _ in range(depth + 1):
        following: set[object] = set()
        left, seen = list(level), set(level)
        while left:
            for triple in graph.triples(left.pop()):  # type: ignore[arg-type]  # only what can be a subject is followed
                found.add(triple)
                if isinstance(triple.object, ox.BlankNode) and triple.object not in seen:
                    seen.add(triple.object)
                    left.append(triple.object)
                elif isinstance(triple.object, ox.NamedNode):
                    following.add(triple.object)
        level = following
    for node in starts if inverse else ():
        for triple in graph.triples(object=node):
            found |= {triple, *graph.triples(triple.subject, ox.NamedNode(RDF_TYPE))}  # type: ignore[arg-type]  # no triples about triples here
    return found


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@settings(max_examples=25)
@given(graphs, st.lists(iris, max_size=4), st.integers(0, 2), st.booleans(), st.integers(1, 3))
def test_a_neighbourhood_holds_what_is_promised(
    mini: Miniature, triples: list[ox.Triple], starts: list[ox.NamedNode], depth: int, inverse: bool, page: int
) -> None:
    remote = held(mini, list(dict.fromkeys(triples)))
    remote.page_size = page
    got = set(remote.neighbourhood(starts, depth, inverse=inverse).triples())
    assert around(local(mini), starts, depth, inverse) <= got <= mini_triples(mini)


def mini_triples(mini: Miniature) -> set[ox.Triple]:
    return set(local(mini).triples())


def test_blank_nodes_without_a_name_come_with_what_leads_to_them(mini: Miniature) -> None:
    remote = held(mini, [])
    text = "<a> <b> [ <c> [ <d> [ <e> 1 ] ] ] . <x> <y> 2 ."
    mini.store.extend(
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(GRAPH))
        for q in ox.parse(text.encode(), ox.RdfFormat.TURTLE, base_iri=BASE)
    )
    got = remote.neighbourhood([ox.NamedNode(f"{BASE}a"), ox.NamedNode(f"{BASE}x")])
    assert len(got) == 5
    with pytest.raises(StoreError, match="cannot be asked for by its name"):
        remote.statements(ox.BlankNode("b0"))


@pytest.mark.parametrize("status", [413, 414, 504, 500])
def test_a_page_that_is_too_long_is_halved_until_it_is_not(mini: Miniature, status: int) -> None:
    graph, config = repository()
    remote = held(mini, graph.triples())
    before = len(mini.asked)
    mini.fault = lambda asked: Reply(status) if len(asked.fields["query"]) > 4000 else None
    things = graph.things(config.base)
    assert len(remote.neighbourhood(things)) > len(things)
    assert remote.page_size < len(things)
    assert len(mini.asked) - before < 60


def test_a_store_that_cuts_its_answers_is_not_believed(mini: Miniature) -> None:
    remote = held(mini, [])
    body = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"x:y"}}]}}'
    mini.fault = lambda _: Reply(200, {"Content-Type": JSON, "X-SPARQL-MaxRows": "1"}, body)
    with pytest.raises(StoreError, match="no more than 1 rows"):
        remote.things("x:")
    with pytest.raises(StoreError, match="no more than 1 rows"):
        ask(remote, "SELECT ?s { ?s ?p ?o }", config=repository()[1])


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[RemoteGraph, Graph, Config]]:
    """This repository's data in a store and embedded, with the same names of blank nodes."""
    graph, config = repository()
    with miniature() as mini:
        yield held(mini, graph.triples()), local(mini), config


def test_all_named_queries_have_the_same_answers(both: tuple[RemoteGraph, Graph, Config]) -> None:
    remote, graph, config = both
    asked = 0
    for query in find(config).values():
        values = {p.name: _example(graph, config, p) for p in query.parameters if p.required}
        ours, theirs = (stream(asked_of, query, config=config, values=values).collect() for asked_of in (graph, remote))
        assert (theirs.form, theirs.columns, theirs.boolean) == (ours.form, ours.columns, ours.boolean)
        assert sorted(map(str, theirs.rows)) == sorted(map(str, ours.rows)), query.name
        assert set(theirs.triples) == set(ours.triples)
        asked += 1
    assert asked > 5


def _example(graph: Graph, config: Config, parameter: Parameter) -> str:
    """Return a value for a parameter: a thing of the kind of its example, else this."""
    things = graph.things(f"{config.base}{(parameter.example or '').partition('/')[0]}/")
    return things[0].value if parameter.type == "node" and things else parameter.example or "de"


def test_every_embedded_document_is_the_same_and_takes_few_requests(both: tuple[RemoteGraph, Graph, Config]) -> None:
    remote, graph, config = both
    vocabulary = Vocabulary.load(config.ontology, config.base, config.languages)
    things = graph.things(config.base)

    def document(graph: Graph, node: ox.NamedNode) -> bytes:
        return Embedder(graph, vocabulary, "de", config.base, shown=config.embed).document(node).data

    for node in things[::5]:
        before = remote.round_trips
        assert remote.near(lambda graph: document(graph, node), [node]) == document(graph, node)  # noqa: B023  # called at once
        assert remote.round_trips - before <= 4
    before = remote.round_trips
    at_once = remote.near(lambda graph: [document(graph, node) for node in things], things)
    assert at_once == [document(graph, node) for node in things]
    assert (remote.round_trips - before) / len(things) < 0.05


def test_things_are_named_many_at_a_time(both: tuple[RemoteGraph, Graph, Config]) -> None:
    remote, graph, config = both
    text = "SELECT ?x { ?x a schema:Event } ORDER BY ?x"

    def rows(asked: RemoteGraph | Graph) -> list[str]:
        answer = labelled(ask(asked, text, config=config).stream(), Names(asked, config.languages), "de")
        return list(map(str, answer.rows))

    before = remote.round_trips
    assert rows(remote) == rows(graph)
    assert remote.round_trips - before <= 3


def test_a_node_is_found_as_a_person_writes_it(both: tuple[RemoteGraph, Graph, Config]) -> None:
    remote, graph, config = both
    name = graph.things(f"{config.base}person/")[0]
    assert nodes.find(remote, config, name.value.removeprefix(config.base)) == name
    before = remote.round_trips
    with pytest.raises(UnknownNode, match="the data knows no 'person/nobody'") as caught:
        nodes.find(remote, config, "person/nobody")
    assert caught.value.remedy
    assert remote.round_trips - before <= 6


def test_what_is_no_query_is_told_before_anything_is_sent(both: tuple[RemoteGraph, Graph, Config]) -> None:
    remote, _, config = both
    before = remote.round_trips
    with pytest.raises(SyntaxError):
        remote.query("SELECT ?x {", prefixes=config.prefixes)
    assert remote.round_trips == before


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("# a: comment\nPREFIX select: <x:select>\nSELECT ?s { ?s a schema:Event }", Rows),
        ("BASE <x:ask> ASK { ?s a schema:Event }", bool),
        ("construct { ?s a ?t } where { ?s a ?t }", map),
        ("DESCRIBE <https://lod.example.org/x>", map),
    ],
)
def test_the_form_of_a_query_is_found_behind_its_prologue(
    both: tuple[RemoteGraph, Graph, Config], text: str, kind: type
) -> None:
    remote, _, config = both
    assert isinstance(remote.query(text, base=config.base, prefixes=config.prefixes), kind)


def test_only_prefixes_that_may_be_meant_are_sent() -> None:
    prefixes = {"": "x:", "schema": "https://schema.org/", "rdf": "y:"}
    assert prologue("ASK { :a schema:b ?c }", None, prefixes) == "PREFIX : <x:> PREFIX schema: <https://schema.org/> "


def test_every_question_is_asked_of_the_graph_of_the_settings(mini: Miniature) -> None:
    remote = held(mini, [ox.Triple(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal("c"))])
    seen: list[Asked] = mini.asked
    assert len(RemoteGraph(mini.settings(graph="x:other"), BASE)) == 0
    assert seen[-1].fields["default-graph-uri"] == "x:other"
    assert len(remote) == 1


def test_what_stands_for_a_blank_node_counts_as_one_in_a_query(both: tuple[RemoteGraph, Graph, Config]) -> None:
    remote, graph, config = both
    for test in ("isBlank(?o)", "isIRI( ?o )", "isuri($o)", "!isBLANK(?o)", "isLiteral(?o)"):
        text = f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER({test}) }}"
        ours, theirs = (ask(asked, text, config=config).rows for asked in (graph, remote))
        assert set(map(str, theirs)) == set(map(str, ours)), test


@pytest.mark.parametrize(
    "text", ["'isBlank(?x)'", '"""isBlank(?x) " isIRI(?y)"""', "# isIRI(?x)", "<x:isIRI(?x)>", "xisIRI(?x)"]
)
def test_only_functions_are_translated(text: str) -> None:
    assert translated(f"ASK {{ {text}\n}}", "x:") == f"ASK {{ {text}\n}}"


def test_an_error_of_the_store_is_not_taken_for_something_that_is_missing() -> None:
    calls: list[int] = []

    def work(near: Graph) -> None:
        calls.append(1)
        list(near.triples(ox.NamedNode("https://lod.example.org/person/nobody")))
        raise StoreError("gone")

    with miniature() as store, pytest.raises(StoreError, match="gone"):
        RemoteGraph(store.settings(), "https://lod.example.org/").near(work)
    assert len(calls) == 1


def test_a_blank_node_that_is_reached_from_behind_leads_on_to_what_it_belongs_to(mini: Miniature) -> None:
    """That is so even for one to which a single statement leads, by its name: it has not come with that."""
    node = ox.NamedNode
    belonging = ox.Triple(node(f"{BASE}thing"), node(f"{BASE}evidence"), ox.BlankNode("b"))
    leading = ox.Triple(ox.BlankNode("b"), node(f"{BASE}source"), node(f"{BASE}article"))
    remote = held(mini, Skolem(BASE).named([belonging, leading]))

    def owners(near: Graph) -> list[object]:
        behind = (triple.subject for triple in near.triples(None, None, node(f"{BASE}article")))
        return [triple.subject for blank in behind for triple in near.triples(None, None, blank)]

    assert remote.near(owners) == [node(f"{BASE}thing")]
