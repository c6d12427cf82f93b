"""From files to triples: which files there are, what they say, and on which line."""

from lod.source.files import below, find
from lod.source.lines import numbered
from lod.source.reading import format_of, read, translate, written

__all__ = ["below", "find", "format_of", "numbered", "read", "translate", "written"]
