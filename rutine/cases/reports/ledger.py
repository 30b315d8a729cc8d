"""The ledger of settlement reports: which were fetched, and how far each has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.batches import batches
from rutine.cases.tables import NO_REPORT, Report, Run
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period

NAV = "nav"
"""The source of reports with NAV's own report id."""

API = "api"
"""`how` of a report that NAV's API gave."""


class ReportState(StrEnum):
    """How far a report has come."""

    FETCHED = "fetched"
    REFUSED = "refused"
    """The bytes are not a whole report; they are kept, and the report is fetched again."""
    STOPPED = "stopped"
    """A control stopped it; it is tried again in each run, until the control agrees."""
    READ = "read"
    SETTLED = "settled"
    """Every line has an outcome."""
    DUPLICATE = "duplicate"
    """The same bytes as another report: known, and left alone."""


REPORT_ADDED, REPORT_REPLACED = "report_added", "report_replaced"
"""What the trail calls it that a report came, and that it came once more after it was refused."""

UNREADABLE = "unreadable"
"""The reason of a report whose bytes the format can't read."""

_LATELY = timedelta(days=14)
_DAYS_BY_DATE = timedelta(days=60)
_TO_READ = (ReportState.FETCHED, ReportState.STOPPED, ReportState.READ)


class Arrival(StrEnum):
    """What `add_report` found."""

    NEW = "new"
    KNOWN = "known"
    """It was there already; nothing is changed. Its state may be refused: then these very
    bytes were refused before, and may be read again if the format has been corrected."""
    REPLACED = "replaced"
    """Refused bytes gave way to these."""
    SAME_BYTES = "same_bytes"
    """Another report of the employer has these bytes, or these lines in another order; noted as a
    duplicate (D30)."""
    DIFFERS = "differs"
    """The report is known with other bytes, which stay; a person must look."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A report as it was fetched.

    Attributes:
        report_id: NAV's number; None for a file at hand.
        lines_sha256: `connectors.content.lines_digest` of its bytes: the order of its lines says
            nothing, so a report in another order is the same. None for what is no report.
    """

    employer: OrgNr
    sha256: str
    how: str
    fetched_at: datetime
    report_id: int | None = None
    value_date: date | None = None
    total: Ore | None = None
    account: AccountNumber | None = None
    source: str = NAV
    state: ReportState = ReportState.FETCHED
    reason: str | None = None
    lines_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A report in the ledger. `arrival` says what adding it found; KNOWN when it was only read."""

    entry_id: str
    report_id: int | None
    employer: OrgNr
    value_date: date | None
    total: Ore | None
    account: AccountNumber | None
    sha256: str
    state: ReportState
    reason: str | None
    arrival: Arrival = Arrival.KNOWN


def known_reports(session: Session, employer: OrgNr, *, source: str = NAV) -> set[int]:
    """The report ids that need not be fetched again; refused ones must."""
    # Those without an id are left out here: asked for in the query, everybody's are looked at.
    found = session.scalars(
        select(Report.report_id).where(
            Report.employer == employer.value,
            Report.source == source,
            Report.state != ReportState.REFUSED,
        )
    )
    return {report_id for report_id in found if report_id is not None}


def known_files(session: Session, employer: OrgNr) -> frozenset[str]:
    """The sha256 of everything of the employer's that ever came, whatever became of it."""
    return frozenset(
        session.scalars(select(Report.sha256).where(Report.employer == employer.value))
    )


def search_from(session: Session, employer: OrgNr, *, source: str = NAV) -> tuple[int, date | None]:
    """From which id and which day to search again, so that nothing is passed over.

    NAV gives a report its id before the report can be seen, and a run takes only its own
    month's reports, so the newest id says nothing of those below it. The search goes back over
    what came lately and over everything that was refused or left (nav-reports §5 rule 2). The
    first search of all is for everything: another way of fetching may have left something.

    Returns:
        The id to search after, 0 for everything, and the day to search from by value date.
    """
    rows = session.scalars(
        select(Report).where(
            Report.employer == employer.value,
            Report.source == source,
            Report.report_id.is_not(None),
        )
    ).all()
    here = [row for row in rows if row.state != ReportState.REFUSED]
    if not any(row.how == API for row in here):
        return 0, None
    newest = max((row.value_date for row in here if row.value_date), default=None)
    lately = clock.now() - _LATELY
    again = [
        row.report_id or 0
        for row in rows
        if row.state == ReportState.REFUSED
        or row.fetched_at >= lately
        or (newest and row.value_date and row.value_date > newest - _LATELY)
    ]
    lowest = min([max(row.report_id or 0 for row in here), *again])
    return lowest - 1, newest - _DAYS_BY_DATE if newest else None


