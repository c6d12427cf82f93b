"""Validate a workspace's data: findings with their lines, as text, JSON or the W3C report."""

from collections.abc import Callable, Mapping

from lod.validation.document import json
from lod.validation.report import Report, Result, ResultPath, Severity
from lod.validation.text import text
from lod.validation.validating import validate
from lod.validation.w3c import turtle

#: How a report is written: (report, language, whether in colour) -> text.
FORMATS: Mapping[str, Callable[[Report, str, bool], str]] = {"text": text, "json": json, "turtle": turtle}

__all__ = ["FORMATS", "Report", "Result", "ResultPath", "Severity", "validate"]
