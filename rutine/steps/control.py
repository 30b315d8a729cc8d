"""Control each report before any of its lines is matched; a failed control stops it whole."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from rutine.core.differences import Difference, Evidence
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.periods import Period
from rutine.formats.camt import read_camt
from rutine.formats.reading import Reading
from rutine.formats.sentences import sentence
from rutine.installation import Installation
from rutine.refunds.controls import Control, ReportFigures, check_reports, failed, stopped_report
from rutine.steps.clearance import with_clearances
from rutine.steps.read import AtHand, ReportAtHand, label
from rutine.steps.scope import Scope

_SHOWN_FAULTS = 20


class Controlled:
    """The reports that may be matched, those that are stopped, and every control made.

    A plain class, so that Prefect does not walk through its rows.

    Attributes:
        at_hand: everything that was read.
        passed: reports whose lines go on.
        stopped: reports of which nothing is matched.
        controls: key -> controls of every fresh report; a settled one has passed before.
        cases: one for each stopped report.
    """

    __slots__ = ("at_hand", "cases", "controls", "passed", "stopped")

    def __init__(self, at_hand: AtHand, controls: dict[int, tuple[Control, ...]]) -> None:
        self.at_hand = at_hand
        self.controls = controls
        self.stopped = [r for r in at_hand.reports if failed(controls.get(r.key, ()))]
        stopped = {report.key for report in self.stopped}
        self.passed = [r for r in at_hand.reports if r.key not in stopped]
        self.cases = [_stopped_case(report, controls[report.key]) for report in self.stopped]


def control(place: Installation, scope: Scope, at_hand: AtHand) -> Controlled:
    """Check that each report is whole, ours, adds up, went to our account and came to the bank."""
    employer = place.settings.employer(scope.employer)
    controls = check_reports(
        [figures(report) for report in at_hand.reports if report.fresh],
        registered=employer.accounts if employer else (),
        statement=_statement(place, scope, at_hand.reports),
    )
    return Controlled(at_hand, with_clearances(place, scope, at_hand.reports, controls))


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


def _stopped_case(report: ReportAtHand, controls: tuple[Control, ...]) -> Difference:
    """The case of a stopped report, with its faults said in words."""
    case = stopped_report(figures(report), controls)
    assert case is not None  # noqa: S101 - only stopped reports come here
    return case.model_copy(
        update={
            "reference": label(report.entry),
            "evidence": (*case.evidence, *fault_evidence(report.reading)),
        }
    )


def fault_evidence(reading: Reading) -> tuple[Evidence, ...]:
    """The first faults of a file in words: place and what was expected, never the value."""
    return tuple(
        Evidence(field="fault", kind="text", left=None, right=sentence(error), equal=False)
        for error in reading.errors[:_SHOWN_FAULTS]
    )


def _statement(
    place: Installation, scope: Scope, reports: list[ReportAtHand]
) -> pd.DataFrame | None:
    """The bank's entries of every month from the first fresh report's to this one."""
    employer = place.settings.employer(scope.employer)
    days = [r.entry.value_date for r in reports if r.fresh and r.entry.value_date]
    if employer is None or not days:
        return None
    month = Period.month(f"{min(days):%Y-%m}")
    frames = []
    while month.first <= scope.period.last:
        path = employer.bank_file(f"{month.first:%Y-%m}")
        if path is not None and path.is_file():
            frames.append(read_camt(path.read_bytes(), source=path.name).frame)
        month = Period.month(f"{month.last + timedelta(days=1):%Y-%m}")
    return pd.concat(frames, ignore_index=True) if frames else None
