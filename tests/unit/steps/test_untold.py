"""What a killed run took in, and told nobody of, is told by the next; and stays told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from rutine import steps
from rutine.cases.tables import Case, Run
from rutine.connectors.content import ContentFault, ContentFinding
from rutine.connectors.fetching import FetchResult
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import ConnectorError
from rutine.settings import ReportsFrom
from rutine.steps.attended import begin_attended, fetch_attended
from rutine.steps.fetch import Fetched, fetch_from
from rutine.steps.hand_in import hand_in
from rutine.steps.report_originals import REPORT_FORMAT, sharing_lines
from tests.small_office import EMPLOYER, RATE, Claimed, Office, Paid
from tests.unit.steps.test_attended import Brings
from tests.unit.steps.test_watched_folder import LINES as DROPPED
from tests.unit.steps.test_watched_folder import Watched, bytes_of

MONTH = "2026-09"
DAY = date(2026, 8, 3)
LINES = (Paid(0, DAY, 5 * RATE), Paid(1, DAY, 5 * RATE), Paid(2, DAY, 4 * RATE))


def killed_after_its_fetch(office: Office) -> None:
    scope = steps.begin(office.place, EMPLOYER.value, MONTH)
    steps.fetch(office.place, scope, source=office._source)


def twice(office: Office) -> list[tuple[str | None, str]]:
    return [(case.reference, case.status) for case in office.cases() if case.reason == "D30"]


def beside_a_file(office: Office) -> None:
    """A file without a day of its own, and NAV's report that has all of it and more."""
    rows = (Claimed(f"K{who}", who, DAY, 5 * RATE, date(2026, 9, 1)) for who in range(3))
    office.claims(MONTH, *rows)
    scope = steps.begin(office.place, EMPLOYER.value, MONTH)
    data = "".join(line.line("PRØVESEN 1000") for line in LINES[1:]).encode("iso-8859-1")
    hand_in(office.place, scope.run_id, EMPLOYER, data, name="rapport.csv", how="upload")
    office.pays(MONTH, *LINES)


def test_a_report_beside_a_file_stays_a_case_until_a_person_has_decided(office: Office) -> None:
    beside_a_file(office)
    office.run(MONTH)
    assert twice(office) == [("report 1000", "open")]

    office.run(MONTH)
    assert twice(office) == [("report 1000", "open")]

    case = next(case for case in office.cases() if case.reason == "D30")
    office.decide(case, Action.ACKNOWLEDGE)
    office.run(MONTH)
    assert twice(office) == [("report 1000", "done")]


@pytest.mark.parametrize("killed", [False, True])
def test_a_part_of_a_settled_report_that_is_given_by_hand_is_told_once(
    office: Office, *, killed: bool
) -> None:
    rows = (Claimed(f"K{who}", who, DAY, 5 * RATE, date(2026, 9, 1)) for who in range(3))
    office.claims(MONTH, *rows)
    office.pays(MONTH, *LINES)
    office.run(MONTH)
    data = "".join(line.line("PRØVESEN 1000") for line in LINES[1:]).encode("iso-8859-1")
    given = office.place.archive.put(data, kind=REPORT_FORMAT, label="given by hand")
    if killed:
        scope = steps.begin(office.place, EMPLOYER.value, MONTH, report=given)
        steps.fetch(office.place, scope)

    office.run(MONTH, None if killed else given)

    assert twice(office) == [(f"report {given[:12]}", "open")]
    case = next(case for case in office.cases() if case.reason == "D30")
    office.decide(case, Action.ACKNOWLEDGE)
    office.run(MONTH)
    assert twice(office) == [(f"report {given[:12]}", "done")]


def picked_from_three(office: Office, each: int = 2) -> list[tuple[Paid, ...]]:
    """A file with a few lines of each of three reports of NAV's, which it overlaps none of."""
    days = [date(2026, month, 6) for month in (4, 5, 6)]
    reports = [tuple(Paid(0, day, RATE + n) for n in range(9)) for day in days]
    data = "".join(
        line.line(f"PRØVESEN {1000 + number}")
        for number, lines in enumerate(reports)
        for line in lines[:each]
    ) + "".join(Paid(1, DAY, RATE + n).line() for n in range(3))
    office.claims(MONTH, Claimed("K0", 0, DAY, 5 * RATE, date(2026, 9, 1)))
    scope = steps.begin(office.place, EMPLOYER.value, MONTH)
    given = hand_in(
        *(office.place, scope.run_id, EMPLOYER, data.encode("iso-8859-1")),
        name="rapport.csv",
        how="upload",
    )
    assert given.new
    return reports


