"""The steps of `flows.nav_refunds`, as Prefect tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rutine import steps
from rutine.installation import current
from rutine.steps.control import Controlled
from rutine.steps.fetch import Fetched
from rutine.steps.read import AtHand
from rutine.steps.reconcile import Reconciled
from rutine.steps.scope import Scope
from tasks.step import outside, stored
from tasks.turn import turn_of


@contextmanager
def refund_run(
    employer: str, period: str, report: str | None, claims: str | None
) -> Iterator[Scope]:
    """Open the run in the employer's turn, with the rules that decide in it.

    It is noted as failed when the block raises.
    """
    with turn_of(current(), employer):
        scope = steps.begin(current(), employer, period, report, claims)
        with steps.marking_failure(current(), scope):
            yield scope


@outside
def fetch_reports(scope: Scope) -> Fetched:
    """Fetch new settlement reports with the robot, or take the one given by hand."""
    return steps.fetch(current(), scope)


@stored
def read_rows(scope: Scope) -> AtHand:
    """Read every line of the reports and every open claim."""
    return steps.read(current(), scope)


@stored
def control_reports(scope: Scope, at_hand: AtHand) -> Controlled:
    """Stop reports that are damaged, do not add up or were paid to an unknown account."""
    return steps.control(current(), scope, at_hand)


@stored
def reconcile_rows(scope: Scope, controlled: Controlled) -> Reconciled:
    """Find what belongs together, and the cause where it does not agree."""
    return steps.reconcile(current(), scope, controlled)


@stored
def settle_and_queue(scope: Scope, fetched: Fetched, reconciled: Reconciled) -> None:
    """Settle what is certain and put the rest before a person, in one transaction."""
    steps.settle(current(), scope, fetched, reconciled)


@stored
def write_postings(scope: Scope) -> None:
    """Write what is posted to the files that the ledger and payroll import."""
    steps.post(current(), scope)


@stored
def report_run(scope: Scope) -> str:
    """Write the run's line, page and control totals."""
    return steps.report(current(), scope)
