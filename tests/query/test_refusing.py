"""What must not run is refused before the engine sees it."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lod.errors import QueryError
from lod.query import ask
from lod.query.refusing import refuse
from lod.query.tokens import tokens
from lod.terms import PREFIXES
from tests.query.worlds import SMALL, small

# The engine refuses this port without opening a connection: an OSError is the proof that SERVICE was carried out.
TRAP = "SERVICE<http://127.0.0.1:1/>{}"

# fmt: off
PIECES = st.sampled_from([
    "?s", "<", ">", "p", "&&", "(", ")", "{", "}", "'", '"', "'''", '"""', "#", "\n", " ", "\\", ".", ";", ",", "=",
    "1", "BIND(1 AS ?x)", "FILTER(", "?s ?p ?o", "<http://x/'>", "<it's>", "ex:a\\'", "@en", "true", "VALUES ?s {", "a",
    "_:b", TRAP, "trueSERVICE ex:p{}", "SERVICESILENT<http://127.0.0.1:1/>{}", "SERVICE#>\n<http://127.0.0.1:1/>{}",
])
# fmt: on


def refused(text: str) -> bool:
    try:
        refuse(text, tuple(tokens(text)), "query", PREFIXES)
    except QueryError:
        return True
    return False


@given(st.lists(PIECES, max_size=14).map("".join))
@example(f"BIND(1 AS ?x) FILTER(?x<?p#>'''\n){TRAP} #'''\n")
@example(f"BIND(1 AS ?x) FILTER(?x<?p&&?x>?p){TRAP}")
@example(f"VALUES (?a ?b) {{(<x> <it's>)}} {TRAP} #'")
@example("BIND(1 AS ?x) FILTER(?x<?p)SERVICE#>\n<http://127.0.0.1:1/>{}")
@example("BIND(true AS ?x) ?x a trueSERVICEex:p{}")
def test_no_query_that_the_engine_would_send_elsewhere_passes(middle: str) -> None:
    text = f"PREFIX ex: <http://127.0.0.1:1/> SELECT * {{ {middle} }}"
    try:
        list(ox.Store().query(text, base_iri="https://lod.example.org/"))  # type: ignore[arg-type]  # always a SELECT
    except OSError:
        assert refused(text)
    except (SyntaxError, RuntimeError):
        pass  # it does not run at all


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ?s { ?s ?p "SERVICE <http://x> {}" }',
        "SELECT ?s { ?s ?p '''it is 'SERVICE' \n here''' }",
        "SELECT ?s { ?s <https://example.org/service> ?service } # SERVICE",
        "SELECT ?s { ?s schema:service ?o FILTER(?o < 1 && ?s > 2) }",
        "PREFIX service: <https://x/> SELECT ?s { ?s service:a ?o }",
        "SELECT ?s { ?s ?p 'x'@service }",
    ],
)
def test_the_word_may_stand_in_texts_iris_names_and_comments(text: str) -> None:
    assert ask(small(), text, config=SMALL).form == "select"


def test_a_prefix_of_the_workspace_may_hold_the_word() -> None:
    text = "SELECT * { ?s service:a ?o }"
    refuse(text, tuple(tokens(text)), "query", {"service": "https://example.org/"})


@pytest.mark.parametrize(
    "verb", ["INSERT DATA {}", "delete where {}", "LOAD <x>", "CLEAR ALL", "DROP ALL", "WITH <x> DELETE {}"]
)
def test_updates_are_refused_whatever_stands_before(verb: str) -> None:
    with pytest.raises(QueryError, match="changes data"):
        ask(small(), f"# INSERT?\nPREFIX a: <b>\nBASE <https://x/>\n{verb}", config=SMALL)


@given(st.text())
def test_the_tokens_leave_nothing_out_but_blanks(text: str) -> None:
    position = 0
    for token in tokens(text):
        assert not text[position : token.start].strip(" \t\r\n")
        assert text[token.start : token.end] == token.text
        position = token.end
    assert not text[position:].strip(" \t\r\n")


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", True),
        ("SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }", True),
        ("SELECT * { service # <http://127.0.0.1:9/>\n<http://127.0.0.1:1/> { ?s ?p ?o } }", True),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", False),
        ("SELECT * { SERVICE ?where { ?s ?p ?o } }", False),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }", False),
        ("PREFIX x: <http://127.0.0.1:9/> SELECT * { SERVICE x: { ?s ?p ?o } }", False),
        ("SELECT * { trueSERVICE<http://127.0.0.1:1/> { ?s ?p ?o } }", False),
    ],
)
def test_only_services_that_the_settings_list_are_reached(text: str, passes: bool) -> None:
    found = tuple(tokens(text))
    if passes:
        refuse(text, found, "query", PREFIXES, services=("http://127.0.0.1:1/",))
    else:
        with pytest.raises(QueryError, match="SERVICE is refused"):
            refuse(text, found, "query", PREFIXES, services=("http://127.0.0.1:1/",))


def test_a_service_that_is_not_there_is_told_in_words() -> None:
    config = replace(SMALL, services=("http://127.0.0.1:1/",))
    with pytest.raises(QueryError, match=r"cannot be run.*\n.*endpoint of SERVICE"):
        ask(small(), "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", config=config)
