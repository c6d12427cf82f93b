"""Failures to read a file, as results that speak German and English."""

from __future__ import annotations

import re
from pathlib import Path

from lod.errors import Origin, SourceError
from lod.validation.excerpts import lines
from lod.validation.report import LANGUAGES, Result, Severity

#: The parser's commonest complaints: a pattern, what it is in German, and what to do in German.
#: `lod.source` has the remedies in English; where it has none the fourth text is one.
_GERMAN: tuple[tuple[str, str, str, str | None], ...] = (
    (
        r"unexpected end of file|unexpected end$",
        "die Datei endet mitten in einer Angabe",
        "Etwas ist nicht geschlossen: ein Anführungszeichen, eine Klammer oder der Punkt hinter der letzten Angabe.",
        None,
    ),
    (
        r"byte order mark",
        "am Anfang steht eine Bytefolge-Marke (BOM)",
        "Die Datei als UTF-8 ohne BOM speichern.",
        None,
    ),
    (
        r"a dot is expected|followed by a dot",
        "hier oder davor fehlt ein Punkt",
        "Eine Angabe ist nicht beendet: hinter ihren letzten Wert einen Punkt setzen, mit Leerzeichen davor.",
        "A statement is not ended: put a full stop ' .' behind its last value, or ';' or ',' if it goes on.",
    ),
    (
        r"the prefix (\S*) has not been declared",
        "das Präfix {0} ist nicht erklärt",
        "Oben in der Datei erklären: @prefix name: <https://...> .",
        None,
    ),
    (
        r"invalid iri code point '(.*)'",
        "in einer Adresse steht ein Zeichen, das dort nicht stehen darf: „{0}“",
        'Kein Leerzeichen und keines der Zeichen < > " { } | \\ ^ ` darf darin stehen; dafür %20 und so weiter.',
        'An IRI may not hold blanks or the characters < > " { } | \\ ^ `; write them as %20 and so on.',
    ),
    (r"invalid (?:iri|character)(.*)", "eine Adresse ist falsch geschrieben:{0}", "Die Adresse prüfen.", None),
    (
        r"line jumps",
        "der Text geht über das Ende der Zeile",
        "In derselben Zeile schließen, oder längeren Text zwischen je drei Anführungszeichen setzen.",
        None,
    ),
    (
        r"should end with a '\]'",
        "eine eckige Klammer ist nicht geschlossen",
        "Mit ] schließen, was mit [ geöffnet ist.",
        "Close with ] what is opened with [.",
    ),
    (
        r"'[“”„‘’«»]' is not allowed",
        "ein Text steht in runden Anführungszeichen",
        'Gerade Anführungszeichen nehmen: "Text"@de.',
        'Use straight quotation marks: "text"@en.',
    ),
    (
        r"beginning of a prefix",
        "hier steht ein Zeichen, mit dem nichts anfangen kann",
        "Ist das wirklich Text in dem Format, das der Name der Datei nennt?",
        None,
    ),
    (
        r"^(.*) is not a valid rdf object",
        "{0} kann kein Wert sein",
        'Fehlt ein Wert, oder fehlen seine Anführungszeichen? Text: "..."@de, Verweis: <...> oder präfix:name.',
        'Is a value missing, or are its quotation marks? Text: "..."@en, a link: <...> or prefix:name.',
    ),
    (
        r"^(.*) is not a valid predicate",
        "{0} kann keine Eigenschaft sein",
        "Nach dem Ding folgt eine Eigenschaft: „a“, <...> oder präfix:name.",
        "Behind the thing comes a property: 'a', <...> or prefix:name.",
    ),
    (
        r"^(.*) is not a valid subject or graph name",
        "{0} kann nicht am Anfang einer Angabe stehen",
        "Davor fehlt wohl ein Komma oder Strichpunkt, oder ein Punkt ist zu viel.",
        "Probably a comma or semicolon is missing before it, or there is a full stop too many.",
    ),
    (
        r"language (?:code|sub)",
        "die Sprachangabe hinter @ ist falsch",
        'Zum Beispiel: "Text"@de.',
        'For example: "text"@en.',
    ),
    (
        r"datatype iri after",
        "hinter ^^ fehlt der Datentyp",
        'Zum Beispiel: "2026-06-12"^^xsd:date.',
        'For example: "2026-06-12"^^xsd:date.',
    ),
    (
        r"escape character '(.*)'",
        "die Zeichenfolge {0} ist nicht bekannt",
        "Einen umgekehrten Schrägstrich verdoppeln: \\\\.",
        "Write a backslash twice: \\\\.",
    ),
    (
        r"prefix keyword",
        "hinter @prefix fehlt ein Name mit Doppelpunkt",
        "Zum Beispiel: @prefix event: <event/> .",
        "For example: @prefix event: <event/> .",
    ),
    (
        r"utf-8",
        "die Datei ist kein UTF-8",
        "Die Datei als UTF-8 speichern; jetzt ist sie wohl Windows-1252 oder UTF-16.",
        None,
    ),
    (
        r"trailing commas",
        "vor einer schließenden Klammer steht ein Komma",
        "Das letzte Komma löschen.",
        "Delete the last comma.",
    ),
    (
        r"loaddocumentcallback",
        "ein @context steht anderswo im Netz, und von dort wird nichts geholt",
        "Den Inhalt des Kontextes in die Datei schreiben.",
        "Write the content of the context into the file.",
    ),
    (
        r"must be followed by a comma|object values",
        "es fehlt ein Komma oder eine schließende Klammer",
        "Zwischen zwei Angaben ein Komma setzen, am Ende die Klammer schließen.",
        "Put a comma between two entries, and close the bracket at the end.",
    ),
    (
        r"namespaces are required|unknown prefix (\S*)",
        "ein Namensraum ist nicht erklärt",
        'Am obersten Element erklären: xmlns:name="https://...".',
        'Declare it at the top element: xmlns:name="https://...".',
    ),
    (
        r"longer than 16 million",
        "ein Wert darin ist länger als 16 Millionen Zeichen",
        "Lange Dokumente als eigene Dateien ablegen und darauf verweisen.",
        None,
    ),
    (r"no such file", "diese Datei gibt es nicht", "Den Pfad prüfen.", None),
    (r"permission denied", "sie darf nicht gelesen werden", "Die Rechte der Datei prüfen.", None),
    (r"symbolic links|loop", "die Verknüpfung führt im Kreis", "Die Verknüpfung löschen oder berichtigen.", None),
    (
        r"a statement about a statement",
        "eine Aussage über eine Aussage (RDF 1.2), die SHACL nicht beurteilen kann",
        "Mit rdf:Statement oder einem eigenen Ding sagen.",
        None,
    ),
)

