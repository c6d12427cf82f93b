"""Ask the graph: SPARQL 1.1 or a query by its name, and the answer in a form that can be used."""

from lod.query.answer import Answer
from lod.query.asking import answer, ask
from lod.query.catalogue import NamedQuery, Parameter, find, listing, pick, read
from lod.query.formats import FORMATS, View, default, render
from lod.query.parameters import terms

__all__ = [
    "FORMATS",
    "Answer",
    "NamedQuery",
    "Parameter",
    "View",
    "answer",
    "ask",
    "default",
    "find",
    "listing",
    "pick",
    "read",
    "render",
    "terms",
]
