"""Answers as SPARQL 1.1 Query Results JSON and as SPARQL Query Results XML (second edition)."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson
import pyoxigraph as ox

from lod.graph import Term
from lod.query.answer import Answer
from lod.terms import RDF, XSD

_PLAIN = frozenset((f"{XSD}string", f"{RDF}langString"))
# What XML 1.0 cannot carry at all, not even escaped (section 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def json(answer: Answer) -> str:
    """Return the answer as SPARQL 1.1 Query Results JSON (sections 3.1 to 3.3)."""
    if answer.boolean is not None:
        return orjson.dumps({"head": {}, "boolean": answer.boolean}).decode()
    columns = answer.columns
    bindings = [
        {column: _json(term) for column, term in zip(columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    return orjson.dumps({"head": {"vars": columns}, "results": {"bindings": bindings}}).decode()


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


def xml(answer: Answer) -> str:
    """Return the answer as SPARQL Query Results XML (section 2); a character that XML cannot carry becomes U+FFFD."""
    head = "".join(f"    <variable name={quoteattr(column)}/>\n" for column in answer.columns)
    lines = [
        '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n',
        f"  <head>\n{head}  </head>\n",
    ]
    if answer.boolean is not None:
        lines.append(f"  <boolean>{str(answer.boolean).lower()}</boolean>\n")
    else:
        lines.append("  <results>\n")
        names = [f"      <binding name={quoteattr(column)}>" for column in answer.columns]
        for row in answer.rows:
            cells = [
                f"{name}{_xml(term)}</binding>\n" for name, term in zip(names, row, strict=True) if term is not None
            ]
            lines += ("    <result>\n", *cells, "    </result>\n")
        lines.append("  </results>\n")
    return "".join((*lines, "</sparql>\n"))


def _xml(term: Term) -> str:
    if isinstance(term, ox.Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{_xml(part)}</{name}>' for name, part in parts)}</triple>"
    # A carriage return that is not escaped is read as a line feed (XML 1.0, section 2.11).
    text = escape(_FORBIDDEN.sub("\ufffd", term.value), {"\r": "&#13;"})
    if isinstance(term, ox.NamedNode):
        return f"<uri>{text}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{text}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    datatype = term.datatype.value
    return (
        f"<literal>{text}</literal>"
        if datatype in _PLAIN
        else f"<literal datatype={quoteattr(datatype)}>{text}</literal>"
    )
