"""A report whose lines come in another order is the same report: its money is posted once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy import func, select, update

from rutine.cases.reports.ledger import Arrival, ReportFacts, add_report
from rutine.cases.runs import open_run
from rutine.cases.tables import Posting, Report
from rutine.connectors.content import ContentFault, ContentFinding, lines_digest
from rutine.core import clock
from rutine.core.periods import Period
from rutine.postings.entry import EntryKind
from rutine.steps.hand_in import HandedIn, check_again, check_file, hand_in
from rutine.steps.report_originals import Kept, keep_entered, keep_new
from tests.small_office import EMPLOYER, RATE, Claimed, Office, Paid

MONTH = "2026-09"
DAY = date(2026, 8, 3)
LINES = (Paid(0, DAY, 5 * RATE), Paid(1, DAY, 5 * RATE), Paid(2, DAY, 4 * RATE))
NAME = "PRØVESEN 1000"
"""How `Office.pays` names people in its first report."""


def turned(*lines: Paid) -> bytes:
    return "".join(line.line(NAME) for line in reversed(lines)).encode("iso-8859-1")


def give(office: Office, data: bytes, name: str = "rapport.csv") -> HandedIn:
    with office.place.database.writing() as session:
        run_id = open_run(session, "report_upload", EMPLOYER, Period.month(MONTH), {})
    return hand_in(office.place, run_id, EMPLOYER, data, name=name, how="upload")


def posted(office: Office) -> tuple[int, int]:
    """How many postings there are, and how many tell of a report's money."""
    with office.place.database.reading() as session:
        every = select(func.count()).select_from(Posting)
        receipts = every.where(Posting.kind == EntryKind.RECEIPT)
        return session.scalar(every) or 0, session.scalar(receipts) or 0


def claimed(office: Office) -> None:
    rows = (Claimed(f"K{who}", who, DAY, 5 * RATE, date(2026, 9, 1)) for who in range(3))
    office.claims(MONTH, *rows)


def the_report(office: Office) -> Report:
    with office.place.database.reading() as session:
        return session.scalars(select(Report)).one()


def forget_lines(office: Office) -> None:
    """As an earlier release left it."""
    with office.place.database.writing() as session:
        session.execute(update(Report).values(lines_sha256=None))


@pytest.mark.parametrize("before", [lambda _office: None, forget_lines])
def test_a_settled_report_in_another_order_is_known(
    office: Office, before: Callable[[Office], None]
) -> None:
    claimed(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)
    stands = posted(office)
    assert stands[1] > 0
    before(office)

    given = give(office, turned(*LINES))
    office.run(MONTH)

    assert (given.new, given.finding) == (False, None)
    assert given.entry.report_id == 1000
    assert posted(office) == stands


def test_no_bytes_are_kept_that_nothing_names(office: Office) -> None:
    claimed(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)
    data = turned(*LINES)

    give(office, data)

    assert sha256(data).hexdigest() not in office.place.archive
    assert the_report(office).sha256 in office.place.archive


def test_bytes_that_the_ledger_names_are_kept_in_whatever_order(office: Office) -> None:
    """A second report of NAV's with the same lines is a duplicate, with its own bytes."""
    claimed(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)
    data = turned(*LINES)
    original = Kept(data, "report 1001")
    keep_new(office.place, EMPLOYER, original, lines_digest(data))
    with office.place.database.writing() as session:
        run_id = open_run(session, "nav_refunds", EMPLOYER, Period.month(MONTH), {})
        facts = ReportFacts(
            EMPLOYER, original.sha256, "api", clock.now(), 1001, lines_sha256=lines_digest(data)
        )
        entry = add_report(session, run_id, facts)
        assert (entry.arrival, original.sha256 in office.place.archive) == (
            Arrival.SAME_BYTES,
            False,
        )
        keep_entered(office.place, entry, original)
    assert office.place.archive.get(original.sha256) == data


