"""A validation as an order: each worker reads the shapes and judges what it is sent, with what is around it."""

from __future__ import annotations

from dataclasses import dataclass

import lod
from lod.config import Config
from lod.distributed.order import SAME, SHARED
from lod.errors import PublishError
from lod.validation.remote.validating import Bench, Judged, Page
from lod.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Trial:
    """The settings that name the store and the shapes, and the version of lod that asks."""

    number: str
    config: Config
    profiles: tuple[str, ...]
    version: str

    def begin(self) -> Bench:
        """Return what judges. Raises PublishError if this worker has another version, or does not see the shapes."""
        if self.version != lod.__version__:
            what = f"a worker has lod {lod.__version__}, not {self.version}"
            raise PublishError(what, remedy=SAME)
        for folder in (*self.config.ontology, *self.config.shapes):
            if not folder.exists():
                raise PublishError("a worker does not see the files", where=folder, remedy=SHARED)
        return Bench(self.config, Workspace(self.config, store=True).remote, self.profiles)


def judge(bench: Bench, page: Page) -> Judged:
    """Judge a page of suspects."""
    return bench.judge(page)