def add_report(session: Session, run_id: str, facts: ReportFacts) -> LedgerEntry:
    """Enter a report, or find it: adding the same again changes nothing.

    Raises:
        InputError: `report_of_other_employer`: NAV's id is known for another employer.
    """
    known = _by_id(session, facts)
    if known is not None and known.employer != facts.employer.value:
        raise InputError(
            "report_of_other_employer",
            f"Report {facts.report_id} is known for another employer.",
            "Check which employer the report was fetched for.",
        )
    twin = _twin(session, facts)
    if known is None and twin is not None:
        return _second_with_same_lines(session, run_id, facts, twin)
    if known is None:
        return _enter(session, run_id, facts, facts.state, Arrival.NEW)
    if known.sha256 == facts.sha256 and not _refused_by_its_cover(known, facts):
        return _entry(known, Arrival.KNOWN)
    if known.state != ReportState.REFUSED:
        same = facts.lines_sha256 is not None and known.lines_sha256 == facts.lines_sha256
        return _entry(known, Arrival.KNOWN if same else Arrival.DIFFERS)
    return _replace(session, run_id, known, facts, twin)


def mark(
    session: Session, entry_id: str, state: ReportState, *, reason: str | None = None
) -> LedgerEntry:
    """Note how far a report has come; noting the same again changes nothing.

    Raises:
        InputError: `report_missing`, or `report_settled`: a settled report stays settled.
    """
    report = session.get(Report, entry_id)
    if report is None:
        raise InputError("report_missing", "The ledger has no such report.")
    if (report.state, report.reason) != (state, reason):
        if report.state == ReportState.SETTLED:
            raise InputError("report_settled", "A settled report can't be taken back.")
        report.state, report.reason = state, reason
        session.flush()
        _note(session, "report_marked", report)
    return _entry(report)


def reports_to_read(
    session: Session, employer: OrgNr, period: Period | None = None
) -> tuple[LedgerEntry, ...]:
    """Reports that are not settled yet, by value date, id and arrival.

    With a period: those with a value date in it, and those without one.
    """
    query = select(Report).where(Report.employer == employer.value, Report.state.in_(_TO_READ))
    if period is not None:
        query = query.where(
            or_(
                Report.value_date.is_(None),
                and_(Report.value_date >= period.first, Report.value_date <= period.last),
            )
        )
    query = query.order_by(Report.value_date, Report.report_id, Report.fetched_at, Report.id)
    return tuple(_entry(report) for report in session.scalars(query))


def reports_that_came(
    session: Session, employer: OrgNr
) -> tuple[tuple[LedgerEntry, date | None], ...]:
    """Every report of the employer that is here and counts, with its run's first day.

    Refused bytes are no report, and a duplicate is another report's.
    """
    query = (
        select(Report, Run.first)
        .join(Run, Run.id == Report.run_id)
        .where(
            Report.employer == employer.value,
            Report.state.not_in(NO_REPORT),
        )
        .order_by(Report.value_date, Report.report_id, Report.fetched_at, Report.id)
    )
    return tuple((_entry(report), first) for report, first in session.execute(query))


def find_report(session: Session, employer: OrgNr, report_id: int) -> LedgerEntry | None:
    """The entry with NAV's report id."""
    report = session.scalars(
        select(Report).where(
            Report.source == NAV, Report.report_id == report_id, Report.employer == employer.value
        )
    ).one_or_none()
    return None if report is None else _entry(report)


def reports_of(session: Session, employer: OrgNr, files: Iterable[str]) -> tuple[LedgerEntry, ...]:
    """The settled reports with these bytes, by value date and id."""
    found: list[Report] = []
    for batch in batches(sorted(files)):
        found += session.scalars(
            select(Report).where(
                Report.employer == employer.value,
                Report.state == ReportState.SETTLED,
                Report.sha256.in_(batch),
            )
        )
    return entries_of(sorted(found, key=lambda r: (str(r.value_date), r.report_id or 0, r.id)))


def entries_of(reports: Iterable[Report]) -> tuple[LedgerEntry, ...]:
    """Reports as other modules read them."""
    return tuple(_entry(report) for report in reports)


def _refused_by_its_cover(known: Report, facts: ReportFacts) -> bool:
    """Whether the same bytes were refused for what came with them, and are accepted now.

    A media type or a file name may be wrong on the right bytes, and a report that they overlapped
    may be gone. What can't be read stays refused until the format is corrected: the bytes
    themselves were at fault.
    """
    if known.state != ReportState.REFUSED or facts.state == ReportState.REFUSED:
        return False
    return known.reason not in {None, UNREADABLE}