_QUOTE = re.compile(r'(?<!\\)"')

_KINDS = (("syntax error: ", "Syntaxfehler: "), ("cannot be read: ", "nicht lesbar: "))


def fault(path: Path, error: SourceError) -> Result:
    """Return the result for a file that could not be read or judged."""
    where = error.where if isinstance(error.where, Origin) else Origin(str(path))
    what, lead = error.what, ""
    for english, german in _KINDS:
        if what.startswith(english):
            what, lead = what.removeprefix(english), german
    messages, remedies = {"en": error.what}, {"en": error.remedy} if error.remedy else {}
    for pattern, said, remedy, better in _GERMAN:
        match = re.search(pattern, what, re.IGNORECASE)
        if match:
            messages["de"] = lead + said.format(*match.groups())
            remedies["de"] = remedy
            if better:
                remedies["en"] = better
            break
    else:
        messages["de"] = lead + what
        if error.remedy:
            remedies["de"] = "Die Angabe an dieser Stelle berichtigen."
    if _unquoted(path, where):
        remedies = {
            "de": "In dieser Zeile fehlt wohl ein Anführungszeichen.",
            "en": "Probably a quotation mark is missing on this line.",
        }
    return Result(
        code="lod:syntax" if where.line else "lod:unreadable",
        severity=Severity.VIOLATION,
        messages={language: messages[language] for language in LANGUAGES},
        remedies=remedies,
        origin=where,
    )


def _unquoted(path: Path, where: Origin) -> bool:
    """Tell whether a string seems to begin or end on a line of Turtle and not the other: the parser stumbles later."""
    if where.line is None or path.suffix not in (".ttl", ".trig"):
        return False
    line = lines(path, {where.line}).get(where.line, "")
    return '"""' not in line and len(_QUOTE.findall(line)) % 2 == 1
