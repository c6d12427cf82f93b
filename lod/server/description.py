"""What machines are told about the services: SPARQL 1.1 Service Description, and OpenAPI 3.1 for all addresses."""

from __future__ import annotations

from typing import Any

import orjson
import pyoxigraph as ox

from lod.graph import serialise
from lod.media import BY_NAME
from lod.query import NamedQuery, Parameter
from lod.query.catalogue import worded
from lod.query.parameters import FORMS
from lod.server.desk import Desk
from lod.terms import RDF_TYPE

FORMATS = ("turtle", "jsonld", "ntriples", "rdfxml")

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"

#: The W3C's names of formats, by ours (Unique URIs for File Formats).
_RESULTS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "jsonld": "JSON-LD",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
}


def service(desk: Desk, format: str) -> bytes:
    """Return the description of the endpoint (SPARQL 1.1 Service Description, section 3) in an RDF format."""
    endpoint = ox.NamedNode(f"{desk.site.base_url}sparql")
    dataset, graph = ox.BlankNode("dataset"), ox.NamedNode(f"{desk.config.base}dataset")
    size = ox.Literal(str(desk.triples), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))

    def say(
        subject: ox.NamedNode | ox.BlankNode, predicate: str, object: ox.NamedNode | ox.BlankNode | ox.Literal
    ) -> ox.Triple:
        return ox.Triple(subject, ox.NamedNode(predicate), object)

    triples = [
        say(endpoint, RDF_TYPE, ox.NamedNode(f"{_SD}Service")),
        say(endpoint, f"{_SD}endpoint", endpoint),
        say(endpoint, f"{_SD}supportedLanguage", ox.NamedNode(f"{_SD}SPARQL11Query")),
        *(say(endpoint, f"{_SD}resultFormat", ox.NamedNode(_FORMATS + name)) for name in _RESULTS.values()),
        say(endpoint, f"{_SD}defaultDataset", dataset),
        say(dataset, RDF_TYPE, ox.NamedNode(f"{_SD}Dataset")),
        say(dataset, f"{_SD}defaultGraph", graph),
        say(graph, RDF_TYPE, ox.NamedNode(f"{_SD}Graph")),
        say(graph, f"{_VOID}triples", size),
    ]
    prefixes = {**desk.config.prefixes, "sd": _SD, "formats": _FORMATS}
    return serialise(triples, format, prefixes)


def openapi(desk: Desk, language: str) -> bytes:
    """Return the OpenAPI 3.1 description of the endpoint, the named queries and the reconciliation service."""
    config = desk.config
    title = worded(config.title, language) or config.base
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": "1",
            **({"description": text} if (text := worded(config.description, language)) else {}),
            **({"license": {"name": config.license, "url": config.license}} if config.license else {}),
        },
        "servers": [{"url": desk.site.base_url.rstrip("/")}],
        "paths": {
            "/sparql": {"get": _endpoint(), "post": _posted()},
            **{f"/queries/{name}": {"get": _query(query, language)} for name, query in desk.queries.items()},
            "/health": {"get": _plain("health", "Whether the server serves, and what.", "application/json")},
            "/metrics": {"get": _plain("metrics", "Numbers for Prometheus.", "text/plain")},
        },
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


_ERRORS: dict[str, Any] = {
    status: {"description": text, "content": {"text/plain": {"schema": {"type": "string"}}, "text/html": {}}}
    for status, text in (
        ("400", "The query or a value cannot be used; the text says where and why."),
        ("406", "There is no answer in a format that is accepted."),
        ("503", "All workers are busy; try again after Retry-After seconds."),
        ("504", "The query took too long and was stopped."),
    )
}

_FORMAT = {
    "name": "format",
    "in": "query",
    "description": "In place of Accept.",
    "schema": {"type": "string", "enum": [*_RESULTS, "svg", "html"]},
}


def _answers() -> dict[str, Any]:
    content: dict[str, Any] = {BY_NAME[name].media_type: {} for name in (*_RESULTS, "svg", "html")}
    return {"200": {"description": "The answer.", "content": content}, **_ERRORS}


def _endpoint() -> dict[str, Any]:
    query = {"name": "query", "in": "query", "description": "SPARQL 1.1 Query.", "schema": {"type": "string"}}
    return {
        "operationId": "sparql",
        "summary": "SPARQL 1.1 Protocol",
        "parameters": [query, _FORMAT],
        "responses": _answers(),
    }


def _posted() -> dict[str, Any]:
    text = {"type": "string"}
    form = {"type": "object", "properties": {"query": text}, "required": ["query"]}
    content = {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-query": {"schema": text},
    }
    refused = {
        "403": {"description": "Updates are refused."},
        "413": {"description": "The query is too long."},
        "415": {"description": "The body is neither a form nor a query."},
    }
    return {
        "operationId": "sparql-post",
        "summary": "SPARQL 1.1 Protocol, with the query in the body",
        "parameters": [_FORMAT],
        "requestBody": {"required": True, "content": content},
        "responses": {**_answers(), **refused},
    }


def _query(query: NamedQuery, language: str) -> dict[str, Any]:
    return {
        "operationId": query.name,
        "summary": worded(query.title, language),
        "description": worded(query.description, language),
        "parameters": [*(_parameter(parameter, language) for parameter in query.parameters), _FORMAT],
        "responses": _answers(),
    }


def _parameter(parameter: Parameter, language: str) -> dict[str, Any]:
    form = FORMS[parameter.type]
    about = worded(parameter.description, language)
    schema: dict[str, Any] = {"type": "integer"} if parameter.type == "integer" else {"type": "string"}
    if parameter.type == "date":
        schema["format"] = "date"
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": f"{about} ({form})" if about else form,
        "schema": schema,
        **({"example": parameter.example} if parameter.example else {}),
    }


def _plain(name: str, summary: str, media_type: str) -> dict[str, Any]:
    ok = {"description": summary, "content": {media_type: {}}}
    return {"operationId": name, "summary": summary, "responses": {"200": ok}}
