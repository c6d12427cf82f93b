"""Replies with a stored file: conditional requests, ranges, compression (RFC 9110, sections 8, 13 and 14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime

from lod.server import negotiation
from lod.server.stored import Body, Stored

#: A page may be shown from a cache for so many seconds before it is asked for again.
FRESH = 60

Headers = list[tuple[bytes, bytes]]

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_RANGE = re.compile(r"bytes[ \t]*=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole response: status, headers as they are sent, body."""

    status: int
    headers: Headers
    body: Body = b""


def of_file(
    stored: Stored, request: Mapping[str, str], *, modified: float | None, vary: str = "", location: str = ""
) -> Reply:
    """Return the reply to a GET of a file.

    `request` holds the request's headers in lower case; `modified` is in seconds since 1970, None if nobody knows;
    `vary` names the headers by which the file was chosen, `location` its own path where it was asked for by another
    (Content-Location).
    """
    ranged = request.get("range")
    packed = stored.gzipped if not ranged and negotiation.gzip(request.get("accept-encoding")) else None
    body: Body = stored.content if packed is None else packed
    tag = f'"{stored.digest}{"" if packed is None else "-gz"}"'
    text = stored.media_type.startswith("text/")
    said = {
        "content-type": f"{stored.media_type}; charset=utf-8" if text else stored.media_type,
        "etag": tag,
        "cache-control": f"public, max-age={FRESH}",
        "vary": ", ".join(part for part in (vary, "Accept-Encoding") if part),
        "accept-ranges": "bytes",
        **({} if modified is None else {"last-modified": formatdate(modified, usegmt=True)}),
        **({"content-location": location} if location else {}),
        **({"content-encoding": "gzip"} if packed is not None else {}),
    }
    if _unchanged(request, tag, modified):
        for name in ("content-type", "content-encoding"):
            said.pop(name, None)
        return Reply(304, encoded(said))
    part = _part(ranged, len(body)) if ranged and _still(request.get("if-range"), tag, modified) else None
    if part is None:
        return Reply(200, encoded({**said, "content-length": str(len(body))}), body)
    if not part:
        return Reply(416, encoded({"content-range": f"bytes */{len(body)}", "content-length": "0"}))
    said |= {"content-range": f"bytes {part.start}-{part.stop - 1}/{len(body)}", "content-length": str(len(part))}
    return Reply(206, encoded(said), body[part.start : part.stop])


def of_text(status: int, text: str | bytes, media_type: str, **further: str) -> Reply:
    """Return a reply with a text that is made for this one request."""
    body = text.encode() if isinstance(text, str) else text
    said = {"content-type": f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type}
    said |= {name.replace("_", "-"): value for name, value in further.items()}
    return Reply(status, encoded({**said, "content-length": str(len(body))}), body)


def redirect(status: int, location: str, vary: str = "") -> Reply:
    """Return a reply that leads elsewhere."""
    return of_text(status, f"{location}\n", "text/plain", location=location, **({"vary": vary} if vary else {}))


def encoded(headers: Mapping[str, str]) -> Headers:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]


def _unchanged(request: Mapping[str, str], tag: str, modified: float | None) -> bool:
    """Tell whether the client has this already (section 13.2.2: a tag counts before a date)."""
    if (tags := request.get("if-none-match")) is not None:
        # Compressed or not, it is the same to who only asks whether it has changed (weak comparison, section 13.1.2).
        known = {known.replace("-gz", "") for known in _TAG.findall(tags)}
        return tags.strip() == "*" or tag.replace("-gz", "") in known
    since = _time(request.get("if-modified-since"))
    return since is not None and modified is not None and int(modified) <= since


def _still(condition: str | None, tag: str, modified: float | None) -> bool:
    """Tell whether a range may be sent (section 13.1.5)."""
    if condition is None:
        return True
    if condition.strip().startswith(("W/", '"')):
        return condition.strip() == tag
    return modified is not None and _time(condition) == int(modified)


def _time(text: str | None) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except ValueError:
        return None  # a date that cannot be read does not count (section 13.1.3)


def _part(header: str, length: int) -> range | None:
    """Return the range that is asked for, empty if there is none of it (416), None if it is to be ignored."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or not (match[1] or match[2]):
        return None  # several ranges, or another unit: a server may send everything (section 14.2)
    if not match[1]:
        return range(max(0, length - int(match[2])), length)
    start = int(match[1])
    if not match[2]:
        return range(start, max(start, length))
    end = int(match[2])
    return range(start, max(start, min(end + 1, length))) if start <= end else None
