"""The table of parameters gives the verdicts of the W3C's shapes for shapes, which pyshacl carries."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib

from lod import source
from lod.validation.shape_faults import examine
from tests.validation.cases import CASES

BASE = "https://lod.example.org/"

#: What the shapes for shapes do not ask.
BEYOND = {"misspelt", "pattern", "recursive", "import", "sparql"}


@pytest.mark.parametrize("case", sorted((CASES / "shapes").glob("*.ttl")), ids=lambda path: path.stem)
def test_a_case_is_faulty_for_both_or_for_neither(case: Path) -> None:
    _, results = examine([(case, list(source.read(case, BASE)))], [], BASE)
    shapes = rdflib.Graph().parse(case, publicID=BASE)
    wrong, *_ = _meta(shapes)
    assert case.stem in BEYOND or wrong == any(result.code == "lod:shape" for result in results)


def _meta(shapes: rdflib.Graph) -> tuple[bool, str]:
    try:
        pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    except Exception as error:  # what pyshacl raises on faulty shapes has many classes
        return True, str(error)
    return False, ""


def test_our_own_shapes_have_no_fault() -> None:
    """They are not examined at each validation, so they are here."""
    folder = Path(__file__).parents[2] / "shapes"
    files = [(path, list(source.read(path, BASE))) for path in source.find([folder])]
    kept, results = examine(files, [], BASE)
    assert [(result.code, str(result.origin), result.message("en")) for result in results] == []
    assert len(kept) == sum(len(triples) for _, triples in files)