def _by_id(session: Session, facts: ReportFacts) -> Report | None:
    if facts.report_id is None:
        return None
    return session.scalars(
        select(Report).where(Report.source == facts.source, Report.report_id == facts.report_id)
    ).one_or_none()


def _twin(session: Session, facts: ReportFacts) -> Report | None:
    """The entry that counts for these bytes, or for these lines in whatever order they came.

    NAV's page and NAV's API need not list a report's lines alike, and somebody may have sorted a
    file: its lines would not settle twice, but its money would be posted twice. Refused bytes,
    such as a login page, count for no other report; but a file at hand, which has no id, is
    known by its bytes alone.
    """
    if facts.report_id is not None and facts.state == ReportState.REFUSED:
        return None
    counts = Report.state.not_in(NO_REPORT)
    same_bytes = Report.sha256 == facts.sha256
    twins: list[ColumnElement[bool]] = [and_(same_bytes, counts)]
    if facts.report_id is None:
        twins.append(and_(same_bytes, Report.report_id.is_(None)))
    if facts.lines_sha256 is not None:
        twins.append(and_(Report.lines_sha256 == facts.lines_sha256, counts))
    return session.scalars(
        select(Report)
        .where(Report.employer == facts.employer.value, or_(*twins))
        # What counts goes before what was refused, and the very bytes before another order.
        .order_by(Report.state == ReportState.REFUSED, ~same_bytes, Report.id)
    ).first()


def _second_with_same_lines(
    session: Session, run_id: str, facts: ReportFacts, twin: Report
) -> LedgerEntry:
    if facts.report_id is None and _refused_by_its_cover(twin, facts):
        return _replace(session, run_id, twin, facts, None)
    if facts.report_id is None:
        return _entry(twin, Arrival.KNOWN)
    if twin.report_id is None:
        # It came as a file at hand first; now NAV's own number is known, and what NAV says of it.
        twin.report_id = facts.report_id
        twin.value_date = facts.value_date or twin.value_date
        twin.total = twin.total if facts.total is None else int(facts.total)
        twin.account = twin.account if facts.account is None else facts.account.value
        session.flush()
        _note(session, "report_identified", twin)
        return _entry(twin, Arrival.KNOWN)
    return _enter(session, run_id, facts, ReportState.DUPLICATE, Arrival.SAME_BYTES)


def _enter(
    session: Session, run_id: str, facts: ReportFacts, state: ReportState, arrival: Arrival
) -> LedgerEntry:
    report = Report(
        id=str(uuid4()), source=facts.source, report_id=facts.report_id, state=state.value
    )
    _fill(report, run_id, facts)
    session.add(report)
    session.flush()
    _note(session, REPORT_ADDED, report, run_id)
    return _entry(report, arrival)


def _replace(
    session: Session, run_id: str, known: Report, facts: ReportFacts, twin: Report | None
) -> LedgerEntry:
    known.state = ReportState.DUPLICATE if twin is not None else facts.state
    _fill(known, run_id, facts)
    session.flush()
    _note(session, REPORT_REPLACED, known, run_id)
    return _entry(known, Arrival.REPLACED if twin is None else Arrival.SAME_BYTES)


def _fill(report: Report, run_id: str, facts: ReportFacts) -> None:
    report.run_id = run_id
    report.employer = facts.employer.value
    report.value_date = facts.value_date or report.value_date
    report.total = None if facts.total is None else int(facts.total)
    report.account = None if facts.account is None else facts.account.value
    report.sha256 = facts.sha256
    report.lines_sha256 = facts.lines_sha256
    report.how = facts.how
    report.fetched_at = facts.fetched_at
    report.reason = facts.reason


def _note(session: Session, action: str, report: Report, run_id: str | None = None) -> None:
    told = {name: getattr(report, name) for name in ("sha256", "reason", "how")}
    data = {"report": report.report_id, "state": str(report.state), **told}
    if run_id is not None:
        data |= {"entry": report.id, "employer": report.employer, "run": run_id}
    append(session, ROBOT, action, data=data)


def _entry(report: Report, arrival: Arrival = Arrival.KNOWN) -> LedgerEntry:
    return LedgerEntry(
        entry_id=report.id,
        report_id=report.report_id,
        employer=OrgNr(report.employer),
        value_date=report.value_date,
        total=None if report.total is None else Ore(report.total),
        account=None if report.account is None else AccountNumber(report.account),
        sha256=report.sha256,
        state=ReportState(report.state),
        reason=report.reason,
        arrival=arrival,
    )
