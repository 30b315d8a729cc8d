"""Make drafts of the service records that were asked for.

The steps stand in the order of the written procedure, `mappings/routines/service_record.yaml`.
People sign in the app; the PDF is made and archived there, once somebody has.
"""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.shapes import (
    collect_lists,
    draft_records,
    no_lists,
    queue_cases,
    read_lists,
    report_run,
    routine_run,
)
from tasks.turn import day_off


@flow(
    name="service_record",
    flow_run_name="service_record {employer} {period}",
    persist_result=False,
    validate_parameters=True,
)
def service_record(
    employer: str, period: str = "current", lists: str | None = None, days: str = "any"
) -> str | State[Any]:
    """Draft one employer's service records.

    Args:
        employer: organisation number of the legal entity.
        period: `YYYY-MM` for the last day of a month gone by, or `current` for today.
        lists: reference to lists in the evidence archive, instead of those in the folder.
        days: which days a schedule does its work on: `any`, `working` or `first_N`.

    Returns:
        The run's id. Its result is in the store and under `output/`. On a day of rest, and
        before any list has come, the state `Skipped`.
    """
    resting = day_off(days) or no_lists("service_record", employer, lists)
    if resting is not None:
        return resting
    with routine_run("service_record", employer, period, lists) as scope:
        files = collect_lists(scope)
        rows = read_lists(scope, files)
        found = draft_records(scope, rows)
        queue_cases(scope, rows, found)
        return report_run(scope)
