"""Validate a workspace's data: findings with their lines, in the formats that people, editors and CI systems read."""

from lod.validation.formats import FORMATS, View
from lod.validation.report import Excerpt, Report, Result, ResultPath, Severity
from lod.validation.validating import validate

__all__ = ["FORMATS", "Excerpt", "Report", "Result", "ResultPath", "Severity", "View", "validate"]
