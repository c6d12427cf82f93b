"""Work that is shared by other machines: the crew of a Dask cluster, and what its workers do."""

from lod.distributed.cluster import Cluster

__all__ = ["Cluster"]
