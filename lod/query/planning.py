"""How the engine goes about a query: its steps, what came out of each, and the time that it took.

The engine tells its plan not to Python but through its program `oxigraph` (PyPI package of that name), which is handed
the graph as a file. It plans by the form of a query alone, not by what is in the data: so the plan on an empty graph is
the plan of a query that does not end.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pyoxigraph as ox

from lod.config import Config
from lod.errors import QueryError, UsageError
from lod.graph import Graph, Term, serialise
from lod.query.asking import ask
from lod.query.binding import bind
from lod.query.endpoint import prologue
from lod.query.refusing import refuse, verb
from lod.query.tokens import tokens

#: Seconds and bytes that a query may take to be watched, where nothing else is said.
SECONDS = 30.0
MEMORY = 4_000_000_000

_PATTERN = re.compile(r"QuadPattern\((.*)\)", re.DOTALL)
_IRI = re.compile(r"<([^<>\s]*)>")
_MADE_UP = re.compile(r"\?[0-9a-f]{28,32}\b")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan, and the steps that it takes its rows from.

    `rows` came out of it, `seconds` were spent in it and not below it; both are None where the query did not end.
    `fitting` are the statements of the graph that fit the step's pattern by itself, None for a step that is no pattern.
    """

    name: str
    rows: int | None
    seconds: float | None
    fitting: int | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a query, its last step first; `ended` says whether the query came to its end in `limit` seconds."""

    root: Step
    ended: bool
    limit: float


def plan(
    graph: Graph,
    text: str,
    *,
    config: Config,
    bindings: Mapping[str, Term] | None = None,
    origin: str = "query",
    seconds: float = SECONDS,
) -> Plan:
    """Run a query once under observation and return its plan; after so many seconds, the plan without numbers.

    Raises UsageError where the program `oxigraph` is missing, QueryError as `lod.query.begin` does.
    """
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        what = "the engine tells its plan through a program that is not installed: oxigraph"
        raise UsageError(what, remedy="Install it: pip install 'lod[explain]'")
    found = tuple(tokens(text))
    refuse(text, found, origin, config.prefixes, services=config.services)
    # On nothing: what is wrong with the text is told as for an answer, with its place.
    ask(Graph(), text, config=config, bindings=bindings, origin=origin)
    sent = prologue(found, config) + (bind(text, found, bindings, origin) if bindings else text)
    first = verb(found)
    results = "nt" if first is not None and first.word in ("CONSTRUCT", "DESCRIBE") else "json"
    told = _watched(program, graph, sent, results, seconds)
    ended = told is not None
    if told is None:
        told = _watched(program, Graph(), sent, results, seconds)
    if told is None:
        raise QueryError("the engine does not tell its plan", where=origin, remedy="Try a simpler query.")
    return Plan(_step(told, graph, ended), ended, seconds)


def drawn(plan: Plan, prefixes: Mapping[str, str]) -> str:
    """Return a plan as text: a table with a line for each step, each above the steps from which it takes its rows."""
    lines = [f"{'rows':>10} {'ms':>9} {'fitting':>10}  step", *_lines(plan.root, prefixes, 0)]
    if not plan.ended:
        lines.append(f"It was stopped after {plan.limit:g} seconds: these are its steps, without rows and times.")
    return "\n".join(lines) + "\n"


def _watched(program: str, graph: Graph, query: str, results: str, seconds: float) -> dict[str, Any] | None:
    """Return what the program says of a query, None where it does not come to an end."""
    with tempfile.TemporaryDirectory(prefix="lod-") as folder:
        data, asked, said = Path(folder, "data.nt"), Path(folder, "query.rq"), Path(folder, "plan.json")
        data.write_bytes(serialise(graph.triples(), "ntriples", {}))
        asked.write_text(query, "utf-8")
        at = ("--location", f"{folder}/store")
        subprocess.run([program, "load", *at, "--file", str(data)], check=True, capture_output=True)  # noqa: S603  # the engine's own program, found by its name
        command = [program, "query", *at, "--query-file", str(asked), "--results-format", results, "--stats"]
        with subprocess.Popen(  # noqa: S603  # as above
            [*command, "--explain-file", str(said)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            if sys.platform == "linux":
                resource.prlimit(process.pid, resource.RLIMIT_DATA, (MEMORY, MEMORY))
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        with suppress(FileNotFoundError):
            found: dict[str, Any] = orjson.loads(said.read_bytes())["plan"]
            return found
    return None


def _step(told: dict[str, Any], graph: Graph, ended: bool) -> Step:
    steps = tuple(_step(child, graph, ended) for child in told["children"])
    took = float(told["duration in seconds"]) - sum(float(child["duration in seconds"]) for child in told["children"])
    pattern = _PATTERN.fullmatch(told["name"])
    return Step(
        pattern[1] if pattern else told["name"],
        told["number of results"] if ended else None,
        max(took, 0.0) if ended else None,
        _fitting(graph, pattern[1]) if pattern else None,
        steps,
    )


def _fitting(graph: Graph, pattern: str) -> int | None:
    """Return how many statements fit a pattern, None for one of a named graph, which is written with four terms."""
    try:
        (row,) = graph.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")  # type: ignore[misc]  # rows, for it is a SELECT
    except SyntaxError:
        return None
    number = row["n"]
    return int(number.value) if isinstance(number, ox.Literal) else None


def _lines(step: Step, prefixes: Mapping[str, str], depth: int) -> Iterator[str]:
    rows = "" if step.rows is None else str(step.rows)
    took = "" if step.seconds is None else f"{1000 * step.seconds:.1f}"
    fitting = "" if step.fitting is None else str(step.fitting)
    yield f"{rows:>10} {took:>9} {fitting:>10}  {'  ' * depth}{_readable(step.name, prefixes)}"
    for below in step.steps:
        yield from _lines(below, prefixes, depth + 1)


def _readable(name: str, prefixes: Mapping[str, str]) -> str:
    """Return what a step does with its IRIs shortened, and without the names that the engine makes up."""

    def short(match: re.Match[str]) -> str:
        iri = match[1]
        fitting = [prefix for prefix, namespace in prefixes.items() if namespace and iri.startswith(namespace)]
        best = max(fitting, key=lambda prefix: len(prefixes[prefix]), default=None)
        return match[0] if best is None else f"{best}:{iri.removeprefix(prefixes[best])}"

    return _MADE_UP.sub("?…", _IRI.sub(short, name))
