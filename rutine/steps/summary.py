"""What a run is to be remembered by: its figures, reasons, deadlines and controls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from rutine.cases.figures.plain_line import INCONCLUSIVE, KNOWN_FILE, NOTHING_NEW
from rutine.cases.lifecycle.recording import RecordedCases
from rutine.cases.runs import Control, ReasonDeadline, RunState, RunSummary
from rutine.connectors.fetching import FetchState
from rutine.core import clock
from rutine.core.differences import Difference, Side
from rutine.steps.bank import bank_control
from rutine.steps.fetch import Fetched
from rutine.steps.read import ReportAtHand, label
from rutine.steps.reconcile import Reconciled


def summary_of(
    fetched: Fetched,
    reconciled: Reconciled,
    differences: list[Difference],
    cases: RecordedCases,
) -> RunSummary:
    """What came in and what became of it.

    Args:
        fetched: what the run fetched.
        reconciled: what its rows came to.
        differences: its cases, as they may be told of.
        cases: how they were recorded.
    """
    controlled, result = reconciled.controlled, reconciled.result
    stopped = {report.key for report in controlled.stopped}
    counted = [
        r for r in controlled.at_hand.reports if r.arrived or (r.fresh and r.key not in stopped)
    ]
    fresh = {report.reading.sha256 for report in counted}
    settled = [ref for each in result.settlements for ref in each.rows]
    return RunSummary(
        state=RunState.CLEAN,
        files=len(counted),
        refused=fetched.refused + len(controlled.at_hand.refused),
        lines=sum(report.reading.rows_in for report in counted),
        claims=len(reconciled.claims),
        settled_lines=sum(ref.side is Side.LINE and ref.sha256 in fresh for ref in settled),
        settled_claims=sum(ref.side is Side.CLAIM for ref in settled),
        carried=len(result.carried),
        reopened=len(result.reopened),
        rejected=sum(r.reading.rows_in for r in counted if r.key in stopped),
        new_cases=cases.new + cases.reopened,
        reasons=dict(sorted(Counter(each.reason for each in differences).items())),
        deadlines=_deadlines(differences),
        controls=(
            *fetched.controls,
            *_controls(counted, reconciled),
            *_claims_control(reconciled),
            *bank_control(controlled.bank),
            *_totals(reconciled),
        ),
        reason=_reason(fetched),
        inputs=dict(sorted(controlled.at_hand.files.noted.items())),
    )


def _deadlines(differences: list[Difference]) -> tuple[ReasonDeadline, ...]:
    """Of each reason with a deadline, the next day and how many are late."""
    days: dict[str, list[date]] = {}
    for each in differences:
        if each.due is not None:
            days.setdefault(each.reason, []).append(each.due)
    today = clock.today()
    return tuple(
        ReasonDeadline(
            reason=reason,
            next=min((day for day in found if day >= today), default=None),
            late=sum(day < today for day in found),
        )
        for reason, found in sorted(days.items())
    )


def _reason(fetched: Fetched) -> str | None:
    if fetched.state is None and not fetched.new:
        return KNOWN_FILE
    if fetched.state is FetchState.NOTHING_NEW_PROVEN:
        return NOTHING_NEW
    return INCONCLUSIVE if fetched.state is FetchState.INCONCLUSIVE else None


def _controls(reports: list[ReportAtHand], reconciled: Reconciled) -> Iterable[Control]:
    kinds = {"file": "count", "total": "ore", "bank": "ore"}
    for report in reports:
        for each in reconciled.controlled.controls[report.key]:
            yield Control(
                name=each.name.value,
                status=each.status.value,
                expected=each.expected,
                found=each.found,
                kind=kinds.get(each.name.value, "text"),
                label=label(report.entry),
            )


def _claims_control(reconciled: Reconciled) -> Iterable[Control]:
    """Whether every row of payroll's claims could be read."""
    claims = reconciled.controlled.at_hand.claims
    if claims is not None:
        yield Control(
            name="claims_read",
            status="failed" if claims.errors else "ok",
            expected=str(claims.rows_in),
            found=str(len(claims.frame)),
            kind="count",
        )


def _totals(reconciled: Reconciled) -> Iterable[Control]:
    """The run's control totals: what came in, and where it went."""
    for side in (reconciled.balance.lines, reconciled.balance.claims):
        out = side.settled + side.cases + side.carried + side.rejected + side.settled_before
        yield Control(
            name=f"{side.side}_sum",
            status="ok" if out == side.received else "failed",
            expected=str(int(side.received.ore)),
            found=str(int(out.ore)),
            kind="ore",
        )
        yield Control(
            name=f"{side.side}_rows",
            status="ok" if out == side.received else "failed",
            expected=str(side.received.rows),
            found=str(out.rows),
            kind="count",
        )
