"""A file that was cut short gives way: what stands beside it in cases, runs and people's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rutine import steps
from rutine.cases.deciding.remarks import remark
from rutine.cases.lists import queue
from rutine.cases.lists.assignment import assign
from rutine.cases.reports.ledger import ReportState, reports_to_read
from rutine.cases.retention.due import due_settlements
from rutine.cases.runs import Control, RunView, find_run
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import Report, Settlement, UserAccount
from rutine.cases.trail.audit import verify
from rutine.cases.views import CaseStatus, CaseView, Filters
from rutine.connectors.fetching import FetchResult
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import ConnectorError
from rutine.core.identifiers import AccountNumber
from rutine.installation import open_read_only
from rutine.routines.retention_file import load_terms
from rutine.steps.attended import begin_attended, fetch_attended
from rutine.steps.fetch import fetch_from
from rutine.steps.post import write_waiting
from rutine.steps.simulation.simulating import Wish, simulate
from tests.small_office import EMPLOYER, KARI, RATE, Office, Paid
from tests.unit.steps.test_attended import Brings
from tests.unit.steps.test_cut_files import (
    DAY,
    LINES,
    MONTH,
    books,
    claimed,
    data_of,
    give,
    settled_from_a_file,
    states,
    told,
)

ANOTHER = "15062222015"
"""An account that is nobody's here: a control stops the report."""
FIRST = Paid(0, DAY, 2 * RATE, days=2)
THEN = Paid(0, date(2026, 8, 5), 2 * RATE, days=2)
LAST = Paid(0, date(2026, 8, 5), 3 * RATE, days=3)
"""With the first it pays the whole claim."""
OTHER = Paid(1, DAY, 5 * RATE)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Office]:
    """An office that no file comes to."""
    path = tmp_path / "alone"
    path.mkdir()
    office = Office(path)
    yield office
    office.close()


def begun(office: Office, line: Paid, *, file: bool) -> None:
    """One report brings a part of a claim; a file, maybe, brings more of it."""
    claimed(office)
    office.pays(MONTH, FIRST)
    office.run(MONTH)
    if file:
        assert give(office, data_of(line, report=1001)).new
        office.run(MONTH)
    office.pays(MONTH, line, OTHER)


def open_cases(office: Office) -> list[tuple[str, int, int, Action | None]]:
    open_now = [case for case in office.cases() if case.status is CaseStatus.OPEN]
    return [(case.reason, case.claimed, case.paid, case.suggestion) for case in open_now]


def settlements(office: Office) -> list[str]:
    """What stands settled."""
    with office.place.database.reading() as session:
        query = select(Settlement.id).where(Settlement.undone_at.is_(None))
        return list(session.scalars(query))


def fetched_by_a_person(office: Office) -> None:
    """A fetch beside the runs, which settles nothing."""
    scope = begin_attended(office.place, EMPLOYER)
    fetch_from(office.place, scope, office._source)


def given_by_hand(office: Office) -> None:
    """`rutine run --report` with the file that gave way."""
    with office.place.database.reading() as session:
        sha256 = session.scalar(select(Report.sha256).where(Report.report_id.is_(None)))
    scope = replace(steps.begin(office.place, EMPLOYER.value, MONTH), report=sha256)
    fetched = steps.fetch(office.place, scope)
    controlled = steps.control(office.place, scope, steps.read(office.place, scope))
    steps.settle(office.place, scope, fetched, steps.reconcile(office.place, scope, controlled))


def under_another_account(office: Office) -> None:
    """From now on a control stops every report."""
    (employer,) = office.place.settings.employers
    other = employer.model_copy(update={"accounts": (AccountNumber(ANOTHER),)})
    settings = office.place.settings.model_copy(update={"employers": (other,)})
    office.place = replace(office.place, settings=settings)


def test_a_case_with_another_reports_line_goes_on_with_that(office: Office, alone: Office) -> None:
    begun(office, THEN, file=True)
    (before,) = office.cases()
    begun(alone, THEN, file=False)

    run = office.run(MONTH)
    alone.run(MONTH)

    assert told(run) == [("report 1001", "2", "1")]
    assert books(office) == books(alone)
    assert open_cases(office) == open_cases(alone)
    assert [case.number for case in office.cases()] == [before.number]
    with office.place.database.reading() as session:
        assert verify(session) is None


def test_such_a_case_tells_of_what_it_has_left_until_a_run_has_looked(office: Office) -> None:
    begun(office, THEN, file=True)
    before: CaseView = office.case()

    fetched_by_a_person(office)

    after = office.case()
    assert (before.paid, after.paid) == (4 * RATE, 2 * RATE)
    assert (before.line_count, after.line_count) == (2, 1)
    assert after.version > before.version


