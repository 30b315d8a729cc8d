"""Find the shifts that lack a competence, weeks before they come.

The steps stand in the order of the written procedure, `mappings/routines/shift_cover.yaml`.
People change the rota where it is kept; the next run closes what is covered.
"""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.shapes import (
    check_cover,
    collect_lists,
    no_lists,
    queue_cases,
    read_lists,
    report_run,
    routine_run,
)
from tasks.turn import day_off


@flow(
    name="shift_cover",
    flow_run_name="shift_cover {employer} {period}",
    persist_result=False,
    validate_parameters=True,
)
def shift_cover(
    employer: str, period: str = "current", lists: str | None = None, days: str = "any"
) -> str | State[Any]:
    """Hold one employer's rota against its cover rules.

    Args:
        employer: organisation number of the legal entity.
        period: `YYYY-MM` for the last day of a month gone by, or `current` for today.
        lists: reference to lists in the evidence archive, instead of those in the folder.
        days: which days a schedule does its work on: `any`, `working` or `first_N`.

    Returns:
        The run's id. Its result is in the store and under `output/`. On a day of rest, and
        before any list has come, the state `Skipped`.
    """
    resting = day_off(days) or no_lists("shift_cover", employer, lists)
    if resting is not None:
        return resting
    with routine_run("shift_cover", employer, period, lists) as scope:
        files = collect_lists(scope)
        rows = read_lists(scope, files)
        found = check_cover(scope, rows)
        queue_cases(scope, rows, found)
        return report_run(scope)
