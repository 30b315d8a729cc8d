"""Money without a report is a case until the report comes, and the run says so once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine import steps
from rutine.cases.runs import RunView, find_run
from rutine.cases.tables import Case
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchResult, FetchState
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.installation import Installation
from rutine.practice.municipality import PracticePlan
from rutine.refunds.arrivals import KIND
from tests.practice_home import Home

PLAN = PracticePlan(employees=120, sub_units=4)
Source = Callable[..., FetchResult]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, PLAN)


def run(place: Installation, home: Home, month: str, source: Source | None = None) -> RunView:
    scope = steps.begin(place, home.folder.employer.reveal(), month)
    with steps.marking_failure(place, scope):
        fetched = steps.fetch(place, scope, source=source or home.source)
        controlled = steps.control(place, scope, steps.read(place, scope))
        steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
    with place.database.reading() as session:
        found = find_run(session, scope.run_id)
    assert found is not None
    return found


def without(home: Home, *hidden: int) -> Source:
    """The portal before some reports have shown themselves there."""

    def source(
        *,
        employer: OrgNr,
        period: Period | None,
        known: Collection[int],
        progress: Callable[[str], None],
    ) -> FetchResult:
        return home.source(
            employer=employer, period=period, known={*known, *hidden}, progress=progress
        )

    return source


def cases(place: Installation, reason: str, kind: str = KIND) -> list[tuple[str, str, int]]:
    query = select(Case.reference, Case.status, Case.paid).where(
        Case.kind == kind, Case.reason == reason
    )
    with place.database.reading() as session:
        return sorted(
            (reference, status, paid) for reference, status, paid in session.execute(query)
        )


def missing(place: Installation) -> list[tuple[str, str, int]]:
    return cases(place, "D38")


def main_report(home: Home, month: str) -> int:
    """The report of the month's first payment to the main account."""
    of_month = [r for r in home.folder.reports if f"{r.value_date:%Y-%m}" == month]
    first = min(r.value_date for r in of_month)
    return max((r for r in of_month if r.value_date == first), key=lambda r: r.total).id


def test_money_without_its_report_waits_in_a_case_until_the_report_comes(home: Home) -> None:
    late = main_report(home, home.months[0])
    total = next(int(r.total) for r in home.folder.reports if r.id == late)
    place = home.open()
    first = run(place, home, home.months[0], without(home, late))
    assert first.summary is not None
    assert first.summary.reasons["D38"] == 1
    ((reference, status, paid),) = missing(place)
    assert (status, paid) == ("open", total)

    again = run(place, home, home.months[0], without(home, late))
    assert again.summary is not None
    assert again.summary.new_cases == 0
    assert missing(place) == [(reference, "open", total)]

    run(place, home, home.months[1])
    assert missing(place) == [(reference, "auto_closed", total)]
    run(place, home, home.months[0])
    assert missing(place) == [(reference, "auto_closed", total)]
    place.database.close()


def test_a_month_without_any_report_is_a_case_also_without_a_bank_statement(home: Home) -> None:
    home.employer = home.employer.model_copy(update={"bank": None})
    hidden = [r.id for r in home.folder.reports if f"{r.value_date:%Y-%m}" == home.months[1]]
    place = home.open()
    run(place, home, home.months[0])
    run(place, home, home.months[1], without(home, *hidden))
    assert [(reference, status) for reference, status, _ in missing(place)] == [
        (home.months[1], "open")
    ]
    run(place, home, home.months[2])
    assert [status for _, status, _ in missing(place)] == ["auto_closed"]
    place.database.close()


def test_the_practice_bank_has_one_refund_whose_report_has_not_come(home: Home) -> None:
    place = home.open()
    for month in home.months:
        run(place, home, month)
    ((reference, status, paid),) = missing(place)
    assert reference.startswith(home.months[2])
    assert status == "open"
    assert paid not in {int(report.total) for report in home.folder.reports}
    place.database.close()


def test_what_lay_before_the_first_run_is_not_looked_for(home: Home) -> None:
    """The first run sees one month's money; the second everything since the first."""
    late = main_report(home, home.months[0])
    place = home.open()
    run(place, home, home.months[1], without(home, late))
    assert missing(place) == []
    place.database.close()


def test_money_from_nav_that_is_no_refund_is_a_case_of_its_own(home: Home) -> None:
    place = home.open()
    for month in home.months:
        run(place, home, month)
    grants = cases(place, "D39")
    text = b"".join(home.folder.bank_file(month).read_bytes() for month in home.months)
    assert len(grants) == text.count(b"Tilskudd til arbeidsplasser") > 0
    assert {status for _, status, _ in grants} == {"open"}
    place.database.close()


def test_where_nobody_could_look_only_the_fetch_is_a_case(home: Home) -> None:
    unseen = FetchResult(FetchState.INCONCLUSIVE, reason=FetchReason.NO_COMPANIES)
    place = home.open()
    run(place, home, home.months[0], lambda **_: unseen)
    assert missing(place) == []
    assert len(cases(place, "D38", kind="fetch")) == 1
    assert len(cases(place, "D39")) > 0
    place.database.close()


def test_a_stopped_report_and_its_credit_are_one_case(home: Home) -> None:
    report = main_report(home, home.months[0])
    total = next(int(r.total) for r in home.folder.reports if r.id == report)
    bank = home.folder.bank_file(home.months[0])
    kroner = f"{total // 100}.{total % 100:02d}".encode()
    bank.write_bytes(bank.read_bytes().replace(kroner, b"1.00"))
    place = home.open()
    run(place, home, home.months[0])
    assert missing(place) == []
    assert len(cases(place, "D37", kind="report")) == 1
    place.database.close()


def test_a_report_given_by_hand_stands_for_its_money(tmp_path: Path) -> None:
    """It has no value date and no total but that of its lines, in this run and the next."""
    home = Home(tmp_path)
    by_hand = main_report(home, home.months[0])
    path = next(r.path for r in home.folder.reports if r.id == by_hand)
    place = home.open()
    held = place.archive.put(path.read_bytes(), kind="nav_settlement", label="by hand")
    claims = home.folder.claims_file(home.months[0], "csv").read_bytes()
    claimed = place.archive.put(claims, kind="payroll_claims_csv", label="claims")
    scope = steps.begin(
        place,
        home.folder.employer.reveal(),
        home.months[0],
        report=held,
        claims=claimed,
    )
    fetched = steps.fetch(place, scope)
    controlled = steps.control(place, scope, steps.read(place, scope))
    steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
    total = next(int(r.total) for r in home.folder.reports if r.id == by_hand)
    others = [r for r in home.folder.reports if f"{r.value_date:%Y-%m}" == home.months[0]]
    waiting = missing(place)
    assert len(waiting) == len(others) - 1 > 0
    assert total not in {paid for _, _, paid in waiting}

    run(place, home, home.months[1], without(home, by_hand))
    assert {status for _, status, _ in missing(place)} == {"auto_closed"}
    place.database.close()
