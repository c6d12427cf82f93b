"""The graphs that the tests ask: a small one of their own, and the data of this repository."""

from functools import cache
from pathlib import Path

from lod import config as configuration
from lod import source
from lod.config import Config
from lod.graph import Graph

CASES = Path(__file__).parent.parent / "cases" / "query"
REPOSITORY = Path(__file__).parent.parent.parent

SMALL = Config(
    root=CASES,
    prefixes={**configuration.bare(CASES).prefixes, "person": "https://lod.example.org/person/"},
    queries=(CASES / "queries",),
)


@cache
def small() -> Graph:
    """Return the graph of tests/cases/query/data.ttl."""
    return Graph.load([CASES / "data.ttl"], SMALL.base)


@cache
def repository() -> tuple[Graph, Config]:
    """Return the graph and the settings of this repository's own workspace."""
    config = configuration.load(REPOSITORY)
    return Graph.load(source.find((*config.data, *config.ontology)), config.base), config
