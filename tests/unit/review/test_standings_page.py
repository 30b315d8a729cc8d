"""Who meets the requirements: by unit, in words, within what the reader may see, and as a file."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import add_user
from rutine.cases.tables import AuditEntry
from rutine.review.standings import standings_book
from rutine.review.standings.standings_book import FILLS
from tests.shown_standings import HIDDEN, NAMES, ShownStandings

PAGE = "/kompetanse"
BOOK = "/kompetanse/arbeidsbok"
CODES = "/kompetanse/endret-kode"


@pytest.fixture
def numbers(cases) -> dict[str, str]:
    home = cases.HOME.value
    return {"SYK1": home, "SYK2": home, "SKOLE": cases.SCHOOL.value}


@pytest.fixture
def app(store, visitor_of, numbers):
    def signed_in(name: str = "kari", **told: Any) -> Any:
        return visitor_of(store.app(standings=ShownStandings(numbers, **told))).sign_in(name)

    return signed_in


@pytest.fixture
def somebody(store, cases):
    """Make an account that sees some units, or has a right of its own."""

    def make(name: str, *roles: UserRole, units: set[str] | None = None) -> str:
        with store.database.writing() as session:
            add_user(session, name, name.title(), "x" * 20, roles, actor=COMMAND_LINE, units=units)
        return name

    return make


def change(visitor: Any, code: str = "LMH-PROVE", what: str = "void", **fields: str) -> Any:
    """Ask who is affected, as the form does."""
    visitor.get(CODES)
    return visitor.post(CODES, kode=code, hva=what, **fields)


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def rows(answer: Any) -> dict[str, str]:
    """Name -> what stands in the row."""
    body = answer.text.partition('aria-labelledby="matrix-title">')[2].partition("</table>")[0]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body.partition("<tbody>")[2], re.DOTALL):
        name = re.search(r'class="personal">([^<]+)<', row)
        found[unescape(name[1])] = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", row)))
    return found


def test_every_state_stands_in_words_with_its_day(app):
    page = app().get(f"{PAGE}?enhet=SYK1")
    found = rows(page)
    assert "I orden til 03.02.2029" in found["Anne Prøvesen"]
    assert "Fristen er nær går ut, frist 12.12.2026" in found["Åse Testmo"]
    assert "Over fristen har gått ut, frist 09.01.2025" in found["Åse Testmo"]
    assert "en del mangler" in found["Bjørn Øve"]
    assert "Fritatt" in found["Dina Eksempel"]
    assert "I orden uten utløp" in found["Anne Prøvesen"]
    assert "Ikke forfalt frist 02.11.2027" in found["Even Mønster"]
    assert list(found) == [
        *("Anne Prøvesen", "Bjørn Øve", "Dina Eksempel", "Even Mønster", "Frøydis Utkast"),
        "Åse Testmo",
    ]
    assert 'role="region" tabindex="0"' in page.text
    assert "kjøring 12, 23.11.2026" in text(page)


def test_the_page_is_filtered_by_state_and_counts_stay(app):
    visitor = app()
    every, exempt = (visitor.get(f"{PAGE}?enhet=SYK1{more}") for more in ("", "&tilstand=exempt"))
    assert list(rows(exempt)) == ["Dina Eksempel"]
    assert "Hans Sluttet" not in every.text
    assert list(rows(visitor.get(f"{PAGE}?enhet=SYK1&tilstand=ended"))) == ["Hans Sluttet"]
    counts = [
        each.text.partition('id="counts-title"')[2].partition("</table>")[0]
        for each in (every, exempt)
    ]
    assert counts[0] == counts[1]
    assert "Ingen i enheten passer" in visitor.get(f"{PAGE}?enhet=SYK2&tilstand=exempt").text


def test_the_counts_of_each_requirement_add_up(app):
    page = app().get(f"{PAGE}?enhet=*&tilstand=all").text
    body = page.partition('id="counts-title"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    found = [
        [int(each) for each in re.findall(r'class="number">(\d+)<', row)]
        for row in body.split("</tr>")
        if "<td" in row
    ]
    assert len(found) == 3
    assert all(sum(row[:-1]) == row[-1] == len(NAMES) for row in found)  # one is in two units


def test_somebody_with_two_positions_stands_in_both_units_with_what_is_asked_there(app):
    found = {unit: rows(app().get(f"{PAGE}?enhet={unit}")) for unit in ("SYK1", "SKOLE")}
    here, there = (found[unit]["Frøydis Utkast"] for unit in ("SYK1", "SKOLE"))
    assert here.count("Gjelder ikke") == 1  # hygiene is asked for at the latest position
    assert there.count("Gjelder ikke") == 2


def test_a_reader_of_a_unit_sees_that_unit_only(app, somebody, cases):
    name = somebody("leder", UserRole.REVIEWER, units={cases.SCHOOL.value})
    visitor = app(name)
    for query in ("", "?enhet=SYK1", "?enhet=*&tilstand=all"):
        page = visitor.get(PAGE + query)
        assert "Ida Skole" in page.text
        assert not [each for each in NAMES.values() if "øve" in each and each in page.text]
        assert "Anne" not in page.text
    answer = change(visitor)
    assert "Ingen ville stått annerledes" in answer.text


def test_the_protected_are_for_those_with_the_right_and_in_no_file(app, somebody):
    everywhere = f"{PAGE}?enhet=*&tilstand=all"
    assert "Gunn" not in app().get(everywhere).text
    assert HIDDEN not in app().get(everywhere).text
    visitor = app(somebody("gyda", UserRole.REVIEWER, UserRole.RESTRICTED))
    page = visitor.get(everywhere)
    assert "Skjermet" in rows(page)["Gunn Skjult"]
    assert "Gunn" not in cells(visitor.get(f"{BOOK}?enhet=*&tilstand=all"))
    said = text(change(visitor, "SMITTE"))
    assert "Gunn Skjult 20107 Sykehjem avdeling 1 Skjermet" in said
    assert "Gunn" not in change(app(), "SMITTE").text


def test_the_file_of_a_unit_where_all_are_protected_is_of_no_other_unit(app, somebody):
    visitor = app(somebody("gyda", UserRole.REVIEWER, UserRole.RESTRICTED), hidden={"20109"})
    assert "20109" in visitor.get(f"{PAGE}?enhet=SYK2").text
    table = sheets(visitor.get(f"{BOOK}?enhet=SYK2"))["Ansatte og krav"]
    assert table.max_row == 1


def test_a_routine_about_health_is_for_those_with_the_right(app, somebody):
    assert "Ingen rutiner stiller krav" in app(health=True).get(PAGE).text
    assert "Ingen rutiner stiller krav" in app(health=True).get(CODES).text
    name = somebody("frida", UserRole.REVIEWER, UserRole.FOLLOW_UP)
    assert "Anne Prøvesen" in app(name, health=True).get(f"{PAGE}?enhet=SYK1").text


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"ran": False}, "Ingen kjøring ennå"),
        ({"trouble": "original_missing"}, "er slettet etter planen"),
        ({"trouble": "mapping_invalid"}, "Reglene kan ikke brukes"),
        ({"changed": True}, "Reglene er endret etter kjøringen"),
    ],
)
def test_what_is_missing_is_said_with_what_to_do(app, told, said):
    assert said in app(**told).get(PAGE).text
    assert (
        "Hva skjer med den?" in app(**told).get(CODES).text or said in app(**told).get(CODES).text
    )


def test_no_national_id_is_shown_whatever_a_list_calls_a_name(app):
    names = {**NAMES, "20101": "01816010027", "20103": "<b>Bjørn</b>"}
    page = app(names=names).get(f"{PAGE}?enhet=SYK1").text
    assert "01816010027" not in page
    assert "***********" in page
    assert "<b>Bjørn" not in page


def test_no_code_that_looks_like_a_national_id_is_suggested_or_said_again(app):
    visitor = app(unknown={"01816010027": 2, "kurs 018160 10027": 1, "LMH-PROVE-2": 1})
    for answer in (visitor.get(CODES), change(visitor, fra="01816010027")):
        assert 'value="LMH-PROVE-2"' in answer.text
        assert "10027" not in answer.text


def test_personal_data_can_be_blurred(app):
    page = app().get(f"{PAGE}?enhet=SYK1").text
    assert all(f'personal">{name}' in page for name in ("Anne Prøvesen", "20101"))


def test_the_page_is_in_every_language(app):
    for language, word in (("nn", "Friteken"), ("en", "Exempt")):
        visitor = app()
        visitor.get("/om")
        visitor.post("/sprak", language=language, back="/")
        assert word in visitor.get(f"{PAGE}?enhet=SYK1").text
        assert change(visitor).status_code == 200


def sheets(answer: Any) -> Any:
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content))


def cells(answer: Any) -> str:
    book = sheets(answer)
    return "\n".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )


def test_the_workbook_holds_the_table_with_words_and_colours(app, store):
    answer = app().get(f"{BOOK}?enhet=SYK1")
    book = sheets(answer)
    assert book.sheetnames == ["Ansatte og krav", "Antall", "Forklaring"]
    table = book["Ansatte og krav"]
    assert table.freeze_panes == "D2"
    head, *body = list(table.iter_rows())
    assert [each.value for each in head] == [
        *("Enhet", "Ansatt", "Ansattnr.", "Legemiddelhåndtering", "Brannvern", "Smittevern"),
    ]
    anne = next(row for row in body if row[1].value == "Anne Prøvesen")
    assert (anne[0].value, anne[2].value) == ("Sykehjem avdeling 1", "20101")
    assert anne[3].value == "✓ I orden: til 03.02.2029"
    assert anne[3].fill.start_color.rgb.endswith(FILLS["done"])
    dina = next(row for row in body if row[1].value == "Dina Eksempel")
    assert dina[3].value.startswith("– Fritatt")
    legend = {row[0].value: row[0].fill.start_color.rgb for row in book["Forklaring"]["A2:A8"]}
    assert legend["! Over fristen"].endswith(FILLS["overdue"])
    assert len(set(legend.values())) == len(FILLS)
    counts = list(book["Antall"].iter_rows(min_row=2, values_only=True))
    assert all(sum(row[2:-1]) == row[-1] for row in counts)
    with store.database.reading() as session:
        (entry,) = session.query(AuditEntry).filter_by(action="standings_exported").all()
    assert "Anne" not in entry.data


def test_no_cell_of_the_workbook_is_a_formula(app):
    names = {
        **NAMES,
        "20101": '=HYPERLINK("http://x")',
        "20103": "@SUM(A1)",
        "20104": "01816010027",
    }
    table = sheets(app(names=names).get(f"{BOOK}?enhet=SYK1"))["Ansatte og krav"]
    own = {cell.value: cell for row in table.iter_rows(min_row=2) for cell in row if cell.value}
    for text_ in ('=HYPERLINK("http://x")', "@SUM(A1)"):
        assert own[text_].data_type == "s"
        assert own[text_].quotePrefix
    assert "01816010027" not in own


def test_only_those_who_take_cases_out_take_the_workbook(app):
    assert app("rune").client.get(BOOK).status_code == 403


@pytest.fixture
def room_for(monkeypatch):
    return lambda cells: monkeypatch.setattr(standings_book, "MOST_CELLS", cells)


def test_as_much_as_there_is_room_for_is_a_workbook_and_no_more(app, store, room_for):
    visitor, query = app(), "?rutine=competence_renewal&arbeidsgiver=974600013&enhet=SYK1"
    room_for(6 * 6)
    assert f'href="{BOOK}{query}"' in visitor.get(PAGE + query).text.replace("&amp;", "&")
    table = sheets(visitor.get(BOOK + query))["Ansatte og krav"]
    assert (table.max_row - 1) * table.max_column == 6 * 6

    room_for(6 * 6 - 1)
    said = "Valget har 6 rader med ansatte, og en arbeidsbok har plass til 5. Velg en enhet eller"
    page = visitor.get(PAGE + query)
    assert text(page).count(said) == 1
    assert f"{BOOK}?" not in page.text
    answer = visitor.client.get(BOOK + query)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert said in text(answer).partition("kjøring 12")[0]
    assert text(answer).count(said) == 1
    with store.database.reading() as session:
        assert session.query(AuditEntry).filter_by(action="standings_exported").count() == 1

    fewer = f"{query}&tilstand=exempt"
    assert said not in text(visitor.get(PAGE + fewer))
    assert sheets(visitor.get(BOOK + fewer))["Ansatte og krav"].max_row == 2


def test_more_units_than_can_be_counted_are_taken_one_by_one(app, room_for):
    visitor = app()
    room_for(3 * 30)
    counts = sheets(visitor.get(f"{BOOK}?enhet=*"))["Antall"]
    assert (counts.max_row - 1) * counts.max_column == 3 * 30
    room_for(3 * 30 - 1)
    said = "Valget har 3 enheter, og en arbeidsbok har plass til 2. Velg én enhet."
    for more in ("", "&tilstand=exempt"):  # the counts are of everybody, whatever the state
        assert said in text(visitor.get(f"{PAGE}?enhet=*{more}"))
        assert said in text(visitor.client.get(f"{BOOK}?enhet=*{more}"))
    assert visitor.get(f"{BOOK}?enhet=SYK1").status_code == 200


def test_the_protected_take_no_room_in_a_workbook_that_they_are_not_in(app, somebody, room_for):
    visitor = app(somebody("gyda", UserRole.REVIEWER, UserRole.RESTRICTED))
    room_for(6 * 6)
    page = visitor.get(f"{PAGE}?enhet=SYK1")
    assert len(rows(page)) == 7
    assert f"{BOOK}?" in page.text
    assert visitor.get(f"{BOOK}?enhet=SYK1").status_code == 200


def test_only_those_who_take_the_workbook_are_told_that_it_has_no_room(app, room_for):
    room_for(30)
    assert "plass til" not in app("rune").get(f"{PAGE}?enhet=SYK1").text
    for language, word in (("nn", "har plass til 5. Vel ei eining"), ("en", "room for 5. Choose")):
        visitor = app()
        visitor.get("/om")
        visitor.post("/sprak", language=language, back="/")
        assert word in text(visitor.get(f"{PAGE}?enhet=SYK1"))


def test_a_changed_code_tells_counts_and_who(app):
    answer = change(app(), what="replaced", ny="LMH-PROVE-2", fra="01.01.2027")
    said = text(answer)
    assert "Slik ville det vært 01.01.2027" in said
    assert "Mister det de har 3" in said
    assert "Får det de mangler 1" in said
    assert "Anne Prøvesen 20101 Sykehjem avdeling 1 Mister det de har" in said
    assert "Hans Sluttet" not in said


def test_a_consultant_gets_counts_and_no_names(app):
    answer = change(app("pia"))
    assert "Mister det de har 3" in text(answer)
    assert "ser de som behandler sakene" in text(answer)
    assert not [each for each in NAMES.values() if each and each in answer.text]
    assert not re.search(r"\b2010\d\b", answer.text)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": "UKJENT"}, "Velg en kode som kravene spør etter"),
        ({"what": "replaced"}, "Skriv den nye koden"),
        ({"what": "replaced", "ny": "LMH-PROVE"}, "Skriv den nye koden"),
        ({"what": "replaced", "ny": "01816010027"}, "Skriv den nye koden"),
        ({"fra": "31.02.2027"}, "Skriv en dag som"),
        ({"fra": "1.1.2300"}, "Skriv en dag som"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_by_its_field(app, fields, said):
    answer = change(app(), **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "01816010027" not in answer.text


def test_other_pages_lead_here_only_where_there_is_a_table(app, store, visitor_of):
    assert f'href="{PAGE}"' in app().get("/kalender").text
    assert f"{PAGE}?rutine=competence_renewal" in app().get("/rutiner/competence_renewal").text
    assert f"{CODES}?rutine=" in app("pia").get("/rutiner/competence_renewal").text
    without = visitor_of(store.app()).sign_in("kari")
    assert PAGE not in without.get("/kalender").text
    assert "Ingen rutiner stiller krav" in without.get(PAGE).text
    assert without.get(BOOK).status_code == 303
