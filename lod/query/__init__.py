"""Ask the graph: SPARQL 1.1 or a query by its name, and the answer in a form that can be used."""

from lod.query.answer import Answer, Stream
from lod.query.asking import answer, ask, begin, given, remote, resolve, stream
from lod.query.catalogue import NamedQuery, Parameter, find, listing, pick, portrait, read
from lod.query.cells import View
from lod.query.formats import FORMATS, default, png, render, view, write
from lod.query.hints import hints
from lod.query.parameters import terms

__all__ = [
    "FORMATS",
    "Answer",
    "NamedQuery",
    "Parameter",
    "Stream",
    "View",
    "answer",
    "ask",
    "begin",
    "default",
    "find",
    "given",
    "hints",
    "listing",
    "pick",
    "png",
    "portrait",
    "read",
    "remote",
    "render",
    "resolve",
    "stream",
    "terms",
    "view",
    "write",
]
