"""Find the vacancies that must be assessed against a preferential right, before anybody is hired.

The steps stand in the order of the written procedure, `mappings/routines/redeployment.yaml`.
People assess; the next run closes what the lists document.
"""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.shapes import (
    assess_vacancies,
    collect_lists,
    no_lists,
    queue_cases,
    read_lists,
    report_run,
    routine_run,
)
from tasks.turn import day_off


@flow(
    name="redeployment",
    flow_run_name="redeployment {employer} {period}",
    persist_result=False,
    validate_parameters=True,
)
def redeployment(
    employer: str, period: str = "current", lists: str | None = None, days: str = "any"
) -> str | State[Any]:
    """Hold one employer's vacancies against everybody with a preferential right.

    Args:
        employer: organisation number of the legal entity.
        period: `YYYY-MM` for the last day of a month gone by, or `current` for today.
        lists: reference to lists in the evidence archive, instead of those in the folder.
        days: which days a schedule does its work on: `any`, `working` or `first_N`.

    Returns:
        The run's id. Its result is in the store and under `output/`. On a day of rest, and
        before any list has come, the state `Skipped`.
    """
    resting = day_off(days) or no_lists("redeployment", employer, lists)
    if resting is not None:
        return resting
    with routine_run("redeployment", employer, period, lists) as scope:
        files = collect_lists(scope)
        rows = read_lists(scope, files)
        found = assess_vacancies(scope, rows)
        queue_cases(scope, rows, found)
        return report_run(scope)
