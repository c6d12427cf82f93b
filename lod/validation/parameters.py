"""The vocabulary of SHACL as a table: which parameters there are, what each needs, and whether it may be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lod.terms import RDF, SH, XSD

_KINDS: Mapping[str, tuple[str, str]] = {
    "any": ("einen Wert", "a value"),
    "iri": ("einen Verweis (IRI)", "a link (IRI)"),
    "node": ("einen Verweis oder [ … ]", "a link or [ … ]"),
    "literal": ("eine Zahl, ein Datum oder Text", "a number, a date or text"),
    "integer": ("eine ganze Zahl", "a whole number"),
    "boolean": ("true oder false", "true or false"),
    "string": ("Text ohne Sprachangabe", "text without a language"),
    "text": ("Text", "text"),
    "nodeKind": ("eine Knotenart wie sh:IRI", "a kind of node such as sh:IRI"),
    "list": ("eine Liste", "a list"),
    "number": ("eine Zahl", "a number"),
}
_NODE_KINDS = frozenset(
    SH + name for name in ("BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a parameter of SHACL needs: a kind of value, and for a list the kind of its items, of which one must be."""

    kind: str
    single: bool = False
    items: str = ""
    filled: bool = False

    @property
    def says(self) -> tuple[str, str]:
        return _KINDS[self.kind]


_ONE = {
    "maxCount": "integer", "minCount": "integer", "maxLength": "integer", "minLength": "integer",
    "maxExclusive": "literal", "maxInclusive": "literal", "minExclusive": "literal", "minInclusive": "literal",
    "qualifiedMaxCount": "integer", "qualifiedMinCount": "integer", "qualifiedValueShapesDisjoint": "boolean",
    "uniqueLang": "boolean", "closed": "boolean", "deactivated": "boolean", "nodeKind": "nodeKind", "datatype": "iri",
    "pattern": "string", "flags": "string", "severity": "iri", "order": "number", "group": "node",
}  # fmt: skip
_MANY = {
    "targetClass": "iri", "targetSubjectsOf": "iri", "targetObjectsOf": "iri", "class": "iri", "disjoint": "iri",
    "equals": "iri", "lessThan": "iri", "lessThanOrEquals": "iri", "node": "node", "not": "node", "property": "node",
    "qualifiedValueShape": "node", "message": "text", "name": "text", "description": "text", "sparql": "node",
    "hasValue": "any", "defaultValue": "any",
}  # fmt: skip

#: By the name behind `sh:`.
PARAMETERS: Mapping[str, Parameter] = {
    **{name: Parameter(kind, single=True) for name, kind in _ONE.items()},
    **{name: Parameter(kind) for name, kind in _MANY.items()},
    "and": Parameter("node", items="node", filled=True),
    "or": Parameter("node", items="node", filled=True),
    "xone": Parameter("node", items="node", filled=True),
    "in": Parameter("node", single=True, items="any"),
    "languageIn": Parameter("node", single=True, items="string"),
    "ignoredProperties": Parameter("node", single=True, items="iri"),
}

#: The parameters that lead from a shape to shapes, or to lists of shapes.
SHAPES = frozenset({"node", "property", "not", "and", "or", "xone", "qualifiedValueShape"})

#: What a property path may be made of, beside properties and lists of paths.
STEPS = ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")

#: What else SHACL has: of targets, SPARQL, declarations of components and prefixes, rules, reports.
KNOWN = frozenset(
    {
        "target", "targetNode", "path", "shapesGraph", "suggestedShapesGraph", "entailment", "prefixes",
        "declare", "prefix", "namespace", "select", "ask", "construct", "update", "parameter", "optional",
        "validator", "nodeValidator", "propertyValidator", "labelTemplate", "editor", "viewer",
        "resultAnnotation", "annotationProperty", "annotationValue", "annotationVarName", "detail", "focusNode",
        "value", "resultPath", "resultMessage", "resultSeverity", "result", "conforms", "sourceShape",
        "sourceConstraint", "sourceConstraintComponent", "shapesGraphWellFormed", "rule", "condition",
        "subject", "predicate", "object", "expression", "filterShape", "nodes", "intersection", "union",
        "returnType", "js", "jsFunctionName", "jsLibrary", "jsLibraryURL", "codeIdentifier", "unless", "if",
        "then", "else", "distinct", "limit", "offset", "orderBy", "desc", "count", "sum", "min", "max",
        "groupConcat", "separator", "exists", "targetWhere", "class", "codeList", "root",
    }
)  # fmt: skip


def fits(term: object, kind: str) -> bool:
    """Tell whether a value is of the kind that a parameter needs."""
    if kind == "any":
        return True
    if kind == "iri":
        return isinstance(term, ox.NamedNode)
    if kind == "node":
        return isinstance(term, ox.NamedNode | ox.BlankNode)
    if kind == "nodeKind":
        return isinstance(term, ox.NamedNode) and term.value in _NODE_KINDS
    if not isinstance(term, ox.Literal):
        return False
    datatype = term.datatype.value
    if kind == "integer":
        return datatype == f"{XSD}integer" and term.value.lstrip("+-").isdigit()
    if kind == "boolean":
        return datatype == f"{XSD}boolean" and term.value in ("true", "false", "1", "0")
    if kind == "number":
        return datatype in (f"{XSD}integer", f"{XSD}decimal", f"{XSD}double")
    if kind == "string":
        return datatype == f"{XSD}string"
    return kind == "literal" or datatype in (f"{XSD}string", f"{RDF}langString")