def test_reports_that_a_file_was_picked_from_are_told_as_they_come(office: Office) -> None:
    for lines in picked_from_three(office):
        office.pays(MONTH, *lines)
        office.run(MONTH)

    # Two lines of nine may be chance; four of the file's nine, and six of them, are not.
    assert twice(office) == [("report 1002", "open")]


def test_reports_with_a_line_of_a_file_each_are_not_told(office: Office) -> None:
    for lines in picked_from_three(office, each=1)[:2]:
        office.pays(MONTH, *lines)
        office.run(MONTH)

    assert twice(office) == []


def test_a_file_that_was_picked_from_settled_reports_is_refused_and_told_when_given_by_hand(
    office: Office,
) -> None:
    office.claims(MONTH, Claimed("K0", 0, DAY, 5 * RATE, date(2026, 9, 1)))
    for number, line in enumerate(LINES):
        office.pays(MONTH, line, *(Paid(3, DAY, RATE + 10 * number + n) for n in range(8)))
    office.run(MONTH)
    data = "".join(
        line.line(f"PRØVESEN {1000 + number}") for number, line in enumerate(LINES)
    ).encode("iso-8859-1")
    scope = steps.begin(office.place, EMPLOYER.value, MONTH)

    refused = hand_in(
        *(office.place, scope.run_id, EMPLOYER, data), name="rapport.csv", how="upload"
    )
    assert refused.finding == ContentFinding(ContentFault.OVERLAPS)

    office.run(MONTH, refused.entry.sha256)
    assert twice(office) == [(f"report {refused.entry.sha256[:12]}", "open")]


def test_a_report_beside_a_file_is_told_though_the_run_that_fetched_it_was_killed(
    office: Office,
) -> None:
    beside_a_file(office)
    killed_after_its_fetch(office)

    office.run(MONTH)

    assert twice(office) == [("report 1000", "open")]


def test_a_report_that_nav_gave_twice_is_told_once_though_the_run_was_killed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.claims(MONTH, Claimed("K0", 0, DAY, 5 * RATE, date(2026, 9, 1)))
    office.pays(MONTH, LINES[0])
    office.run(MONTH)
    with monkeypatch.context() as patch:
        patch.setattr(Paid, "line", lambda self, _name: _line(self, "PRØVESEN 1000"))
        office.pays(MONTH, LINES[0])
    killed_after_its_fetch(office)
    assert twice(office) == []

    office.run(MONTH)
    assert twice(office) == [("report 1001", "open")]

    case = next(case for case in office.cases() if case.reason == "D30")
    office.decide(case, Action.SEND_TO_NAV)
    office.run(MONTH)
    assert twice(office) == [("report 1001", "waiting")]


