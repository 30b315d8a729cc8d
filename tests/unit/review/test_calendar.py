"""One calendar: by unit and role, within what the reader may see, and never with a person in it."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from sqlalchemy import update

from rutine.cases.access import COMMAND_LINE, Sight, UserRole
from rutine.cases.accounts.users import add_user, set_password
from rutine.cases.lists.coming import Coming, replace_coming
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.cases.tables import AuditEntry, Case, UserAccount
from rutine.core import clock
from rutine.core.identifiers import OrgNr

TODAY = date(2026, 11, 23)


@pytest.fixture
def app(store, visitor_of):
    made = store.app(today=lambda: TODAY)
    return lambda name="kari": visitor_of(made).sign_in(name)


@pytest.fixture
def anyone(store, visitor_of):
    """Somebody who has not signed in, on the same day as those who have."""
    return visitor_of(store.app(today=lambda: TODAY))


@pytest.fixture(autouse=True)
def due(store, cases):
    """Every case is due ten days from now, but one, which is late; one is restricted."""
    with store.database.writing() as session:
        session.execute(update(Case).values(due=TODAY + timedelta(days=10)))
        session.execute(
            update(Case).where(Case.reason == "D14").values(due=TODAY - timedelta(days=3))
        )
        session.execute(update(Case).where(Case.reason == "D43").values(restricted=True))
        titles = {"nb": "Brannvern", "nn": "Brannvern", "en": "Fire safety"}
        for routine, sight, day in (
            ("competence_renewal", Sight.ALL, TODAY + timedelta(days=60)),
            ("sick_leave_follow_up", Sight.FOLLOW_UP, TODAY + timedelta(days=61)),
        ):
            coming = Coming("rule", titles, OrgNr(cases.SCHOOL.value), day, 12)
            replace_coming(session, routine, cases.EMPLOYER, [coming], sight)


def names_in(store) -> list[str]:
    """What may stand in no calendar."""
    return ["Prøvesen", "PRØVESEN", "10480", "148290"]


def events(answer) -> list:
    assert answer.headers["content-type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def link_of(visitor) -> str:
    visitor.get("/kalender")
    page = visitor.post("/kalender/lenke").text
    start = page.index("/kalender/", page.index('class="link"'))
    return page[start : page.index(".ics", start) + 4]


def test_what_is_late_and_what_comes_stands_by_week(app, store):
    page = app().get("/kalender").text
    assert page.index("Over fristen") < page.index("Uke 49: 30.11.–06.12.2026")
    assert "Fredag 20.11.2026" in page  # three days ago
    assert "Torsdag 03.12.2026" in page
    assert "12 ansatte: Brannvern" in page
    assert not any(name in page for name in names_in(store))


def test_deadlines_of_health_are_for_those_with_the_right(app, store):
    assert app().get("/kalender").text.count("Brannvern") == 1
    with store.database.writing() as session:
        roles = [UserRole.REVIEWER, UserRole.FOLLOW_UP]
        add_user(session, "frida", "Frida Følger", "x" * 20, roles, actor=COMMAND_LINE)
    assert app("frida").get("/kalender").text.count("Brannvern") == 2


def test_the_reader_of_a_unit_sees_that_unit_only(app, cases):
    page = app("siv").get("/kalender?uker=57").text
    assert cases.SCHOOL.value in page or "Brannvern" in page
    whole = app("kari").get("/kalender?uker=57").text
    assert whole.count("<li>") > page.count("<li>")


def test_restricted_cases_are_one_line_for_those_with_the_right(app):
    assert "Skjermet sak" not in app("kari").get("/kalender").text
    assert "Skjermet sak" in app("ragna").get("/kalender").text
    visitor = app("ragna")
    assert "Skjermet" not in visitor.get("/kalender/fil").text


def test_it_is_narrowed_by_unit_and_role(app, cases):
    visitor = app()
    narrowed = visitor.get(f"/kalender?unit={cases.SCHOOL.value}&hvem=manager").text
    assert "Brannvern" in narrowed
    assert "Over fristen" not in narrowed
    nothing = visitor.get("/kalender?unit=123456785").text
    assert "Ingenting passer med det du har valgt" in nothing


def test_the_workbook_has_what_the_page_has(app, store):
    answer = app().get("/kalender/arbeidsbok?uker=57")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert ("12 ansatte", "Brannvern") in [row[2:4] for row in rows]
    assert {row[0].date() for row in rows} >= {
        TODAY - timedelta(days=3),
        TODAY + timedelta(days=10),
    }
    said = " ".join(str(cell) for row in rows for cell in row)
    assert not any(name in said for name in names_in(store))


def test_a_link_reads_the_calendar_without_signing_in(app, store, anyone, visitor_of):
    link = link_of(app())
    found = events(anyone.client.get(link))
    assert "12 ansatte: Brannvern" in [str(each["summary"]) for each in found]
    assert len({str(each["uid"]) for each in found}) == len(found)
    said = anyone.client.get(link).text
    assert not any(name in said for name in names_in(store))
    assert "TRANSP:TRANSPARENT" in said
    assert "set-cookie" not in anyone.client.get(link).headers
    with store.database.reading() as session:
        made = session.query(AuditEntry).filter_by(action="calendar_link_made").one()
    assert link.rpartition("/")[2].removesuffix(".ics") not in made.data


def test_a_program_gets_no_health_and_nothing_protected_whoever_has_the_link(app, store, anyone):
    with store.database.writing() as session:
        roles = [UserRole.REVIEWER, UserRole.FOLLOW_UP, UserRole.RESTRICTED]
        add_user(session, "frida", "Frida Følger", "x" * 20, roles, actor=COMMAND_LINE)
    said = anyone.client.get(link_of(app("frida"))).text
    assert said.count("Brannvern") == 1
    assert "Skjermet" not in said


def test_a_link_ends_when_another_is_made_or_it_is_turned_off_or_the_account_is(app, store, anyone):
    visitor = app()
    first = link_of(visitor)
    second = link_of(visitor)
    assert anyone.client.get(first).status_code == 404
    assert anyone.client.get(second).status_code == 200
    with store.database.writing() as session:
        session.execute(update(UserAccount).where(UserAccount.name == "kari").values(enabled=False))
    assert anyone.client.get(second).status_code == 404
    with store.database.writing() as session:
        session.execute(update(UserAccount).where(UserAccount.name == "kari").values(enabled=True))
    visitor.get("/kalender")
    visitor.post("/kalender/lenke-av")
    assert anyone.client.get(second).status_code == 404


def test_a_link_ends_with_the_password_it_was_made_under(app, store, anyone):
    link = link_of(app())
    assert anyone.client.get(link).status_code == 200
    with store.database.writing() as session:
        set_password(session, "kari", "et helt annet passord 7", actor=COMMAND_LINE)
    assert anyone.client.get(link).status_code == 404


def test_a_secret_that_nobody_has_is_nothing(anyone):
    assert anyone.client.get("/kalender/abc.ics").status_code == 404


def test_what_was_counted_before_is_replaced(store, cases, app):
    with store.database.writing() as session:
        replace_coming(session, "competence_renewal", cases.EMPLOYER, [], Sight.ALL)
    assert "Brannvern" not in app().get("/kalender").text


def counted(store, cases, days_ago: int) -> None:
    """The routine's last run was so long ago, and counted one day that has passed and one ahead."""
    titles = {"nb": "Brannvern", "nn": "Brannvern", "en": "Fire safety"}
    coming = [
        Coming("rule", titles, OrgNr(cases.SCHOOL.value), TODAY + timedelta(days=ahead), how_many)
        for ahead, how_many in ((-5, 7), (40, 12))
    ]
    moment = datetime.combine(TODAY - timedelta(days=days_ago), time(6), clock.OSLO)
    with clock.stopped_at(moment), store.database.writing() as session:
        run_id = open_run(session, "competence_renewal", cases.EMPLOYER, None, {})
        replace_coming(session, "competence_renewal", cases.EMPLOYER, coming, Sight.ALL)
        finish_run(session, run_id, RunSummary(state=RunState.CLEAN))


def everywhere(visitor) -> tuple[str, str, str]:
    """What page, workbook and calendar file say."""
    book = visitor.get("/kalender/arbeidsbok?uker=57").content
    rows = load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True)
    ics = events(visitor.get("/kalender/fil?uker=57"))
    return (
        visitor.get("/kalender?uker=57").text,
        " ".join(str(cell) for row in rows for cell in row),
        " ".join(f"{each['summary']} {each['description']}" for each in ics),
    )


def test_a_routine_that_has_stopped_is_not_overdue_but_not_updated(app, store, cases):
    counted(store, cases, days_ago=36)
    for said in everywhere(app()):
        assert "7 ansatte" not in said
        assert "12 ansatte" in said
        assert "Ikke oppdatert siden 18.10.2026" in said


def test_a_month_between_two_runs_is_as_it_should_be(app, store, cases):
    counted(store, cases, days_ago=35)
    for said in everywhere(app()):
        assert "7 ansatte" in said
        assert "12 ansatte" in said
        assert "Ikke oppdatert" not in said
