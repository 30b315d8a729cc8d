"""Control each report before any of its lines is matched; a failed control stops it whole."""

from __future__ import annotations

from datetime import date

from rutine.core import watch
from rutine.core.differences import Difference, Evidence
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.formats.reading import Reading
from rutine.formats.sentences import sentence
from rutine.installation import Installation
from rutine.refunds.arrivals import Arrivals
from rutine.refunds.controls import Control, ReportFigures, check_reports, failed, stopped_report
from rutine.steps.arrivals import look_for_arrivals, months_to_look_at
from rutine.steps.bank import Statement, months_between, read_statement
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
        arrivals: money without a report, and months without one.
        bank: what the bank told of the months, None without a statement.
    """

    __slots__ = ("arrivals", "at_hand", "bank", "cases", "controls", "passed", "stopped")

    def __init__(
        self,
        at_hand: AtHand,
        controls: dict[int, tuple[Control, ...]],
        arrivals: Arrivals,
        bank: Statement | None,
    ) -> None:
        self.at_hand = at_hand
        self.controls = controls
        self.arrivals = arrivals
        self.bank = bank
        self.stopped = [r for r in at_hand.reports if failed(controls.get(r.key, ()))]
        stopped = {report.key for report in self.stopped}
        self.passed = [r for r in at_hand.reports if r.key not in stopped]
        self.cases = [_stopped_case(report, controls[report.key]) for report in self.stopped]


@watch.step
def control(place: Installation, scope: Scope, at_hand: AtHand) -> Controlled:
    """Check that each report is whole, ours, adds up, went to our account and came to the bank.

    Then the other way: whether money from NAV, or a month, lacks its report.

    Raises:
        InputError: a bank statement can't be read.
    """
    employer = place.settings.employer(scope.employer)
    months = months_to_look_at(place, scope)
    bank = read_statement(place, scope, months | _months_of(scope, at_hand), at_hand.files)
    statement = None if bank is None else bank.frame
    made = check_reports(
        [figures(report) for report in at_hand.reports if report.fresh],
        registered=employer.accounts if employer else (),
        statement=statement,
    )
    controls = with_clearances(place, scope, at_hand.reports, made)
    arrivals = look_for_arrivals(
        place,
        scope,
        at_hand,
        stopped={key for key, each in controls.items() if failed(each)},
        months=months,
        statement=statement,
    )
    return Controlled(at_hand, controls, arrivals, bank)


def _months_of(scope: Scope, at_hand: AtHand) -> set[date]:
    """Every month from the first fresh report's to this one."""
    days = [r.entry.value_date for r in at_hand.reports if r.fresh and r.entry.value_date]
    return set(months_between(min(days), scope.period.last)) if days else set()


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
