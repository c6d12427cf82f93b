"""Links to the same thing in authority files: Wikidata, GND (with its check digit), VIAF, GeoNames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from lod.validation.checks.properties import SAME
from lod.validation.checks.world import Found, World


@dataclass(frozen=True, slots=True)
class _Authority:
    """An authority file: its hosts, the numbers that it gives, and the address by which it knows a thing."""

    name: str
    hosts: frozenset[str]
    number: re.Pattern[str]
    template: str
    also: tuple[str, ...] = ()

    def right(self, address: str) -> bool:
        for template in (self.template, *self.also):
            before, _, after = template.partition("{}")
            number = address.removeprefix(before).removesuffix(after)
            if address == before + number + after and self.number.fullmatch(number):
                return True
        return False


_AUTHORITIES = (
    _Authority(
        "Wikidata",
        frozenset({"wikidata.org", "www.wikidata.org", "m.wikidata.org"}),
        re.compile(r"Q[1-9][0-9]*"),
        "http://www.wikidata.org/entity/{}",
    ),
    _Authority(
        "GND",
        frozenset({"d-nb.info"}),
        re.compile(r"1[0-9]{7,9}[0-9X]|[1-9][0-9]{0,8}-[0-9X]"),
        "https://d-nb.info/gnd/{}",
    ),
    _Authority(
        "VIAF",
        frozenset({"viaf.org", "www.viaf.org"}),
        re.compile(r"[1-9][0-9]{1,21}"),
        "http://viaf.org/viaf/{}",
        ("https://viaf.org/viaf/{}",),
    ),
    _Authority(
        "GeoNames",
        frozenset({"geonames.org", "www.geonames.org", "sws.geonames.org"}),
        re.compile(r"[1-9][0-9]*"),
        "https://sws.geonames.org/{}/",
        ("http://sws.geonames.org/{}/",),
    ),
)
_HOST = re.compile(r"(?:https?:)?//([^/?#]+)", re.IGNORECASE)


def check(world: World) -> Iterator[Found]:
    """Yield links to authority files that are not of the well-known form, or whose check digit is wrong."""
    for predicate in SAME:
        for target, subjects in world.survey.links.get(predicate, {}).items():
            if (fault := fault_of(target)) is not None:
                code, words = fault
                yield from (Found(code, subject, predicate, ox.NamedNode(target), words) for subject in subjects)
        for subject, literals in world.survey.kept.get(predicate, {}).items():
            for literal in literals:
                if (fault := fault_of(literal.value)) is not None:
                    yield Found(fault[0], subject, predicate, literal, fault[1])


def fault_of(address: str) -> tuple[str, dict[str, str]] | None:
    """Return the code and the words for an address that an authority file would not give, or None for others."""
    host = _HOST.match(address)
    authority = next((a for a in _AUTHORITIES if host and host[1].lower() in a.hosts), None)
    if authority is None or (authority.name == "GND" and "/gnd" not in address):
        return None
    if not authority.right(address):
        # The number may stand anywhere in the address of a page: .../wiki/Q5879, .../2950159/berlin.html
        path = address[host.end() :] if host else address
        number = next((m[0] for m in re.finditer(r"[0-9A-Z-]+", path) if authority.number.fullmatch(m[0])), None)
        near = {"near": authority.template.format(number)} if number else {}
        return "lod:malformed-identifier", {"authority": authority.name, "value": address, **near}
    number = address.rstrip("/").rpartition("/")[2]
    if authority.name == "GND" and not gnd(number):
        return "lod:wrong-check-digit", {"value": number}
    return None


def gnd(number: str) -> bool:
    """Tell whether the check digit of a GND number fits (DNB, Berechnung der Prüfziffer: modulo 11, weights 2 to 11).

    Numbers with a hyphen come from the files that the GND was made of, where the remainder itself was the digit.
    """
    body, check = number.replace("-", "")[:-1], number[-1]
    total = sum(int(digit) * weight for weight, digit in enumerate(reversed(body), 2))
    value = 10 if check == "X" else int(check)
    return (total + value) % 11 == 0 or ("-" in number and total % 11 == value)
