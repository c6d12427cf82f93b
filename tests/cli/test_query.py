"""`lod query` asks, draws, stops what overruns, and helps the one who types."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from lod import query as room
from lod.cli.query import FORMATS
from tests.cli.conftest import Run

RUNAWAY = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(9))} }}"
MANY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 100000"
CODE = "from lod.cli import main; main()"
KINDS = ("query", "kinds")


def test_the_formats_of_the_command_are_those_of_the_room() -> None:
    assert tuple(room.FORMATS) == FORMATS


def test_a_query_that_takes_too_long_is_stopped(run: Run, starter: Path) -> None:
    began = time.monotonic()
    done = run("query", RUNAWAY, "--timeout", "0.3", cwd=starter)
    assert (done.code, done.out) == (2, "")
    assert "longer than 0.3 seconds" in done.err
    assert time.monotonic() - began < 5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process in this way")
def test_a_query_that_takes_too_much_memory_is_stopped(run: Run, starter: Path) -> None:
    text = RUNAWAY.replace("(COUNT(*) AS ?n)", "*") + " ORDER BY ?a0"
    done = run("query", text, "--memory", "50", "--timeout", "30", cwd=starter)
    assert done.code == 2
    assert "more than 50 MB" in done.err


@pytest.mark.skipif(sys.platform != "linux", reason="the process of the query is found through /proc")
def test_ctrl_c_stops_a_query_at_once_and_nothing_stays_behind(starter: Path) -> None:
    # What is run in the background ignores Ctrl-C, and so do its children: but not those of this test.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen([sys.executable, "-c", CODE, "query", RUNAWAY], cwd=starter, start_new_session=True) as asked:
        children = Path(f"/proc/{asked.pid}/task/{asked.pid}/children")
        deadline = time.monotonic() + 30
        while not children.read_text() and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.2)
        began = time.monotonic()
        os.killpg(asked.pid, signal.SIGINT)  # as a terminal does: to the whole group
        try:
            assert asked.wait(timeout=10) == 130
        except subprocess.TimeoutExpired:
            os.killpg(asked.pid, signal.SIGKILL)
            raise
        assert time.monotonic() - began < 3
        with pytest.raises(ProcessLookupError):
            os.killpg(asked.pid, 0)


def test_the_first_rows_come_while_the_query_still_runs(starter: Path) -> None:
    """Three patterns make some 10^6 rows; who reads two lines does not wait for them, and has no error."""
    command = f'"{sys.executable}" -c "{CODE}" query "{MANY}" --format csv | head -2'
    done = subprocess.run(["/bin/sh", "-c", command], cwd=starter, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="the memory is told by Linux")
def test_the_memory_does_not_grow_with_the_rows(run: Run, starter: Path) -> None:
    """100,000 rows are some 40 MB of CSV: more than the process may take."""
    done = run("query", MANY, "--format", "csv", "--memory", "20", "-o", "many.csv", cwd=starter)
    assert done.code == 0, done.err
    assert (starter / "many.csv").stat().st_size > 30_000_000


def test_an_answer_that_fails_leaves_no_file(run: Run, starter: Path) -> None:
    before = sorted(starter.iterdir())
    assert run("query", RUNAWAY, "--timeout", "0.2", "-o", "x.csv", cwd=starter).code == 2
    assert sorted(starter.iterdir()) == before


def test_limit_ends_an_answer_after_so_many_rows(run: Run, starter: Path) -> None:
    assert len(run("query", MANY, "--limit", "3", cwd=starter).out.splitlines()) == 4
    assert len(run("query", "CONSTRUCT WHERE { ?s ?p ?o }", "--limit", "3", "--format", "ntriples", cwd=starter).out.splitlines()) == 3  # fmt: skip  # noqa: E501  # one call


def test_time_is_told_beside_the_answer(run: Run, starter: Path) -> None:
    done = run(*KINDS, "--time", cwd=starter)
    assert "answered in" in done.err
    assert "answered in" not in done.out


def test_list_with_a_name_shows_all_about_that_query(run: Run) -> None:
    shown = run("query", "--list", "statements", "--lang", "en").out
    assert "--set person=" in shown
    assert "SELECT" in shown


def test_an_unknown_term_is_pointed_to(run: Run) -> None:
    done = run("query", "SELECT ?p { ?e schema:atendee ?p }")
    assert done.code == 0
    assert "Did you mean schema:attendee?" in done.err


def test_a_thing_may_be_looked_for_by_its_name(run: Run) -> None:
    done = run("query", "statements", "--set", "person=Serap Güler")
    assert done.code == 2
    assert "Did you mean person/serap-gueler?" in done.err


def test_a_chart_goes_to_the_terminal_or_into_a_file(run: Run, starter: Path) -> None:
    assert "█" in run(*KINDS, "--format", "chart", cwd=starter).out
    assert run(*KINDS, "-o", "kinds.svg", cwd=starter).code == 0
    assert ET.parse(starter / "kinds.svg").getroot().tag.endswith("svg")  # noqa: S314  # our own file


def test_a_chart_as_png(run: Run, starter: Path) -> None:
    pytest.importorskip("resvg_py", reason="resvg-py is not installed: pip install 'lod[png]'")
    assert run(*KINDS, "-o", "kinds.png", cwd=starter).code == 0
    assert (starter / "kinds.png").read_bytes().startswith(b"\x89PNG")


def test_an_endpoint_needs_no_workspace(run: Run, tmp_path: Path) -> None:
    done = run("query", "ASK {}", "--endpoint", "http://127.0.0.1:1/sparql", cwd=tmp_path)
    assert (done.code, "cannot be reached" in done.err) == (2, True)


BASH = """
eval "$(_LOD_COMPLETE=bash_source lod)"
compopt() { :; }
COMP_LINE="$1"; COMP_POINT=${#1}; _lod_completion lod; echo "${COMPREPLY[*]}"
"""
ZSH = 'autoload -U compinit; compinit -u -D; eval "$(_LOD_COMPLETE=zsh_source lod)"; whence -w _lod_completion'
FISH = '_LOD_COMPLETE=fish_source lod | source; complete -C "lod query at-place --set place=place/"'


@pytest.fixture
def shell(tmp_path: Path, starter: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a shell finds `lod`; the current one is that of the starter."""
    script = tmp_path / "bin" / "lod"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\nimport sys\nsys.argv[0] = 'lod'\n{CODE}\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.chdir(starter)
    return starter


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("lod query at", "at-place"),
        ("lod query at-place --set ", "place="),
        # bash puts what comes back behind the last `=`.
        ("lod query at-place --set place=place/", "place/bibliothek"),
        ("lod query nothing --set p", ""),
        ("lod embed event/les", "event/lesenacht"),
        ("lod query --form", "--format"),
    ],
)
def test_bash_completes(shell: Path, line: str, completed: str) -> None:
    if not (bash := shutil.which("bash")):
        pytest.skip("bash is not installed")
    done = subprocess.run([bash, "--norc", "-c", BASH, "bash", line], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (completed, "")


@pytest.mark.parametrize(("name", "script", "expected"), [("zsh", ZSH, "function"), ("fish", FISH, "place/bibliothek")])
def test_zsh_and_fish_complete(shell: Path, name: str, script: str, expected: str) -> None:
    if not (command := shutil.which(name)):
        pytest.skip(f"{name} is not installed")
    done = subprocess.run([command, "-c", script], capture_output=True, text=True, check=False)
    assert expected in done.stdout
