"""`lod validate --store`: the same findings as from files, and plain words for what a store cannot do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from lod.cli.validate import command
from lod.config import Config, Store, load
from lod.errors import SourceError, UsageError
from lod.validation import FORMATS, Report, View, validate
from lod.workspace import Workspace
from tests import stores
from tests.benchmarks.corpus import Corpus
from tests.validation.remote.test_checking import pushed, said


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """A workspace of a few articles, some of them faulty, that are in a store too."""
    folder = tmp_path_factory.mktemp("articles")
    Corpus(4, 0.5, complete=True).write(folder)
    with stores.oxigraph() as address:
        with (folder / "lod.toml").open("a") as settings:
            settings.write(f'\n[store]\nquery = "{address}/query"\n')
        config = load(folder)
        data = "".join(f"{triple} .\n" for triple in pushed(config).triples()).encode()
        headers = {"Content-Type": "application/n-triples"}
        requests.put(f"{address}/store?default", data, headers=headers, timeout=20).raise_for_status()
        yield config


@pytest.fixture(scope="module")
def report(config: Config) -> Report:
    """The report on the store, which is what is asked where there are no files."""
    return Workspace(replace(config, data=())).validate()


def test_a_store_is_validated_where_there_are_no_files(config: Config, report: Report) -> None:
    """The findings are those on the files, at no place."""
    assert said(report) == said(validate(config))
    assert report.fails()
    assert {result.origin for result in report.results} == {None}


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_on_a_store_is_written_in_each_format(report: Report, format: str) -> None:
    """Without lines."""
    assert FORMATS[format](report, View("en", False, True))


def test_the_command_ends_as_it_does_with_files(config: Config) -> None:
    """A violation is told by the exit code."""
    done = CliRunner().invoke(command, ["--store", "--workspace", str(config.root)], standalone_mode=False)
    assert done.return_value == 1
    assert "violation" in done.output


@pytest.mark.parametrize("wrong", [["--watch"], ["--engine", "pyshacl"], ["--text", "article/a=a.txt"]])
def test_what_only_files_can_do_is_refused(config: Config, wrong: list[str]) -> None:
    """With the way out."""
    done = CliRunner().invoke(command, ["--store", "--workspace", str(config.root), *wrong], standalone_mode=False)
    assert isinstance(done.exception, UsageError)
    assert "--no-store" in str(done.exception)


def test_shapes_that_need_all_data_are_judged_up_to_a_limit(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond it lod says so, and what to do."""
    shapes = tmp_path / "sparql.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix schema: <https://schema.org/> .\n"
        "<http://x/S> a sh:NodeShape ; sh:targetClass schema:Person ; sh:sparql [ sh:message 'all' ;\n"
        "  sh:select 'SELECT $this WHERE { $this <https://schema.org/name> ?name }' ] .\n"
    )
    workspace = Workspace(replace(config, shapes=(shapes,)), store=True)
    expected = said(validate(workspace.config))
    assert any(row[0] == "sh:SPARQL" for row in expected)
    assert said(workspace.validate()) == expected
    monkeypatch.setattr("lod.validation.remote.store.WHOLE", 10)
    with pytest.raises(SourceError, match="lod pull"):
        workspace.validate()


def test_nothing_is_pushed_where_there_are_no_files(config: Config) -> None:
    """That the store is sound does not mean that it may be emptied."""
    with pytest.raises(SourceError, match="no data"):
        Workspace(replace(config, data=(), store=Store("http://127.0.0.1:9/", "http://127.0.0.1:9/"))).push()


@pytest.mark.parametrize("graph", [None, "https://x.example/mistyped"])
def test_an_empty_graph_is_no_data_and_empties_no_site(config: Config, tmp_path: Path, graph: str | None) -> None:
    """As it is with files: nothing is well, and nothing is published, where there is nothing."""
    with stores.oxigraph() as address:
        empty = replace(config, data=(), store=Store(f"{address}/query", graph=graph))
        with pytest.raises(SourceError, match=graph or "default graph"):
            Workspace(empty).validate()
        with pytest.raises(SourceError, match="no facts"):
            Workspace(empty).publish(tmp_path / "site")
    assert not (tmp_path / "site").exists()
