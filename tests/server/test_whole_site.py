"""The server has every file that `lod publish` writes, with the same bytes."""

from __future__ import annotations

from urllib.parse import quote

from lod import config as configuration
from lod.publishing import Site, artifacts
from lod.publishing.files import hosts
from lod.workspace import Workspace
from tests.server.running import NEWS, Server


def test_each_published_file_is_served_as_it_is(server: Server) -> None:
    workspace = Workspace(configuration.load(NEWS))
    site = Site(workspace.config, workspace.graph, workspace.vocabulary, workspace.config.base)
    # The rules are for web servers. The package's own terms and shapes are alike in each site: tests of the shelf.
    apart = (".htaccess", hosts.FOLDER, "ontology/", "shapes/")
    served = [file for file in artifacts(site) if not file.path.startswith(apart)]
    assert {"sitemap.xml", "robots.txt", ".well-known/void", "dump.nq.gz"} <= {file.path for file in served}
    for file in served:
        came = server.get(quote(file.path))
        assert (came.status, came.headers["content-type"].partition(";")[0]) == (200, file.media_type), file.path
        assert came.body == file.content, file.path
