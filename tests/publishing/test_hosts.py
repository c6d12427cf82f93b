"""The rules for web servers lead from the IRI of a thing to what the client prefers, on real servers."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest

from lod import config as configuration
from lod.publishing import publish
from lod.publishing.files import preferring
from lod.workspace import Workspace
from tests.publishing.conftest import CASES

PREFIX = "/lod/"
#: Where the files lie for which w3id.org keeps the addresses.
HOST = "https://files.example/site/"
NEGOTIATION = tomllib.loads((CASES / "negotiation.toml").read_text("utf-8"))["case"]

_NGINX = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {rules}/nginx-http.conf;
    server {{ listen 127.0.0.1:{port}; root {root}; include {rules}/nginx-server.conf; }}
}}
"""

_APACHE = """
ServerRoot {folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.log
TypesConfig /dev/null
{modules}
DocumentRoot {root}
<Directory {root}>
AllowOverride All
Require all granted
</Directory>
"""

# No certificates, no port for its administration, nothing in anybody's home.
_CADDY = """
{{
    admin off
    auto_https off
    storage file_system {folder}/storage
    log {{
        output file {folder}/error.log
    }}
}}
http://127.0.0.1:{port} {{
    root * {root}
    import {rules}/Caddyfile
}}
"""

_MODULES = Path("/usr/lib/apache2/modules")
_LOADED = ("mpm_event", "authz_core", "mime", "dir", "setenvif", "headers", "rewrite")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the site stands at PREFIX."""
    folder = tmp_path_factory.mktemp("root")
    folder.chmod(0o755)
    workspace = Workspace(configuration.load(CASES / "hosts"))
    publish(workspace.config, folder / "lod", graph=workspace.graph, vocabulary=workspace.vocabulary)
    return folder


def _nginx(root: Path, folder: Path, port: int) -> list[str]:
    text = _NGINX.format(folder=folder, rules=root / "lod/.lod/hosts", port=port, root=root)
    (folder / "nginx.conf").write_text(text)
    return ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def _apache(root: Path, folder: Path, port: int) -> list[str]:
    modules = "\n".join(f"LoadModule {name}_module {_MODULES}/mod_{name}.so" for name in _LOADED)
    (folder / "httpd.conf").write_text(_APACHE.format(folder=folder, port=port, root=root, modules=modules))
    return ["apache2", "-D", "FOREGROUND", "-f", str(folder / "httpd.conf")]


def _caddy(root: Path, folder: Path, port: int) -> list[str]:
    text = _CADDY.format(folder=folder, rules=root / "lod/.lod/hosts", port=port, root=root)
    (folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


SERVERS: dict[str, Callable[[Path, Path, int], list[str]]] = {"nginx": _nginx, "apache2": _apache, "caddy": _caddy}


@pytest.fixture(scope="module", params=SERVERS)
def port(request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server on this machine; tests are skipped where it is not installed."""
    with _serving(request.param, root, tmp_path_factory.mktemp(request.param)) as number:
        yield number


@pytest.fixture(scope="module")
def w3id(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an Apache in which a folder has the rules for w3id.org, and nothing else, as that host has them."""
    elsewhere, site = tmp_path_factory.mktemp("w3id"), tmp_path_factory.mktemp("site") / "files"
    workspace = Workspace(configuration.load(CASES / "hosts"))
    publish(workspace.config, site, graph=workspace.graph, vocabulary=workspace.vocabulary, base_url=HOST)
    (elsewhere / PREFIX.strip("/")).mkdir()
    shutil.copy(site / ".lod/hosts/w3id.htaccess", elsewhere / PREFIX.strip("/") / ".htaccess")
    with _serving("apache2", elsewhere, tmp_path_factory.mktemp("apache2")) as number:
        yield number


@contextmanager
def _serving(server: str, root: Path, folder: Path) -> Iterator[int]:
    """Run a server for the folder `root`, and yield its port; `folder` is for its own files."""
    # Debian has servers where only root's path leads.
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
    if (program := shutil.which(server, path=path)) is None:
        pytest.skip(f"{server} is not installed: apt-get install nginx-light apache2 caddy")
    for above in (root, *root.parents[:-2]):
        above.chmod(above.stat().st_mode | 0o055)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    command = SERVERS[server](root, folder, number)
    process = subprocess.Popen([program, *command[1:]], stderr=subprocess.DEVNULL)
    try:
        _wait(process, number, folder)
        yield number
    finally:
        process.terminate()
        process.wait(10)


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    log = folder / "error.log"
    pytest.fail(f"the server did not begin: {log.read_text() if log.is_file() else process.returncode}")


Case = dict[str, str | int]

each_case = pytest.mark.parametrize("case", NEGOTIATION, ids=lambda case: f"{case['path']} {case.get('accept', '')}")


@each_case
def test_a_server_sends_what_is_preferred(port: int, case: Case) -> None:
    response = _asked(port, PREFIX, case)
    assert response.status == case.get("status", 303)
    if "to" in case:
        to = str(case["to"])
        location = re.sub(r"^http://[^/]*/", "/", response.headers["Location"])
        # Whether hexadecimal digits are large or small does not matter (RFC 3986, section 6.2.2.1).
        assert unquote(location) == unquote(to if "://" in to else PREFIX + to)
        if response.status == 303:
            assert response.headers["Vary"].replace(" ", "") == "Accept,Accept-Language"
    if "type" in case:
        assert response.headers.get_content_type() == case["type"]
    if response.status == 200:
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"


@each_case
def test_w3id_leads_to_the_same_at_the_host_of_the_site(w3id: int, case: Case) -> None:
    response = _asked(w3id, PREFIX, case)
    # What there is on the host is not known there: what is no thing is sought where it would be.
    assert response.status == case.get("w3id_status", case.get("status", 303))
    if response.status != 410:
        to = str(case.get("w3id", case.get("to", case["path"])))
        assert unquote(response.headers["Location"]) == unquote(to if "://" in to else f"{HOST}{to}")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    if response.status == 303:
        assert response.headers["Vary"].replace(" ", "") == "Accept,Accept-Language"


def _asked(port: int, prefix: str, case: Case) -> http.client.HTTPResponse:
    headers = {"Accept": case.get("accept"), "Accept-Language": case.get("language")}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", f"{prefix}{case['path']}", headers={k: str(v) for k, v in headers.items() if v})
        response = connection.getresponse()
        response.read()
        return response


def test_the_page_of_what_is_gone_says_so(root: Path) -> None:
    merged, withdrawn = ((root / f"lod/person/{name}.en.html").read_text("utf-8") for name in ("old", "away"))
    assert 'Replaced by: <a href="../person/new.en.html">Neu</a>' in merged
    assert "This is no longer valid." in withdrawn


def test_expressions_need_nothing_that_re2_lacks() -> None:
    names = ("html", "turtle", "jsonld", "ntriples", "rdfxml")
    for expression, _ in (*preferring.formats(names), *preferring.languages(("de", "pt-BR"))):
        assert not re.search(r"\(\?[=!<]|\\[1-9]|\*\+|\+\+", expression)
        assert '"' not in expression
