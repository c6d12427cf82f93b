"""The same artifacts and answers over HTTP: `lod serve`."""

from lod.server.serving import Told, serve
from lod.server.settings import Settings

__all__ = ["Settings", "Told", "serve"]
