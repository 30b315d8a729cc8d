"""What came late, was left behind or was damaged is not lost, and nobody is told it is fine."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine import steps
from rutine.cases.reports.accounted import archived_reports, lines_with_outcome
from rutine.cases.runs import RunView, find_run
from rutine.cases.tables import Case
from rutine.connectors.fetching import FetchResult
from rutine.core.differences import Side
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.installation import Installation
from rutine.portal_settings import Portal
from rutine.practice.municipality import PracticePlan
from rutine.steps.scope import resolve_month
from tests.practice_home import Home

PLAN = PracticePlan(employees=250, sub_units=8)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, PLAN)


def run(
    place: Installation, home: Home, month: str, source: Callable[..., FetchResult] | None = None
) -> RunView:
    scope = steps.begin(place, home.folder.employer.reveal(), month)
    with steps.marking_failure(place, scope):
        fetched = steps.fetch(place, scope, source=source or home.source)
        controlled = steps.control(place, scope, steps.read(place, scope))
        steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
    steps.report(place, scope)
    with place.database.reading() as session:
        found = find_run(session, scope.run_id)
    assert found is not None
    return found


def states(place: Installation) -> dict[int | None, str]:
    with place.database.reading() as session:
        return {e.report_id: e.state.value for e in archived_reports(session)}


def of_month(home: Home, month: str) -> list[int]:
    return [r.id for r in home.folder.reports if f"{r.value_date:%Y-%m}" == month]


def test_a_report_that_shows_itself_late_is_fetched_by_the_next_month(home: Home) -> None:
    late = of_month(home, home.months[0])[-1]

    def without_the_late_one(
        *,
        employer: OrgNr,
        period: Period | None,
        known: Collection[int],
        progress: Callable[[str], None],
    ) -> FetchResult:
        return home.source(
            employer=employer, period=period, known={*known, late}, progress=progress
        )

    place = home.open()
    run(place, home, home.months[0], without_the_late_one)
    assert late not in states(place)
    run(place, home, home.months[1])
    assert states(place)[late] == "settled"
    place.database.close()


def test_what_a_killed_run_fetched_is_settled_by_the_next_month(home: Home) -> None:
    place = home.open()
    scope = steps.begin(place, home.folder.employer.reveal(), home.months[0])
    steps.fetch(place, scope, source=home.source)  # and the power goes
    second = run(place, home, home.months[1])
    assert set(states(place).values()) == {"settled"}
    assert second.summary is not None
    arrived = [*of_month(home, home.months[0]), *of_month(home, home.months[1])]
    assert second.summary.files == len(arrived)
    place.database.close()


def test_a_stopped_report_is_tried_again_and_counted_once(home: Home) -> None:
    bank = home.folder.bank_file(home.months[0])
    statement = bank.read_bytes()
    total = next(r.total for r in home.folder.reports if r.id in of_month(home, home.months[0]))
    kroner = f"{int(total) // 100}.{int(total) % 100:02d}".encode()
    assert kroner in statement
    bank.write_bytes(statement.replace(kroner, b"1.00"))
    place = home.open()
    first = run(place, home, home.months[0])
    assert first.summary is not None
    assert first.summary.rejected > 0
    assert "stopped" in states(place).values()
    second = run(place, home, home.months[1])
    assert second.summary is not None
    assert second.summary.files == len(of_month(home, home.months[1]))
    assert second.summary.rejected == 0
    bank.write_bytes(statement)
    run(place, home, home.months[1])
    assert set(states(place).values()) == {"settled"}
    with place.database.reading() as session:
        stopped = session.scalars(select(Case).where(Case.kind == "report")).all()
        assert {case.status for case in stopped} == {"auto_closed"}
    place.database.close()


def test_a_settled_report_is_not_controlled_again(home: Home) -> None:
    place = home.open()
    first = run(place, home, home.months[0])
    assert first.summary is not None
    assert first.summary.cases > 0
    for path in (home.folder.path / "bank").glob("*.xml"):
        path.write_bytes(home.folder.bank_file(home.months[1]).read_bytes())
    home.employer = home.employer.model_copy(update={"accounts": home.employer.accounts[:1]})
    place.database.close()
    place = home.open()
    run(place, home, home.months[1])
    assert {states(place)[i] for i in of_month(home, home.months[0])} == {"settled"}
    place.database.close()


def break_rows(path: Path, every: int) -> int:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    broken = 0
    for place in range(1, len(lines), every):
        cells = lines[place].split(";")
        cells[4] = cells[4][1:]  # the national id has lost its leading digit, as in Excel
        lines[place] = ";".join(cells)
        broken += 1
    path.write_text("\r\n".join([*lines, ""]), encoding="utf-8-sig")
    return broken


def test_claims_that_cant_be_read_are_a_case_with_their_rows(home: Home) -> None:
    broken = break_rows(home.folder.claims_file(home.months[0], "csv"), 20)
    place = home.open()
    first = run(place, home, home.months[0])
    assert first.summary is not None
    assert first.summary.reasons["D40"] == 1
    (control,) = [c for c in first.summary.controls if c.name == "claims_read"]
    assert (control.status, int(control.expected or 0) - int(control.found or 0)) == (
        "failed",
        broken,
    )
    with place.database.reading() as session:
        from rutine.cases.lifecycle.rows import outcomes

        ends = outcomes(session, first.run_id)
        rejected = sum(e.rows for e in ends if e.side is Side.CLAIM and e.outcome == "rejected")
    assert rejected == broken
    second = run(place, home, home.months[1])
    assert second.summary is not None
    assert "D40" not in second.summary.reasons
    place.database.close()


def test_bank_entries_that_cant_be_read_are_told_and_other_currencies_are_not(home: Home) -> None:
    """Unread, an entry may be NAV's money, or take it back."""
    path = home.folder.bank_file(home.months[0])
    data = path.read_bytes()
    entries = data.count(b"<Ntry>")
    before, first_entry, second_entry, *others = data.split(b"<Ntry>")
    first_entry = first_entry.replace(b'Ccy="NOK"', b'Ccy="EUR"')
    second_entry = second_entry.replace(b"CRDT", b"KREDIT").replace(b"DBIT", b"DEBET")
    path.write_bytes(b"<Ntry>".join([before, first_entry, second_entry, *others]))
    place = home.open()
    first = run(place, home, home.months[0])
    assert first.summary is not None
    (control,) = [c for c in first.summary.controls if c.name == "bank_read"]
    assert (control.status, control.expected, control.found) == (
        "failed",
        str(entries - 1),
        str(entries - 2),
    )
    place.database.close()


