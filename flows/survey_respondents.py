"""Hold a survey's list of respondents against the registers, and write it as it is to be delivered.

The steps stand in the order of the written procedure, `mappings/routines/survey_respondents.yaml`.
People decide the corrections; the next run makes them. No answer to the survey is ever read.
"""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.shapes import (
    check_respondents,
    collect_lists,
    deliver_list,
    no_lists,
    queue_cases,
    read_lists,
    report_run,
    routine_run,
)
from tasks.turn import day_off


@flow(
    name="survey_respondents",
    flow_run_name="survey_respondents {employer} {period}",
    persist_result=False,
    validate_parameters=True,
)
def survey_respondents(
    employer: str, period: str = "current", lists: str | None = None, days: str = "any"
) -> str | State[Any]:
    """Check one employer's list of respondents.

    Args:
        employer: organisation number of the legal entity.
        period: `YYYY-MM` for the last day of a month gone by, or `current` for today.
        lists: reference to lists in the evidence archive, instead of those in the folder.
        days: which days a schedule does its work on: `any`, `working` or `first_N`.

    Returns:
        The run's id. Its result is in the store and under `output/`. On a day of rest, and
        before any list has come, the state `Skipped`.
    """
    resting = day_off(days) or no_lists("survey_respondents", employer, lists)
    if resting is not None:
        return resting
    with routine_run("survey_respondents", employer, period, lists) as scope:
        files = collect_lists(scope)
        rows = read_lists(scope, files)
        found = check_respondents(scope, rows)
        queue_cases(scope, rows, found)
        deliver_list(scope, found)
        return report_run(scope)
