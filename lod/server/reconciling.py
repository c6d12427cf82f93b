"""The reconciliation service: OpenRefine and its like match their tables against our people, organisations and places.

Reconciliation Service API 0.2, https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from typing import Any

import orjson

from lod.query.catalogue import worded
from lod.server import replies
from lod.server.desk import Desk
from lod.server.documents import Documents
from lod.server.replies import Reply
from lod.server.request import Refused, Request, fields
from lod.server.settings import Settings
from lod.server.tasks import Match, Suggest
from lod.terms import SCHEMA

#: Queries in one request at most; OpenRefine sends ten.
BATCH = 100

_KINDS = ("Person", "Organization", "Place")


class Reconciliation:
    """Answers the addresses below `reconcile`."""

    def __init__(self, desk: Desk, settings: Settings, documents: Documents) -> None:
        self._desk = desk
        self._settings = settings
        self._documents = documents

    async def answer(self, request: Request, path: str) -> Reply:
        """Answer GET or POST of `path`, the part behind `reconcile`. Raises Refused."""
        language = self._documents.file_language(request)
        if path == "":
            return await self._root(request, language)
        if path in ("/suggest/entity", "/suggest/type"):
            prefix = request.values.get("prefix", "")[:200]
            suggest = Suggest(prefix, language, kinds=path.endswith("type"))
            return _json(await self._documents.found(suggest))
        raise Refused(404, "The service has: reconcile, reconcile/suggest/entity, reconcile/suggest/type.")

    async def _root(self, request: Request, language: str) -> Reply:
        given = request.fields
        if request.method == "POST":
            given = [*given, *fields(await request.text(self._settings.request))]
        batch = dict(given).get("queries")
        if batch is None:
            return _json(orjson.dumps(self._manifest(language)))
        return _json(await self._documents.found(Match(_queries(batch), language)))

    def _manifest(self, language: str) -> dict[str, Any]:
        """Return what the service says of itself (section 4.3)."""
        desk, service = self._desk, f"{self._desk.host}/reconcile"
        label = desk.site.vocabulary.label
        return {
            "versions": ["0.2"],
            "name": worded(desk.config.title, language) or desk.config.base,
            "identifierSpace": desk.config.base,
            "schemaSpace": SCHEMA,
            "defaultTypes": [{"id": SCHEMA + kind, "name": label(SCHEMA + kind, language).text} for kind in _KINDS],
            "view": {"url": f"{desk.site.base_url}{{{{id}}}}"},
            "suggest": {
                kind: {"service_url": service, "service_path": f"/suggest/{kind}"} for kind in ("entity", "type")
            },
        }


def _queries(text: str) -> dict[str, dict[str, Any]]:
    try:
        batch = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refused(400, f"'queries' is no JSON: {error}") from None
    if not isinstance(batch, dict) or not all(isinstance(query, dict) for query in batch.values()):
        raise Refused(400, 'Write the queries as {"q0": {"query": "..."}, ...}.')
    if len(batch) > BATCH:
        raise Refused(413, f"At most {BATCH} queries in one request.")
    return batch


def _json(body: bytes) -> Reply:
    return replies.of_text(200, body, "application/json", vary="Accept-Language")
