"""Find out which duties towards people on sick leave are near, or late.

The steps stand in the order of the written procedure in
`mappings/routines/sick_leave_follow_up.yaml`.
People follow up the cases; the next run closes those that a list brings the evidence of.
"""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.shapes import (
    check_obligations,
    collect_lists,
    no_lists,
    queue_cases,
    read_lists,
    report_run,
    routine_run,
)
from tasks.turn import day_off


@flow(
    name="sick_leave_follow_up",
    flow_run_name="sick_leave_follow_up {employer} {period}",
    persist_result=False,
    validate_parameters=True,
)
def sick_leave_follow_up(
    employer: str, period: str = "current", lists: str | None = None, days: str = "any"
) -> str | State[Any]:
    """Hold the duties of the follow-up against what one employer's managers have done.

    Args:
        employer: organisation number of the legal entity.
        period: `YYYY-MM` for the last day of a month gone by, or `current` for today.
        lists: reference to lists in the evidence archive, instead of those in the folder.
        days: which days a schedule does its work on: `any`, `working` or `first_N`.

    Returns:
        The run's id. Its result is in the store and under `output/`. On a day of rest, and
        before any list has come, the state `Skipped`.
    """
    resting = day_off(days) or no_lists("sick_leave_follow_up", employer, lists)
    if resting is not None:
        return resting
    with routine_run("sick_leave_follow_up", employer, period, lists) as scope:
        files = collect_lists(scope)
        rows = read_lists(scope, files)
        found = check_obligations(scope, rows)
        queue_cases(scope, rows, found)
        return report_run(scope)
