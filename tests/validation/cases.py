"""The workspaces of the cases: folders of tests/cases/validation, without the package's own terms and shapes."""

from pathlib import Path

from lod.config import Config
from lod.validation.checks import CODES

CASES = Path(__file__).parent.parent / "cases" / "validation"

#: Cases of SHACL show what SHACL finds.
WITHOUT_CHECKS = dict.fromkeys(CODES, "off")


def workspace(name: str, data: str = "data.ttl", shapes: str = "shapes.ttl", *, checks: bool = False) -> Config:
    """Return the settings for a case; `data` and `shapes` name files or folders in it, or in another case."""
    root = CASES / name
    return Config(root=root, data=(root / data,), shapes=(root / shapes,), checks={} if checks else WITHOUT_CHECKS)