def test_history_with_such_a_case_comes_to_the_same(tmp_path: Path) -> None:
    office = Office(tmp_path)
    begun(office, THEN, file=True)
    office.run(MONTH)
    office.close()

    real = open_read_only(office.place.settings)
    found = simulate(real, EMPLOYER, Wish("nav_refunds"))
    real.database.close()

    assert (found.changes, found.runs) == ((), 3)


def test_a_line_that_was_settled_with_the_files_is_no_correction(
    office: Office, alone: Office
) -> None:
    """What comes of it while a control stops the whole report is as if there had been no file."""
    begun(office, LAST, file=True)
    assert len(settlements(office)) == 1
    begun(alone, LAST, file=False)
    for each in (office, alone):
        under_another_account(each)

        each.run(MONTH)

    assert settlements(office) == []
    assert open_cases(office) == open_cases(alone)
    assert books(office) == books(alone)


@pytest.mark.parametrize("settled_before", [False, True])
def test_a_run_that_read_the_file_before_it_gave_way_settles_nothing_of_it(
    office: Office, alone: Office, *, settled_before: bool
) -> None:
    claimed(office)
    assert give(office, data_of(*LINES[1:])).new
    if settled_before:
        office.run(MONTH)
    scope = steps.begin(office.place, EMPLOYER.value, MONTH)
    fetched = steps.fetch(office.place, scope, source=office._source)
    controlled = steps.control(office.place, scope, steps.read(office.place, scope))
    reconciled = steps.reconcile(office.place, scope, controlled)
    office.pays(MONTH, *LINES)
    fetched_by_a_person(office)

    steps.settle(office.place, scope, fetched, reconciled)
    office.run(MONTH)

    claimed(alone)
    alone.pays(MONTH, *LINES)
    alone.run(MONTH)
    assert states(office)[None] == (ReportState.REFUSED, "cut_file")
    assert books(office) == books(alone)
    assert open_cases(office) == open_cases(alone)


@pytest.mark.parametrize("action", [Action.ACKNOWLEDGE, Action.WAIT_UNTIL])
def test_it_stands_where_a_person_has_said_something_of_the_whole_file(
    tmp_path: Path, action: Action
) -> None:
    office = Office(tmp_path, account=ANOTHER)
    settled_from_a_file(office)
    until = clock.today() + timedelta(days=9) if action is Action.WAIT_UNTIL else None
    office.decide(office.case(), action, until=until)
    stands = states(office)[None]
    office.pays(MONTH, *LINES)

    assert told(office.run(MONTH)) == []
    assert states(office)[None][0] in {stands[0], ReportState.SETTLED}
    assert [c.reference for c in office.cases() if c.reason == "D30"] == ["report 1000"]
    office.close()


def test_a_stopped_file_gives_way_where_nobody_has_said_anything(tmp_path: Path) -> None:
    office = Office(tmp_path, account=ANOTHER)
    settled_from_a_file(office)
    office.pays(MONTH, *LINES)

    assert told(office.run(MONTH)) == [("report 1000", "3", "2")]
    assert [(c.reference, c.status) for c in office.cases() if c.status == CaseStatus.OPEN] == [
        ("report 1000", CaseStatus.OPEN)
    ]
    assert books(office) == {}
    office.close()


def test_it_stands_while_somebody_waits_for_another_to_agree_to_an_undoing(office: Office) -> None:
    settled_from_a_file(office)
    with office.place.database.writing() as session:
        state = undo(
            *(session, office.place.keys, settlements(office)[0]),
            actor=KARI,
            why="feil person",
        )
    assert state == "proposed"
    office.pays(MONTH, *LINES)

    assert told(office.run(MONTH)) == []
    assert states(office)[None] == (ReportState.SETTLED, None)


def test_what_the_file_had_settled_is_deleted_in_time_as_all_else(office: Office) -> None:
    """Its lines are free for ever, and would have kept whose they were as long."""
    full = tuple(replace(line, ore=5 * RATE) for line in LINES)
    settled_from_a_file(office, *full[2:])
    (of_the_file,) = settlements(office)
    office.pays(MONTH, *full)
    run = office.run(MONTH)
    write_waiting(office.place, EMPLOYER, run.run_id)
    terms, _ = load_terms(office.place.settings.mappings)

    with office.place.database.reading() as session:
        due = due_settlements(session, terms, date(2099, 1, 1))

    assert set(due) == {of_the_file, *settlements(office)}


def test_a_file_that_is_given_once_more_is_paid_twice_and_no_changed_claim(office: Office) -> None:
    """Whoever knows better gives it by hand; the claims are settled with the whole report's."""
    settled_from_a_file(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)

    given_by_hand(office)
    office.run(MONTH)

    assert states(office)[None] == (ReportState.SETTLED, None)
    assert [(reason, paid) for reason, _, paid, _ in open_cases(office)] == [
        ("D43", 8 * RATE),
        ("D29", 5 * RATE),
        ("D30", 0),
    ]


