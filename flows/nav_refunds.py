"""Settle NAV's refunds for one employer and month.

The steps stand in the order of the written procedure, `mappings/routines/nav_refunds.yaml`.
People decide the cases later; the next run picks their decisions up.
"""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.refunds import (
    control_reports,
    fetch_reports,
    read_rows,
    reconcile_rows,
    refund_run,
    report_run,
    settle_and_queue,
    write_postings,
)
from tasks.turn import day_off


@flow(
    name="nav_refunds",
    flow_run_name="nav_refunds {employer} {period}",
    persist_result=False,
    validate_parameters=True,
)
def nav_refunds(
    employer: str,
    period: str = "current",
    report: str | None = None,
    claims: str | None = None,
    days: str = "any",
) -> str | State[Any]:
    """Settle one employer's refunds for one month.

    Args:
        employer: organisation number of the legal entity.
        period: `YYYY-MM`, or `current`.
        report: reference to a report in the evidence archive, instead of fetching.
        claims: reference to payroll's claims in the archive, instead of the configured file.
        days: which days a schedule does its work on: `any`, `working` or `first_N`.

    Returns:
        The run's id. Its result is in the store and under `output/`. On a day of rest, the
        state `Skipped`.
    """
    if (resting := day_off(days)) is not None:
        return resting
    with refund_run(employer, period, report, claims) as scope:
        fetched = fetch_reports(scope)
        at_hand = read_rows(scope)
        controlled = control_reports(scope, at_hand)
        reconciled = reconcile_rows(scope, controlled)
        settle_and_queue(scope, fetched, reconciled)
        write_postings(scope)
        return report_run(scope)
