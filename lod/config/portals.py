"""What portals want to know of a dataset beside its data, in the words of the lists that they take it from.

https://www.dcat-ap.de/def/dcatde/3.0/spec/, chapter on controlled vocabularies
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from lod.config.settings import Dataset, Publisher
from lod.config.values import Values

#: http://publications.europa.eu/resource/authority/data-theme
THEMES = (
    "AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN",
)  # fmt: skip

#: http://publications.europa.eu/resource/authority/frequency
FREQUENCIES = (
    "ANNUAL", "ANNUAL_2", "ANNUAL_3", "BIENNIAL", "BIMONTHLY", "BIWEEKLY", "CONT", "DAILY", "DAILY_2", "DECENNIAL",
    "HOURLY", "IRREG", "MONTHLY", "MONTHLY_2", "MONTHLY_3", "NEVER", "OTHER", "QUARTERLY", "QUINQUENNIAL", "TRIENNIAL",
    "UNKNOWN", "UPDATE_CONT", "WEEKLY", "WEEKLY_2", "WEEKLY_3",
)  # fmt: skip

#: http://publications.europa.eu/resource/authority/planned-availability
AVAILABILITIES = ("AVAILABLE", "EXPERIMENTAL", "STABLE", "TEMPORARY")

#: http://dcat-ap.de/def/politicalGeocoding/Level/
LEVELS = ("international", "european", "federal", "state", "administrativeDistrict", "municipality")

#: http://purl.org/adms/publishertype/
PUBLISHERS = (
    "Academia-ScientificOrganisation", "Company", "IndustryConsortium", "LocalAuthority", "NationalAuthority",
    "NonGovernmentalOrganisation", "NonProfitOrganisation", "RegionalAuthority", "StandardisationBody",
    "SupraNationalAuthority",
)  # fmt: skip

#: http://dcat-ap.de/def/politicalGeocoding/
_KEYS = "municipalityKey|regionalKey|municipalAssociationKey|districtKey|governmentDistrictKey|stateKey"

_REGION = 'Write an official key, as in "districtKey/05966", or the address of a place: https://...'

Reading = Callable[[Values, str, Any], Any]


def publisher(values: Values, key: str, value: Any) -> Publisher:
    """Return who publishes: a table with name, and url, email, phone and type if they are known."""
    if not isinstance(value, dict) or "name" not in value:
        raise values.error(key, f"'{key}' must be a table with name and url", '{ name = "...", url = "https://..." }')
    return Publisher(**_read(values, key, value, _PUBLISHER))


def described(values: Values, key: str, value: Any) -> Dataset:
    """Return what portals are told of the dataset."""
    if not isinstance(value, dict):
        raise values.error(key, f"'{key}' must be a table", f'[{key}]\nthemes = ["GOVE"]')
    return Dataset(**_read(values, key, value, _DATASET))


def _read(values: Values, table: str, value: Mapping[str, Any], readings: Mapping[str, Reading]) -> dict[str, Any]:
    values.require_known(table, value, tuple(readings))
    return {key: readings[key](values, key, item) for key, item in value.items()}


def _email(values: Values, key: str, value: Any) -> str:
    text = values.text(key, value)
    if not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+", text):
        raise values.error(key, f"'{key}' must be a mail address, not '{text}'", f'{key} = "opendata@example.org"')
    return text


def _phone(values: Values, key: str, value: Any) -> str:
    text = values.text(key, value)
    if not re.fullmatch(r"\+[0-9 ()/-]+", text):
        raise values.error(key, f"'{key}' must be a phone number, not '{text}'", f'{key} = "+49 30 1234567"')
    return text


def _items(value: Any) -> Sequence[Any]:
    """Return the items of a list; one thing may stand there without a list."""
    return value if isinstance(value, list) else [value]


def _words(known: tuple[str, ...]) -> Reading:
    return lambda values, key, value: tuple(values.one_of(key, item, known) for item in _items(value))


def _word(known: tuple[str, ...]) -> Reading:
    return lambda values, key, value: values.one_of(key, value, known)


def _keywords(values: Values, key: str, value: Any) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        remedy = f'{key} = {{ de = ["Integration"], en = ["integration"] }}'
        raise values.error(key, f"'{key}' must be a table with a list for each language", remedy)
    texts = {tag: tuple(values.text(key, text) for text in _items(items)) for tag, items in value.items()}
    return MappingProxyType(texts)


def _contributor(values: Values, key: str, value: Any) -> str:
    text = values.text(key, value)
    name = re.fullmatch(r"(?:https?://dcat-ap\.de/def/contributors/)?([A-Za-z0-9_-]+)", text)
    if name is None:
        remedy = "Write the name that GovData has given you, as in http://dcat-ap.de/def/contributors/NAME."
        raise values.error(key, f"'{key}' is no contributor of GovData: '{text}'", remedy)
    return name[1]


def _regions(values: Values, key: str, value: Any) -> tuple[str, ...]:
    regions = tuple(values.text(key, item) for item in _items(value))
    for text in regions:
        if not re.fullmatch(rf"(?:{_KEYS})/[0-9]+", text):
            values.iri(key, text, _REGION)
    return regions


def _day(values: Values, key: str, value: Any) -> date:
    # A moment is a date for Python, but not for us.
    if type(value) is not date:
        raise values.error(key, f"'{key}' must be a day, not {value!r}", f"{key} = 2026-01-31")
    return value


_PUBLISHER: Mapping[str, Reading] = {
    "name": Values.text,
    "url": Values.iri,
    "email": _email,
    "phone": _phone,
    "type": _word(PUBLISHERS),
}

_DATASET: Mapping[str, Reading] = {
    "themes": _words(THEMES),
    "keywords": _keywords,
    "contributor": _contributor,
    "level": _words(LEVELS),
    "regions": _regions,
    "frequency": _word(FREQUENCIES),
    "availability": _word(AVAILABILITIES),
    "issued": _day,
}
