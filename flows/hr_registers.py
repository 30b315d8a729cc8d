"""Keep the lists of employees, positions and units, and find out where they disagree.

The steps stand in the order of the written procedure, `mappings/routines/hr_registers.yaml`.
Other routines read what this one keeps, where their own folder has no such list.
"""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.shapes import (
    check_shared_lists,
    collect_lists,
    no_lists,
    queue_cases,
    read_lists,
    report_run,
    routine_run,
)
from tasks.turn import day_off


@flow(
    name="hr_registers",
    flow_run_name="hr_registers {employer} {period}",
    persist_result=False,
    validate_parameters=True,
)
def hr_registers(
    employer: str, period: str = "current", lists: str | None = None, days: str = "any"
) -> str | State[Any]:
    """Keep one employer's shared lists, and hold them against each other.

    Args:
        employer: organisation number of the legal entity.
        period: `YYYY-MM` for the last day of a month gone by, or `current` for today.
        lists: reference to lists in the evidence archive, instead of those in the folder.
        days: which days a schedule does its work on: `any`, `working` or `first_N`.

    Returns:
        The run's id. Its result is in the store and under `output/`. On a day of rest, and
        before any list has come, the state `Skipped`.
    """
    resting = day_off(days) or no_lists("hr_registers", employer, lists)
    if resting is not None:
        return resting
    with routine_run("hr_registers", employer, period, lists) as scope:
        files = collect_lists(scope)
        rows = read_lists(scope, files)
        found = check_shared_lists(scope, rows)
        queue_cases(scope, rows, found)
        return report_run(scope)
