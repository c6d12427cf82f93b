"""The one HTTP client for SPARQL: connections that are kept, limits of time, and patience with a busy server."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Collection, Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lod.errors import StoreError
from lod.graph.remote import credentials as signing
from lod.graph.remote.credentials import Credentials
from lod.graph.remote.refusals import refusal, silent, unreachable

if TYPE_CHECKING:
    from requests import Response, Session
    from requests.auth import AuthBase

#: Seconds to wait before each further try, more or less by half, where the server names none.
WAITS = (1.0, 2.0, 4.0, 8.0)
#: A server that asks for a longer wait than this many seconds is not waited for.
LONGEST = 60.0
#: Statuses that say: try again (RFC 6585, section 4; RFC 9110, sections 15.6.3 to 15.6.5).
BUSY = (429, 502, 503, 504)
#: Seconds to wait for a connection, and for the next byte where no other limit is given.
CONNECT, READ = 10.0, 300.0


class Connection:
    """Sends requests to SPARQL servers.

    `credentials` are sent to whatever is asked through it; without any, a netrc file is looked into. `timeout` is in
    seconds, for each try and each pause in an answer. `wait` is what waits a number of seconds between two tries.
    """

    def __init__(
        self,
        credentials: Credentials | None = None,
        *,
        timeout: float | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        #: How many requests have been sent, those of further tries too.
        self.trips = 0
        #: What the server that has answered last calls itself; a proxy before it may say another name.
        self.server = ""
        self._credentials = credentials
        self._limits = (min(timeout or CONNECT, CONNECT), timeout or READ)
        self._wait = wait
        self._local = threading.local()
        self._auth: dict[str, AuthBase] = {}
        self._met: set[str] = set()

    def send(
        self,
        method: str,
        url: str,
        *,
        data: Mapping[str, str] | bytes | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        again: Collection[int] = BUSY,
    ) -> Response:
        """Send a request and return the response, its body unread.

        It is sent again after a status of `again`, and when a server that has answered before hangs up or is not there:
        so only what may be done twice must be sent. Raises StoreError, with the status, for 400 and above, and where
        there is no answer.
        """
        for pause in (*WAITS, None):
            try:
                response = self._send(method, url, data, params, headers)
            except StoreError as error:
                if pause is None or error.status is not None or urlsplit(url).netloc not in self._met:
                    raise
                self._wait(_jittered(pause))
                continue
            named = _named_wait(response)
            if response.status_code not in again or pause is None or (named or 0) > LONGEST:
                break
            response.close()
            self._wait(_jittered(pause) if named is None else named * random.uniform(1, 1.1))  # noqa: S311  # no secret
        if response.status_code >= 400:
            try:
                raise refusal(response, url)
            finally:
                response.close()
        return response

    def _send(
        self,
        method: str,
        url: str,
        data: Mapping[str, str] | bytes | None,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
    ) -> Response:
        """Send a request once, or twice where the server tells only then how it wants to be told who asks."""
        import requests

        server = urlsplit(url).netloc
        own = signing.of(url, self._credentials)
        auth = self._auth.get(server) or signing.at_first(own)
        while True:
            self.trips += 1
            try:
                response = self._session().request(
                    method,
                    url,
                    data=data,
                    params=params,
                    headers={"User-Agent": "lod (linked open data)", **(headers or {})},
                    auth=auth,
                    timeout=self._limits,
                    stream=True,
                )
            except requests.Timeout:
                raise silent(url) from None
            except requests.RequestException as error:
                raise unreachable(error, url) from None
            # Redirections, and the questions of digest authentication.
            self.trips += len(response.history)
            self._met.add(server)
            self.server = response.headers.get("Server", "")
            asked = signing.asked_for(response, own) if response.status_code == 401 else None
            if asked is None or server in self._auth:
                return response
            response.close()
            auth = self._auth[server] = asked

    def _session(self) -> Session:
        """Return this thread's session; a forked process must not share the connections of its parent."""
        import requests

        kept: tuple[int, Session, object] | None = getattr(self._local, "session", None)
        if kept is None or kept[0] != os.getpid():
            # Those of the parent are not let go: a process that has closed them by number may have other files there.
            kept = self._local.session = (os.getpid(), requests.Session(), kept)
        return kept[1]


def _jittered(seconds: float) -> float:
    """Return a wait that is not the same for all who wait."""
    return seconds * random.uniform(0.5, 1.5)  # noqa: S311  # no secret


def _named_wait(response: Response) -> float | None:
    """Return the seconds that Retry-After asks for (RFC 9110, section 10.2.3), or None."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None  # no date either: as if nothing had been said