def test_files_of_a_day_are_read_as_they_came(office: Office) -> None:
    """Of two files with one line the first settles it, also when history is done over again."""
    weeks = [Paid(0, DAY + timedelta(weeks=week), 5 * RATE) for week in range(6)]
    came = [give(office, data_of(line)).entry.sha256 for line in weeks]

    with office.place.database.reading() as session:
        read = [entry.sha256 for entry in reports_to_read(session, EMPLOYER)]

    assert read == came


def killed_after_its_fetch(office: Office) -> None:
    scope = steps.begin(office.place, EMPLOYER.value, MONTH)
    steps.fetch(office.place, scope, source=office._source)


def attended(office: Office) -> RunView:
    """A fetch with a person who signs in, to its end."""
    scope = begin_attended(office.place, EMPLOYER)
    source: Any = Brings(office._source)
    fetch_attended(office.place, scope, source)
    with office.place.database.reading() as session:
        run = find_run(session, scope.run_id)
    assert run is not None
    return run


@pytest.mark.parametrize("teller", [lambda office: office.run(MONTH), attended])
def test_what_gave_way_to_a_killed_runs_reports_is_told_by_the_next_run_and_by_no_other(
    office: Office, teller: Callable[[Office], RunView]
) -> None:
    """Both files: what one control says of each is the same."""
    settled_from_a_file(office, LINES[0])
    assert give(office, data_of(LINES[2])).new
    office.pays(MONTH, *LINES)
    killed_after_its_fetch(office)

    run = teller(office)

    assert told(run) == [("report 1000", "3", "1")] * 2
    assert told(office.run(MONTH)) == []
    assert told(attended(office)) == []


def test_a_run_that_was_over_before_the_file_gave_way_has_told_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person fetches for minutes; meanwhile a run that fetches nothing begins, and ends."""
    settled_from_a_file(office)
    office.pays(MONTH, *LINES)
    begun = clock.now()

    def while_a_run_ends(**asked: Any) -> FetchResult:
        result = office._source(**asked)
        with clock.stopped_at(begun + timedelta(minutes=1)), monkeypatch.context() as patch:
            patch.setattr(office, "_reports", {})
            assert told(office.run(MONTH)) == []
        return replace(
            result, reports=tuple(replace(each, fetched_at=begun) for each in result.reports)
        )

    fetch_from(office.place, begin_attended(office.place, EMPLOYER), while_a_run_ends)

    with clock.stopped_at(begun + timedelta(minutes=2)):
        assert told(office.run(MONTH)) == [("report 1000", "3", "2")]
    assert told(office.run(MONTH)) == []


def test_what_gave_way_is_told_though_nav_did_not_answer_at_last(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step is tried again, in the same run: NAV's reports are here then."""
    settled_from_a_file(office)
    office.pays(MONTH, *LINES)
    scope = steps.begin(office.place, EMPLOYER.value, MONTH)

    def silent(*_: object) -> list[Control]:
        raise ConnectorError("nav_down", "NAV did not answer.")

    with monkeypatch.context() as patch:
        patch.setattr(import_module("rutine.steps.fetch"), "_lists", silent)
        with pytest.raises(ConnectorError):
            steps.fetch(office.place, scope, source=office._source)
    again = steps.fetch(office.place, scope, source=office._source)

    assert [(c.name, c.label) for c in again.controls] == [("cut_file", "report 1000")]


def tasks_of_kari(session: Session, keys: KeyRing) -> list[int]:
    mine = Filters(status=None, undecided=True, assignee=KARI.id)
    return [row.number for row in queue.open_cases(session, keys, KARI, mine).rows]


def test_a_case_that_somebody_has_closes_with_its_history_and_is_nobodys_task(
    office: Office,
) -> None:
    settled_from_a_file(office)
    case = office.case()
    words = "Jeg har ringt NAV om denne."
    with office.place.database.writing() as session:
        keys = office.place.keys
        session.execute(update(UserAccount).values(roles='["reviewer"]'))
        assign(*(session, keys, case.case_id), version=case.version, actor=KARI, to=KARI.id)
        remark(session, keys, case.case_id, actor=KARI, text=words)
        assert tasks_of_kari(session, keys) == [case.number]
    office.pays(MONTH, *LINES)

    office.run(MONTH)

    with office.place.database.reading() as session:
        assert tasks_of_kari(session, office.place.keys) == []
        closed = queue.case_view(session, office.place.keys, case.case_id, KARI)
    assert closed.status is CaseStatus.AUTO_CLOSED
    assert [e.comment for e in closed.history if e.action == "remarked"] == [words]
    assert (closed.history[-1].action, closed.history[-1].cause) == ("auto_closed", "gave_way")
    assert closed.may_remark
