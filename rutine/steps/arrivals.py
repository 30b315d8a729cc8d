"""Look for money without a report, and for months whose report has not come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import pandas as pd

from rutine.cases.lifecycle.references import undecided_references
from rutine.cases.reports.ledger import ReportState, reports_that_came
from rutine.cases.runs import period_before
from rutine.installation import Installation
from rutine.refunds.arrivals import KIND, Arrivals, CameReport, find_arrivals
from rutine.routines.tables import load_tables
from rutine.steps.bank import months_between
from rutine.steps.read import AtHand, read_report
from rutine.steps.scope import ROUTINE, Scope


def months_to_look_at(place: Installation, scope: Scope) -> set[date]:
    """The months from the last run's to this one's, so that none falls between two runs.

    Those of open cases are among them, so that they close when their report comes. What lay
    before the first run is not looked for.
    """
    with place.database.reading() as session:
        before = period_before(session, ROUTINE, scope.employer, scope.period)
        open_cases = undecided_references(session, ROUTINE, scope.employer, KIND)
    first = before.first if before else scope.period.first
    return {*months_between(first, scope.period.last), *map(_month_of, open_cases)}


def look_for_arrivals(
    place: Installation,
    scope: Scope,
    at_hand: AtHand,
    *,
    stopped: Collection[int],
    months: Collection[date],
    statement: pd.DataFrame | None,
) -> Arrivals:
    """Hold the bank's credits from NAV and the calendar against the reports that are here.

    Args:
        place: the installation.
        scope: the run.
        at_hand: what the run has read.
        stopped: keys of the reports that a control has stopped in this run.
        months: those of `months_to_look_at`.
        statement: the bank's entries in them.

    Raises:
        InputError: the tables can't be read.
    """
    tables = load_tables(place.settings.mappings / "tables").tables
    return find_arrivals(
        list(_reports(place, scope, at_hand, stopped, months)),
        statement,
        employer=scope.employer,
        words=at_hand.rules.routine.bank.words,
        months=months,
        as_of=scope.as_of,
        within=tables.count("report_working_days", scope.as_of),
    )


def _month_of(reference: str) -> date:
    """The month of a case: its reference begins with it (`refunds.arrivals`)."""
    return date.fromisoformat(f"{reference[:7]}-01")


def _reports(
    place: Installation,
    scope: Scope,
    at_hand: AtHand,
    stopped: Collection[int],
    months: Collection[date],
) -> Iterable[CameReport]:
    """Every report that is here; of a bare file only the lines say what was paid."""
    with place.database.reading() as session:
        came = reports_that_came(session, scope.employer)
    read = {report.entry.entry_id: report for report in at_hand.reports}
    refused = {entry.entry_id for entry, _ in at_hand.refused}
    for entry, month in came:
        if entry.entry_id in refused:
            continue  # what can't be read is no report
        report, total = read.get(entry.entry_id), entry.total
        if total is None and report is not None:
            total = report.reading.total
        elif total is None and month in months:
            total = read_report(place, at_hand.rules, entry).total
        yield CameReport(
            value_date=entry.value_date,
            total=total,
            account=entry.account,
            month=month,
            stopped=report.key in stopped if report else entry.state is ReportState.STOPPED,
        )
