"""Workers of a Dask cluster make the site that one process makes, also when some of them are lost."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import lod
from lod import source
from lod.cli.init import command
from lod.config import load
from lod.distributed.building import Build
from lod.distributed.cluster import Cluster, bundles, cluster
from lod.distributed.order import NOTHING, carry_out, closed
from lod.errors import PublishError, UsageError
from lod.graph import nquads
from lod.graph.skolem import Skolem
from lod.workspace import Workspace
from tests.benchmarks.corpus import Corpus
from tests.distributed.machines import Machines, ready
from tests.publishing.test_build import content
from tests.stores import GRAPH, miniature

pytestmark = pytest.mark.skipif(
    "LOD_JUDGES" not in os.environ, reason="schedulers and workers are started where LOD_JUDGES is set: .ci/run"
)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    with Machines(tmp_path / "log") as started:
        yield started


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    CliRunner().invoke(command, [str(tmp_path / "site")], standalone_mode=False)
    return lod.open(tmp_path / "site")


def content_of(workspace: Workspace, output: Path) -> dict[str, bytes]:
    workspace.publish(output)
    return content(output)


def test_two_workers_make_the_same_site_and_the_next_run_only_what_changed(
    workspace: Workspace, machines: Machines, tmp_path: Path
) -> None:
    machines.worker()
    machines.worker()
    ready(machines, 2)
    with cluster(machines.address) as crew:
        workspace.publish(tmp_path / "out", crew=crew)
        assert content(tmp_path / "out") == content_of(workspace, tmp_path / "one")
        assert workspace.publish(tmp_path / "out", crew=crew).written == 0


def test_what_a_lost_worker_had_is_done_again(workspace: Workspace, machines: Machines, tmp_path: Path) -> None:
    lost, _ = machines.worker(), machines.worker()
    ready(machines, 2)

    def watched(done: int, _: int) -> None:
        if done and lost.poll() is None:
            lost.send_signal(signal.SIGKILL)
            lost.wait()

    with cluster(machines.address) as crew:
        workspace.publish(tmp_path / "out", crew=crew, progress=watched)
    assert lost.poll() == -signal.SIGKILL
    assert content(tmp_path / "out") == content_of(workspace, tmp_path / "one")


def test_a_worker_that_comes_later_is_told_what_it_is_about(
    workspace: Workspace, machines: Machines, tmp_path: Path
) -> None:
    lost = machines.worker()
    ready(machines, 1)

    def watched(done: int, _: int) -> None:
        if done and lost.poll() is None:
            lost.send_signal(signal.SIGKILL)
            lost.wait()
            machines.worker()

    with cluster(machines.address) as crew:
        workspace.publish(tmp_path / "out", crew=crew, progress=watched)
    assert content(tmp_path / "out") == content_of(workspace, tmp_path / "one")


def test_a_worker_with_another_version_is_found_out(workspace: Workspace, machines: Machines, tmp_path: Path) -> None:
    # What SOURCE_DATE_EPOCH says has a part in the bytes, as a library of another version has.
    machines.worker(SOURCE_DATE_EPOCH="1")
    with cluster(machines.address) as crew, pytest.raises(PublishError, match="another version"):
        workspace.publish(tmp_path / "out", crew=crew)
    assert not list((tmp_path / "out").rglob("*.html"))


def test_a_worker_that_sees_other_data_is_found_out(
    workspace: Workspace, machines: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.worker()
    assert len(workspace.graph)
    (tmp_path / "site/data/later.ttl").write_text('<https://example.org/x> <https://schema.org/name> "X" .')
    with cluster(machines.address) as crew, pytest.raises(PublishError, match="other data"):
        workspace.publish(tmp_path / "out", crew=crew)


def test_a_worker_that_does_not_see_the_files_is_found_out(workspace: Workspace, tmp_path: Path) -> None:
    config = replace(workspace.config, data=(tmp_path / "elsewhere",))
    with pytest.raises(PublishError, match="does not see the files"):
        carry_out("1", closed(Build("1", config, None, None, config.base, False)), NOTHING)


@pytest.mark.parametrize("count", [0, 1, 7, 100])
def test_bundles_hold_each_task_once_in_order_and_get_small_towards_the_end(count: int) -> None:
    found = [list(bundle) for bundle in bundles(range(count), 2)]
    assert [task for bundle in found for task in bundle] == list(range(count))
    sizes = [len(bundle) for bundle in found]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-8:] == [1] * min(8, count)


def test_what_the_scheduler_opens_is_next_to_nothing_of_lod() -> None:
    script = "import sys, lod.distributed.order; print(*(name for name in sys.modules if name.startswith('lod')))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) == {"lod", "lod.distributed", "lod.distributed.order", "lod.errors"}


def test_a_scheduler_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lod.distributed.cluster.TIMEOUT", 1)
    with pytest.raises(PublishError, match="no scheduler"), cluster("tcp://127.0.0.1:9"):
        pass


@pytest.mark.parametrize("address", ["nonsense://x", "nonsense", "tcp://", "nonsense://127.0.0.1:9"])
def test_an_address_that_is_none_is_said(address: str) -> None:
    """Neither is anything left behind that complains later."""
    with pytest.raises(PublishError, match="no scheduler"), cluster(address):
        pass
    gc.collect()


def test_a_scheduler_without_workers_is_said(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lod.distributed.cluster.TIMEOUT", 1)
    with pytest.raises(PublishError, match="no workers"), cluster(machines.address):
        pass


def test_two_workers_judge_a_store_as_one_process_does(machines: Machines, tmp_path: Path) -> None:
    Corpus(12, faults=0.5, complete=True).write(tmp_path / "news")
    config = load(tmp_path / "news")
    triples = (triple for file in source.find(config.data) for triple in source.read(file, config.base))
    with miniature() as store:
        graph = ox.NamedNode(GRAPH)
        store.store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in Skolem(config.base).named(triples))
        workspace = Workspace(replace(config, store=store.settings()), store=True)
        alone = workspace.validate()
        machines.worker()
        machines.worker()
        ready(machines, 2)
        with cluster(machines.address, store=True) as crew:
            shared = workspace.validate(crew=crew)
    assert alone.results
    assert replace(shared, shacl=()) == replace(alone, shacl=())
    # Blank nodes have other names in other processes; RDFC-1.0 gives them the same.
    assert nquads(shared.shacl) == nquads(alone.shacl)


def test_a_cluster_does_not_validate_files(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="a store, not files"):
        workspace.validate(crew=Cluster(None))