def test_such_a_report_is_told_though_another_run_began_and_ended_while_it_was_fetched(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.claims(MONTH, Claimed("K0", 0, DAY, 5 * RATE, date(2026, 9, 1)))
    office.pays(MONTH, LINES[0])
    office.run(MONTH)
    with monkeypatch.context() as patch:
        patch.setattr(Paid, "line", lambda self, _name: _line(self, "PRØVESEN 1000"))
        office.pays(MONTH, LINES[0])
    begun = clock.now()

    def while_a_run_ends(**asked: Any) -> FetchResult:
        result = office._source(**asked)
        with clock.stopped_at(begun + timedelta(minutes=1)), monkeypatch.context() as patch:
            patch.setattr(office, "_reports", {})
            office.run(MONTH)
        return replace(
            result, reports=tuple(replace(each, fetched_at=begun) for each in result.reports)
        )

    fetch_from(office.place, begin_attended(office.place, EMPLOYER), while_a_run_ends)
    assert twice(office) == []

    with clock.stopped_at(begun + timedelta(minutes=2)):
        office.run(MONTH)
    assert twice(office) == [("report 1001", "open")]


def test_a_file_that_was_refused_and_moved_is_told_though_the_run_was_killed(
    tmp_path: Path,
) -> None:
    watched = Watched(tmp_path)
    watched.drop(data=bytes_of(*DROPPED)[:-40])
    scope, fetched = watched.fetch()
    (refused,) = [case.reference for case in fetched.cases if case.reason == "D40"]
    with watched.place.database.reading() as session:
        assert session.get_one(Run, scope.run_id).state == "running"

    assert [c.reference for c in watched.run().cases if c.reason == "D40"] == [refused]
    assert [c.reference for c in watched.run().cases if c.reason == "D40"] == []

    with watched.place.database.writing() as session:  # as `wiping` leaves it, years later
        session.execute(update(Case).values(reference=None))
    assert [c.reference for c in watched.run().cases if c.reason == "D40"] == []
    watched.place.database.close()


def test_a_file_that_was_refused_is_told_though_nav_did_not_answer_at_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step is tried again, in the same run, and the file has been moved."""
    watched = Watched(tmp_path, ReportsFrom.API)
    watched.drop(data=bytes_of(*DROPPED)[:-40])
    scope = steps.begin(watched.place, EMPLOYER.value, "2026-10")
    module = import_module("rutine.steps.fetch")

    def silent(*_: object) -> Fetched:
        raise ConnectorError("nav_down", "NAV did not answer.")

    monkeypatch.setattr(module, "_from_source", silent)
    with pytest.raises(ConnectorError):
        steps.fetch(watched.place, scope)
    monkeypatch.setattr(module, "_from_source", lambda *_: Fetched(None))

    assert [case.reason for case in steps.fetch(watched.place, scope).cases] == ["D40"]
    watched.place.database.close()


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("a.csv",)])
def test_a_damaged_file_that_comes_twice_is_one_case_and_stops_no_run(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    watched = Watched(tmp_path)
    if len(names) == 1:
        watched.drop(data=bytes_of(*DROPPED)[:-40])
        watched.fetch()
    for name in names:
        watched.drop(name=name, data=bytes_of(*DROPPED)[:-40])

    assert [case.reason for case in watched.run().cases].count("D40") == 1
    watched.place.database.close()


def test_a_report_beside_a_file_is_told_though_the_next_run_looks_nowhere(office: Office) -> None:
    beside_a_file(office)
    killed_after_its_fetch(office)
    given = office.place.archive.put(
        Paid(0, date(2026, 7, 6), RATE).line("PRØVESEN").encode("iso-8859-1"),
        kind=REPORT_FORMAT,
        label="given",
    )

    scope = steps.begin(office.place, EMPLOYER.value, MONTH, report=given)
    fetched = steps.fetch(office.place, scope)

    assert [(case.reference, case.reason) for case in fetched.cases] == [("report 1000", "D30")]


def test_a_person_who_fetches_is_told_of_a_report_beside_a_file(office: Office) -> None:
    beside_a_file(office)

    source: Any = Brings(office._source)
    fetch_attended(office.place, begin_attended(office.place, EMPLOYER), source)

    assert twice(office) == [("report 1000", "open")]


def test_a_report_beside_a_file_is_told_though_the_person_who_fetched_it_was_stopped(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside_a_file(office)
    fetch_from(office.place, begin_attended(office.place, EMPLOYER), office._source)
    monkeypatch.setattr(import_module("rutine.steps.fetch"), "needs_person", lambda *_: True)

    scope = steps.begin(office.place, EMPLOYER.value, MONTH)
    fetched = steps.fetch(office.place, scope)

    assert [case.reason for case in fetched.cases] == ["D38", "D30"]


def test_each_original_is_opened_once_however_many_are_held_against_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in range(3):
        scope = steps.begin(office.place, EMPLOYER.value, MONTH)
        data = Paid(who, DAY, RATE).line("PRØVESEN").encode("iso-8859-1")
        hand_in(office.place, scope.run_id, EMPLOYER, data, name="rapport.csv", how="upload")
        office.pays(MONTH, LINES[who])
    killed_after_its_fetch(office)
    opened: Counter[str] = Counter()
    get = type(office.place.archive).get

    def counted(archive: Any, sha256: str) -> bytes:
        opened[sha256] += 1
        return get(archive, sha256)

    monkeypatch.setattr(type(office.place.archive), "get", counted)
    assert sharing_lines(office.place, EMPLOYER) == []

    # A file is held against others, and others against it.
    assert len(opened) == 6
    assert max(opened.values()) <= 2


_line = Paid.line
