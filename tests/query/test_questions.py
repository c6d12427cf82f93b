"""The questions that the data of this repository must answer, each asked by a named query.

The rows are what a reader of the table sees: things by their German names, texts as they are.
"""

from __future__ import annotations

import pyoxigraph as ox

from lod.graph import Names, Term
from lod.query import answer
from tests.query.worlds import repository


def ask(name: str, *columns: str, **values: str) -> list[tuple[str, ...]]:
    """Return these columns of the answer, in the words of the table, in the order of the query."""
    graph, config = repository()
    names = Names(graph, config.languages)
    found = answer(graph, name, config=config, values=values)

    def word(term: Term | None) -> str:
        if term is None:
            return ""
        return term.value if isinstance(term, ox.Literal) else names.of(term, "de").text

    places = [found.columns.index(column) for column in columns]
    return [tuple(word(row[place]) for place in places) for row in found.rows]


TALKS = "event/gespraechsrunde-ki-olpe"
AGENCY = "organization/integrationsagentur-drk"


def test_1_who_took_part_in_the_round_of_talks_and_in_what_office() -> None:
    rows = ask("participants", "participant", "office", "body", event=TALKS)
    assert set(rows) >= {
        ("Serap Güler", "Staatssekretärin für Integration", "Landesregierung Nordrhein-Westfalen"),
        ("Frank Beckehoff", "Landrat", "Kreis Olpe"),
        ("Susanne Spornhauer", "Leiterin", "Regionales Bildungsnetzwerk"),
        ("Jochen Ritter", "Mitglied des Landtags", "Landtag"),
    }
    assert {name for name, office, _ in rows if not office} == {
        "Team des Kommunalen Integrationszentrums",
        "Kooperationspartner des Kommunalen Integrationszentrums",
    }


def test_2_which_stations_the_visit_had_in_order() -> None:
    assert ask("programme", "order", "part", "time_of_day", event="event/station-olpe") == [
        ("1", "Besuch im Kreishaus", "Vormittag"),
        ("2", "Besuch der Integrationsagentur des DRK", ""),
        ("3", "Empfang in Olpe", ""),
        ("4", "Gesprächsrunde mit dem Kommunalen Integrationszentrum", ""),
        ("5", "Gemeinsames Foto", ""),
    ]


def test_3_which_bodies_work_under_the_roof_of_the_education_network() -> None:
    network = "organization/regionales-bildungsnetzwerk"
    assert set(ask("under-roof", "body", "within_framework_of", organization=network)) == {
        ("Kommunales Integrationszentrum Kreis Olpe", ""),
        ("Koordinierungsstelle „Kein Abschluss ohne Anschluss“", "Kein Abschluss ohne Anschluss"),
        ("Regionales Bildungsbüro", ""),
        ("zdi-Netzwerk", ""),
    }


def test_4_what_each_person_said_and_to_what_effect() -> None:
    rows = ask("statements", "person", "manner", "effect", "occasion")
    assert all(all(row) for row in rows)
    counts = {(who, how): sum(row[:2] == (who, how) for row in rows) for who, how, *_ in rows}
    assert counts == {
        ("Serap Güler", "Wörtliches Zitat"): 4,
        ("Serap Güler", "Wiedergegebene Äußerung"): 5,
        ("Frank Beckehoff", "Wörtliches Zitat"): 3,
        ("Susanne Spornhauer", "Wiedergegebene Äußerung"): 1,
    }
    [(effect,)] = ask("statements", "effect", person="person/susanne-spornhauer")
    assert "Bildungsnetzwerk" in effect or "Dach" in effect


def test_5_which_projects_were_presented_and_for_whom_each_is() -> None:
    rows = ask("projects", "project", "meant_for", "presented_by", event=TALKS)
    team = "Team des Kommunalen Integrationszentrums"
    assert {row for row in rows if row[2]} == {
        ("Rucksack", "Kindertageseinrichtungen und Grundschulen", team),
        ("Sprachmittlerpool", "", team),
        ("Schulisches Filmprojekt", "Kinder und Jugendliche", team),
        ("Unterstützung Ehrenamtlicher", "Ehrenamtliche", team),
        ("Netzwerk Junge Geflüchtete", "Junge Geflüchtete", team),
    }
    assert {row[:2] for row in rows if not row[2]} == {
        ("Grillfeste für Ehrenamtliche", "Ehrenamtliche"),
        ("Fachtage für Ehrenamtliche", "Ehrenamtliche"),
    }


def test_6_who_stands_fourth_from_the_right_in_the_picture() -> None:
    rows = ask("picture", "person", "position", "counted_from", picture="image/gemeinsames-foto-olpe")
    assert rows[0] == ("Serap Güler", "4", "right")
    assert {row[1:] for row in rows[1:]} == {("", "")}
    assert set(ask("picture", "person", "beside", "behind")) >= {
        ("Frank Beckehoff", "Serap Güler", ""),
        ("Susanne Spornhauer", "Serap Güler", ""),
        ("Jochen Ritter", "", "Serap Güler"),
    }


def test_7_until_when_funding_has_been_agreed_and_by_whom() -> None:
    agreed = {row[1:] for row in ask("plans", "kind", "plan", "by", "until") if row[0] == "Vereinbarung"}
    assert agreed == {("Finanzierung der Einrichtungen bis 2022", "Landesregierung Nordrhein-Westfalen", "2022")}


def test_8_how_long_the_round_of_talks_lasted() -> None:
    assert ask("duration", "duration", event=TALKS) == [("PT2H",)]


def test_9_what_was_in_focus_at_the_integration_agency() -> None:
    expected = [("Gesundheit und Pflege im Alter",)]
    assert ask("focus", "topic", at=AGENCY) == expected
    assert ask("focus", "topic", at="event/besuch-integrationsagentur-drk") == expected


def test_10_which_passage_is_the_evidence_for_a_fact() -> None:
    rows = ask("evidence", "source", "passage", "extract", thing="plan/finanzierung-bis-2022")
    assert ("Absatz 8", "bis zum Ende der Legislaturperiode 2022") in {row[1:] for row in rows}
    assert {row[0] for row in rows} == {"Artikel über den Besuch der Staatssekretärin in Olpe"}


def test_further_questions_that_any_such_data_answers() -> None:
    assert {row[0] for row in ask("met", "met", person="person/jochen-ritter")} == {
        "Frank Beckehoff",
        "Serap Güler",
        "Susanne Spornhauer",
    }
    assert ("3", "Team des Kommunalen Integrationszentrums", "Kommunales Integrationszentrum Kreis Olpe") in ask(
        "organisation-tree", "level", "organization", "belongs_to", top="organization/kreis-olpe"
    )
    assert len(ask("offices", "person", "office")) == 4
    assert ("Person", "4") in ask("kinds", "kind", "things")
    assert ask("mentions", "article", thing="place/kreishaus") == [
        ("Artikel über den Besuch der Staatssekretärin in Olpe",)
    ]
    assert ("Frank Beckehoff", "Landrat des Kreises Olpe") in ask(
        "about", "subject", "value", thing="office/landrat-kreis-olpe-frank-beckehoff"
    )


def test_an_answer_in_english_has_english_texts() -> None:
    rows = ask("offices", "person", "office", language="en")
    assert ("Frank Beckehoff", "District Administrator") in rows
