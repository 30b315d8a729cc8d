"""Closing a month: only when it balances, by a person who may, and for good."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.access import CLOSES_PERIODS, Actor, require
from rutine.cases.books.control_totals import (
    DEBTOR,
    period_controls,
    run_controls,
    sums,
    undecided_cases,
    unposted_reports,
)
from rutine.cases.books.outbox import Draft, record, take_back
from rutine.cases.books.periods import closed_periods
from rutine.cases.books.posted_decisions import post_decisions
from rutine.cases.canonical import canonical
from rutine.cases.runs import DONE, Control, RunSummary
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import ClosedPeriod, Posting, Run
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.postings.accounts import Accounts
from rutine.postings.entry import cut_off


@dataclass(frozen=True, slots=True)
class Closed:
    """A month that was closed: its control totals, and the run whose folder its files go to."""

    controls: tuple[Control, ...]
    run_id: str


def close_period(
    session: Session,
    keys: KeyRing,
    accounts: Accounts,
    employer: OrgNr,
    month: str,
    *,
    actor: Actor,
) -> Closed:
    """Close a month when its control totals balance; nothing is posted in it afterwards.

    Decisions that no run has posted yet are posted first. What came in the month and was
    settled in a later one is specified at the month's end and taken back in the next.

    Raises:
        AccessDenied: `not_a_person`, `role_missing`, or `all_units_needed` for one who sees
            only some sub-units.
        InputError: `period_invalid`, `period_not_over`, `period_closed`,
            `period_earlier_open`, `period_without_run`, `period_undecided`,
            `period_reports_left` or `period_unbalanced`. Nothing is stored then.
    """
    require(actor, CLOSES_PERIODS)
    if not actor.sees(None):
        raise AccessDenied("all_units_needed", "A period concerns every sub-unit.")
    _check_month(session, employer, month)
    run_id, debtor = _latest_run(session, employer)
    post_decisions(session, keys, accounts, employer, run_id=run_id)
    _refuse_unfinished(session, employer, month)
    _refuse_unbalanced((*run_controls(session, employer), debtor))
    cut = f"{employer.value}:{month}"
    late = cut_off(accounts, sums(session, employer, month).interim)
    record(session, keys, employer, [Draft(cut, month, late)], run_id=run_id)
    controls = (*period_controls(session, employer, month), debtor)
    _refuse_unbalanced(controls)
    session.add(
        ClosedPeriod(
            employer=employer.value,
            period=month,
            controls=canonical([each.model_dump(mode="json") for each in controls]),
            by_id=actor.id,
            by_name=actor.name,
            closed_at=clock.now(),
        )
    )
    session.flush()
    take_back(session, keys, employer, [cut], run_id=run_id)
    data = {"employer": employer.value, "period": month, "run": run_id}
    append(session, actor, "period_closed", data=data)
    return Closed(controls, run_id)


def _check_month(session: Session, employer: OrgNr, month: str) -> None:
    try:
        period = Period.month(month)
    except ValueError:
        raise InputError(
            "period_invalid",
            f"{month!r} is not a month.",
            "Write it as YYYY-MM, such as 2026-10.",
            month=month,
        ) from None
    if clock.today() <= period.last:
        raise InputError(
            "period_not_over",
            f"{month} is not over.",
            "Close it when all of it has come.",
            month=month,
        )
    closed = closed_periods(session, employer)
    if month in closed:
        raise InputError("period_closed", f"{month} is closed already.", month=month)
    earlier = session.scalar(
        select(func.min(Posting.period)).where(
            Posting.employer == employer.value,
            Posting.period < month,
            Posting.period.not_in(closed),
        )
    )
    if earlier is not None:
        raise InputError(
            "period_earlier_open",
            f"{earlier} comes before {month} and is still open.",
            f"Close {earlier} first.",
            month=month,
            earlier=str(earlier),
        )


def _latest_run(session: Session, employer: OrgNr) -> tuple[str, Control]:
    """The newest finished run of the employer, and its Ax-C."""
    run = session.scalars(
        select(Run)
        .where(Run.employer == employer.value, Run.state.in_(DONE))
        .order_by(Run.number.desc())
        .limit(1)
    ).one_or_none()
    summary = RunSummary.model_validate_json(run.summary) if run and run.summary else None
    found = [c for c in summary.controls if c.name == DEBTOR] if summary else []
    if run is None or not found:
        raise InputError(
            "period_without_run",
            "No run has posted anything for this employer.",
            "Run the routine first: rutine run nav_refunds.",
        )
    return run.id, found[0]


def _refuse_unfinished(session: Session, employer: OrgNr, month: str) -> None:
    cases = undecided_cases(session, employer, month)
    if cases:
        raise InputError(
            "period_undecided",
            f"{cases} cases with money that came by {month} are undecided.",
            "Decide them, or put them on hold: rutine review.",
            month=month,
            cases=cases,
        )
    reports = unposted_reports(session, employer, month)
    if reports:
        raise InputError(
            "period_reports_left",
            f"{reports} settlement reports of {month} or before are stopped or not settled.",
            "See their cases, and run the routine again.",
            month=month,
            reports=reports,
        )


def _refuse_unbalanced(controls: tuple[Control, ...]) -> None:
    wrong = [each.name for each in controls if each.status != "ok"]
    if wrong:
        raise InputError(
            "period_unbalanced",
            f"These control totals do not balance: {', '.join(wrong)}.",
            "Run the routine again; if they still do not, report it with the run's number.",
        )
