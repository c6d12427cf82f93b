"""Who asks: a name and a password, or a token, from the environment or a netrc file, and never shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lod.errors import UsageError

if TYPE_CHECKING:
    from requests import PreparedRequest, Response
    from requests.auth import AuthBase

USER, PASSWORD, TOKEN = "LOD_STORE_USER", "LOD_STORE_PASSWORD", "LOD_STORE_TOKEN"  # names of variables


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name with its password (RFC 7617, RFC 7616), or a bearer token (RFC 6750); no repr shows them."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def from_environment(environment: Mapping[str, str]) -> Credentials | None:
    """Return what LOD_STORE_TOKEN, or LOD_STORE_USER and LOD_STORE_PASSWORD say; None if they are not set.

    Raises UsageError where only one of name and password is set, or a value cannot be sent in a header.
    """
    user, password, token = (environment.get(name, "") for name in (USER, PASSWORD, TOKEN))
    for name, value in ((USER, user), (PASSWORD, password), (TOKEN, token)):
        if not value.isprintable() or (name == TOKEN and not value.isascii()):
            raise UsageError(f"{name} holds characters that cannot be sent", remedy="Is there a line end in it?")
    if token:
        return Credentials(token=token)
    if bool(user) != bool(password):
        missing = PASSWORD if user else USER
        raise UsageError(f"{missing} is not set", remedy=f"Set both {USER} and {PASSWORD}, or neither.")
    return Credentials(user, password) if user else None


def of(url: str, own: Credentials | None) -> Credentials | None:
    """Return the credentials for an address: `own`, else those that a netrc file has for its host, else None."""
    if own is not None:
        return own
    from requests.utils import get_netrc_auth

    found = get_netrc_auth(url)
    return Credentials(*found) if found else None


def at_first(credentials: Credentials | None) -> AuthBase:
    """Return how the first request of all is signed: by a token; not by a password, before it is known how it goes."""
    from requests.auth import AuthBase

    class Token(AuthBase):
        def __call__(self, request: PreparedRequest) -> PreparedRequest:
            if credentials and credentials.token:
                request.headers["Authorization"] = f"Bearer {credentials.token}"
            return request

    # Not None even where there is nothing to send: requests would look into netrc then, and take Basic for granted.
    return Token()


def asked_for(response: Response, credentials: Credentials | None) -> AuthBase | None:
    """Return how to sign a request that was answered by 401 (RFC 9110, section 11.6.1); None if there is nothing to."""
    from requests.auth import HTTPBasicAuth, HTTPDigestAuth

    if credentials is None or not credentials.user:
        return None
    scheme = response.headers.get("WWW-Authenticate", "").lower()
    if "digest" in scheme:
        return HTTPDigestAuth(credentials.user, credentials.password)
    return HTTPBasicAuth(credentials.user.encode(), credentials.password.encode()) if "basic" in scheme else None