def test_a_file_in_another_order_gets_navs_number_when_nav_gives_the_report(
    office: Office,
) -> None:
    claimed(office)
    assert give(office, turned(*LINES), f"{EMPLOYER}_ref-arbg_{MONTH}-03.csv").new
    office.run(MONTH)
    stands = posted(office)

    office.pays(MONTH, *LINES)
    office.run(MONTH)

    assert posted(office) == stands
    assert the_report(office).report_id == 1000


@pytest.mark.parametrize("lines", [LINES[1:], (*LINES, LINES[0])])
def test_a_line_less_or_more_is_refused_whatever_the_order(
    office: Office, lines: tuple[Paid, ...]
) -> None:
    """Their lines would not settle twice, but the money of both would be recorded."""
    claimed(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)
    stands = posted(office)

    given = give(office, turned(*lines))
    office.run(MONTH)

    assert given.finding == ContentFinding(ContentFault.OVERLAPS)
    assert posted(office) == stands


OTHERS = (Paid(0, DAY, 3 * RATE), Paid(1, DAY, 3 * RATE))
"""Lines of another report."""
OVERLAPPING = (
    LINES[1:],
    (*LINES, OTHERS[0]),
    (*LINES[1:], OTHERS[0]),  # edited by hand, or cut before another report was put behind it
    (*LINES[:2], *OTHERS),
)


@pytest.mark.parametrize("lines", OVERLAPPING)
def test_a_file_that_shares_most_lines_is_refused(office: Office, lines: tuple[Paid, ...]) -> None:
    """Neither need have all lines of the other: the money of both would be recorded."""
    claimed(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)
    stands = posted(office)

    given = give(office, turned(*lines))
    office.run(MONTH)

    assert given.finding == ContentFinding(ContentFault.OVERLAPS)
    assert posted(office) == stands


def test_two_cuts_of_one_report_are_not_two_reports(office: Office) -> None:
    claimed(office)
    assert give(office, turned(*LINES)).new

    assert give(office, turned(*LINES[1:], *OTHERS)).finding == ContentFinding(
        ContentFault.OVERLAPS
    )


def test_a_line_that_is_paid_again_among_others_is_another_report(office: Office) -> None:
    claimed(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)

    assert give(office, turned(LINES[0], *OTHERS)).new


def test_a_report_in_another_order_is_known_beside_a_part_of_it(office: Office) -> None:
    """The part came first, and NAV's report is there beside it: that is a case, and no news."""
    claimed(office)
    assert give(office, turned(*LINES[1:])).new
    office.pays(MONTH, *LINES)
    office.run(MONTH)

    given = give(office, turned(*LINES))

    assert (given.new, given.finding) == (False, None)


def test_a_report_that_came_while_a_file_was_checked_is_held_against_it(office: Office) -> None:
    checked = check_file(office.place, EMPLOYER, turned(*LINES))
    assert checked.finding is None
    assert give(office, turned(*LINES[1:])).new

    with office.place.database.reading() as session:
        still = check_again(office.place, session, checked)

    assert still.finding == ContentFinding(ContentFault.OVERLAPS)


@pytest.mark.parametrize("handed_in", OVERLAPPING)
def test_navs_report_beside_a_file_with_lines_of_it_is_a_case(
    office: Office, handed_in: tuple[Paid, ...]
) -> None:
    claimed(office)
    assert give(office, turned(*handed_in)).new
    office.pays(MONTH, *LINES)

    office.run(MONTH)

    told = [case.reference for case in office.cases() if case.reason == "D30"]
    assert told == ["report 1000"]


def test_navs_report_that_pays_a_line_of_a_file_again_is_no_case(office: Office) -> None:
    claimed(office)
    assert give(office, turned(LINES[0], *OTHERS)).new
    office.pays(MONTH, *LINES)

    office.run(MONTH)

    assert "D30" not in {case.reason for case in office.cases()}
