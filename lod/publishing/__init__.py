"""From the graph to a web site: lazily made artifacts, and the one writer that puts them on the disk."""

from lod.publishing.disk.artifact import Artifact
from lod.publishing.disk.writer import write
from lod.publishing.making import Crew, Processes
from lod.publishing.publish import Summary, publish
from lod.publishing.shelf import Shelf
from lod.publishing.site.site import Site
from lod.publishing.units import artifacts

__all__ = ["Artifact", "Crew", "Processes", "Shelf", "Site", "Summary", "artifacts", "publish", "write"]
