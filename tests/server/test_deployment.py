"""What docs/server.md says about a machine of its own runs as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import orjson
import pytest

from tests.server.running import NEWS, Server, serving

DOCS = (Path(__file__).parents[2] / "docs" / "server.md").read_text("utf-8")
SITE = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{rules}
}}
"""


def block(language: str) -> str:
    """Return the one block of the docs in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", DOCS, re.S)
    return str(found)


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    """The server as nginx shows it, with the docs' own settings but for the ports and TLS; and the server itself."""
    folder = tmp_path_factory.mktemp("nginx")
    # Debian has servers where only root's path leads.
    program = shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
    if program is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    with serving(NEWS, folder / "log", "--no-reload", "--workers", "2") as server:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        rules = block("nginx").replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
        rules = rules.replace("127.0.0.1:8000", f"127.0.0.1:{urlsplit(server.address).port}")
        (folder / "nginx.conf").write_text(SITE.format(folder=folder, rules=rules))
        nginx = subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
        try:
            _wait(port, folder / "error.log")
            yield replace(server, address=f"http://127.0.0.1:{port}/lod/"), server
        finally:
            nginx.terminate()
            nginx.wait(10)


def _wait(port: int, log: Path) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nginx did not begin: {log.read_text()}")


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("", {"accept": "text/html"}),
        ("event/fair", {"accept": "text/turtle"}),
        ("person/j%C3%BCrgen.html", {}),
        ("event/fair.html", {"accept-encoding": "gzip"}),
        ("event/fair.html", {"if-none-match": "*"}),
        ("dump.ttl", {"range": "bytes=0-9"}),
        ("sparql?query=ASK%20%7B%7D", {"accept": "text/csv"}),
        ("queries/guests?event=event/fair", {"accept": "application/sparql-results+xml"}),
        ("nothing", {"accept": "text/html"}),
        ("health", {}),
    ],
)
def test_nothing_changes_behind_a_proxy(proxied: tuple[Server, Server], path: str, headers: dict[str, str]) -> None:
    through, straight = (server.get(path, headers) for server in proxied)
    # nginx writes `Connection`, `Date` and its own name.
    names = {
        "content-type",
        "content-encoding",
        "content-range",
        "etag",
        "location",
        "vary",
        "access-control-allow-origin",
    }
    assert through.status == straight.status
    assert through.body == straight.body
    assert {name: through.headers.get(name) for name in names} == {name: straight.headers.get(name) for name in names}


def test_a_crowd_that_asks_is_kept_away_and_readers_are_not(proxied: tuple[Server, Server]) -> None:
    proxy, _ = proxied
    began = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        asked = list(threads.map(lambda number: proxy.ask(f"ASK {{}} #{number}").status, range(60)))
        took = time.monotonic() - began
        read = list(threads.map(lambda _: proxy.get("event/fair.html").status, range(60)))
    assert set(asked) <= {200, 429}
    # A burst of 20, and five a second.
    assert asked.count(200) <= 22 + 5 * took
    assert set(read) == {200}


def test_the_unit_is_one_for_systemd(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed: apt-get install systemd")
    # It looks whether the program is there.
    unit = tmp_path / "lod.service"
    unit.write_text(block("ini").replace("/opt/lod/bin/lod", sys.executable))
    done = subprocess.run([program, "verify", str(unit)], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_and_the_container_start_what_there_is(tmp_path: Path) -> None:
    """Their commands are taken from the docs, with a workspace and a port of the test's own."""
    unit = re.search(r"^ExecStart=\S+ (.*)$", block("ini"), re.M)
    container = re.search(r"^CMD (\[.*\])$", block("dockerfile"), re.M)
    assert unit
    assert container
    for words in (unit[1].split(), orjson.loads(container[1])[1:]):
        assert words[0] == "serve"
        options = [word for word in words[1:] if not word.startswith("/")]
        given = [word for word in options if word != "--workspace"]
        if "--host" in given:
            # It listens at all addresses there; here, at none but our own.
            given[given.index("--host") + 1] = "127.0.0.1"
        with serving(NEWS, tmp_path / "log", *given) as server:
            assert server.get("event/fair.html").status == 200


def test_all_workers_answer_and_all_end(tmp_path: Path) -> None:
    with serving(NEWS, tmp_path / "log", "--workers", "3", "--no-reload") as server:
        with ThreadPoolExecutor(6) as threads:
            assert set(threads.map(lambda _: server.get("event/fair.html").status, range(60))) == {200}
        numbers = dict(
            line.rsplit(" ", 1) for line in server.get("metrics").text.splitlines() if not line.startswith("#")
        )
        assert float(numbers['lod_requests_total{route="page",status="2xx"}']) == 60
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 0
