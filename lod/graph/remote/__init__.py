"""A graph in a SPARQL 1.1 store: the second implementation of the seam, and the one HTTP client for SPARQL."""

from lod.graph.remote.answers import Answered, Rows, ask
from lod.graph.remote.connection import Connection
from lod.graph.remote.credentials import Credentials, from_environment
from lod.graph.remote.reading import RemoteGraph

__all__ = ["Answered", "Connection", "Credentials", "RemoteGraph", "Rows", "ask", "from_environment"]
