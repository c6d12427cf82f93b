"""From the graph to what a web page carries: one nested JSON-LD document of a thing, in terms of schema.org."""

from lod.embedding.document import Document, Embedder, document
from lod.embedding.formats import FORMATS

__all__ = ["FORMATS", "Document", "Embedder", "document"]
