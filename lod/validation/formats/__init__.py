"""How a report is written: for people, for programs, for editors and CI systems."""

from collections.abc import Callable, Mapping

from lod.validation.formats.actions import github
from lod.validation.formats.document import json
from lod.validation.formats.page import html
from lod.validation.formats.sarif import sarif
from lod.validation.formats.suites import junit
from lod.validation.formats.text import text
from lod.validation.formats.view import View
from lod.validation.formats.w3c import turtle
from lod.validation.report import Report

FORMATS: Mapping[str, Callable[[Report, View], str]] = {
    "text": text,
    "json": json,
    "sarif": sarif,
    "github": github,
    "junit": junit,
    "turtle": turtle,
    "html": html,
}

__all__ = ["FORMATS", "View"]
