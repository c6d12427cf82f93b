"""The loaded graph: the narrow seam between what is published and where its triples are kept."""

from lod.graph.names import Name, Names
from lod.graph.resource import Description, Resource, describe
from lod.graph.seam import Queryable
from lod.graph.serial import nquads, serialise
from lod.graph.store import Graph, Solutions, Term
from lod.graph.telling import Teller
from lod.graph.turtle import turtle

__all__ = [
    "Description",
    "Graph",
    "Name",
    "Names",
    "Queryable",
    "Resource",
    "Solutions",
    "Teller",
    "Term",
    "describe",
    "nquads",
    "serialise",
    "turtle",
]
