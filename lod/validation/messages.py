"""What each SHACL constraint component demands, in words, for shapes that say it in no message of their own.

The components are those of SHACL, section 4. `{path}` is the property, `{n}` the constraint's parameter.
"""

from __future__ import annotations

from collections.abc import Mapping

from lod.terms import RDF, SH, XSD
from lod.validation.report import LANGUAGES

#: A text in each of LANGUAGES.
Texts = tuple[str, str]

#: Whole sentences; a key with "=" holds where the parameter has that value.
_SENTENCES: Mapping[str, Texts] = {
    "MinCount": ("„{path}“ muss mindestens {n}-mal angegeben sein.", "“{path}” must be given at least {n} times."),
    "MinCount=1": ("„{path}“ fehlt.", "“{path}” is missing."),
    "MaxCount": ("„{path}“ darf höchstens {n}-mal angegeben sein.", "“{path}” may be given at most {n} times."),
    "MaxCount=0": ("„{path}“ darf hier nicht angegeben sein.", "“{path}” may not be given here."),
    "MaxCount=1": ("„{path}“ darf nur einmal angegeben sein.", "“{path}” may be given only once."),
    "UniqueLang": (
        "„{path}“ darf in jeder Sprache nur einmal angegeben sein.",
        "“{path}” may be given only once in each language.",
    ),
    "HasValue": ("Bei „{path}“ muss auch stehen: {n}.", "“{path}” must have the value: {n}."),
    "Closed": ("„{path}“ ist hier nicht vorgesehen.", "“{path}” has no place here."),
    "QualifiedMinCount": (
        "Bei „{path}“ fehlen Angaben der verlangten Art (mindestens {n}).",
        "“{path}” lacks values of the kind that is asked for (at least {n}).",
    ),
    "QualifiedMaxCount": (
        "Bei „{path}“ stehen zu viele Angaben dieser Art (höchstens {n}).",
        "“{path}” has too many values of this kind (at most {n}).",
    ),
}

#: What a value should be, as the end of a sentence.
_EXPECTED: Mapping[str, Texts] = {
    "Class": ("etwas der Art „{n}“", "something of the kind “{n}”"),
    "Datatype": ("{n}", "{n}"),
    "NodeKind": ("{n}", "{n}"),
    "MinExclusive": ("mehr als {n}", "more than {n}"),
    "MinInclusive": ("mindestens {n}", "at least {n}"),
    "MaxExclusive": ("weniger als {n}", "less than {n}"),
    "MaxInclusive": ("höchstens {n}", "at most {n}"),
    "MinLength": ("mindestens {n} Zeichen", "at least {n} characters"),
    "MaxLength": ("höchstens {n} Zeichen", "at most {n} characters"),
    "Pattern": ("ein Text nach dem Muster {n}", "a text that fits the pattern {n}"),
    "LanguageIn": ("ein Text in einer dieser Sprachen: {n}", "a text in one of these languages: {n}"),
    "Equals": ("dasselbe wie bei „{n}“", "the same as for “{n}”"),
    "Disjoint": ("etwas anderes als bei „{n}“", "something else than for “{n}”"),
    "LessThan": ("weniger oder früher als „{n}“", "less or earlier than “{n}”"),
    "LessThanOrEquals": ("nicht mehr oder später als „{n}“", "not more or later than “{n}”"),
    "In": ("eines von: {n}", "one of: {n}"),
    "Not": ("etwas anderes: Gerade diese Form ist ausgeschlossen", "something else: just this form is ruled out"),
    "And": ("was alle verlangten Formen zugleich erfüllt", "what meets all of the required shapes at once"),
    "Or": ("was eine der möglichen Formen erfüllt", "what meets one of the possible shapes"),
    "Xone": ("was genau eine der möglichen Formen erfüllt", "what meets exactly one of the possible shapes"),
    "Node": ("was die Form „{n}“ erfüllt", "what meets the shape “{n}”"),
}

_OTHER = ("was die Bedingung der Form erfüllt", "what meets the condition of the shape")

#: What is found: with a path, or where the value is the thing itself.
_FOUND = ("Bei „{path}“ steht „{value}“; erwartet: ", "“{path}” is “{value}”; expected: ")
_FOUND_WITHOUT_VALUE = ("Bei „{path}“ ist erwartet: ", "“{path}” should be: ")
_FOUND_WITHOUT_PATH = ("Gefunden: „{value}“; erwartet: ", "Found: “{value}”; expected: ")

#: Datatypes and kinds of nodes in words; in other cases the short name of the IRI has to do.
WORDS: Mapping[str, Texts] = {
    f"{XSD}string": ("ein Text ohne Sprachangabe", "a text without a language tag"),
    f"{RDF}langString": ("ein Text mit Sprachangabe", "a text with a language tag"),
    f"{XSD}boolean": ("true oder false", "true or false"),
    f"{XSD}integer": ("eine ganze Zahl", "a whole number"),
    f"{XSD}decimal": ("eine Dezimalzahl", "a decimal number"),
    f"{XSD}date": ("ein Tag (JJJJ-MM-TT)", "a day (YYYY-MM-DD)"),
    f"{XSD}dateTime": ("ein Zeitpunkt (JJJJ-MM-TTThh:mm:ss)", "a date and time (YYYY-MM-DDThh:mm:ss)"),
    f"{XSD}gYear": ("ein Jahr (JJJJ)", "a year (YYYY)"),
    f"{XSD}gYearMonth": ("ein Monat (JJJJ-MM)", "a month (YYYY-MM)"),
    f"{XSD}duration": ("eine Dauer (etwa PT2H)", "a duration (such as PT2H)"),
    f"{XSD}anyURI": ("eine Adresse als Text", "an address as text"),
    f"{SH}IRI": ("ein Verweis (IRI)", "a link (IRI)"),
    f"{SH}Literal": ("ein Text oder eine Zahl", "a text or a number"),
    f"{SH}BlankNode": ("eine Angabe in eckigen Klammern", "something in square brackets"),
    f"{SH}BlankNodeOrIRI": ("ein Verweis oder eine Angabe in Klammern", "a link or something in square brackets"),
    f"{SH}IRIOrLiteral": ("ein Verweis oder ein Text", "a link or a text"),
    f"{SH}BlankNodeOrLiteral": ("ein Text oder eine Angabe in Klammern", "a text or something in square brackets"),
}


def compose(component: str, language: str, *, path: str | None, value: str | None, parameter: str) -> str:
    """Return a sentence on a result of a component (`MinCount`), from its path, value and parameter in words."""
    words = {"path": path or "…", "value": value or "…", "n": parameter}
    sentence = _SENTENCES.get(f"{component}={parameter}") or _SENTENCES.get(component)
    if sentence:
        return said(sentence, language).format_map(words)
    found = _FOUND_WITHOUT_PATH if path is None else _FOUND_WITHOUT_VALUE if value is None else _FOUND
    expected = _EXPECTED.get(component, _OTHER)
    return (said(found, language) + said(expected, language)).format_map(words) + "."


def said(texts: Texts, language: str) -> str:
    """Return the text in one of LANGUAGES."""
    return texts[LANGUAGES.index(language)]
