"""Control each report before any of its lines is matched; a failed control stops it whole."""

from __future__ import annotations

import pandas as pd

from rutine.core.differences import Difference
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.formats.camt import read_camt
from rutine.installation import Installation
from rutine.refunds.controls import Control, ReportFigures, check_reports, failed, stopped_report
from rutine.steps.read import AtHand, ReportAtHand
from rutine.steps.scope import Scope


class Controlled:
    """The reports that may be matched, those that are stopped, and every control made.

    A plain class, so that Prefect does not walk through its rows.

    Attributes:
        at_hand: everything that was read.
        passed: reports whose lines go on.
        stopped: reports of which nothing is matched.
        controls: report key -> its controls.
        cases: one for each stopped report.
    """

    __slots__ = ("at_hand", "cases", "controls", "passed", "stopped")

    def __init__(self, at_hand: AtHand, controls: dict[int, tuple[Control, ...]]) -> None:
        self.at_hand = at_hand
        self.controls = controls
        self.passed = [r for r in at_hand.reports if not failed(controls[r.key])]
        self.stopped = [r for r in at_hand.reports if failed(controls[r.key])]
        cases = [stopped_report(figures(r), controls[r.key]) for r in self.stopped]
        self.cases: list[Difference] = [case for case in cases if case is not None]


def control(place: Installation, scope: Scope, at_hand: AtHand) -> Controlled:
    """Check that each report is whole, ours, adds up, went to our account and came to the bank."""
    employer = place.settings.employer(scope.employer)
    return Controlled(
        at_hand,
        check_reports(
            [figures(report) for report in at_hand.reports],
            registered=employer.accounts if employer else (),
            statement=_statement(place, scope),
        ),
    )


def figures(report: ReportAtHand) -> ReportFigures:
    """What the controls need to know of a report that was read."""
    frame = report.reading.frame
    return ReportFigures(
        report_id=report.key,
        asked=report.entry.employer,
        value_date=report.entry.value_date,
        page_total=report.entry.total,
        faults=report.reading.error_count,
        line_total=report.reading.total,
        owners=tuple(OrgNr(text) for text in sorted(frame["employer"].unique())),
        accounts=tuple(AccountNumber(text) for text in sorted(frame["account"].unique())),
    )


def _statement(place: Installation, scope: Scope) -> pd.DataFrame | None:
    employer = place.settings.employer(scope.employer)
    path = employer.bank_file(scope.month) if employer else None
    if path is None or not path.is_file():
        return None
    return read_camt(path.read_bytes(), source=path.name).frame
