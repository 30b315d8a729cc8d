"""Look after the approved answers to what employees ask.

The steps stand in the order of the written procedure, `mappings/routines/hr_questions.yaml`.
What a person has approved is shown until it expires or is changed; nothing is written here.
"""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.shapes import (
    check_questions,
    collect_lists,
    no_lists,
    queue_cases,
    read_lists,
    report_run,
    routine_run,
)
from tasks.turn import day_off


@flow(
    name="hr_questions",
    flow_run_name="hr_questions {employer} {period}",
    persist_result=False,
    validate_parameters=True,
)
def hr_questions(
    employer: str, period: str = "current", lists: str | None = None, days: str = "any"
) -> str | State[Any]:
    """Look through one employer's answers, and what was asked without getting one.

    Args:
        employer: organisation number of the legal entity.
        period: `YYYY-MM` for the last day of a month gone by, or `current` for today.
        lists: reference to lists in the evidence archive, instead of those in the folder.
        days: which days a schedule does its work on: `any`, `working` or `first_N`.

    Returns:
        The run's id. Its result is in the store and under `output/`. On a day of rest, and
        before any list has come, the state `Skipped`.
    """
    resting = day_off(days) or no_lists("hr_questions", employer, lists)
    if resting is not None:
        return resting
    with routine_run("hr_questions", employer, period, lists) as scope:
        files = collect_lists(scope)
        rows = read_lists(scope, files)
        found = check_questions(scope, rows)
        queue_cases(scope, rows, found)
        return report_run(scope)
