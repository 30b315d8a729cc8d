"""Routines that run on their file alone: again, killed, decided upon, and with lists that lack."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.access import UserRole
from rutine.cases.deciding.decisions import decide
from rutine.cases.lists.colleagues import fit_for
from rutine.cases.lists.queue import case_view, look, open_cases, routines_with_cases
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import AuditEntry, Case, MatchedRow, Run
from rutine.cases.views import CaseStatus, Filters
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError
from rutine.routines.routine_file import RoutineFile
from rutine.settings import Settings
from rutine.steps.shapes import begin, collect_lists, queue_cases, read_lists
from rutine.steps.shapes.found import Found, Used
from rutine.steps.shapes.obligations import check_obligations
from tests.shape_home import EMPLOYER, REVIEWER, ROOT, TODAY, UNIT, ShapeHome, at, person

COMPETENCE = "competence_renewal"


@pytest.fixture
def home(tmp_path: Path) -> ShapeHome:
    home = ShapeHome(tmp_path / "home")
    yield home
    home.place.database.close()


def say(home: ShapeHome, case: Case, action: Action, day: date = TODAY, **more: object) -> None:
    with at(day, 13), home.place.database.writing() as session:
        decide(
            session,
            home.place.keys,
            case.id,
            version=case.version,
            actor=REVIEWER,
            action=action,
            **more,  # type: ignore[arg-type]
        )


def test_running_again_with_the_same_lists_changes_nothing(home: ShapeHome) -> None:
    home.put(COMPETENCE, "nothing_is_registered")
    first = home.run(COMPETENCE)
    before = [(c.id, c.version, c.status) for c in home.cases()]
    again = home.run(COMPETENCE, hour=15)
    assert (first.new_cases, first.cases) == (2, 2)
    assert (again.new_cases, again.cases) == (0, 2)
    assert [(c.id, c.version, c.status) for c in home.cases()] == before
    assert all(control.status == "ok" for control in again.controls)


def test_a_run_that_is_killed_has_decided_nothing_and_is_run_again(
    home: ShapeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.put(COMPETENCE, "nothing_is_registered")
    monkeypatch.setattr("rutine.steps.shapes.queueing.finish_run", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        home.run(COMPETENCE)
    assert home.cases() == []
    monkeypatch.undo()
    assert home.run(COMPETENCE).new_cases == 2


def test_rows_that_are_not_accounted_for_store_nothing(home: ShapeHome) -> None:
    home.put(COMPETENCE, "nothing_is_registered")
    with at(TODAY):
        scope = begin(home.place, COMPETENCE, EMPLOYER.reveal())
        lists = read_lists(home.place, scope, collect_lists(home.place, scope))
        found = check_obligations(home.place, scope, lists)
        short = Used(name="employee 1", record="employee", rows=2, refused=0, used=1)
        lost = Found(differences=found.differences, closed=found.closed, used=[short], checked=1)
        with pytest.raises(Exception, match="not accounted for"):
            queue_cases(home.place, scope, lists, lost)
    assert home.cases() == []


def test_evidence_closes_a_case_and_the_trail_says_which_row(home: ShapeHome) -> None:
    inbox = home.put(COMPETENCE, "nothing_is_registered")
    home.run(COMPETENCE)
    courses = inbox / "achievement_courses.csv"
    courses.write_text(courses.read_text() + "1001;;;BRANN-KURS;10.11.2026;Bestått;\r\n")
    home.run(COMPETENCE, hour=15)
    closed = next(c for c in home.cases() if c.reference == "fire_safety")
    assert closed.status == CaseStatus.AUTO_CLOSED
    of_case = select(AuditEntry).where(AuditEntry.case_id == closed.id)
    with home.place.database.reading() as session:
        entry = session.scalars(of_case.order_by(AuditEntry.seq.desc())).first()
    assert entry is not None
    told = json.loads(entry.data)
    assert (entry.action, told["cause"]) == ("auto_closed", "evidence")
    assert told["proofs"] == [{"input": "achievement 1", "row": 2}]


def test_a_case_that_is_handled_waits_and_comes_back(home: ShapeHome) -> None:
    home.put(COMPETENCE, "nothing_is_registered")
    home.run(COMPETENCE)
    case = home.cases()[0]
    say(home, case, Action.HANDLED)
    assert home.cases()[0].resume_on == TODAY + timedelta(days=14)
    assert home.run(COMPETENCE, TODAY + timedelta(days=1)).cases == 2
    assert home.cases()[0].status == CaseStatus.WAITING
    home.run(COMPETENCE, TODAY + timedelta(days=14))
    assert home.cases()[0].status == CaseStatus.OPEN


def test_an_exemption_holds_until_its_day_and_then_the_case_is_back(home: ShapeHome) -> None:
    home.put(COMPETENCE, "nothing_is_registered")
    home.run(COMPETENCE)
    case = next(c for c in home.cases() if c.reference == "medication_handling")
    until = TODAY + timedelta(days=60)
    for wrong in (None, "made_up"):
        with pytest.raises(InputError) as refused:
            say(home, case, Action.EXEMPT, until=until, exempt_reason=wrong)
        assert refused.value.code == "exempt_reason_required"
    with pytest.raises(InputError) as refused:  # the reason holds for twelve months
        say(home, case, Action.EXEMPT, until=date(2028, 1, 1), exempt_reason="other_duties")
    assert refused.value.code == "until_too_far"
    say(home, case, Action.EXEMPT, until=until, exempt_reason="other_duties")
    home.run(COMPETENCE, until)
    again = {c.reference: c for c in home.cases()}
    assert again["medication_handling"].status == CaseStatus.DONE
    home.run(COMPETENCE, until + timedelta(days=1))
    again = {c.reference: c for c in home.cases()}
    assert again["medication_handling"].status == CaseStatus.OPEN


def test_a_requirement_without_exemptions_offers_none(home: ShapeHome) -> None:
    home.put(COMPETENCE, "nothing_is_registered")
    home.run(COMPETENCE)
    case = next(c for c in home.cases() if c.reference == "fire_safety")
    with pytest.raises(InputError) as refused:
        say(home, case, Action.EXEMPT, until=TODAY + timedelta(days=9), exempt_reason="x")
    assert refused.value.code == "action_not_permitted"


def test_nobody_is_thought_gone_while_a_row_can_not_be_read(home: ShapeHome) -> None:
    inbox = home.put(COMPETENCE, "a_course_got_another_code")
    home.run(COMPETENCE)
    employees = inbox / "employee.csv"
    lines = employees.read_text().splitlines()
    more = [lines[1].replace("1001", f"200{n}").split(";") for n in range(5)]
    others = [";".join([row[0], "", *row[2:]]) for row in more]
    broken = lines[2].replace("01.03.2020", "31.02.2020")
    employees.write_text("\r\n".join([lines[0], lines[1], broken, *others]) + "\r\n")
    home.run(COMPETENCE, hour=15)
    waiting = {(c.reference, c.reason) for c in home.cases() if c.status == CaseStatus.OPEN}
    assert len([1 for name, _ in waiting if name == "medication_handling"]) == 1
    assert ("employee 1", "L01") in waiting
    numbers = [c for c in home.cases() if c.reference == "medication_handling"]
    assert {c.status for c in numbers} == {CaseStatus.OPEN}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda inbox: (inbox / "achievement_courses.csv").unlink(), None),
        (lambda inbox: (inbox / "employee.csv").unlink(), "shared_list_missing"),
        (lambda inbox: (inbox / "notes.csv").write_text("x"), "list_unknown"),
        (lambda inbox: (inbox / "position.csv").rename(inbox / "position.xlsx"), None),
    ],
)
def test_a_list_that_is_missing_or_strange_stops_the_run(
    home: ShapeHome, change: object, code: str | None
) -> None:
    inbox = home.put(COMPETENCE, "nothing_is_registered")
    change(inbox)  # type: ignore[operator]
    if code is None:  # the tests are still there; and bytes, not names, tell what a file is
        assert home.run(COMPETENCE).new_cases == 2
        return
    with pytest.raises(InputError) as refused:
        home.run(COMPETENCE)
    assert refused.value.code == code
    with home.place.database.reading() as session:
        assert [run.state for run in session.scalars(select(Run))] == ["failed"]


def test_a_protected_person_needs_a_national_id_for_the_mark(home: ShapeHome) -> None:
    inbox = home.put(COMPETENCE, "a_protected_person")
    employees = inbox / "employee.csv"
    employees.write_text(employees.read_text().replace("01816010027", ""))
    with pytest.raises(InputError) as refused:
        home.run(COMPETENCE)
    assert refused.value.code == "restricted_without_id"


def test_a_list_without_the_mark_never_lifts_it(home: ShapeHome) -> None:
    inbox = home.put(COMPETENCE, "a_protected_person")
    home.run(COMPETENCE)
    assert home.cases()[0].restricted
    employees, mappings = inbox / "employee.csv", home.folder / "mappings"
    shutil.copytree(ROOT / "mappings", mappings, ignore=shutil.ignore_patterns("examples"))
    (home.folder / "prefect.yaml").touch()
    form = mappings / "formats" / "employees_csv.yaml"
    form.write_text(form.read_text().partition("  - heading: Skjermet")[0])
    employees.write_text(employees.read_text().replace(";Skjermet", "").replace(";Ja", ""))
    as_it_was = {name: getattr(home.place.settings, name) for name in Settings.model_fields}
    changed = Settings(**{**as_it_was, "project": home.folder})
    home.place = replace(home.place, settings=changed)
    home.run(COMPETENCE, hour=15)
    assert home.cases()[0].restricted
    form.write_text((ROOT / "mappings/formats/employees_csv.yaml").read_text())
    home.put(COMPETENCE, "a_protected_person")
    employees.write_text(employees.read_text().replace(";Ja", ";Nei"))
    home.run(COMPETENCE, hour=16)  # it tells, and nobody else does
    assert not home.cases()[0].restricted


def test_a_protected_person_stands_in_no_case_of_others(home: ShapeHome) -> None:
    mark = ("1001@prove.no;01.03.2020;;Nei", "1001@prove.no;01.03.2020;;Ja")
    for routine, example in (
        (COMPETENCE, "a_course_got_another_code"),
        ("shift_cover", "nobody_may_give_medication"),
        ("shift_cover", "a_stranger_on_the_rota"),
    ):
        employees = home.put(routine, example) / "employee.csv"
        assert mark[0] in employees.read_text()
        employees.write_text(employees.read_text().replace(*mark))
        home.run(routine)
    shown = {}
    for case in home.cases():
        about = facts_of(home.place.keys, case).about
        assert about is not None
        shown[case.reason] = about
    assert [proof.row for proof in shown["L03"].proofs] == [3]  # that of 1002 alone
    assert [who for who, _ in shown["C01"].free] == ["Åse Prøve (1003)"]
    assert shown["L02"].proofs == ()


def test_units_and_protected_people_decide_who_sees(home: ShapeHome) -> None:
    home.put(COMPETENCE, "a_protected_person")
    home.run(COMPETENCE)
    (case,) = home.cases()
    keys = home.place.keys
    beside = person(UserRole.REVIEWER, UserRole.RESTRICTED)
    elsewhere = person(UserRole.REVIEWER, UserRole.RESTRICTED, units=["970001019"])
    with home.place.database.writing() as session:
        assert open_cases(session, keys, REVIEWER, Filters()).total == 0
        for viewer in (REVIEWER, elsewhere):
            with pytest.raises(InputError):
                look(session, keys, case.id, viewer)
        shown = look(session, keys, case.id, beside)
    assert shown.subject is not None
    assert shown.subject.name is None
    assert (shown.sub_unit, shown.reason) == (UNIT, "O02")


def test_routines_about_health_are_for_those_with_the_right(
    home: ShapeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.put(COMPETENCE, "nothing_is_registered")
    monkeypatch.setattr(RoutineFile, "seen_by", "follow_up")
    home.run(COMPETENCE)
    case, keys = home.cases()[0], home.place.keys
    trusted = person(UserRole.REVIEWER, UserRole.FOLLOW_UP, number=2)
    with home.place.database.reading() as session:
        assert open_cases(session, keys, REVIEWER, Filters()).total == 0
        assert routines_with_cases(session, REVIEWER) == ()
        with pytest.raises(InputError):
            case_view(session, keys, case.id, REVIEWER)
        assert open_cases(session, keys, trusted, Filters()).total == 2
        assert case_view(session, keys, case.id, trusted).about is not None
        assert [each.id for each in fit_for(case, (REVIEWER, trusted))] == [trusted.id]
        with pytest.raises(AccessDenied):  # a right beside a role is none alone
            open_cases(session, keys, person(UserRole.FOLLOW_UP), Filters())


def test_the_list_can_be_of_one_routine(home: ShapeHome) -> None:
    for routine, example in ((COMPETENCE, "nothing_is_registered"), ("shift_cover", "short_rest")):
        home.put(routine, example)
        home.run(routine)
    with home.place.database.reading() as session:
        assert routines_with_cases(session, REVIEWER) == (COMPETENCE, "shift_cover")
        every = open_cases(session, home.place.keys, REVIEWER, Filters())
        some = open_cases(session, home.place.keys, REVIEWER, Filters(routine="shift_cover"))
    assert (every.total, some.total) == (3, 1)


def test_the_store_tells_nobody_what_was_matched(home: ShapeHome) -> None:
    home.put("bank_vouchers", "same_reference_and_day")
    assert home.run("bank_vouchers").new_cases == 0
    with home.place.database.reading() as session:
        rows = session.scalars(select(MatchedRow)).all()
    assert len(rows) == 4
    assert {len(row.lookup) for row in rows} == {64}
    home.run("bank_vouchers", hour=15)
    with home.place.database.reading() as session:
        assert len(session.scalars(select(MatchedRow)).all()) == 4


def test_what_a_person_says_of_a_suggestion_stands(home: ShapeHome) -> None:
    home.put("bank_vouchers", "a_fee_is_suggested")
    home.run("bank_vouchers")
    say(home, home.cases()[0], Action.NOT_RELEVANT, comment="To ulike ting")
    home.run("bank_vouchers", hour=15)
    found = [(c.reason, c.status) for c in home.cases()]
    assert found == [("M01", "done"), ("M02", "open"), ("M02", "open")]
    home.run("bank_vouchers", hour=16)
    assert [(c.reason, c.status) for c in home.cases()] == found


def test_what_belongs_together_takes_no_part_again(home: ShapeHome) -> None:
    home.put("bank_vouchers", "a_fee_is_suggested")
    home.run("bank_vouchers")
    say(home, home.cases()[0], Action.BELONGS_TOGETHER)
    assert home.run("bank_vouchers", hour=15).cases == 0
    assert [(c.reason, c.status) for c in home.cases()] == [("M01", "done")]
