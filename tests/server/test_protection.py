"""What a client can do wrong, by accident or on purpose, and that the server goes on."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import orjson
import pytest

from tests.server.running import NEWS, RUNAWAY, Server, children, family, serving


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with one worker for queries, room for one more in line, and little patience."""
    log = tmp_path_factory.mktemp("narrow") / "log"
    options = (
        "--no-reload",
        "--queries",
        "1",
        "--waiting",
        "1",
        "--timeout",
        "0.7",
        "--answer",
        "1",
        "--memory",
        "200",
    )
    with serving(NEWS, log, *options) as running:
        yield running


def test_a_runaway_query_is_killed_and_explained(narrow: Server) -> None:
    began = time.monotonic()
    came = narrow.ask(RUNAWAY)
    assert came.status == 504
    assert "took longer than 0.7 seconds" in came.text
    assert time.monotonic() - began < 3
    assert narrow.ask("ASK {}").status == 200


def test_who_comes_when_the_line_is_full_is_told_to_come_back(narrow: Server) -> None:
    with ThreadPoolExecutor(6) as threads:
        came = list(threads.map(narrow.ask, [RUNAWAY] * 6))
    assert {answer.status for answer in came} == {503, 504}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in came if answer.status == 503)
    assert narrow.ask("ASK {}").status == 200


def test_pages_are_served_while_queries_run_away(narrow: Server) -> None:
    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(narrow.ask, RUNAWAY) for _ in range(4)]
        began = time.monotonic()
        assert narrow.get("event/fair.html").status == 200
        assert narrow.get("person/ada.ttl").status == 200
        assert time.monotonic() - began < 3
        assert all(query.result().status in (503, 504) for query in running)


def test_a_query_that_takes_too_much_memory_is_stopped(narrow: Server) -> None:
    distinct = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f } }"
    came = narrow.ask(distinct)
    assert came.status == 504
    assert narrow.ask("ASK {}").status == 200


def test_an_answer_that_is_too_long_is_broken_off(narrow: Server) -> None:
    came = narrow.ask("SELECT ?a ?b ?c ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 100000")
    assert came.status == 504
    assert "longer than 1 MB" in came.text


def test_a_client_that_goes_away_ends_its_query(narrow: Server) -> None:
    parts = urlsplit(narrow.address)
    with socket.create_connection((parts.hostname, parts.port or 0)) as connection:
        connection.sendall(f"GET {parts.path}sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.1)
    time.sleep(0.9)
    assert narrow.ask("ASK {}").status == 200


def test_long_requests_are_refused(narrow: Server) -> None:
    headers = {"content-type": "application/sparql-query"}
    assert narrow.get("sparql", headers, "POST", b"ASK {} #" + b"x" * 200_000).status == 413


def test_too_many_parameters_are_refused(narrow: Server) -> None:
    assert narrow.get("sparql?" + "&".join(f"a{n}=1" for n in range(200))).status == 400


def test_deep_brackets_do_not_end_a_process(narrow: Server) -> None:
    assert narrow.ask("ASK " + "{" * 3000 + "}" * 3000).status == 400


def test_a_worker_that_is_killed_from_outside_is_replaced_before_anybody_notices(narrow: Server) -> None:
    front = children(children(narrow.process.pid)[0])[0]
    before = children(front)
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    _until_gone(set(before))
    assert narrow.ask("ASK {}").status == 200
    assert narrow.get("place/mill.en.html").status == 200


def test_a_front_that_is_killed_from_outside_is_replaced(narrow: Server) -> None:
    os.kill(children(children(narrow.process.pid)[0])[0], signal.SIGKILL)
    assert narrow.ask("ASK {}").status == 200


def test_every_answer_has_the_headers_that_protect_a_reader(narrow: Server) -> None:
    for path in ("", "event/fair", "event/fair.ttl", "sparql", "nothing", "health", "sparql?query=ASK"):
        came = narrow.get(path)
        assert came.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in came.headers["content-security-policy"]
        assert came.headers["access-control-allow-origin"] == "*"
        assert "server" not in came.headers


def test_the_log_is_json_and_holds_nothing_that_was_typed(narrow: Server) -> None:
    secret = {"authorization": "Bearer hidden-token", "cookie": "id=hidden-cookie"}
    narrow.get("sparql?query=ASK%20%7B%7D%20%23hidden-text", secret)
    log = narrow.log.read_text()
    lines = [orjson.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert {"time", "method", "path", "status", "bytes", "ms", "route"} == set(lines[-1])
    assert "hidden" not in log


def test_metrics_count_what_happened(narrow: Server) -> None:
    # Whoever runs the tests side by side has perhaps run those above elsewhere.
    assert narrow.ask(RUNAWAY).status == 504
    assert narrow.get("event/fair.html").status == 200
    text = narrow.get("metrics").text
    numbers = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(numbers['lod_queries_killed_total{limit="seconds"}']) >= 1
    assert float(numbers['lod_requests_total{route="sparql",status="5xx"}']) >= 1
    assert float(numbers["lod_triples"]) > 0
    assert float(numbers['lod_request_seconds_bucket{route="page",le="+Inf"}']) >= 1


def test_no_process_is_left_when_the_server_is_killed(tmp_path: Path) -> None:
    with serving(NEWS, tmp_path / "log", "--no-reload", "--workers", "2", ends=-signal.SIGKILL) as server:
        assert server.ask("ASK {}").status == 200
        everyone = family(server.process.pid)
        assert len(everyone) > 5
        server.process.kill()
        server.process.wait()
        _until_gone(everyone - {server.process.pid})


def test_requests_that_have_begun_are_answered_before_the_server_ends(tmp_path: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a a ?b . ?d ?e ?f . FILTER(STR(?a) < STR(?e)) }"
    with serving(NEWS, tmp_path / "log", "--no-reload") as server, ThreadPoolExecutor(1) as threads:
        answer = threads.submit(server.ask, slow)
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        assert answer.result().status == 200


def test_an_address_that_is_taken_is_told(server: Server) -> None:
    port = str(urlsplit(server.address).port)
    command = [*server.process.args[:3], "serve", "--port", port, "--workspace", str(NEWS)]  # type: ignore[index]  # a list
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert f"cannot listen at 127.0.0.1 port {port}" in done.stderr


def _until_gone(pids: set[int]) -> None:
    for _ in range(100):
        if not any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids):
            return
        time.sleep(0.1)
    raise TimeoutError(f"still there: {pids}")
