"""Find out which managers have not yet done what follows an employee survey.

The steps stand in the order of the written procedure, `mappings/routines/survey_follow_up.yaml`.
Managers hold meetings and agree on actions; the next run closes what a list says is done.
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
    name="survey_follow_up",
    flow_run_name="survey_follow_up {employer} {period}",
    persist_result=False,
    validate_parameters=True,
)
def survey_follow_up(
    employer: str, period: str = "current", lists: str | None = None, days: str = "any"
) -> str | State[Any]:
    """Hold the deadlines after a survey against what one employer's managers have done.

    Args:
        employer: organisation number of the legal entity.
        period: `YYYY-MM` for the last day of a month gone by, or `current` for today.
        lists: reference to lists in the evidence archive, instead of those in the folder.
        days: which days a schedule does its work on: `any`, `working` or `first_N`.

    Returns:
        The run's id. Its result is in the store and under `output/`. On a day of rest, and
        before any list has come, the state `Skipped`.
    """
    resting = day_off(days) or no_lists("survey_follow_up", employer, lists)
    if resting is not None:
        return resting
    with routine_run("survey_follow_up", employer, period, lists) as scope:
        files = collect_lists(scope)
        rows = read_lists(scope, files)
        found = check_obligations(scope, rows)
        queue_cases(scope, rows, found)
        return report_run(scope)