@pytest.mark.parametrize("every", [1, 2, 4])
def test_a_claims_file_that_is_mostly_unreadable_stops_the_run(home: Home, every: int) -> None:
    break_rows(home.folder.claims_file(home.months[0], "csv"), every)
    place = home.open()
    with pytest.raises(InputError, match="claims can be read") as caught:
        run(place, home, home.months[0])
    assert caught.value.code == "claims_damaged"
    place.database.close()


def test_a_claims_file_with_headings_only_stops_the_run(home: Home) -> None:
    path = home.folder.claims_file(home.months[0], "csv")
    path.write_text(path.read_text(encoding="utf-8-sig").splitlines()[0] + "\r\n", "utf-8-sig")
    place = home.open()
    with pytest.raises(InputError, match="0 of 0 claims"):
        run(place, home, home.months[0])
    place.database.close()


def test_a_damaged_report_tells_each_fault_in_its_case_and_accounts_for_each_line(
    home: Home,
) -> None:
    report = next(r for r in home.folder.reports if r.id in of_month(home, home.months[0]))
    lines = report.path.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b";", b",", 1)
    report.path.write_bytes(b"".join(lines))
    place = home.open()
    run(place, home, home.months[0])
    with place.database.reading() as session:
        from rutine.cases.access import Actor, UserRole
        from rutine.cases.lists.queue import case_view

        (case,) = session.scalars(select(Case).where(Case.kind == "report"))
        reader = Actor("user:x", "X", frozenset({UserRole.AUDITOR}))
        evidence = case_view(session, place.keys, case.id, reader).evidence
        accounted = lines_with_outcome(session)
    faults = [each.right for each in evidence if each.field == "fault"]
    assert faults
    assert all("linje 2" in (fault or "") for fault in faults)
    (entry,) = [e for e in _entries(place) if e[0] == report.id]
    assert accounted[entry[1]] == len(lines)
    place.database.close()


def _entries(place: Installation) -> list[tuple[int | None, str]]:
    with place.database.reading() as session:
        return [(e.report_id, e.sha256) for e in archived_reports(session)]


def test_two_reports_with_the_same_bytes_are_a_case(home: Home) -> None:
    first = next(r for r in home.folder.reports if r.id in of_month(home, home.months[0]))

    def with_a_twin(**asked: object) -> FetchResult:
        result = home.source(**asked)  # type: ignore[arg-type]
        (original,) = [r for r in result.reports if r.report_id == first.id]
        twin = replace(original, report_id=999_999)
        return replace(result, reports=(*result.reports, twin))

    place = home.open()
    found = run(place, home, home.months[0], with_a_twin)
    assert found.summary is not None
    assert found.summary.reasons["D30"] == 1
    assert states(place)[999_999] == "duplicate"
    place.database.close()


def test_practice_people_do_not_visit_the_real_sites(home: Home) -> None:
    place = home.open()
    assert place.settings.portal == Portal()
    scope = steps.begin(place, home.folder.employer.reveal(), home.months[0])
    with pytest.raises(InputError, match="rutine demo"):
        steps.fetch(place, scope)
    place.database.close()


def test_a_month_that_has_not_begun_is_refused() -> None:
    with pytest.raises(InputError, match="has not begun"):
        resolve_month("2062-09")


def test_a_store_without_its_keys_is_not_given_new_ones(home: Home) -> None:
    place = home.open()
    place.database.close()
    place.settings.keys_file.unlink()
    with pytest.raises(InputError, match=r"keys\.json is gone"):
        home.open()
    assert not place.settings.keys_file.exists()


def test_a_folder_that_cant_be_written_stops_the_run_before_it_decides(home: Home) -> None:
    place = home.open()
    place.settings.output_folder.write_text("in the way")
    with pytest.raises(InputError, match="Nothing can be written"):
        steps.begin(place, home.folder.employer.reveal(), home.months[0])
    place.database.close()
