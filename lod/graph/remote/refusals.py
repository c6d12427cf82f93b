"""What a store says in place of an answer, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lod.errors import StoreError

if TYPE_CHECKING:
    from requests import Response

#: Statuses that say that a request is too long, or takes too long, for the store or a proxy before it.
LONG = (413, 414, 504)

_REMEDIES = {
    400: "Correct the query; the endpoint may know less of SPARQL, or name things differently.",
    401: "Set LOD_STORE_USER and LOD_STORE_PASSWORD, or LOD_STORE_TOKEN, for [store]; else put them into ~/.netrc.",
    403: "It does not let everyone do that; with these credentials, or without any, only reading may be allowed.",
    404: "Is the address right? Often it ends with /sparql, /query or /update.",
    405: "It does not let anyone do that: it may be read-only, or the address is one for something else.",
    413: "It, or a proxy before it, takes no request of this length.",
    414: "It, or a proxy before it, takes no request of this length.",
    429: "The endpoint is asked too often; try again later.",
    500: "If this was a change: it may be read-only for you, or have no room left.",
    501: "It does not know this operation: it may be read-only.",
    502: "A proxy does not reach it; try again later.",
    503: "The endpoint is busy; try again later.",
    504: "A proxy did not wait for the answer: make the query narrower.",
    507: "It has no room left: make some, and do the same again.",
}


def refusal(response: Response, where: str) -> StoreError:
    """Return the error for an answer with a status of 400 or more; what it says itself is told unless it is a page."""
    body = response.raw.read(2000, decode_content=True).decode("utf-8", "replace")
    told = "" if "<html" in body.lower() else " ".join(body.split())[:500]
    status = response.status_code
    what = f"the endpoint answers {status} {response.reason}" + (f": {told}" if told else "")
    remedy = _REMEDIES.get(status, "Try a simpler query (LIMIT 1), to see whether the endpoint works at all.")
    if status == 401 and "Authorization" in response.request.headers:
        remedy = "The name, the password or the token is not right."
    return StoreError(what, where=where, remedy=remedy, status=status)


def silent(where: str) -> StoreError:
    """Return the error for an endpoint that does not answer in time."""
    remedy = "Allow it more time (--timeout), or make the query narrower."
    return StoreError("the endpoint did not answer in time", where=where, remedy=remedy, status=504)


def unreachable(error: BaseException, where: str) -> StoreError:
    """Return the error for an endpoint that cannot be connected to, or hung up."""
    remedy = "Is the address right, and the network there?"
    return StoreError(f"the endpoint cannot be reached: {_root(error)}", where=where, remedy=remedy)


def unreadable(error: Exception, where: str) -> StoreError:
    """Return the error for an answer that ends too early or is not what it says it is."""
    remedy = "It may have been cut off; do the same again."
    return StoreError(f"the answer cannot be read: {error}", where=where, remedy=remedy, broken=True)


def _root(error: BaseException) -> str:
    """Return the innermost reason, without the addresses of Python objects that requests wraps around it."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
