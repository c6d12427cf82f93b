"""Each command does its job on a workspace as `lod init` makes it, and its exit code says how it went."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lod.cli import COMMANDS
from tests.cli.conftest import Run

NIGHT = "https://news.example/event/lesenacht"


def spoil(workspace: Path) -> None:
    """Make the data violate a shape: an event without a name."""
    (workspace / "data" / "x.ttl").write_text("<event/x> a <https://schema.org/Event> .\n")


def test_what_init_makes_is_valid_and_its_evidence_is_in_the_text(run: Run, starter: Path) -> None:
    done = run("validate", "--fail-on", "warning", "--text", "article/lesenacht=texts/lesenacht.txt", cwd=starter)
    assert done.code == 0, done.out


def test_init_leaves_a_folder_that_holds_something_as_it_is(run: Run, starter: Path) -> None:
    done = run("init", starter)
    assert (done.code, "something" in done.err) == (2, True)


def test_init_fills_the_current_folder_if_it_is_empty(run: Run, tmp_path: Path) -> None:
    assert run("init", ".", cwd=tmp_path).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "lod.toml", "queries", "texts"]


def test_a_violation_makes_validate_exit_with_1(run: Run, starter: Path) -> None:
    spoil(starter)
    done = run("validate", cwd=starter)
    assert (done.code, "data/x.ttl:1" in done.out) == (1, True)


def test_fail_on_says_from_which_severity_on_validate_fails(run: Run) -> None:
    assert run("validate").code == 0
    assert run("validate", "--fail-on", "warning").code == 1
    assert run("validate", "--fail-on", "never").code == 0


def test_messages_come_in_the_language_that_is_asked_for(run: Run) -> None:
    assert "Warnung" in run("validate", "--lang", "de").out
    assert "warning" in run("validate", "--lang", "en").out


def test_any_rdf_files_can_be_validated_without_a_workspace(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text('<https://x.example/a> a <https://x.example/T> ; <https://x.example/p> "1" .\n')
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<https://x.example/S> a sh:NodeShape ; sh:targetClass <https://x.example/T> ;\n"
        "  sh:property [ sh:path <https://x.example/p> ; sh:minCount 2 ] .\n"
    )
    done = run("validate", "--data", "data.ttl", "--shapes", "shapes.ttl", "--format", "json", cwd=tmp_path)
    assert done.code == 1
    assert [result["code"] for result in json.loads(done.out)["results"]] == ["sh:MinCount"]


def test_a_named_query_answers_as_csv_when_it_is_piped(run: Run, starter: Path) -> None:
    done = run("query", "statements", cwd=starter)
    assert done.code == 0
    assert NIGHT in done.out.splitlines()[1]


def test_a_query_of_the_workspace_is_listed_and_runs_with_its_value(run: Run, starter: Path) -> None:
    assert "at-place" in run("query", "--list", cwd=starter).out
    done = run("query", "at-place", "--set", "place=place/bibliothek", "--format", "json", cwd=starter)
    assert [row["day"]["value"] for row in json.loads(done.out)["results"]["bindings"]] == ["2026-06-12"]


def test_a_query_is_read_from_a_file(run: Run, starter: Path) -> None:
    (starter / "q.rq").write_text("SELECT (COUNT(*) AS ?n) { ?e a schema:Event }")
    assert run("query", "-f", "q.rq", cwd=starter).out.splitlines()[1].strip() == "1"


def test_embed_writes_a_script_element_with_the_thing(run: Run, starter: Path) -> None:
    done = run("embed", "event/lesenacht", "--lang", "en", cwd=starter)
    script = done.out.strip()
    assert script.startswith('<script type="application/ld+json">')
    tree = json.loads(script.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))
    assert (tree["@id"], tree["name"], tree["startDate"]) == (NIGHT, "Reading night 2026", "2026-06-12")


def test_a_node_may_be_an_iri_a_curie_or_the_part_behind_the_base(run: Run, starter: Path) -> None:
    answers = {run("embed", node, cwd=starter).out for node in (NIGHT, "event:lesenacht", "event/lesenacht")}
    assert len(answers) == 1


def test_output_goes_to_a_file_and_is_not_printed(run: Run, starter: Path) -> None:
    done = run("embed", "event/lesenacht", "--lang", "de", "-o", "x.html", cwd=starter)
    assert done.out == ""
    assert "Lesenacht" in (starter / "x.html").read_text("utf-8")


def test_publish_writes_the_site_and_says_where(run: Run, starter: Path) -> None:
    done = run("publish", cwd=starter)
    assert done.code == 0, done.err
    site = Path(done.out.strip())
    assert site == starter / "_site"
    for name in ("index.html", "event/lesenacht.html", "event/lesenacht.ttl", "event/lesenacht.jsonld", "dataset.ttl"):
        assert (site / name).stat().st_size > 0


def test_a_violation_stops_publish_before_a_byte_is_written(run: Run, starter: Path) -> None:
    assert run("publish", cwd=starter).code == 0
    before = {path: path.stat().st_mtime_ns for path in (starter / "_site").rglob("*")}
    spoil(starter)
    done = run("publish", cwd=starter)
    assert done.code == 1
    assert "data/x.ttl:1" in done.out
    assert {path: path.stat().st_mtime_ns for path in (starter / "_site").rglob("*")} == before


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_shows_how_it_is_called(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert f"lod {command}" in done.out


def test_a_reader_that_goes_away_is_no_error(starter: Path) -> None:
    import subprocess
    import sys

    code = "from lod.cli import main; main()"
    query = "SELECT * { ?a ?b ?c }"
    command = f'"{sys.executable}" -c "{code}" query "{query}" --format csv | head -1'
    done = subprocess.run(["/bin/sh", "-c", command], cwd=starter, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
