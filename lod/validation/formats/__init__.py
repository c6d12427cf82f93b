"""How a report is written: for people, for programs, for editors and CI systems."""

from collections.abc import Callable, Mapping
from importlib import import_module

from lod.validation.formats.view import View
from lod.validation.report import Report


def _written(module: str) -> Callable[[Report, View], str]:
    """Return what a module here has under the name of its format; the module is imported when it is first called."""

    def write(report: Report, view: View) -> str:
        text: str = getattr(import_module(f"{__name__}.{module}"), _NAMES[module])(report, view)
        return text

    return write


#: The function of each module.
_NAMES = {
    "text": "text",
    "document": "json",
    "sarif": "sarif",
    "actions": "github",
    "suites": "junit",
    "w3c": "turtle",
    "page": "html",
}

FORMATS: Mapping[str, Callable[[Report, View], str]] = {name: _written(module) for module, name in _NAMES.items()}

__all__ = ["FORMATS", "View"]
