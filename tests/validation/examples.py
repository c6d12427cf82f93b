"""The examples of `lod validate --explain` as workspaces: Turtle with the common prefixes, judged by everything."""

from __future__ import annotations

import re
from pathlib import Path

from lod.config import FILE, Config, load
from lod.terms import EDTF, OA, OWL, PROV, SCHEMA, SH, XSD
from lod.validation import Report, validate

PREFIXES = "".join(
    f"@prefix {name}: <{space}> .\n"
    for name, space in (
        ("edtf", EDTF), ("oa", OA), ("onto", "ontology/"), ("owl", OWL), ("prov", PROV), ("schema", SCHEMA),
        ("sh", SH), ("xsd", XSD),
    )
)  # fmt: skip


def workspace(folder: Path, data: str, shapes: str | None = None, settings: str = "") -> Config:
    """Make a workspace of a piece of Turtle; without `shapes` the built-in ones hold."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "example.ttl").write_text(f"{PREFIXES}\n{_long(data)}\n", "utf-8")
    if shapes is not None:
        (folder / "own.ttl").write_text(f"{PREFIXES}\n{shapes}\n", "utf-8")
        settings += 'shapes = ["own.ttl"]\n'
    (folder / FILE).write_text(f'base = "https://lod.example.org/"\n{settings}', "utf-8")
    return load(folder)


def report(folder: Path, data: str, shapes: str | None = None, settings: str = "") -> Report:
    """Validate a piece of Turtle. What it says is the text of the article after `# Text:`, if it has such a comment."""
    config = workspace(folder, data, shapes, settings)
    text = re.search(r"# Text: (.*)", data)
    if text is None:
        return validate(config)
    (folder / "text.txt").write_text(text[1], "utf-8")
    return validate(config, texts={"article/a": folder / "text.txt"})


def _long(data: str) -> str:
    """Write out the one example that is too long to be written."""
    return data.replace("{x * 1000001}", "x" * 1_000_001)
