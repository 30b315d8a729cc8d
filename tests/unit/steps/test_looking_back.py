"""A run finds the earlier lines of the people whose cases look back, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.people.lines_of_people import lines_of_people
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import Settlement
from rutine.cases.views import CaseStatus
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.identifiers import Fnr
from rutine.steps import earlier_lines
from tests.small_office import EMPLOYER, GENEROUS, KARI, PEOPLE, RATE, SCHOOL, Claimed, Office, Paid
from tests.unit.routines.test_employments import HEADINGS

MONDAY = date(2026, 6, 1)
WEEK = 5 * RATE
CLAIMS = (
    Claimed("K0", 0, MONDAY, WEEK, date(2026, 7, 1)),
    Claimed("K1", 1, MONDAY, WEEK, date(2026, 7, 1)),
)
JUNE = (Paid(0, MONDAY, WEEK), Paid(1, MONDAY, WEEK))
DEDUCTION = Paid(0, None, -WEEK, benefit="A")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    made = Office(tmp_path)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 1))
    for month in ("2026-07", "2026-08", "2026-09"):
        made.claims(month, *CLAIMS)
    yield made
    made.close()


def shown(case, field: str) -> list[str | None]:
    return [each.left for each in case.evidence if each.field == field]


def test_a_deduction_names_the_payment_that_an_earlier_run_settled(office: Office) -> None:
    office.pays("2026-07", *JUNE)
    office.run("2026-07")
    assert office.cases() == []
    office.pays("2026-08", DEDUCTION)
    office.run("2026-08")
    case = office.case()
    assert case.reason == "D28"
    assert shown(case, "concerns") == ["amount"]
    assert shown(case, "concerned_line") == [f"2026-06-01/2026-06-05;4;{WEEK};1000;2026-07-03"]
    assert shown(case, "looked_from") == ["2026-07"]
    assert shown(case, "complaint_by") == ["2026-09-14"]


def test_the_evidence_stands_when_more_is_paid_later(office: Office) -> None:
    office.pays("2026-07", *JUNE)
    office.run("2026-07")
    office.pays("2026-08", DEDUCTION)
    office.run("2026-08")
    office.decide(office.case(), Action.SEND_TO_NAV)
    office.pays("2026-09", Paid(0, date(2026, 6, 15), WEEK))
    office.run("2026-09")
    (case,) = [case for case in office.cases() if case.reason == "D28"]
    assert case.status is CaseStatus.WAITING
    assert shown(case, "concerns") == ["amount"]


def test_a_line_whose_settlement_was_undone_was_received_all_the_same(office: Office) -> None:
    office.pays("2026-07", *JUNE)
    office.run("2026-07")
    with office.place.database.reading() as session:
        before = lines_of_people(session, office.place.keys, EMPLOYER, [Fnr(PEOPLE[0])])
        settled = session.scalars(select(Settlement.id)).all()
    with office.place.database.writing() as session:
        for settlement in settled:
            undo(session, office.place.keys, settlement, actor=KARI, why="prøve", limits=GENEROUS)
    with office.place.database.reading() as session:
        after = lines_of_people(session, office.place.keys, EMPLOYER, [Fnr(PEOPLE[0])])
    assert before == after
    assert len(after) == 1


def test_only_the_lines_of_the_person_are_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []
    real = earlier_lines.read_format

    def reading(form, data, **more):
        read.append(data)
        return real(form, data, **more)

    monkeypatch.setattr(earlier_lines, "read_format", reading)
    office.pays("2026-07", *JUNE)
    office.run("2026-07")
    assert read == []
    office.pays("2026-08", DEDUCTION)
    office.run("2026-08")
    told = b"".join(read)
    assert PEOPLE[0].encode() in told
    assert PEOPLE[1].encode() not in told


def test_a_lost_original_leaves_its_month_out(office: Office) -> None:
    office.pays("2026-07", *JUNE)
    office.run("2026-07")
    for path in (office.path / "home" / "evidence").rglob("*"):
        if path.is_file():
            path.unlink()
    office.pays("2026-08", DEDUCTION)
    office.run("2026-08")
    case = office.case()
    assert shown(case, "concerns") == ["none"]
    assert shown(case, "looked_from") == ["2026-08"]


def test_nothing_is_known_of_somebody_the_store_has_not_met(office: Office) -> None:
    with office.place.database.reading() as session:
        assert lines_of_people(session, office.place.keys, EMPLOYER, [Fnr(PEOPLE[3])]) == set()


def test_what_was_paid_under_the_number_before_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Payroll's list of employments says which number a national id replaced."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 1))
    office = Office(tmp_path, employments="employments.csv")
    employment = f"{EMPLOYER};{SCHOOL};10482;{PEOPLE[2]};1;01.03.2019;;;{PEOPLE[0]};;Nei\r\n"
    (tmp_path / "employments.csv").write_text(HEADINGS + employment, "utf-8")
    for month in ("2026-07", "2026-08"):
        office.claims(month, *CLAIMS)
    office.pays("2026-07", *JUNE)
    office.run("2026-07")
    office.pays("2026-08", replace(DEDUCTION, who=2))
    office.run("2026-08")
    case = office.case()
    office.close()
    assert shown(case, "concerns") == ["amount"]
    assert shown(case, "concerned_line") == [f"2026-06-01/2026-06-05;4;{WEEK};1000;2026-07-03"]
