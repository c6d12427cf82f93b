"""Answers as SPARQL 1.1 Query Results JSON and as SPARQL Query Results XML (second edition)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

import orjson
import pyoxigraph as ox

from lod.graph import Term
from lod.query.answer import Stream
from lod.terms import RDF, XSD

_PLAIN = frozenset((f"{XSD}string", f"{RDF}langString"))
# What XML 1.0 cannot carry at all, not even escaped (section 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def json(stream: Stream) -> Iterator[str]:
    """Yield the answer as SPARQL 1.1 Query Results JSON (sections 3.1 to 3.3)."""
    if stream.boolean is not None:
        yield orjson.dumps({"head": {}, "boolean": stream.boolean}).decode()
        return
    columns = stream.columns
    yield f'{{"head":{{"vars":{orjson.dumps(columns).decode()}}},"results":{{"bindings":['
    comma = ""
    for row in stream.rows:
        binding = {column: _json(term) for column, term in zip(columns, row, strict=True) if term is not None}
        yield comma + orjson.dumps(binding).decode()
        comma = ","
    yield "]}}"


def _json(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.Literal):
        if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        datatype = term.datatype.value
        if datatype in _PLAIN:
            return {"type": "literal", "value": term.value}
        return {"type": "literal", "value": term.value, "datatype": datatype}
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}


def xml(stream: Stream) -> Iterator[str]:
    """Yield the answer as SPARQL Query Results XML (section 2); a character that XML cannot carry becomes U+FFFD."""
    head = "".join(f'    <variable name="{escape(column)}"/>\n' for column in stream.columns)
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
    yield f"  <head>\n{head}  </head>\n"
    if stream.boolean is not None:
        yield f"  <boolean>{str(stream.boolean).lower()}</boolean>\n"
    else:
        yield "  <results>\n"
        names = [f'      <binding name="{escape(column)}">' for column in stream.columns]
        for row in stream.rows:
            cells = [
                f"{name}{_xml(term)}</binding>\n" for name, term in zip(names, row, strict=True) if term is not None
            ]
            yield "".join(("    <result>\n", *cells, "    </result>\n"))
        yield "  </results>\n"
    yield "</sparql>\n"


def _xml(term: Term) -> str:
    if isinstance(term, ox.Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{_xml(part)}</{name}>' for name, part in parts)}</triple>"
    # A carriage return that is not escaped is read as a line feed (XML 1.0, section 2.11).
    text = escape(_FORBIDDEN.sub("\ufffd", term.value), quote=False).replace("\r", "&#13;")
    if isinstance(term, ox.NamedNode):
        return f"<uri>{text}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{text}</bnode>"
    if term.language:
        return f'<literal xml:lang="{escape(term.language)}">{text}</literal>'
    datatype = term.datatype.value
    return (
        f"<literal>{text}</literal>"
        if datatype in _PLAIN
        else f'<literal datatype="{escape(datatype)}">{text}</literal>'
    )
