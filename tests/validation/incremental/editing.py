"""Workspaces in a folder, and random edits of their files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from lod.config import Config
from lod.terms import PREFIXES
from tests.validation.cases import CASES

BASE = "https://lod.example.org/"
FILES = ("a.ttl", "b.ttl", "c.ttl", "sub/d.ttl", "e.ttl")

_HEADERS = (
    "@prefix schema: <https://schema.org/> .\n",
    "@prefix schema: <https://schema.org/> .\n\n# A line more.\n",
    "@prefix s: <https://schema.org/> .\n@prefix schema: <https://schema.org/> .\n",
)
_SUBJECTS = ("<person/a>", "<person/b>", "<person/C>", "<person/c>", "<org/o>", "<org/p>", "<article/x>", "<article/y>")
_CLASSES = ("Person", "Person", "Organization", "Organization", "Article", "Event", "Persn")
_BLANKS = (
    '[ a schema:PostalAddress ; schema:name "Rathaus" ]',
    '[ a schema:PostalAddress ; schema:nam "x" ; schema:address [ schema:name "innen"@de ] ]',
    "[ a schema:Person ; schema:knows <person/b> ]",
    "[ a schema:Person ; schema:memberOf <org/o> ]",
    '[ schema:name ( "a" "b" ) ]',
    "[]",
)
_NAMES = ('"Ada"', '"Ada"@de', '"Bert"@de', '"Verein"@de , "Club"@en', '" Ada "', "<topic/t>")
_VALUES = {
    "name": _NAMES,
    "author": (*_SUBJECTS, *_BLANKS),
    "memberOf": (*_SUBJECTS[3:7], _BLANKS[1], _BLANKS[3]),
    "knows": (*_SUBJECTS, '"jemand"', _BLANKS[2]),
    "about": (*_SUBJECTS, "<topic/t>", "<topic/nowhere>", "<person/dd>"),
    "address": (*_BLANKS, "<person/a>"),
    "startDate": ('"2026-02-30"^^<http://www.w3.org/2001/XMLSchema#date>', '"2026"', '"2025-01-01"'),
    "endDate": ('"2025-03-01"^^<http://www.w3.org/2001/XMLSchema#date>', '"2024"'),
    "disambiguatingDescription": ('"die eine"@de', '"die andere"'),
    "nam": ('"Ada"',),
    "member": _SUBJECTS,
}


@st.composite
def texts(draw: Any) -> str:
    """Draw the text of a file: a few things, their classes and statements."""
    text = draw(st.sampled_from(_HEADERS))
    for _ in range(draw(st.integers(0, 3))):
        subject = draw(st.sampled_from(_SUBJECTS))
        parts = []
        if draw(st.integers(0, 4)):
            parts.append(f"a schema:{draw(st.sampled_from(_CLASSES))}")
        for _ in range(draw(st.integers(0, 4))):
            name = draw(st.sampled_from(sorted(_VALUES)))
            parts.append(f"schema:{name} {draw(st.sampled_from(_VALUES[name]))}")
        if parts:
            text += f"{subject} " + " ;\n    ".join(parts) + " .\n\n"
    # A blank node with a label, of two things; a text that does not parse; a class put in order.
    extra = draw(st.integers(0, 25))
    if extra == 0:
        text += "<person/a> schema:address _:x . <person/b> schema:address _:x . _:x schema:name 7 .\n"
    elif extra == 1:
        text += "<person/a> schema:name .\n"
    elif extra in (2, 3, 4):
        text += f"[] a schema:{draw(st.sampled_from(_CLASSES))} ; schema:memberOf <org/o> , <org/p> .\n"
    elif extra == 5:
        text += "schema:Person <http://www.w3.org/2000/01/rdf-schema#subClassOf> schema:Organization .\n"
    return str(text)


@dataclass(frozen=True, slots=True)
class Edit:
    """What is done to a file: `text` is written to it, or it is moved to `to`, or deleted; or settings change."""

    kind: str
    file: str
    to: str = ""
    text: str = ""


def edits() -> st.SearchStrategy[Edit]:
    """Draw an edit."""
    file = st.sampled_from(FILES)
    write = st.builds(Edit, st.just("write"), file, text=texts())
    return st.one_of(
        write,
        write,
        write,
        st.builds(Edit, st.just("delete"), file),
        st.builds(Edit, st.just("move"), file, file),
        st.builds(Edit, st.just("line"), file),
        st.builds(Edit, st.sampled_from(["shapes", "ontology", "settings"]), file),
    )


class Folder:
    """A workspace in a folder."""

    def __init__(self, root: Path, texts: list[str], shapes: str | None = None, base: str = BASE) -> None:
        self.root = root
        (root / "data" / "sub").mkdir(parents=True)
        for file, text in zip(FILES, texts, strict=False):
            (root / "data" / file).write_text(text, "utf-8")
        text = shapes or (CASES / "incremental" / "shapes.ttl").read_text("utf-8")
        (root / "shapes.ttl").write_text(text, "utf-8")
        (root / "ontology.ttl").write_text(
            '@prefix schema: <https://schema.org/> .\n<topic/t> a schema:DefinedTerm ; schema:name "Thema"@de .\n',
            "utf-8",
        )
        self.config = Config(
            root=root,
            base=base,
            source=root / "lod.toml",
            data=(root / "data",),
            ontology=(root / "ontology.ttl",),
            shapes=(root / "shapes.ttl",),
            prefixes={**PREFIXES, "": base},
        )

    def apply(self, edit: Edit) -> None:
        """Do an edit; one of a file that is not there does nothing."""
        path = self.root / "data" / edit.file
        if edit.kind == "write":
            path.write_text(edit.text, "utf-8")
        elif edit.kind == "shapes":
            self._append(self.root / "shapes.ttl", "\n<shapes/Article> <http://www.w3.org/ns/shacl#closed> true .\n")
        elif edit.kind == "ontology":
            self._append(self.root / "ontology.ttl", '<topic/t> schema:name "Topic"@en .\n')
        elif edit.kind == "settings":
            self.config = replace(self.config, checks={"lod:unreferenced": "off"})
        elif path.exists():
            if edit.kind == "delete":
                path.unlink()
            elif edit.kind == "move":
                path.rename(self.root / "data" / edit.to)
            else:
                path.write_text("# One line more.\n" + path.read_text("utf-8"), "utf-8")

    @staticmethod
    def _append(path: Path, text: str) -> None:
        path.write_text(path.read_text("utf-8") + text, "utf-8")
