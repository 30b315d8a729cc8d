"""A file that was cut short gives way to NAV's own report; what people have said of it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from rutine.cases.deciding.decisions import decide
from rutine.cases.figures.plain_line import plain_line
from rutine.cases.reports.ledger import ReportState
from rutine.cases.runs import RunView, open_run
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import ClosedPeriod, Posting, Report, Settlement
from rutine.cases.trail.audit import verify
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.periods import Period
from rutine.installation import open_read_only
from rutine.steps.hand_in import HandedIn, hand_in
from rutine.steps.simulation.simulating import Wish, simulate
from tests.small_office import EMPLOYER, GENEROUS, KARI, RATE, Claimed, Office, Paid

MONTH = "2026-09"
NEXT = "2026-10"
DAY = date(2026, 8, 3)
LINES = (Paid(0, DAY, 5 * RATE), Paid(1, DAY, 5 * RATE), Paid(2, DAY, 4 * RATE))
"""The third pays a day less than was claimed."""
NAMED = f"{EMPLOYER.reveal()}_ref-arbg_{MONTH}-03.csv"


def data_of(*lines: Paid, report: int = 1000) -> bytes:
    return "".join(line.line(f"PRØVESEN {report}") for line in lines).encode("iso-8859-1")


def give(office: Office, data: bytes, name: str = NAMED) -> HandedIn:
    with office.place.database.writing() as session:
        run_id = open_run(session, "report_upload", EMPLOYER, Period.month(MONTH), {})
    return hand_in(office.place, run_id, EMPLOYER, data, name=name, how="upload")


def claimed(office: Office, month: str = MONTH, *who: int) -> None:
    rows = (Claimed(f"K{i}", i, DAY, 5 * RATE, date(2026, 9, 1)) for i in who or range(3))
    office.claims(month, *rows)


def settled_from_a_file(office: Office, *lines: Paid, name: str = NAMED) -> None:
    claimed(office)
    assert give(office, data_of(*lines or LINES[1:]), name).new
    office.run(MONTH)


def books(office: Office) -> Counter[tuple[str, str | None, str | None]]:
    """What stands in the books: kind, account and claim -> øre, but for what is zero."""
    found: Counter[tuple[str, str | None, str | None]] = Counter()
    with office.place.database.reading() as session:
        for posting in session.scalars(select(Posting)):
            found[posting.kind, posting.account, posting.claim_id] += posting.amount
    return Counter({key: amount for key, amount in found.items() if amount})


def reasons(office: Office) -> list[tuple[str, str]]:
    return [(case.reason, case.status) for case in office.cases()]


def states(office: Office) -> dict[int | None, tuple[str, str | None]]:
    with office.place.database.reading() as session:
        return {
            each.report_id: (each.state, each.reason) for each in session.scalars(select(Report))
        }


def told(run: RunView) -> list[tuple[str | None, str | None, str | None]]:
    assert run.summary is not None
    controls = run.summary.controls
    return [(c.label, c.expected, c.found) for c in controls if c.name == "cut_file"]


@pytest.fixture
def whole_alone(tmp_path: Path) -> Iterator[Office]:
    """What the books should be: as if there had been no file."""
    path = tmp_path / "alone"
    path.mkdir()
    office = Office(path)
    claimed(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)
    yield office
    office.close()


def test_what_came_of_a_cut_file_is_taken_back_and_done_anew(
    office: Office, whole_alone: Office
) -> None:
    settled_from_a_file(office)
    assert [each.reason for each in office.cases()] == ["D00"]
    office.pays(MONTH, *LINES)

    run = office.run(MONTH)

    assert books(office) == books(whole_alone)
    assert told(run) == [("report 1000", "3", "2")]
    assert run.summary is not None
    assert "1 kuttet fil tatt tilbake" in plain_line(run.summary, "nb").replace("\xa0", " ")
    assert states(office) == {
        None: (ReportState.REFUSED, "cut_file"),
        1000: (ReportState.SETTLED, None),
    }
    open_now = [reason for reason, status in reasons(office) if status != "auto_closed"]
    assert open_now == [reason for reason, _ in reasons(whole_alone)]
    with office.place.database.reading() as session:
        assert verify(session) is None


def test_the_run_after_it_changes_nothing(office: Office) -> None:
    settled_from_a_file(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)
    stands, cases = books(office), reasons(office)

    again = office.run(MONTH)

    assert (books(office), reasons(office), told(again)) == (stands, cases, [])
    assert give(office, data_of(*LINES[1:])).finding is not None
    office.run(MONTH)
    assert (books(office), reasons(office)) == (stands, cases)


def test_a_claim_that_payroll_has_closed_meanwhile_is_paid_by_the_whole_report(
    office: Office, whole_alone: Office
) -> None:
    """Payroll took in what was settled; the counter-entry has not reached it yet."""
    settled_from_a_file(office, LINES[1])
    claimed(office, MONTH, 0, 2)
    office.pays(MONTH, *LINES)

    office.run(MONTH)

    assert books(office) == books(whole_alone)


def test_two_cuts_of_one_report_both_give_way(office: Office, whole_alone: Office) -> None:
    settled_from_a_file(office, LINES[0])
    assert give(office, data_of(LINES[2])).new
    office.run(MONTH)
    office.pays(MONTH, *LINES)

    run = office.run(MONTH)

    assert told(run) == [("report 1000", "3", "1")] * 2
    assert books(office) == books(whole_alone)


def test_a_file_that_no_run_has_read_gives_way_too(office: Office, whole_alone: Office) -> None:
    claimed(office)
    assert give(office, data_of(*LINES[1:])).new
    office.pays(MONTH, *LINES)

    office.run(MONTH)

    assert books(office) == books(whole_alone)


def decided(office: Office) -> None:
    office.decide(office.case(), Action.ACCEPT_PAID)


def proposed(office: Office) -> None:
    case = office.case()
    with office.place.database.writing() as session:
        made = decide(
            *(session, office.place.keys, case.case_id),
            version=case.version,
            actor=KARI,
            action=Action.WRITE_OFF,
            comment="etter avtale",
        )
    assert made.state == "proposed"


def undone_by_a_person(office: Office) -> None:
    with office.place.database.writing() as session:
        (settlement,) = session.scalars(select(Settlement.id)).all()
        undo(
            *(session, office.place.keys, settlement),
            actor=KARI,
            why="feil person",
            limits=GENEROUS,
        )


def closed(office: Office) -> None:
    with office.place.database.writing() as session:
        session.add(
            ClosedPeriod(
                employer=EMPLOYER.value,
                period=MONTH,
                controls="[]",
                by_id=KARI.id,
                by_name=KARI.name,
                closed_at=clock.now(),
            )
        )


def numbered(office: Office) -> None:
    with office.place.database.writing() as session:
        session.execute(update(Report).values(report_id=999))


@pytest.mark.parametrize("happens", [decided, proposed, undone_by_a_person, closed])
def test_it_stands_where_a_person_has_spoken_or_the_month_is_closed(
    office: Office, happens: Callable[[Office], None]
) -> None:
    settled_from_a_file(office)
    happens(office)
    office.pays(MONTH, *LINES)
    stands = states(office)[None]

    run = office.run(MONTH)

    assert told(run) == []
    assert states(office)[None] == stands
    assert [c.reference for c in office.cases() if c.reason == "D30"] == ["report 1000"]


def test_navs_own_report_gives_way_to_none(office: Office) -> None:
    settled_from_a_file(office)
    numbered(office)
    office.pays(MONTH, *LINES)

    assert told(office.run(MONTH)) == []
    assert states(office)[999] == (ReportState.SETTLED, None)


@pytest.mark.parametrize(
    "name", ["rapport.csv", f"{EMPLOYER.reveal()}_ref-arbg_{MONTH}-04.csv"], ids=["none", "another"]
)
def test_it_stands_where_the_day_is_not_the_same(office: Office, name: str) -> None:
    """NAV may pay lines of one day once more on another."""
    settled_from_a_file(office, name=name)
    office.pays(MONTH, *LINES)

    assert told(office.run(MONTH)) == []
    assert states(office)[None] == (ReportState.SETTLED, None)


def test_a_file_with_more_than_the_report_stands(office: Office) -> None:
    settled_from_a_file(office, *LINES, Paid(0, date(2026, 8, 10), 5 * RATE))
    office.pays(MONTH, *LINES)

    assert told(office.run(MONTH)) == []
    assert [c.reference for c in office.cases() if c.reason == "D30"] == ["report 1000"]


@pytest.mark.parametrize("whole_comes", [False, True])
def test_history_done_over_again_comes_to_the_same(tmp_path: Path, *, whole_comes: bool) -> None:
    """An uploaded report is part of the history, and so is that it gave way."""
    office = Office(tmp_path)
    settled_from_a_file(office)
    if whole_comes:
        office.pays(MONTH, *LINES)
        office.run(MONTH)
    office.close()

    real = open_read_only(office.place.settings)
    found = simulate(real, EMPLOYER, Wish("nav_refunds"))
    real.database.close()

    assert found.changes == ()


def test_a_line_of_another_report_that_was_settled_with_the_files_is_free_too(
    office: Office, tmp_path: Path
) -> None:
    """Two reports paid one claim together; the cut one gives way, and both are matched anew."""
    halves = (Paid(0, DAY, 2 * RATE, days=2), Paid(0, date(2026, 8, 5), 3 * RATE, days=3))
    whole = (halves[1], Paid(1, DAY, 5 * RATE))

    def lived(place: Office, *, cut: bool) -> None:
        claimed(place)
        place.pays(MONTH, halves[0])
        place.run(MONTH)
        if cut:
            assert give(place, data_of(halves[1], report=1001)).new
            place.run(MONTH)
        place.pays(MONTH, *whole)
        place.run(MONTH)

    lived(office, cut=True)
    path = tmp_path / "alone"
    path.mkdir()
    alone = Office(path)
    lived(alone, cut=False)

    assert books(office) == books(alone)
    alone.close()


def test_a_run_of_the_next_month_that_brings_the_whole_report_posts_in_its_own(
    office: Office, whole_alone: Office
) -> None:
    settled_from_a_file(office)
    claimed(office, NEXT)
    office.pays(MONTH, *LINES)

    run = office.run(NEXT)

    assert told(run) == [("report 1000", "3", "2")]
    assert books(office) == books(whole_alone)
