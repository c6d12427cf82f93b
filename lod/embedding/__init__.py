"""From the graph to what a web page carries: one nested JSON-LD document of a thing, in terms of schema.org."""

from lod.embedding.calling import embed
from lod.embedding.document import Document, Embedder, document, gathered
from lod.embedding.formats import FORMATS
from lod.embedding.webpage import WebPage, dataset, on_page

__all__ = ["FORMATS", "Document", "Embedder", "WebPage", "dataset", "document", "embed", "gathered", "on_page"]
